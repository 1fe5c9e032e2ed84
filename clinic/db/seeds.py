"""The demo clinic: three people who can sign in, and conversations worth seeing. Safe to repeat."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from clinic.bootstrap import Services
from clinic.services.inbound import Inbound

DEMO_PASSWORD: Final = "wrenfield demo only"  # noqa: S105  # printed at every start; production has no demo
EXAMPLE_EMERGENCY: Final = "my lips are swelling since the injections an hour ago"


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
