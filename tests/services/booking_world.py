"""A patient at the booking desk: the real services over a real database, called as in the chat."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import event, select

from clinic.bootstrap import Outside, Services, build_services
from clinic.criteria.health_questions import load_health_questions
from clinic.db.engine import open_engine
from clinic.db.tables import metadata
from clinic.db.tables.booking import bookings, reserved_times
from clinic.db.unit_of_work import SqlUnitOfWork
from clinic.http_out import HttpOut
from clinic.language.watch import red_flag_watch
from clinic.logic.screening import Outcome, assess
from clinic.logic.screening.history import Answer, Facts
from clinic.services.booking.plan import Plan
from clinic.services.dialogue import Choice, Reply, Taken
from clinic.services.inbound import Inbound
from clinic.services.ports import Engine
from clinic.services.ports.bookings import Booking
from clinic.services.ports.calls import OtherSystems
from clinic.services.ports.conversations import Button, Message
from clinic.services.ports.prescreens import Prescreen, PrescreenAnswer
from clinic.services.ports.staff import StaffUser
from tests.fakes import CountingIds, FakeEngine, FakeFanout, FakeMailer, FixedClock, understood
from tests.services.world import CATALOGUE, PASSWORD, PROFILE, PlainPasswords

QUESTIONS = load_health_questions()
SETTINGS = {"contains_5ari": True}


@dataclass
class Clinic:
    """One clinic with its database; patients come to it one by one or at once."""

    services: Services
    uows: Callable[..., SqlUnitOfWork]
    clock: FixedClock
    ids: CountingIds
    fanout: FakeFanout
    mailer: FakeMailer

    def patient(self, outcome: str | None = "C", **answers: str) -> "AtDesk":
        """Somebody who has answered the health questions with this outcome; None for nobody yet."""
        started = self.services.conversations.start("website").conversation
        desk = AtDesk(self, started.id)
        if outcome is not None or answers:
            desk.answers_questions(outcome or "C", **answers)
        return desk

    def staff(self, role: str, name: str = "") -> StaffUser:
        email = f"{role}{name.replace(' ', '').lower()}@clinic.example"
        known = [user for user in self.services.staff.everybody() if user.email == email]
        return (
            known[0]
            if known
            else self.services.staff.add(
                email=email, name=name or f"Dr {role.title()}", role=role, password=PASSWORD, actor="system"
            )
        )

    def mails(self, to: str) -> list[str]:
        """The letters that have reached this address."""
        self.services.letter_jobs.run_due()
        return [mail.text for mail in self.mailer.sent if mail.to == to]

    def bookings(self, *statuses: str) -> list[Booking]:
        with self.uows(reads_only=True) as uow:
            rows = uow._connection.execute(select(bookings.c.id).order_by(bookings.c.starts_at)).scalars()
            found = [uow.bookings.get(row) for row in rows.all()]
        return [booking for booking in found if booking and (not statuses or booking.status in statuses)]

    def reserved(self) -> set[str]:
        """The bookings that reserve time."""
        with self.uows(reads_only=True) as uow:
            return set(uow._connection.execute(select(reserved_times.c.booking_id)).scalars())


@dataclass
class AtDesk:
    """One patient; `replies` and `taken` are those of the last turn."""

    clinic: Clinic
    conversation_id: str
    replies: tuple[Reply, ...] = ()
    taken: Taken | None = None
    form: str | None = None
    sent: list[str] = field(default_factory=list)

    # What the patient does

    def begins(self, text: str = "I want to book") -> "AtDesk":
        message_id = self.sends(text)
        begun = self.clinic.services.booking.begin(self.conversation_id, message_id)
        self.form = begun.form
        asked = self.clinic.services.booking.ask(self.conversation_id) if begun.form == "booking_form" else ()
        self.hears((*begun.replies, *asked))
        return self

    def writes(self, text: str) -> list[str | None]:
        """Through a whole turn, as the chat does; the names of what was answered."""
        result = self.clinic.services.turns.take(self.conversation_id, Inbound(f"c-{text}", text))
        return [message.response for message in result.messages]

    def says(self, text: str, label: str = "nlu_fallback") -> "AtDesk":
        return self.plays(self.sends(text), label)

    def presses(self, title: str) -> "AtDesk":
        choice = self.choice(title)
        return self.plays(self.sends(choice.title, choice), choice.intent)

    def forges(self, **data: str) -> "AtDesk":
        """Press a button that we never offered, as if its data had got into our database."""
        choice = Choice("forged", "answer_question", {"about": "booking", **data})
        return self.plays(self.sends(choice.title, choice), choice.intent)

    def checks(self, text: str = "when is my booking") -> "AtDesk":
        self.hears(self.clinic.services.booking.check(self.conversation_id, self.sends(text)))
        return self

    def cancels(self, text: str = "cancel it") -> "AtDesk":
        self.hears(self.clinic.services.booking.cancel(self.conversation_id, self.sends(text)))
        return self

    def reschedules(self, text: str = "another time please") -> "AtDesk":
        self.hears(self.clinic.services.booking.reschedule(self.conversation_id, self.sends(text)))
        return self

    def picks_a_time(self, day: str = "Tue 24 Nov", time: str = "9am") -> "AtDesk":
        return self.begins().presses(day).presses(time)

    def reaches_confirm(self, day: str = "Tue 24 Nov", time: str = "9am") -> "AtDesk":
        return self.picks_a_time(day, time).says("Sam Green").says("07700 900123")

    def books(self, day: str = "Tue 24 Nov", time: str = "9am") -> "AtDesk":
        return self.reaches_confirm(day, time).presses("Yes, book it")

    # How it is played

    def hears(self, replies: tuple[Reply, ...]) -> None:
        """What web does with replies: render each by name, which fails when a value is missing."""
        self.replies = replies
        for reply in replies:
            CATALOGUE.text(
                reply.response, reply.values, on=self.clinic.clock.now().date(), key=self.conversation_id
            )

    def sends(self, text: str, choice: Choice | None = None) -> str:
        with self.clinic.uows() as uow:
            button_id = self._offered(uow, choice) if choice else None
            message = self._message(uow, "patient", text)
            uow.messages.add(replace(message, button_id=button_id))
            uow.commit()
        self.sent.append(message.id)
        return message.id

    def plays(self, message_id: str, label: str) -> "AtDesk":
        booking = self.clinic.services.booking
        step = booking.take_message(self.conversation_id, message_id, understood(label))
        follow = {Taken.KEPT: booking.ask, Taken.NOT_AN_ANSWER: booking.ask, Taken.FINISHED: booking.submit}
        more = follow[step.taken](self.conversation_id) if step.taken in follow else ()
        self.taken = step.taken
        self.hears((*step.replies, *more))
        return self

    def answers_questions(self, outcome: str, **changed: str) -> None:
        """A finished record of health answers, as the questions would have left it."""
        given = {rule.id: _healthy(rule) for rule in QUESTIONS.rules} | changed
        history = [Answer(question, value) for question, value in given.items()]
        decision = assess(QUESTIONS.rules, history, Facts(settings=SETTINGS))
        assert not changed or decision.outcome == outcome
        now, new_id = self.clinic.clock.now(), self.clinic.ids.new_id
        flags = (*(flag.value for flag in decision.flags), *(("final",) if decision.is_final else ()))
        screen = Prescreen(
            id=new_id(),
            conversation_id=self.conversation_id,
            status="completed",
            rules_version=QUESTIONS.rules_version,
            started_at=now,
            last_activity_at=now,
            pending={},
            last_step={},
            facts={"settings": SETTINGS},
            outcome=decision.outcome,
            flags=flags,
            completed_at=now,
        )
        with self.clinic.uows() as uow:
            uow.prescreens.add(screen)
            for place, (question, value) in enumerate(given.items()):
                answer = PrescreenAnswer(
                    new_id(),
                    screen.id,
                    place,
                    question,
                    value,
                    value,
                    "button",
                    screen.rules_version,
                    None,
                    now,
                )
                uow.prescreens.add_answer(answer)
            if decision.outcome is not Outcome.C:
                self.clinic.services.cases.open_within(
                    uow, self.conversation_id, screen.id, decision.outcome, flags
                )
            uow.commit()

    # What can be seen

    @property
    def names(self) -> list[str]:
        return [reply.response for reply in self.replies]

    @property
    def titles(self) -> list[str]:
        return [choice.title for reply in self.replies for choice in reply.choices]

    def values(self, response: str) -> dict[str, str]:
        found = [reply for reply in self.replies if reply.response == response]
        assert found, f"{response} was not said; said were {self.names}"
        return dict(found[-1].values)

    def choice(self, title: str) -> Choice:
        found = [c for reply in reversed(self.replies) for c in reply.choices if c.title == title]
        assert found, f"{title!r} is not offered; offered are {self.titles}"
        return found[0]

    def booking(self) -> Booking:
        """The one booking or hold of the patient that stands."""
        (found,) = self.bookings("held", "confirmed")
        return found

    def bookings(self, *statuses: str) -> list[Booking]:
        with self.clinic.uows(reads_only=True) as uow:
            every = uow.bookings.of(self.conversation_id)
        return [booking for booking in every if not statuses or booking.status in statuses]

    def plan(self) -> Plan:
        with self.clinic.uows(reads_only=True) as uow:
            draft = uow.bookings.draft(self.conversation_id)
        assert draft is not None
        return Plan.load(draft.data)

    def open_form(self) -> str | None:
        return self.clinic.services.conversations.get(self.conversation_id).open_form

    def change_conversation(self, **values: object) -> None:
        with self.clinic.uows() as uow:
            uow.conversations.change(self.conversation_id, **values)
            uow.commit()

    def case_id(self) -> str:
        with self.clinic.uows(reads_only=True) as uow:
            return uow.cases.of(self.conversation_id)[0].id

    def _message(self, uow: SqlUnitOfWork, sender: str, text: str) -> Message:
        now = self.clinic.clock.now()
        return Message(
            id=self.clinic.ids.new_id(),
            conversation_id=self.conversation_id,
            sequence=uow.conversations.next_sequence(self.conversation_id, now),
            sender=sender,
            kind="text",
            text=text,
            state="answered",
            created_at=now,
        )

    def _offered(self, uow: SqlUnitOfWork, choice: Choice) -> str:
        offer, new_id = self._message(uow, "assistant", ""), self.clinic.ids.new_id
        ids = (new_id(), self.conversation_id, offer.id)
        button = Button(*ids, 0, self.clinic.ids.new_token(), choice.title, choice.intent, dict(choice.data))
        uow.messages.add(replace(offer, buttons=(button,)))
        return button.id


@cache
def _template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="booking")) / "template.db"
    database = open_engine(f"sqlite:///{path}")
    metadata.create_all(database)
    database.dispose()  # what is in the write-ahead log would not be copied
    return path


def small_clinic(folder: Path, now: datetime | None = None, **more: object) -> Clinic:
    """A clinic on a SQLite database of its own."""
    path = shutil.copy(_template(), folder / "clinic.db")
    return open_clinic(f"sqlite:///{path}", now, **more)


def open_clinic(
    database_url: str,
    now: datetime | None = None,
    engine: Engine | None = None,
    others: OtherSystems | None = None,
    **profile: object,
) -> Clinic:
    """A clinic on this database; `profile` changes values of its booking settings."""
    database, clock, ids, fanout = open_engine(database_url), FixedClock(), CountingIds(), FakeFanout()
    clock.moment, mailer = now or clock.moment, FakeMailer()
    if database.dialect.name == "sqlite":
        event.listen(database, "connect", _without_waiting)

    def uows(*, reads_only: bool = False) -> SqlUnitOfWork:
        return SqlUnitOfWork(database, reads_only=reads_only)

    outside = Outside(
        uows=uows,
        engine=engine or FakeEngine(),
        others=others or OtherSystems(HttpOut()),
        fanout=fanout,
        profile=replace(PROFILE, booking=replace(PROFILE.booking, **profile)),
        catalogue=CATALOGUE,
        watch=red_flag_watch(),
        mailer=mailer,
        clock=clock,
        ids=ids,
        passwords=PlainPasswords(),
        pause=clock.pause,
        public_url="https://clinic.example",
        link_secret=b"a secret of the tests",
    )
    return Clinic(build_services(outside), uows, clock, ids, fanout, mailer)


def _without_waiting(connection, _record) -> None:
    """No test pulls the plug; waiting for the disk would be most of the time."""
    connection.execute("PRAGMA synchronous=OFF")


def _healthy(rule) -> str:
    """The first answer that leads to C and ends nothing; "no" before others."""
    fine = [c.value for c in rule.choices if c.outcome is Outcome.C and c.ends is None]
    return "no" if "no" in fine else fine[0]
