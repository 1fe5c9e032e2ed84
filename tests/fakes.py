"""Stand-ins for the ports: a clock that is set, ids that count, an engine that is told what to answer."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from clinic.services.dialogue import Json, Reply, Understood
from clinic.services.ports import EngineFailed, EngineReply, EngineTurn
from clinic.services.ports.letters import Mail

MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # an hour in which the demo clinic is open


@dataclass
class FixedClock:
    """Implements `Clock`; stands still until it is moved."""

    moment: datetime = MONDAY_MORNING

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)

    def pause(self, seconds: float) -> None:
        """What waiting does here: time passes at once, and other threads get a turn."""
        self.moment += timedelta(seconds=seconds)
        threading.Event().wait(0.002)


@dataclass
class CountingIds:
    """Implements `Ids`: ids that a failing test can print and a reader can tell apart."""

    count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def new_id(self) -> str:
        with self.lock:
            self.count += 1
            return f"{self.count:032x}"

    def new_token(self) -> str:
        return f"token-{self.new_id()}"


@dataclass
class FakeMailer:
    """Implements `Mailer`; keeps what it was handed, or raises `problem`."""

    sent: list[Mail] = field(default_factory=list)
    problem: Exception | None = None

    def send(self, mail: Mail) -> None:
        if self.problem is not None:
            raise self.problem
        self.sent.append(mail)


@dataclass
class FakeFanout:
    """Implements `Fanout`; keeps what was published."""

    published: list[tuple[str, str, Json]] = field(default_factory=list)

    def publish(self, topic: str, event: str, data: Json) -> None:
        self.published.append((topic, event, data))


def understood(label: str, confidence: float = 0.9) -> Understood:
    return Understood(label, confidence, ((label, confidence),))


def answer(*responses: str, label: str = "faq/pain", failed: tuple[str, ...] = ()) -> EngineReply:
    return EngineReply(tuple(Reply(name) for name in responses), understood(label), failed)


@dataclass
class FakeEngine:
    """Implements `Engine`: answers what `reply` says, or raises `failure`; keeps what it was asked."""

    reply: EngineReply = field(default_factory=lambda: answer("utter_faq/pain"))
    failure: str | None = None
    during: Callable[[EngineTurn], None] | None = None  # happens while the engine thinks
    turns: list[EngineTurn] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def turn(self, turn: EngineTurn) -> EngineReply:
        self.turns.append(turn)
        if self.during is not None:
            self.during(turn)
        if self.failure is not None:
            raise EngineFailed(self.failure)
        return self.reply

    def forget(self, conversation_id: str) -> None:
        if self.failure is not None:
            raise EngineFailed(self.failure)
        self.forgotten.append(conversation_id)

    def is_ready(self) -> bool:
        return self.failure is None
