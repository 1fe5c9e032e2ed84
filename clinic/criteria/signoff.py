"""Whether a named clinician has signed the clinical content as it is now: questions, findings, texts.

The hash covers every file that a patient's safety rests on, and the edition of the rules that read them.
"""

import hashlib
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, ValidationError

from clinic.criteria.fields import Day
from clinic.criteria.loading import CriteriaInvalid, Strict
from clinic.criteria.strict_yaml import YamlUnreadable, read_yaml
from clinic.logic.screening import EDITION

ROOT: Final = Path(__file__).parents[2]
SIGN_OFF: Final = "clinic/criteria/signoff.yml"
SIGNED_FOLDERS: Final = ("clinic/criteria", "data/responses")
# Titles of buttons and labels, letters: the clinic's own words, no clinical content.
NOT_CLINICAL: Final = frozenset(
    {
        SIGN_OFF,
        "clinic/criteria/booking_titles.yml",
        "clinic/criteria/label_titles.yml",
        "clinic/criteria/letters.yml",
    }
)

NotBlank = Annotated[str, Field(pattern=r"\S")]


class ContentUnsigned(Exception):
    """Production was asked to run content that nobody has signed; the message is one line."""


class SignOff(Strict):
    """The signature as it stands in the file; nothing in it until somebody signs."""

    name: NotBlank | None
    role: NotBlank | None
    signed_on: Day | None
    content_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None


def content_hash(root: Path = ROOT) -> str:
    """SHA-256 over names and contents of the signed files, whatever the line ends of the machine."""
    digest = hashlib.sha256(f"rules {EDITION}\n".encode())
    for path in _signed_files(root):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(root).as_posix()}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def signoff_problem(today: date, root: Path = ROOT) -> str | None:
    """Why the content counts as unsigned, in one line; None when it is signed as it is."""
    try:
        signature = SignOff.model_validate(read_yaml(root / SIGN_OFF))
    except (YamlUnreadable, ValidationError):
        return f"{SIGN_OFF} cannot be read: the clinical content counts as unsigned"
    if None in (signature.name, signature.role, signature.content_hash) or signature.signed_on is None:
        return "The clinical content is a proposal: no clinician has signed it"
    if signature.signed_on > today:
        return f"The sign-off of {signature.name} lies in the future"
    if signature.content_hash != content_hash(root):
        return f"The clinical content has changed since {signature.name} signed it on {signature.signed_on}"
    return None


def require_signoff(today: date, root: Path = ROOT) -> None:
    """Raises ContentUnsigned; production calls it before it starts anything."""
    problem = signoff_problem(today, root)
    if problem is not None:
        raise ContentUnsigned(problem)


def _signed_files(root: Path) -> list[Path]:
    """In one order on every machine."""
    found = [path for folder in SIGNED_FOLDERS for path in (root / folder).rglob("*.yml")]
    if not found:
        raise CriteriaInvalid("there is no clinical content to sign")
    return sorted(
        (path for path in found if path.relative_to(root).as_posix() not in NOT_CLINICAL),
        key=lambda path: path.relative_to(root).as_posix(),
    )
