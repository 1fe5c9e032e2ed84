"""What a health question is to the rules: its choices, what each leads to, and when it is not asked."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What the answers lead to. R-06: E > A > B > C; INCOMPLETE weighs as much as B for booking (R-05)."""

    C = "C"
    INCOMPLETE = "INCOMPLETE"
    B = "B"
    A = "A"
    E = "E"

    @property
    def severity(self) -> int:
        return _SEVERITY[self]


_SEVERITY = {Outcome.C: 0, Outcome.INCOMPLETE: 1, Outcome.B: 1, Outcome.A: 2, Outcome.E: 3}


class Ending(StrEnum):
    """Why no further question is asked."""

    CONSENT_REFUSED = "consent_refused"
    SOMEONE_ELSE = "someone_else"
    MINOR = "minor"
    PERSON = "person"  # the age was not given: a person takes over
    REACTION = "reaction"  # a problem after treatment comes first
    EMERGENCY = "emergency"
    STOPPED = "stopped"  # the first A; the patient may choose to go on
    DONE = "done"


@dataclass(frozen=True)
class Choice:
    value: str
    outcome: Outcome
    ends: Ending | None = None
    hold: bool = False  # an A that may change with time
    final: bool = False  # no software lowers it
    note: bool = False  # passed on to the expert, changes nothing


@dataclass(frozen=True)
class AnswerIs:
    """Skips a question while the newest answer to another one is `value`."""

    question: str
    value: str


@dataclass(frozen=True)
class SettingIs:
    """Skips a question while a clinic setting is known to be `value`. An unknown setting skips nothing."""

    setting: str
    value: bool


@dataclass(frozen=True)
class Question:
    id: str
    choices: tuple[Choice, ...]
    skip_when: tuple[AnswerIs | SettingIs, ...] = ()
    weight: int = 1  # in "question 4 of about 12"
    opening: bool = False

    def choice(self, value: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.value == value), None)


def worst(*outcomes: Outcome) -> Outcome:
    """The most severe; between INCOMPLETE and B it is B. C when there is none."""
    return max(
        outcomes, key=lambda outcome: (outcome.severity, outcome is not Outcome.INCOMPLETE), default=Outcome.C
    )
