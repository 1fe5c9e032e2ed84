"""Time, ids, the dialogue engine, and telling open browsers that something happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clinic.services.dialogue import Json, Reply, Understood


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...


class Ids(Protocol):
    def new_id(self) -> str:
        """A uuid4 in hex."""
        ...

    def new_token(self) -> str:
        """A secret of at least 192 bits, safe in a URL."""
        ...


@dataclass(frozen=True)
class EngineTurn:
    """One message for the engine: a text, or the intent of a pressed button. `form` is open by our record."""

    conversation_id: str
    message_id: str
    text: str | None
    intent: str | None
    form: str | None


@dataclass(frozen=True)
class EngineReply:
    replies: tuple[Reply, ...]
    understood: Understood
    failed_actions: tuple[str, ...] = ()


class EngineFailed(Exception):
    """The engine is down, too slow, or answered something that is no answer. Says which, never any text."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem  # "down" | "slow" | "broken"


class Engine(Protocol):
    def turn(self, turn: EngineTurn) -> EngineReply:
        """Ask once. Raises EngineFailed."""
        ...

    def forget(self, conversation_id: str) -> None:
        """Erase what the engine remembers. Raises EngineFailed."""
        ...

    def is_ready(self) -> bool:
        """True when the engine has understood a probe."""
        ...


class Fanout(Protocol):
    def publish(self, topic: str, event: str, data: Json) -> None:
        """Tell everybody who listens to `topic` (a conversation id, or `staff`). Never fails a use case."""
        ...
