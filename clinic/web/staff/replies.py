"""Ready-made replies that staff can put into what they write (replies.yml)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from clinic.criteria.profile import Profile
from clinic.criteria.strict_yaml import read_yaml

PATH: Final = Path(__file__).with_name("replies.yml")


@dataclass(frozen=True)
class ReadyMade:
    title: str
    text: str


def ready_made(profile: Profile) -> tuple[ReadyMade, ...]:
    """The replies with the clinic's own values in them."""
    return tuple(ReadyMade(title, _filled(text, profile)) for title, text in _texts().items())


def _filled(text: str, profile: Profile) -> str:
    for name, value in profile.placeholders().items():
        text = text.replace(f"[[{name}]]", value)
    return text


@cache
def _texts() -> dict[str, str]:
    texts: dict[str, str] = read_yaml(PATH)["replies"]
    return texts
