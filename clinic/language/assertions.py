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


NEGATORS: Final = frozenset(
    {"not", "no", "never", "without", "cant", "dont", "wont", "isnt", "doesnt", "didnt", "nahi", "nahin"}
)
OVERRULES: Final[Mapping[str, frozenset[str]]] = {
    "current": frozenset({"hypothetical", "general", "historical", "long_past", "family"}),
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
    "long_past": Assertion.HISTORICAL,
    "family": Assertion.FAMILY,
}


def assertion_of_flag(match: Match, message: ReadMessage, cancels: frozenset[str]) -> Assertion:
    """ "present", or what cancels the flag. Doubt never cancels: "not sure if my throat is closing"."""
    cues = [cue for mention in match for cue in message.cues(mention) if not _is_inside(cue, match, message)]
    categories = {cue.category for cue in cues}
    if "historical" in cancels:
        cancels |= {"long_past"}
    if "uncertain" in categories:
        categories.discard("negated")
    for overruling, overruled in OVERRULES.items():
        if overruling in categories:
            categories -= overruled
    return next((MEANT[cue] for cue in MEANT if cue in categories & cancels), Assertion.PRESENT)


def _is_inside(cue: Cue, match: Iterable[Mention], message: ReadMessage) -> bool:
    """A cue that is part of the match ("am not" and "not able to breathe") says nothing about it."""
    if cue.opens:
        return False
    words = message.passage.words
    return any(
        (mention.first <= cue.first and cue.last <= mention.last)
        or any(words[place].form in NEGATORS for place in _shared(cue, mention))
        for mention in match
    )


def _shared(cue: Cue, mention: Mention) -> range:
    return range(max(cue.first, mention.first), min(cue.last, mention.last) + 1)


def assertion_of_finding(
    match: Match, message: ReadMessage, says: str | None, *, partner_counts: bool = False
) -> Assertion:
    """How a health point is meant. Somebody else's is family; doubt outranks denial."""
    found = [
        cue
        for mention in match
        for cue in message.cues(mention, for_finding=True)
        if not _is_inside(cue, match, message)
    ]
    place = min(mention.first for mention in match)
    found = _without_own_questions(_without_doubted_questions(found))
    categories = {cue.category for cue in found}
    if _is_of_another(found, place, partner_counts=partner_counts):
        return Assertion.FAMILY
    if "hypothetical" in categories and not _is_mine_first(found, place):
        return Assertion.HYPOTHETICAL
    if "general" in categories and categories.isdisjoint({"mine", "uncertain"}):
        return Assertion.HYPOTHETICAL
    if "uncertain" in categories:
        return Assertion.UNCERTAIN
    if "negated" in categories:
        return Assertion.NEGATED
    if says is not None:
        return Assertion(says)
    return Assertion.PRESENT if categories.isdisjoint({"historical", "long_past"}) else Assertion.HISTORICAL


def _is_of_another(cues: Iterable[Cue], place: int, *, partner_counts: bool) -> bool:
    """Whether the nearest person is somebody else; a partner's wish for a child is the patient's too."""
    people = {"someone_else"} if partner_counts else {"someone_else", "partner"}
    others = [_nearness(cue, place) for cue in cues if cue.category in people]
    mine = [_nearness(cue, place) for cue in cues if cue.category == "mine"]
    return bool(others) and min(others) <= min(mine, default=99)


def _without_doubted_questions(cues: list[Cue]) -> list[Cue]:
    """The "if" of "not sure if I am" belongs to the doubt."""
    doubts = [cue for cue in cues if cue.category == "uncertain"]
    return [
        cue
        for cue in cues
        if cue.category != "hypothetical"
        or not any(cue.first <= doubt.last and doubt.first <= cue.last for doubt in doubts)
    ]


def _without_own_questions(cues: list[Cue]) -> list[Cue]:
    """The "have it" of "diabetic, can I have it" asks about the writer, not about people in general."""
    asked = [cue.first for cue in cues if cue.category == "own_question"]
    return [cue for cue in cues if cue.category != "general" or cue.first < min(asked, default=cue.first + 1)]


def _is_mine_first(cues: Iterable[Cue], place: int) -> bool:
    """ "can I still come, I have diabetes": what I say of myself stands nearer than the question."""
    mine = [_nearness(cue, place) for cue in cues if cue.category in ("mine", "uncertain")]
    asked = [_nearness(cue, place) for cue in cues if cue.category == "hypothetical"]
    return bool(mine) and min(mine) <= min(asked, default=99)


def _nearness(cue: Cue, place: int) -> int:
    return place - cue.last if cue.last < place else cue.first - place
