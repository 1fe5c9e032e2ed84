"""A clinic with its post: bookings made with an e-mail address, and letters that the worker carries out."""

from datetime import datetime

from clinic.services.ports.letters import Mail, SentLetter
from tests.services.booking_world import AtDesk, Clinic
from tests.services.world import PROFILE

ADDRESS = "sam@mail.example"


def books_by_mail(clinic: Clinic, day: str = "Fri 27 Nov", time: str = "9am") -> AtDesk:
    """Somebody who leaves an e-mail address and books; the letters wait for the worker."""
    patient = clinic.patient().picks_a_time(day, time).says("Sam Green").says(ADDRESS)
    return patient.presses("Yes, book it")


def carry(clinic: Clinic, at: datetime | None = None) -> list[Mail]:
    """What the worker sends to patients by `at`; the clock stands there afterwards."""
    clinic.clock.moment = at or clinic.clock.moment
    before = len(clinic.mailer.sent)
    clinic.services.letter_jobs.run_due()
    return [mail for mail in clinic.mailer.sent[before:] if mail.to != PROFILE.clinic.email]


def kinds(mails: list[Mail]) -> list[str]:
    return [mail.key.rpartition(":")[2] for mail in mails]


def sent_letters(clinic: Clinic, conversation_id: str) -> list[SentLetter]:
    with clinic.uows(reads_only=True) as uow:
        return list(uow.letters.of(conversation_id))
