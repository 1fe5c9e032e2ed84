"""What is said to patients, looked at before anything starts: refused in a line, or noted for a person."""

from datetime import date

from clinic.checks import State, content
from clinic.config import Settings
from clinic.launcher.faults import RunRefused


def notices(settings: Settings, today: date, unsigned: str | None) -> list[str]:
    """Return what the person who starts this copy should know; `unsigned` says why the content counts so.

    Raises:
        RunRefused: the profile or a text cannot be used, or production has nobody's signature.
    """
    found = list(content(settings, today))
    refused = [finding.text for finding in found if finding.state is State.REFUSED]
    if refused:
        others = f" ({len(refused) - 1} more: `clinic check`)" if len(refused) > 1 else ""
        raise RunRefused(refused[0] + others)
    if unsigned and settings.in_production:
        raise RunRefused(f"{unsigned}.")
    noted = [f"{finding.topic}: {finding.text}" for finding in found if finding.state is State.ATTENTION]
    return [*noted, f"{unsigned}: this copy is for trying out only."] if unsigned else noted
