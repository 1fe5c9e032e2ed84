"""A patient at the health questions: the real service on a small database, played as the engine would."""

import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import event

from clinic.criteria.health_phrases import load_health_phrases
from clinic.criteria.health_questions import HealthQuestions, load_health_questions
from clinic.db.engine import open_engine
from clinic.db.tables import metadata
from clinic.db.unit_of_work import SqlUnitOfWork
from clinic.logic.approval import RulesInForce
from clinic.services.courses import Courses
from clinic.services.dialogue import Choice, Reply, Step, Taken
from clinic.services.ports.bookings import Patient
from clinic.services.ports.cases import Case
from clinic.services.ports.conversations import Button, Conversation, Message, SeenFinding
from clinic.services.ports.prescreens import Prescreen, PrescreenAnswer
from clinic.services.prescreen import Prescreens
from tests.fakes import CountingIds, FixedClock, understood

CONTENT = load_health_questions()
PHRASES = load_health_phrases()
HEALTHY = {
    "P0": "Yes",
    "P1": "Me",
    "P2": "Yes",
    "P3": "No",
    "Q12": "2: clearly thin",
}  # every other answer: No


@dataclass(frozen=True)
class Found:
    concept: str
    assertion: str
    words: str


# Words → concept and how it is meant: as much language as these tests need.
SPOKEN = {
    "not diabetic": ("diabetes", "negated"),
    "diabetic": ("diabetes", "present"),
    "borderline sugar": ("diabetes", "uncertain"),
    "i am pregnant": ("pregnancy", "present"),
    "warfarin": ("anticoagulant", "present"),
    "had cancer": ("cancer", "historical"),
    "my mother has diabetes": ("diabetes", "family"),
    "i am 16": ("minor_age", "present"),
    "trying for a baby": ("trying_to_conceive", "present"),
    "breastfeeding": ("breastfeeding", "present"),
    "hiv": ("hiv_hepatitis", "present"),
}


class PlainReader:
    """Implements `TextReader`: the words of `SPOKEN`, and yes, no, not sure at the start of a text."""

    def answer(self, text, concepts):
        for pattern, value in (
            (r"not sure|maybe|not that i know|dont know", "not_sure"),
            (r"(actually |i meant )?(yes|yep|yeah)\b", "yes"),
            (r"(actually |i meant )?(no|nope|never)\b", "no"),
        ):
            if re.match(pattern, text.lower()):
                return value
        return None

    def findings(self, text):
        found, rest = [], text.lower()
        for words, (concept, assertion) in SPOKEN.items():
            if words in rest:
                found.append(Found(concept, assertion, words))
                rest = rest.replace(words, "")
        return found


@dataclass
class KeptCases:
    """Implements `CaseOpener`: keeps what was brought before a clinician."""

    opened: list[Case] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)

    def open_within(self, uow, conversation_id, prescreen_id, outcome, flags):
        now = uow.prescreens.get(prescreen_id).completed_at
        self.opened.append(
            Case(
                f"case-{len(self.opened)}", conversation_id, prescreen_id, outcome, "open", tuple(flags), now
            )
        )
        return self.opened[-1]

    def expire_within(self, uow, conversation_id, reason):
        self.expired.append(reason)

    def promised(self, uow, case):
        return (Reply("utter_approval_waiting", {"promised_time": "9am tomorrow"}),)


@dataclass
class KeptCalls:
    """Implements `PersonCaller`."""

    asked: list[tuple[str, str]] = field(default_factory=list)

    def open_within(self, uow, conversation, reason, level="none"):
        self.asked.append((conversation.id, reason))


@dataclass
class KeptReactions:
    """Implements `ReactionReports`."""

    reported: list[str] = field(default_factory=list)

    def report(self, conversation_id, message_id):
        self.reported.append(message_id)
        return (Reply("utter_safety_l3"),)


