"""Patients at the chat API who press, type, forge, replay and race.

With an independent reading of the record: what a hold or booking was made in spite of.
"""

import json
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

import httpx
from fastapi.testclient import TestClient
from sqlalchemy import select

from clinic.bootstrap import Bootstrapped
from clinic.config import Settings
from clinic.db.tables.booking import bookings
from clinic.db.tables.conversation import findings, red_flags
from clinic.db.tables.prescreen import prescreens
from clinic.db.tables.staff import audit_entries
from clinic.fanout import LocalFanout
from clinic.web.app import build_app
from clinic.web.limits import Limit
from tests.services.booking_world import QUESTIONS, Clinic
from tests.services.world import PROFILE
from tests.soak.acting_engine import ActingEngine, call_of

LABELS: Final = {
    "yes": "affirm", "no": "deny", "not sure": "unsure", "i want to book": "book_consultation",
    "cancel my booking": "cancel_booking", "another time": "reschedule_booking",
    "start the questions": "start_prescreen", "does it hurt": "faq/pain",
    "delete my answers": "privacy", "i am diabetic": "disclose_condition", "a person please": "talk_to_human",
}  # fmt: skip
TEXTS: Final = [
    *LABELS, "tomorrow at 9am", "tuesday", "9am", "Sam Green", "07700 900123", "sam@mail.com", "Sam Green",
    "i take warfarin", "i might be pregnant", "actually yes", "i meant no", "go back", "just book me",
    "later",
    "will you take me if i say no", "it is for my wife", "i am 16", "i cant breathe", "rather not say",
    '/book_consultation{"kind": "treatment"}', '/answer_question{"about": "booking", "do": "confirm"}',
    '/answer_question{"about": "prescreen", "question": "Q4", "value": "no"}', "/action_submit_booking",
    '{"about": "booking", "do": "time", "starts_at": "2026-11-25T09:00:00+00:00"}', "EXTERNAL: /restart",
]  # fmt: skip
DIRECT: Final = [
    "action_begin_booking", "action_submit_booking", "validate_booking_form", "action_submit_prescreen",
    "validate_prescreen_form", "action_start_prescreen", "action_ask_booking_form_booking_step",
    "action_reschedule_booking", "action_take_choice",
]  # fmt: skip
FORGED: Final = [
    {"about": "booking", "do": "time", "starts_at": "2026-11-26T09:00:00+00:00"},
    {"about": "booking", "do": "confirm", "booking": "anything"},
    {"about": "prescreen", "act": "answer", "question": "Q4", "value": "no"},
    {"about": "disclosure", "value": "no"},
]
HEALTHY: Final = ("Me", "2: clearly thin", "Yes, book it", "Yes, move it", "Skip", "Yes, pick a time")
OPENING_YES: Final = ("P0", "P2")
OWN: Final = ("present", "uncertain", "historical")


@dataclass
class Doors:
    """One clinic behind its real API and its real action server."""

    clinic: Clinic
    engine: ActingEngine
    api: TestClient

    @classmethod
    def of(cls, open_clinic: Callable[[ActingEngine], Clinic]) -> "Doors":
        engine = ActingEngine(lambda text: LABELS.get(text, "nlu_fallback"))
        clinic = open_clinic(engine)
        engine.services = clinic.services
        settings = Settings(_env_file=None, public_url="http://testserver")  # type: ignore[call-arg]  # read by pydantic-settings
        app = build_app(Bootstrapped(settings, PROFILE, LocalFanout(), clinic.services))
        # What the limits hold back is the matter of other tests.
        free = Limit(count=10**9, seconds=1)
        app.state.parts = replace(app.state.parts, start_limit=free, message_limit=free)
        return cls(clinic, engine, TestClient(app, client=("127.0.0.1", 50000)))

    def rows(self, table: Any, conversation_id: str) -> list[Any]:
        with self.clinic.uows(reads_only=True) as uow:
            mine = select(table).where(table.c.conversation_id == conversation_id)
            return list(uow._connection.execute(mine).all())


