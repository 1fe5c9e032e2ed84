"""The clinic's post: letters, what a changed booking sends, notices to staff, and the jobs for all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from clinic.criteria.letters import load_letters
from clinic.criteria.profile import Profile
from clinic.criteria.staff_notices import load_staff_notices
from clinic.services.calendar import CalendarFiles
from clinic.services.delivery import Delivery
from clinic.services.jobs import Jobs
from clinic.services.letters.news import BookingNews
from clinic.services.letters.queue import LETTER, Letters
from clinic.services.letters.sender import LetterSender
from clinic.services.letters.writing import Links, Writing
from clinic.services.ports import UnitOfWorkFactory
from clinic.services.ports.letters import Mailer
from clinic.services.staff_notices import NOTICE, StaffNotices


@dataclass(frozen=True)
class Post:
    letters: Letters
    news: BookingNews
    jobs: Jobs

    @classmethod
    def of(
        cls,
        profile: Profile,
        uows: UnitOfWorkFactory,
        delivery: Delivery,
        mailer: Mailer,
        links: Links,
        code_of: Callable[[str], str],
    ) -> "Post":
        """Everything for this clinic. `code_of`: the digits of a one-time code, by its id."""
        known, zone = profile.placeholders(), ZoneInfo(profile.clinic.time_zone)
        texts, sender = load_letters(known), profile.mail.sender(profile.clinic.email)
        letters = Letters(delivery.clock, delivery.ids, texts)
        writing = Writing(
            texts=texts,
            clinic_values=known,
            sender=sender,
            links=links,
            code_of=code_of,
            calendar=CalendarFiles.of(profile),
            zone=zone,
        )
        sending = LetterSender(uows, delivery, writing, mailer)
        notices = StaffNotices(
            uows=uows,
            mailer=mailer,
            texts=load_staff_notices(),
            to=profile.staff_mailbox,
            queue_url=f"{links.public_url}/staff",
            message_id=writing.message_id,
        )
        jobs = Jobs(uows, delivery.clock, {LETTER: sending.send, NOTICE: notices.send})
        return cls(letters, BookingNews(letters, zone), jobs)
