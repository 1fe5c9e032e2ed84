"""The demo clinic: three people who can sign in, and conversations worth seeing. Safe to repeat."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from clinic.bootstrap import Services
from clinic.db.demo_course import add_desk
from clinic.services.dialogue import Reply, Understood
from clinic.services.inbound import Inbound
from clinic.services.ports.conversations import Message
from clinic.services.ports.misunderstood import FALLBACK

DEMO_PASSWORD: Final = "wrenfield demo only"  # noqa: S105  # printed at every start; production has no demo
EXAMPLE_EMERGENCY: Final = "my lips are swelling since the injections an hour ago"

type Ranking = tuple[tuple[str, float], ...]
EXAMPLES_NOT_UNDERSTOOD: Final[tuple[tuple[str, Ranking], ...]] = (
    ("the thing from the video", (("faq/what_is", 0.21), ("faq/effectiveness", 0.2))),
    ("I take tablets for diabetes, is the liquid a problem", (("faq/ingredients", 0.35), ("faq/pain", 0.12))),
    ("is it forever or does it go again", (("faq/permanence", 0.31), ("faq/session_count", 0.22))),
)


@dataclass(frozen=True)
class DemoPerson:
    email: str
    name: str
    role: str
    registration: str | None = None


DEMO_PEOPLE: Final = (
    DemoPerson("reception@wrenfield.example", "Asha Reed", "reception"),
    DemoPerson("clinician@wrenfield.example", "Dr Mira Holt", "clinician", "DEMO 0000001"),
    DemoPerson("admin@wrenfield.example", "Jon Vale", "admin"),
)


class HasServices(Protocol):
    @property
    def services(self) -> Services: ...


def seed(booted: HasServices) -> Iterator[str]:
    """Add what is missing; the demo sign-ins, one a line."""
    known = {user.email for user in booted.services.staff.everybody()}
    for person in DEMO_PEOPLE:
        if person.email not in known:
            _add(booted.services, person)
        yield f"{person.email}  password: {DEMO_PASSWORD}  ({person.role})"
    if not known:
        _add_conversations(booted.services)
        staff = {user.role: user for user in booted.services.staff.everybody()}
        add_desk(booted.services, staff["reception"], staff["clinician"])


def _add(services: Services, person: DemoPerson) -> None:
    services.staff.add(
        email=person.email,
        name=person.name,
        role=person.role,
        password=DEMO_PASSWORD,
        actor="system",
        registration=person.registration,
    )


def _add_conversations(services: Services) -> None:
    waiting = services.conversations.start("website").conversation
    services.handoff.open(waiting.id, "asked")
    emergency = services.conversations.start("website").conversation
    services.turns.take(emergency.id, Inbound("demo-emergency", EXAMPLE_EMERGENCY))
    for text, ranking in EXAMPLES_NOT_UNDERSTOOD:
        asked_back = _add_not_understood(services, text, ranking)
    _press_first(services, asked_back)


def _add_not_understood(services: Services, text: str, ranking: Ranking) -> Message:
    """A message below the gates, with the question back, as a turn leaves it; no engine runs yet."""
    conversation = services.conversations.start("website").conversation
    message = services.turns.inbox.receive(conversation.id, Inbound("demo-not-understood", text))
    understood = Understood(FALLBACK, ranking[0][1], ranking)
    replies = services.clarification.ask(conversation.id, message.id, understood)
    return _finish(services, message, replies, understood)[-1]


def _press_first(services: Services, asked_back: Message) -> None:
    """The patient presses the first guess: the list suggests it as the right label."""
    pressed = Inbound("demo-press", button_token=asked_back.buttons[0].token)
    message = services.turns.inbox.receive(asked_back.conversation_id, pressed)
    label = asked_back.buttons[0].intent
    _finish(services, message, (Reply(f"utter_{label}"),), Understood(label, 1.0))


def _finish(
    services: Services, message: Message, replies: tuple[Reply, ...], understood: Understood
) -> tuple[Message, ...]:
    turn = services.turns.inbox.wait_for_turn(message)
    assert turn is not None  # nobody else works on a conversation that was just made
    with services.turns.uows() as uow:
        sent = services.turns.answering.finish(uow, turn, replies, understood)
        uow.commit()
    return sent