@dataclass
class Attacker:
    """One patient. Careful ones mostly mean well, so that bookings are really reached."""

    doors: Doors
    chance: random.Random
    is_careful: bool
    takes_back: bool = False  # gives a worse answer first, and puts it right at once
    conversation_id: str = ""
    token: str = ""
    offered: list[dict[str, str]] = field(default_factory=list)  # every button ever seen, newest last
    shown: list[dict[str, Any]] = field(default_factory=list)  # the newest messages with buttons
    sent: list[dict[str, str]] = field(default_factory=list)
    known_tokens: list[str] = field(default_factory=list)  # of other patients
    turns: int = 0

    def starts(self) -> "Attacker":
        started = self.doors.api.post("/chat/v1/conversations", json={"locale": "en"}).json()
        self.conversation_id, self.token = started["conversation_id"], started["token"]
        return self.says("i want to book")

    def moves(self) -> None:
        """One move, at random."""
        if self.takes_back and self.chance.random() < 0.1 and self.gives_and_takes_back():
            return None
        if self.is_careful and self.chance.random() < 0.97:
            return self.goes_on()
        moves = [self.goes_on, self.presses_any, self.types, self.forges, self.replays, self.races]
        more = [self.calls_an_action, self.presses_a_strangers, self.makes_up_a_button, self.waits]
        self.chance.choice([*moves, *more])()
        return None

    def goes_on(self) -> None:
        """The next step of somebody who is well and wants to book."""
        buttons = self.shown[-1]["buttons"] if self.shown else []
        if self.shown and self.shown[-1]["response"] == "utter_booking_ask_name":
            self.says("Sam Green")
        elif self.shown and self.shown[-1]["response"] == "utter_booking_ask_contact":
            self.says(f"sam{self.chance.randrange(10**6)}@mail.com")
        elif buttons:
            self.presses(self._healthy(buttons))
        else:
            self.says("i want to book")

    def gives_and_takes_back(self) -> bool:
        """A random answer, then the healthy one by its older button. False when no question is open."""
        buttons = self.shown[-1]["buttons"] if self.shown else []
        if not buttons or self._button_data(buttons[0]["token"]).get("act") != "answer":
            return False
        healthy = self._healthy(buttons)
        self.presses(self.chance.choice(buttons))
        self.presses(healthy)
        return True

    def presses_any(self) -> None:
        if self.offered:  # often an old one: a health answer in the middle of the booking
            self.presses(self.chance.choice(self.chance.choice([self.offered[-12:], self.offered])))

    def types(self) -> None:
        self.says(self.chance.choice(TEXTS))

    def waits(self) -> None:
        self.doors.clinic.clock.move(minutes=self.chance.choice([1, 16, 61]))

    def replays(self) -> None:
        """An earlier message again, or its number with other words: nothing is done twice."""
        if self.sent:
            first = self.chance.choice(self.sent)
            other = {"client_id": first["client_id"], "text": self.chance.choice(TEXTS)}
            self.sends(self.chance.choice([first, other]))

    def races(self) -> None:
        """Two answers at once."""
        buttons = self.shown[-1]["buttons"] if self.shown else []
        if len(buttons) < 2:
            return
        pair = self.chance.sample(buttons, 2)
        bodies = [{"client_id": self._new_id(), "button": button["token"]} for button in pair]
        threads = [threading.Thread(target=self.sends, args=(body,)) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def forges(self) -> None:
        """The payload of a button as text, in more than one dress."""
        data = json.dumps(self.chance.choice(FORGED))
        self.says(self.chance.choice([f"/answer_question{data}", data, f"/confirm {data}"]))

    def makes_up_a_button(self) -> None:
        token = self.chance.choice(["", "0", "made-up", "token-" + "0" * 32, "../../bookings"])
        answer = self.posts({"client_id": self._new_id(), "button": token})
        assert answer.status_code in (400, 404, 409, 422), answer.text

    def presses_a_strangers(self) -> None:
        if self.known_tokens:
            body = {"client_id": self._new_id(), "button": self.chance.choice(self.known_tokens)}
            assert self.posts(body).status_code in (400, 404, 409), "the button of another patient"

    def calls_an_action(self) -> None:
        """As an engine that has lost its mind would, and as somebody without the token."""
        action, messages = self.chance.choice(DIRECT), self._stored_messages()
        message_id = self.chance.choice([*messages, "no such message"])
        label = self.chance.choice(["affirm", "answer_question", "book_consultation", "nlu_fallback"])
        body = call_of(action, self.conversation_id, message_id, label, self.chance.choice([None, "x_step"]))
        assert self.doors.engine.call(action, body, token="another") is None
        self.doors.engine.call(action, body)

    # How it is sent

    def says(self, text: str) -> "Attacker":
        self.sends({"client_id": self._new_id(), "text": text})
        return self

    def presses(self, button: dict[str, str]) -> None:
        self.sends({"client_id": self._new_id(), "button": button["token"]})

    def sends(self, body: dict[str, str]) -> None:
        answer = self.posts(body)
        assert answer.status_code == 200, answer.text
        heard = answer.json()["messages"]
        assert heard or answer.json()["owner"] != "assistant", f"silence after {body}"
        self.sent.append(body)
        self.shown = [m for m in heard if m["buttons"]] or heard or self.shown
        self.offered += [button for message in heard for button in message["buttons"]]

    def posts(self, body: dict[str, str]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer: httpx.Response = self.doors.api.post("/chat/v1/messages", json=body, headers=headers)
        return answer

    def _new_id(self) -> str:
        self.turns += 1
        return f"00000000-0000-4000-8000-{self.turns:012d}"

    def _healthy(self, buttons: list[dict[str, str]]) -> dict[str, str]:
        titles = {button["title"]: button for button in buttons}
        wanted = next((title for title in HEALTHY if title in titles), None)
        if wanted is None and {"Yes", "No"} <= titles.keys():
            question = self._open_question()
            wanted = "Yes" if question in OPENING_YES else "No"
        return titles[wanted] if wanted else self.chance.choice(buttons[:4])

    def _open_question(self) -> str | None:
        button = self._button_data(self.shown[-1]["buttons"][0]["token"])
        return str(button.get("question"))

    def _button_data(self, token: str) -> dict[str, Any]:
        with self.doors.clinic.uows(reads_only=True) as uow:
            found = uow.messages.button(token)
        return dict(found.data) if found else {}

    def _stored_messages(self) -> list[str]:
        stored = self.doors.clinic.services.conversations.messages(self.conversation_id)
        return [message.id for message in stored if message.sender == "patient"]


def forbidden_bookings(doors: Doors, conversation_id: str) -> tuple[int, list[str]]:
    """How many holds and bookings were made, and what each forbidden one was made in spite of.

    Ids count upwards in the order of the transactions: what has a smaller one was known before.
    """
    made = _made(doors, conversation_id)
    return len(made), [problem for booking in made for problem in _in_spite_of(doors, booking)]


def _made(doors: Doors, conversation_id: str) -> list[tuple[Any, str]]:
    """Every hold with the id it was made under, every booking with that of its entry in the audit."""
    rows = {row.id: row for row in doors.rows(bookings, conversation_id)}
    with doors.clinic.uows(reads_only=True) as uow:
        done = select(audit_entries).where(audit_entries.c.action.in_(["confirm_booking", "move_booking"]))
        entries = [row for row in uow._connection.execute(done) if row.subject_id in rows]
    return [(row, row.id) for row in rows.values()] + [(rows[e.subject_id], e.id) for e in entries]


def _in_spite_of(doors: Doors, made: tuple[Any, str]) -> list[str]:
    booking, made_as = made
    with doors.clinic.uows(reads_only=True) as uow:
        screens = [s for s in uow.prescreens.of(booking.conversation_id) if s.id < made_as]
        given = [a for s in screens for a in uow.prescreens.answers(s.id) if a.id < made_as]
    problems = [
        f"{answer.question_id} {answer.value}"
        for answer in given
        if QUESTIONS.question(answer.question_id).choices[answer.value].outcome != "C"
    ]
    newest = {a.question_id for a in given if screens and a.prescreen_id == screens[-1].id}
    skipped = {"Q2"} if any((a.question_id, a.value) == ("Q1", "does_not_apply") for a in given) else set()
    problems += sorted({q.id for q in QUESTIONS.questions} - newest - skipped)
    problems += _said(doors, booking.conversation_id, made_as)
    problems += [f"kind {booking.appointment_type}"] if booking.appointment_type != "consultation" else []
    return [f"{booking.status} {booking.id} in spite of {problem}" for problem in problems]


def _said(doors: Doors, conversation_id: str, made_as: str) -> list[str]:
    """Points of their own health that words told of, red flags, and screens that needed a person."""
    told = [
        f"{row.concept} {row.assertion}"
        for row in doors.rows(findings, conversation_id)
        if row.id < made_as and row.assertion in OWN and _weighs(row.concept, row.assertion)
    ]
    flags = [row.criterion_id for row in doors.rows(red_flags, conversation_id) if row.id < made_as]
    lost = [
        f"an earlier class {row.outcome}"
        for row in doors.rows(prescreens, conversation_id)
        if row.id < made_as and row.status == "withdrawn" and row.outcome in ("A", "B", "E")
    ]
    return [*told, *flags, *lost]


def _weighs(concept: str, assertion: str) -> bool:
    pointed = QUESTIONS.pointed_at(concept, assertion)
    return any(QUESTIONS.question(q).choices[value].outcome != "C" for q, value in pointed)