@dataclass
class AtQuestions:
    """One conversation at the questions; `replies` and `step` are those of its last turn."""

    service: Prescreens
    uows: Callable[..., SqlUnitOfWork]
    clock: FixedClock
    ids: CountingIds
    cases: KeptCases
    reactions: KeptReactions
    conversation_id: str
    replies: tuple[Reply, ...] = ()
    step: Step | None = None
    last_message_id: str = ""

    # What a patient does

    def starts(self) -> "AtQuestions":
        message_id = self.sends("start the health questions")
        self.step = self.service.start(self.conversation_id, message_id)
        asked = () if self.step.taken is Taken.LEFT else self.service.ask(self.conversation_id)
        self.replies = (*self.step.replies, *asked)
        return self

    def says(self, text: str, label: str = "nlu_fallback") -> "AtQuestions":
        return self.plays(self.sends(text), label)

    def presses(self, title: str) -> "AtQuestions":
        return self.presses_choice(self.choice(title))

    def presses_choice(self, choice: Choice) -> "AtQuestions":
        return self.plays(self.sends(choice.title, choice), choice.intent)

    def answers(self, until: str = "", **changed: str) -> "AtQuestions":
        """Press the healthy answer to every question, or the `changed` one, up to the question `until`."""
        while (question := self.asked()) and question != until:
            self.answers_one(**changed)
        return self

    def answers_one(self, **changed: str) -> "AtQuestions":
        question = self.asked() or ""
        return self.presses(changed.get(question, HEALTHY.get(question, "No")))

    # How it is played

    def sends(self, text: str, choice: Choice | None = None) -> str:
        """Store the message as the turn does, with the button that was pressed."""
        with self.uows() as uow:
            button_id = self._offered(uow, choice).id if choice else None
            message = self._message(uow, "patient", text, button_id=button_id)
            uow.messages.add(message)
            uow.commit()
        self.last_message_id = message.id
        return message.id

    def plays(self, message_id: str, label: str) -> "AtQuestions":
        self.step = self.service.take_message(self.conversation_id, message_id, understood(label))
        follow = {
            Taken.KEPT: self.service.ask,
            Taken.NOT_AN_ANSWER: self.service.ask,
            Taken.FINISHED: self.service.submit,
        }
        more = follow[self.step.taken](self.conversation_id) if self.step.taken in follow else ()
        self.replies = (*self.step.replies, *more)
        return self

    def found_elsewhere(self, concept: str, assertion: str = "present", words: str = "") -> None:
        """A finding of a message outside the questions, as the turn keeps it."""
        message_id, now = self.sends(words or concept), self.clock.now()
        found = (concept, assertion, words, False, now)
        with self.uows() as uow:
            uow.watch.add_finding(SeenFinding(self.ids.new_id(), self.conversation_id, message_id, *found))
            uow.commit()

    def found_later(self, concept: str, assertion: str = "present") -> None:
        """The finding of the message just taken, which the turn keeps after the engine has answered."""
        found = (concept, assertion, "", False, self.clock.now())
        with self.uows() as uow:
            uow.watch.add_finding(
                SeenFinding(self.ids.new_id(), self.conversation_id, self.last_message_id, *found)
            )
            uow.commit()

    def sends_to_clinician(self) -> None:
        """The case row that stands once a clinician has the answers."""
        case = replace(self.cases.opened[-1], opened_at=self.clock.now())
        with self.uows() as uow:
            uow.cases.add(case)
            uow.commit()

    def leaves_contact(self, patient_id: str, phone: str | None = None, email: str | None = None) -> None:
        known = Patient(patient_id, self.conversation_id, "Ann", self.clock.now(), phone, email)
        with self.uows() as uow:
            uow.bookings.keep_patient(known)
            uow.commit()

    # What can be seen

    def names(self) -> list[str]:
        return [reply.response for reply in self.replies]

    def choice(self, title: str) -> Choice:
        offered = [choice for reply in reversed(self.replies) for choice in reply.choices]
        found = [choice for choice in offered if choice.title == title]
        assert found, f"{title!r} is not offered; offered are {[choice.title for choice in offered]}"
        return found[0]

    def asked(self) -> str | None:
        """The question whose buttons were offered last."""
        data = [
            choice.data
            for reply in self.replies
            for choice in reply.choices
            if choice.data.get("act") == "answer"
        ]
        return data[-1]["question"] if data else None

    def prescreen(self) -> Prescreen:
        with self.uows(reads_only=True) as uow:
            return uow.prescreens.of(self.conversation_id)[-1]

    def given(self, question: str = "") -> list[str]:
        return [a.value for a in self.stored() if not question or a.question_id == question]

    def stored(self) -> tuple[PrescreenAnswer, ...]:
        with self.uows(reads_only=True) as uow:
            return uow.prescreens.answers(uow.prescreens.of(self.conversation_id)[-1].id)

    def conversation(self) -> Conversation:
        with self.uows(reads_only=True) as uow:
            return uow.conversations.get(self.conversation_id)

    def change_conversation(self, **values: object) -> None:
        with self.uows() as uow:
            uow.conversations.change(self.conversation_id, **values)
            uow.commit()

    def refusal(self, kind: str = "consultation", patient_id: str | None = None):
        with self.uows() as uow:
            return self.service.permission(uow, self.conversation_id, kind, patient_id=patient_id).refusal

    def another(self) -> "AtQuestions":
        """Another conversation of the same clinic."""
        conversation_id = _conversation(self.uows, self.clock, self.ids)
        return AtQuestions(
            self.service, self.uows, self.clock, self.ids, self.cases, self.reactions, conversation_id
        )

    def another_hand(self) -> "AtQuestions":
        """The same conversation, for a thread of its own."""
        return replace(self)

    def _message(self, uow: SqlUnitOfWork, sender: str, text: str, **more: object) -> Message:
        now = self.clock.now()
        return Message(
            id=self.ids.new_id(),
            conversation_id=self.conversation_id,
            sequence=uow.conversations.next_sequence(self.conversation_id, now),
            sender=sender,
            kind="text",
            text=text,
            state="received",
            created_at=now,
            **more,
        )

    def _offered(self, uow: SqlUnitOfWork, choice: Choice) -> Button:
        """The button in a message that offered it."""
        offer = self._message(uow, "assistant", "")
        ids = (self.ids.new_id(), self.conversation_id, offer.id)
        button = Button(*ids, 0, self.ids.new_token(), choice.title, choice.intent, dict(choice.data))
        uow.messages.add(replace(offer, buttons=(button,)))
        return button


