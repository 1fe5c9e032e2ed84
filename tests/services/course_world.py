"""A patient on an approved course of sessions, in the chat and at the desk."""

from datetime import timedelta

from clinic.logic.approval import Grant
from clinic.services.contact import Contact
from clinic.services.desk import Caller, Wanted
from tests.services.booking_world import AtDesk, Clinic
from tests.services.prescreen_world import AtQuestions, KeptCases, KeptReactions

SAM = Caller("Sam Green", Contact("+447700900123"))  # as the patient says in the chat


def asked(patient: AtDesk, **answers: str) -> AtQuestions:
    """The patient answers all health questions, healthy but for `answers`."""
    clinic = patient.clinic
    clinic.clock.move(minutes=1)
    questions = AtQuestions(
        clinic.services.prescreen,
        clinic.uows,
        clinic.clock,
        clinic.ids,
        KeptCases(),
        KeptReactions(),
        patient.conversation_id,
    )
    return questions.starts().answers(**answers)


def on_course(clinic: Clinic, sessions: int = 2, spacing: int = 7, days: int = 90, **answers: str) -> AtDesk:
    """A patient with an approved course."""
    patient = clinic.patient(None)
    asked(patient, **answers)
    clinician = clinic.staff("clinician")
    case = clinic.services.cases.open_for(patient.conversation_id, clinician)
    grant = Grant("treatment", sessions, spacing, clinic.clock.now() + timedelta(days=days))
    clinic.services.approval.approve(case.id, clinician, grant, "seen in the clinic")
    return patient


def book_session(clinic: Clinic, patient: AtDesk, day: int = 8) -> None:
    starts_at = clinic.clock.now().replace(hour=9, minute=0) + timedelta(days=day)
    wanted = Wanted(starts_at, "amara-okafor")
    clinic.services.desk.bookings.book(
        patient.conversation_id, clinic.staff("reception"), "treatment", wanted, SAM
    )
