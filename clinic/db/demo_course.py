"""What the demo clinic's desk has to show: a course begun, a talk for a caller, a block, who waits for it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from clinic.bootstrap import Services
from clinic.criteria.health_questions import HealthQuestions, load_health_questions
from clinic.logic.approval import CONSULTATION, TREATMENT, Grant
from clinic.logic.blocks import BlockScope
from clinic.logic.dates import Wish
from clinic.logic.screening import Outcome
from clinic.services.booking.diary import Diary
from clinic.services.booking.plan import Plan
from clinic.services.booking.waiting import Waiting
from clinic.services.contact import Contact
from clinic.services.desk import Caller, Wanted
from clinic.services.dialogue import Reply, Taken, Understood
from clinic.services.inbound import Inbound
from clinic.services.ports.bookings import Patient
from clinic.services.ports.conversations import Button, Message
from clinic.services.ports.staff import StaffUser

PRESSED: Final = Understood("answer_question", 1.0)
PATIENT: Final = Caller("Priya Nair", Contact("+447700900111", "priya@mail.example"))
CALLER: Final = Caller("Tom Walsh", Contact("+447700900222"))
WAITER: Final = Caller("Leyla Demir", Contact("+447700900333"))
CALLER_KEY: Final = "d" * 32
AGREED: Final = {"sessions": 4, "spacing_days": 14}
COURSE_DAYS: Final = 120
BLOCKED_IN: Final = timedelta(days=7)
AFTERNOON: Final = time(13)


def add_desk(services: Services, reception: StaffUser, clinician: StaffUser) -> None:
    """Add all four, as people at the console and in the chat would."""
    _add_course(services, reception, clinician)
    first = _first_opening(services, reception, CONSULTATION)
    if first is not None:
        services.desk.bookings.book_caller(CALLER_KEY, reception, CALLER, first)
    _add_block(services, clinician)
    _add_waiting(services)


def _add_course(services: Services, reception: StaffUser, clinician: StaffUser) -> None:
    conversation_id = services.conversations.start("website").conversation.id
    _answer_questions(services, conversation_id)
    case = services.cases.open_for(conversation_id, clinician)
    ends_at = services.desk.bookings.diary.clock.now() + timedelta(days=COURSE_DAYS)
    grant = Grant(TREATMENT, expires_at=ends_at, **AGREED)
    services.approval.approve(case.id, clinician, grant, "Seen in the clinic, no objections.")
    first = _first_opening(services, reception, TREATMENT, conversation_id)
    if first is not None:
        services.desk.bookings.book(conversation_id, reception, TREATMENT, first, PATIENT)


def _answer_questions(services: Services, conversation_id: str) -> None:
    """A patient with nothing to report presses through the health questions."""
    content, questions, count = load_health_questions(), services.prescreen, 0
    message = services.turns.inbox.receive(conversation_id, Inbound("demo-questions", "I would like to book"))
    step = questions.start(conversation_id, message.id)
    while step.taken is not Taken.FINISHED:
        sent = _say(services, message, (*step.replies, *questions.ask(conversation_id)))
        count += 1
        pressed = Inbound(f"demo-answer-{count}", button_token=_healthy(content, sent[-1].buttons).token)
        message = services.turns.inbox.receive(conversation_id, pressed)
        step = questions.take_message(conversation_id, message.id, PRESSED)
    _say(services, message, (*step.replies, *questions.submit(conversation_id)))


def _healthy(content: HealthQuestions, buttons: Sequence[Button]) -> Button:
    """The answer that leads to C and ends nothing; No before others."""
    fine = []
    for button in buttons:
        if "question" in button.data and "value" in button.data:
            choices = content.question(str(button.data["question"])).choices
            choice = choices.get(str(button.data["value"]))
            if choice is not None and choice.outcome == Outcome.C and choice.ends is None:
                fine.append(button)
    return next((button for button in fine if button.data["value"] == "no"), fine[0])


def _say(services: Services, message: Message, replies: tuple[Reply, ...]) -> tuple[Message, ...]:
    turn = services.turns.inbox.wait_for_turn(message)
    assert turn is not None  # nobody else works on a conversation that was just made
    with services.turns.uows() as uow:
        sent = services.turns.answering.finish(uow, turn, replies, PRESSED)
        uow.commit()
    return sent


def _first_opening(
    services: Services, staff: StaffUser, kind: str, conversation_id: str = ""
) -> Wanted | None:
    """Tomorrow or later, so that the demo's day is not over before it is looked at."""
    offer = services.desk.lists.offer(staff, kind, None, conversation_id)
    later = offer.days[1:2]
    openings = services.desk.lists.offer(staff, kind, later[0], conversation_id).openings if later else ()
    return Wanted(openings[0].starts_at, openings[0].clinician) if openings else None


def _add_block(services: Services, clinician: StaffUser) -> None:
    """An afternoon of the first clinician, in a week."""
    blocking = services.desk.blocking
    diary = blocking.diary
    day = _blocked_day(diary)
    stretch = (datetime.combine(day, AFTERNOON, diary.zone), datetime.combine(day, time(18), diary.zone))
    what = (BlockScope.CLINICIAN.value, next(iter(diary.names)))
    blocking.block(clinician, what, stretch, "Training in the afternoon")


def _add_waiting(services: Services) -> None:
    """Somebody who wants just that afternoon: nothing is offered while the block stands."""
    diary = services.desk.blocking.diary
    conversation_id = services.conversations.start("website").conversation.id
    _answer_questions(services, conversation_id)
    wish = Wish(days=(_blocked_day(diary),), after=AFTERNOON)
    with services.turns.uows() as uow:
        plan = Plan(kind=CONSULTATION, clinician=next(iter(diary.names)), unmet=wish)
        Waiting(uow, conversation_id, diary).join(plan)
        uow.bookings.keep_patient(
            Patient(diary.ids.new_id(), conversation_id, WAITER.name, diary.clock.now(), WAITER.contact.phone)
        )
        uow.commit()


def _blocked_day(diary: Diary) -> date:
    return diary.local_day(diary.clock.now() + BLOCKED_IN)