def _without_waiting(connection, _record) -> None:
    """No test pulls the plug; waiting for the disk would be most of the time."""
    connection.execute("PRAGMA synchronous=OFF")


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp())
    database = open_engine(f"sqlite:///{folder / 'template.db'}")
    metadata.create_all(database)
    database.dispose()
    return folder / "template.db"


def at_questions(
    folder: Path,
    content: Callable[[], HealthQuestions] = lambda: CONTENT,
    reader=None,
    url: str = "",
    **settings,
) -> AtQuestions:
    """A new conversation; the mix may hold a 5-ARI unless `contains_5ari` says otherwise."""
    database = open_engine(url or f"sqlite:///{shutil.copy(_template(), folder / 'clinic.db')}")

    if database.dialect.name == "sqlite":
        event.listen(database, "connect", _without_waiting)

    def uows(*, reads_only: bool = False) -> SqlUnitOfWork:
        return SqlUnitOfWork(database, reads_only=reads_only)

    clock, ids, cases, reactions = FixedClock(), CountingIds(), KeptCases(), KeptReactions()
    known = {"contains_5ari": settings.get("contains_5ari")}
    read_by = reader or PlainReader()
    rules = RulesInForce(CONTENT.rules_version, CONTENT.valid_days)
    courses = Courses(clock, ids, ZoneInfo("Europe/London"), rules)
    service = Prescreens(
        uows, clock, ids, content, PHRASES, read_by, known, cases, KeptCalls(), reactions, courses
    )
    return AtQuestions(service, uows, clock, ids, cases, reactions, _conversation(uows, clock, ids))


def _conversation(uows: Callable[..., SqlUnitOfWork], clock: FixedClock, ids: CountingIds) -> str:
    now = clock.now()
    with uows() as uow:
        conversation = Conversation(
            ids.new_id(), "website", "en", "assistant", sequence=0, created_at=now, last_message_at=now
        )
        uow.conversations.add(conversation)
        uow.commit()
    return conversation.id
