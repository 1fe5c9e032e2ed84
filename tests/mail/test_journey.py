"""From a yes in the chat to the patient's mailbox, over a server that comes and goes."""

from datetime import timedelta

import icalendar

from clinic.mail import SmtpMailer
from clinic.services.jobs import LONGEST_PAUSE
from tests.mail.servers import serving
from tests.mail.test_smtp import SENDER
from tests.plugins.addresses import free_port
from tests.services.booking_world import small_clinic
from tests.services.mail_world import ADDRESS, books_by_mail, sent_letters


def test_a_booking_reaches_the_mailbox_once_although_the_server_was_down_and_then_greylisted(
    tmp_path,
) -> None:
    clinic, port = small_clinic(tmp_path), free_port()
    jobs = clinic.services.letter_jobs
    object.__setattr__(
        jobs.handlers["send_letter"].__self__, "mailer", SmtpMailer("127.0.0.1", port, "none", SENDER)
    )
    patient = books_by_mail(clinic)

    assert jobs.run_due() == 0  # down
    with serving(port=port) as server:
        server.postmaster.to_recipient = ["451 greylisted, try later"]
        for _ in range(3):
            clinic.clock.moment += timedelta(minutes=1)
            jobs.run_due()
    clinic.clock.moment += LONGEST_PAUSE
    assert jobs.run_due() == 0

    (received,) = server.postmaster.received
    (letter,) = sent_letters(clinic, patient.conversation_id)
    words, entry = received.message.iter_parts()
    calendar = icalendar.Calendar.from_ical(entry.get_payload(decode=True))
    assert received.recipients == [ADDRESS]
    assert (received.message["Message-ID"], letter.status) == (letter.message_id, "sent")
    assert patient.booking().reference in words.get_content()
    assert calendar["method"] == entry["Content-Type"].params["method"] == "REQUEST"
    assert calendar.walk("VEVENT")[0]["uid"] == patient.booking().calendar_uid
