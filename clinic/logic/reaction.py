"""A problem after a session: what is asked, in which order, and how grave the answers are together.

Levels and reasons are those of the clinic's safety content (RF-06 to RF-13). Everything ever answered counts,
so a changed answer can only add caution, and doubt is never taken for a No.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic.logic.red_flags import WEAK_DEFENCE, Level


class Asked(StrEnum):
    """The questions in their order: what tells danger comes before what only dates it."""

    WHAT = "what"
    WHERE = "where"
    COURSE = "course"
    FEVER = "fever"
    SINCE = "since"
    LAST_SESSION = "last_session"


UNREAD: Final = "in_words"  # answered in words that fit no choice: the words are kept, a person reads them
NEVER_HERE: Final = "never"
INFECTION_SIGNS: Final = frozenset({"swelling", "sore"})
WIDE: Final = frozenset({"body", "all_over", "face"})
# Taken only as the answer to the question itself: in passing, nothing is ever talked down.
REASSURING: Final = frozenset({"same", "better", "no", NEVER_HERE})

type Given = Iterable[tuple[str, str]]  # question and value, every one ever given


@dataclass(frozen=True)
class Picture:
    """All that was said, and whether the patient's defences may be weak."""

    said: Mapping[str, frozenset[str]]
    is_weak: bool = False

    def has(self, question: Asked, *values: str) -> bool:
        return not self.said.get(question, frozenset()).isdisjoint(values)

    @property
    def at_face(self) -> bool:
        return self.has(Asked.WHERE, "face")

    @property
    def has_fever(self) -> bool:
        return self.has(Asked.FEVER, "fever")

    @property
    def has_infection_sign(self) -> bool:
        return self.has(Asked.WHAT, *INFECTION_SIGNS)

    @property
    def grows(self) -> bool:
        return self.has(Asked.COURSE, "spreads", "worse")

    @property
    def is_infected(self) -> bool:
        return self.has_fever or (self.has_infection_sign and (self.grows or self.has(Asked.WHAT, "sore")))


@dataclass(frozen=True)
class Grade:
    """How grave, as which red flag, by which rule, and with which fixed text."""

    level: Level
    flag: str
    rule: str
    response: str


type Rule = tuple[Grade, Callable[[Picture], bool]]


def _rule(level: Level, flag: str, rule: str, response: str, holds: Callable[[Picture], bool]) -> Rule:
    return Grade(level, flag, f"reaction:{rule}", f"utter_safety_{response}"), holds


NO_MORE: Final = Grade(Level.L3, "reaction", "reaction:other", "utter_safety_l3")
RULES: Final[tuple[Rule, ...]] = (  # the gravest first; the first that holds decides
    _rule(Level.L1, "RF-06", "very_ill", "sepsis", lambda p: p.has(Asked.FEVER, "ill")),
    _rule(
        Level.L1,
        "RF-07",
        "at_eye_or_face",
        "infection_severe",
        lambda p: p.at_face and (p.has_infection_sign or p.has_fever or p.grows),
    ),
    _rule(Level.L1, "RF-07", "weak_defence", "infection_severe", lambda p: p.is_weak and p.is_infected),
    _rule(Level.L2, "RF-07", "fever", "l2_infection", lambda p: p.has_fever),
    _rule(
        Level.L2,
        "RF-07",
        "fever_in_doubt",
        "l2_infection",
        lambda p: p.has_infection_sign and p.has(Asked.FEVER, "not_sure", UNREAD),
    ),
    _rule(Level.L2, "RF-08", "sore", "l2_tissue", lambda p: p.has(Asked.WHAT, "sore")),
    _rule(Level.L2, "RF-11", "bleeds", "l2_bleeding", lambda p: p.has(Asked.WHAT, "bleeding")),
    _rule(Level.L2, "RF-12", "severe_pain", "l2_severe_pain", lambda p: p.has(Asked.WHAT, "severe_pain")),
    _rule(
        Level.L2,
        "RF-13",
        "rash_is_wide",
        "l2_rash",
        lambda p: p.has(Asked.WHAT, "rash") and (p.grows or p.has(Asked.WHERE, *WIDE)),
    ),
    _rule(
        Level.L2,
        "RF-07",
        "grows",
        "l2_infection",
        lambda p: p.has_infection_sign and (p.grows or p.has(Asked.COURSE, "not_sure", UNREAD)),
    ),
    _rule(
        Level.L2, "RF-07", "weak_and_swollen", "l2_infection", lambda p: p.is_weak and p.has_infection_sign
    ),
    _rule(
        Level.L2,
        "RF-12",
        "pain_grows",
        "l2_severe_pain",
        lambda p: p.has(Asked.WHAT, "pain") and p.grows,
    ),
    _rule(
        Level.L2,
        "RF-07",
        "spreads",
        "l2_infection",
        lambda p: p.has(Asked.COURSE, "spreads") and p.said.get(Asked.WHAT) != frozenset({"hair"}),
    ),
    _rule(Level.L3, "RF-09", "late_lump", "l3_lumps", lambda p: p.has(Asked.WHAT, "lump")),
    _rule(Level.L3, "RF-10", "hair_or_scar", "l3_hair_loss", lambda p: p.has(Asked.WHAT, "hair")),
)


def grade(given: Given, concepts: Iterable[str] = ()) -> Grade:
    """How grave it is by all answers ever given; `concepts` are what is known of the patient's health."""
    said: dict[str, frozenset[str]] = {}
    for question, value in given:
        said[question] = said.get(question, frozenset()) | {value}
    picture = Picture(said, is_weak=not WEAK_DEFENCE.isdisjoint(concepts))
    return next((found for found, holds in RULES if holds(picture)), NO_MORE)


def next_question(answered: Iterable[str]) -> Asked | None:
    """The first question without an answer; None when all have one."""
    done = set(answered)
    return next((question for question in Asked if question not in done), None)


def counts_in_passing(value: str) -> bool:
    """True for what may be taken from words that answered another question."""
    return value not in REASSURING


def is_urgent(found: Grade) -> bool:
    """True when no further question may stand between the patient and help."""
    return found.level.rank >= Level.L2.rank
