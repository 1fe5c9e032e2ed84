"""How a mention is meant: present, uncertain, historical, family, hypothetical or negated.

Doubt outranks negation, and here-and-now outranks everything that would play a symptom down.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from clinic.language.concepts import Mention
from clinic.language.context import Cue
from clinic.language.engine import ReadMessage
from clinic.language.patterns import Match


class Assertion(StrEnum):
    """How a patient means what they mention."""

    PRESENT = "present"
    UNCERTAIN = "uncertain"
    HISTORICAL = "historical"
    FAMILY = "family"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


OVERRULES: Final[Mapping[str, frozenset[str]]] = {
    "current": frozenset({"hypothetical", "general", "historical", "family"}),
    "own": frozenset({"general"}),
    "recent": frozenset({"historical", "family"}),
}
"""Here and now outweighs "what if" and "once"; "I have" outweighs a question about people in general."""
MEANT: Final[Mapping[str, Assertion]] = {
    "negated": Assertion.NEGATED,
    "hypothetical": Assertion.HYPOTHETICAL,
    "general": Assertion.HYPOTHETICAL,
    "normality": Assertion.HYPOTHETICAL,
    "historical": Assertion.HISTORICAL,
    "family": Assertion.FAMILY,
}


def assertion_of_flag(match: Match, message: ReadMessage, cancels: frozenset[str]) -> Assertion:
    """ "present", or what cancels the flag. Doubt never cancels: "not sure if my throat is closing"."""
    cues = [cue for mention in match for cue in message.cues(mention) if not _is_inside(cue, match)]
    categories = {cue.category for cue in cues}
    if "uncertain" in categories:
        categories.discard("negated")
    for overruling, overruled in OVERRULES.items():
        if overruling in categories:
            categories -= overruled
    return next((MEANT[cue] for cue in MEANT if cue in categories & cancels), Assertion.PRESENT)


def _is_inside(cue: Cue, match: Iterable[Mention]) -> bool:
    """A cue that is itself part of the match ("not" in "not able to breathe") says nothing about it."""
    return any(cue.first <= mention.last and mention.first <= cue.last for mention in match)
