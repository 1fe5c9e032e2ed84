"""Where a visit shall go: "move my Tuesday visit to Friday" names two days, and one of them is wished."""

import re
from typing import Final

_MOVES: Final = (
    r"\b(?:mov(?:e|ed|ing)|chang(?:e|ed|ing)|switch(?:ed|ing)?|swap|push|shift|bring|put|postpone"
    r"|re-?schedul(?:e|ed|ing)|re-?book(?:ed|ing)?|re-?arrang(?:e|ed|ing))\b"
)
_TO: Final = tuple(
    re.compile(rf"{_MOVES}.*?\b{word}\b(?P<target>.+)", re.IGNORECASE | re.DOTALL) for word in ("to", "for")
)


def moved_to(text: str) -> str | None:
    """The words after "move … to"; None where no move names its target so."""
    found = next((match for pattern in _TO if (match := pattern.search(text))), None)
    return found["target"].strip() or None if found else None
