"""What settings and profile say of the clinic's other systems: its webhook, its clinicians' calendars."""

import os
from collections.abc import Mapping

from dotenv import dotenv_values

from clinic.config import Settings, env_file
from clinic.criteria.fields import FROM_ENVIRONMENT
from clinic.criteria.profile import Profile
from clinic.http_out import HttpOut
from clinic.logic.webhook_signature import signing_key
from clinic.services.ports.calls import OtherSystems, Receiver


def other_systems(settings: Settings, profile: Profile) -> OtherSystems:
    """How to reach them. Connects to nothing."""
    address = settings.webhook_url.get_secret_value()
    key = settings.webhook_secret.get_secret_value()
    return OtherSystems(
        calls=HttpOut(allow_private=settings.allow_private_addresses),
        receiver=Receiver(address, signing_key(key)) if address else None,
        busy_addresses=busy_addresses(profile, _environment()),
    )


def busy_addresses(profile: Profile, environment: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """Clinician → address of their own calendar; None where it names a variable that is not set."""
    return {
        clinician.id: _filled_in(clinician.calendar_url, environment)
        for clinician in profile.booking.clinicians
        if clinician.calendar_url
    }


def _filled_in(address: str, environment: Mapping[str, str | None]) -> str | None:
    named = FROM_ENVIRONMENT.fullmatch(address)
    found = environment.get(named[1]) if named else address
    return found.replace("webcal://", "https://", 1) if found else None


def _environment() -> Mapping[str, str | None]:
    file = env_file()
    written = dotenv_values(file) if file and file.exists() else {}
    return {**written, **os.environ}
