"""What a patient can do with one message while the health questions are open."""

from dataclasses import dataclass

type Pointing = tuple[tuple[str, str], ...]  # question and value that words speak to


@dataclass(frozen=True)
class Answered:
    """A button of a question."""

    question: str
    value: str


@dataclass(frozen=True)
class Typed:
    """An answer in the patient's own words; it counts once it is confirmed."""

    question: str
    value: str
    others: Pointing = ()


@dataclass(frozen=True)
class Mentioned:
    """No answer to what is open, but words about something else that is asked."""


@dataclass(frozen=True)
class Confirmed:
    """What was read back is right, or it is not."""

    is_right: bool


@dataclass(frozen=True)
class Changes:
    """An earlier answer is to be asked again."""

    question: str


@dataclass(frozen=True)
class Detailed:
    """A few words about a Yes; none when skipped."""

    words: str


@dataclass(frozen=True)
class Chose:
    """Yes or no to an offer: an expert, or the other questions."""

    accepts: bool


@dataclass(frozen=True)
class Corrects:
    """After a stop: the answer is taken back, or a time wanted on it. Only a person can (R-14, R-19)."""


@dataclass(frozen=True)
class Leaves:
    is_pause: bool


@dataclass(frozen=True)
class Withdraws:
    """Consent is taken back (R-17)."""


@dataclass(frozen=True)
class Presses:
    """Wants to get through without, or asks which answer would (R-16)."""

    asks_which_answer: bool


@dataclass(frozen=True)
class IsSomeoneElse:
    """The questions are about another person."""


@dataclass(frozen=True)
class IsMinor:
    """The patient's words say that they are under 18."""


@dataclass(frozen=True)
class WantsBooking:
    """Asks for a time before the questions are done."""


@dataclass(frozen=True)
class AsksAgain:
    """Nothing new: the question is put again."""


@dataclass(frozen=True)
class Elsewhere:
    """No answer: the normal rules reply, then the question is asked again."""


@dataclass(frozen=True)
class Unread:
    """Meant as an answer perhaps, but not to be read as one."""


type Move = (
    Answered
    | Typed
    | Mentioned
    | Confirmed
    | Changes
    | Detailed
    | Chose
    | Corrects
    | Leaves
    | Withdraws
    | Presses
    | IsSomeoneElse
    | IsMinor
    | WantsBooking
    | AsksAgain
    | Elsewhere
    | Unread
)
