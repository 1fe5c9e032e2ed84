"""What services say to the dialogue: replies by name, buttons, and what was understood. No wording here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

type JsonValue = bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None
type Json = dict[str, JsonValue]


@dataclass(frozen=True)
class Choice:
    """A button. `data` stays in our database: only `intent` travels to the engine when it is pressed."""

    title: str
    intent: str
    data: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """One message to the patient: the name of a reviewed text, the values it needs, and its buttons."""

    response: str
    values: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()


class Taken(StrEnum):
    """What a form made of a message."""

    NOT_AN_ANSWER = "not_an_answer"  # the normal rules answer it, then the form asks again
    KEPT = "kept"
    FINISHED = "finished"
    LEFT = "left"


@dataclass(frozen=True)
class Step:
    taken: Taken
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True)
class Also:
    """A second question in one message; `is_first` when it was asked before the one that is acted on."""

    label: str
    is_first: bool = False


@dataclass(frozen=True)
class Understood:
    """What the engine made of a text; `label` is `nlu_fallback` when it was not sure enough.

    `also` holds a second question in the same text, if there is one.
    """

    label: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    also: tuple[Also, ...] = ()
