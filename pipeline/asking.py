"""Tells whether a piece of a message looks like something that is asked or wanted.

By the words it opens and ends with, as people type them: "do u", "kindly tell", "i wanna", "it hurt?".
"""

from __future__ import annotations

import re
from typing import Final

QUESTION_WORD: Final = (
    r"(?:how|hw|whats?|what's|wats?|wots?|whens?|wen|wheres?|where's|wher|why|which|whos?|who's|whose"
    r"|any|anything|anyone)\b"
)
HELPER: Final = (
    r"(?:does|doesnt|dose|dus|duz|do|did|is|are|was|can|cn|could|cud|will|wil|would|wud|should|shud|shall"
    r"|may|might|must|ought|has|have|am|r)\b"
)
_SUBJECT: Final = (
    r"(?:it|i|u|you|ya|this|that|these|those|there|they|we|one|anyone|my|the|your|ur|she|he|women|ladies"
    r"|men|people)\b"
)
ASKING: Final = rf"(?:{QUESTION_WORD}|{HELPER})"
TURNED_ROUND: Final = rf"{HELPER}\s+{_SUBJECT}"  # "does it", "can i": a question wherever it stands
_WANTED: Final = (
    r"(?:i(?:'d|d)? (?:(?:would|wud|should|also|just|only|rather) )*(?:like|love|prefer|wish|must|have to)\b"
    r"|(?:i (?:(?:also|just|only) )*)?(?:want|wanted|wanna|wana|need)\b|looking to\b|let me\b"
    r"|(?:book|cancel|move|change|postpone|reschedule|swap|reserve|tell|give|send|share|show|explain|describe"
    r"|check|connect|put|call|ring|get|fetch|fix|make|delete|remind|speak|talk)\b)"
)
_NAMED: Final = (
    r"(?:prices?|prise|costs?|charges|rates?|fees?|address|location|timings?|one more|second(?:ly)?"
    r"|whether)\b"
)
_LEAD_IN: Final = (
    r"(?:please|pls|plz|kindly|pray|sir|madam|dear|ok|okay|so|hi|hello|hey|yeah|um|just|quick q|and|also"
    r"|allso|plus|n|an|but|then|after|every|by|for|if (?:so|yes|no|not))\b[\s,]*"
)
# "I am 15 years old" wants to be noticed; "I am 10 weeks pregnant" is no age.
_OWN_AGE: Final = r"i(?:'m|m| am) (?:only |just )?\d\d\b(?! (?:weeks|months|days))"
_OPENING: Final = re.compile(rf"(?:{_LEAD_IN})*(?:{ASKING}|{_WANTED}|{_NAMED}|{_OWN_AGE})", re.IGNORECASE)
# "per sitting cost how much", "I was wondering does it hurt": the question begins in the middle.
_INSIDE: Final = re.compile(
    rf"\b(?:{TURNED_ROUND}|how (?:much|many|long|often|soon|far)\b|which\b"
    r"|(?:is|are) (?:where|what|when|how)\b)",
    re.IGNORECASE,
)
_ENDING: Final = re.compile(
    r"(?:\?|\bor (?:not|no|nah|this|that)(?: one)?|\bna|\bplease|\bpls|\bplz)[\s.!)\"']*$", re.IGNORECASE
)
_CLAUSE: Final = re.compile(r"[.?!;\n,]+\s*")


def looks_asked(side: str) -> bool:
    """Tell whether a clause opens, holds or ends with what questions and requests are made of."""
    if _ENDING.search(side) or _INSIDE.search(side):
        return True
    return any(_OPENING.match(clause) for clause in _CLAUSE.split(side))
