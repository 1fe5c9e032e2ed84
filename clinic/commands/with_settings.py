"""The settings for a command, or the one line that says why they cannot be used."""

from clinic.commands.faults import CommandRefused
from clinic.config import Settings, SettingsRefused, settings


def loaded_settings() -> Settings:
    """Return this copy's settings.

    Raises:
        CommandRefused: they cannot be used.
    """
    try:
        return settings()
    except SettingsRefused as refusal:
        raise CommandRefused(str(refusal)) from None
