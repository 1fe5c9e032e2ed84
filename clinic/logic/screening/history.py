"""What is known when the rules decide: every answer ever given, what free text pointed at, and the facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from clinic.logic.screening.questions import Outcome


class GivenBy(StrEnum):
    BUTTON = "button"
    TEXT = "text"  # typed, read back and confirmed
    DISCLOSURE = "disclosure"  # said in passing, read back and confirmed


@dataclass(frozen=True)
class Answer:
    """One answer that counts. Later answers to the same question stand beside it, never in its place."""

    question: str
    value: str
    given_by: GivenBy = GivenBy.BUTTON
    sequence: int = 0


@dataclass(frozen=True)
class Reading:
    """What the patient's own words point at, not confirmed by them. It adds caution and answers nothing.

    `clarified` is true once it was read back and the patient said that it is not so (R-08: asked once).
    """

    question: str
    value: str
    clarified: bool = False


@dataclass(frozen=True)
class Facts:
    """What else counts; stored with the answers, so that a decision can be replayed."""

    settings: Mapping[str, bool | None] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    earlier: Outcome | None = None  # the worst result of the same contact in the last 30 days
    restarted: bool = False  # an earlier start was left unfinished; nothing in it needed a person
    red_flag: bool = False
    pressure: bool = False
    goes_on: bool = False  # after the first A the patient chose to answer the rest
