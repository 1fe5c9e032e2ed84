"""The secret links to the calendar feeds. They are derived; a new version makes the old ones void."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from clinic.criteria.booking_titles import load_booking_titles
from clinic.criteria.profile import Profile
from clinic.services.errors import Refused

WHOLE_CLINIC: Final = ""


class FeedUnknown(Refused):
    """No feed has this secret, or it has been changed."""


@dataclass(frozen=True)
class FeedLink:
    """A feed's address. Whoever has it can read the feed."""

    title: str
    url: str = field(repr=False)


@dataclass(frozen=True)
class FeedLinks:
    titles: Mapping[str, str]  # clinician → name; the whole clinic is one of them
    public_url: str
    secret: bytes = field(repr=False)
    version: int

    @classmethod
    def of(cls, profile: Profile, public_url: str, secret: bytes) -> "FeedLinks":
        names = {clinician.id: clinician.name for clinician in profile.booking.clinicians}
        whole = {WHOLE_CLINIC: load_booking_titles()["feed_whole_clinic"]}
        return cls({**names, **whole}, public_url, secret, profile.calendars.feed_version)

    def all(self) -> tuple[FeedLink, ...]:
        return tuple(
            FeedLink(title, f"{self.public_url}/calendar/{self._secret_of(clinician)}.ics")
            for clinician, title in self.titles.items()
        )

    def opened_by(self, secret: str) -> str:
        """The clinician whose feed it is, or the whole clinic. Raises FeedUnknown."""
        for clinician in self.titles:
            if hmac.compare_digest(self._secret_of(clinician).encode(), secret.encode()):
                return clinician
        raise FeedUnknown

    def _secret_of(self, clinician: str) -> str:
        mac = hmac.new(self.secret, f"calendar-feed:{self.version}:{clinician}".encode(), hashlib.sha256)
        return urlsafe_b64encode(mac.digest()).decode().rstrip("=")
