"""How many things a message asks: "how much is it and when are you open" asks two. Only counts."""

import re
from typing import Final

from clinic.language.folding import fold

FEWEST_WORDS: Final = 2  # of a part that asks something: "how and when does it work" asks once
_OPENING: Final = (
    r"(?:(?:how|what|when|where|who)(?:'?s)?"
    r"|why|which|do|does|did|is|are|can|could|will|would|should|may|any)\b(?!')"  # not "can't log in"
)
_PARTS: Final = re.compile(
    r"[.?!;,\n]+|\s(?:and|also|plus|then|but|n|&|\+)\s(?=(?:and |also |then )?" + _OPENING + ")"
)
_ASKING: Final = re.compile(r"(?:(?:and|also|plus|but|so|ok|then|hi|hello)\s+)*" + _OPENING)


def parts_that_ask(text: str) -> int:
    """How many parts of a text begin like a question."""
    parts = (part.strip() for part in _PARTS.split(fold(text).text))
    return sum(len(part.split()) >= FEWEST_WORDS and bool(_ASKING.match(part)) for part in parts)
