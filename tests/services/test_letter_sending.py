"""A letter goes at least once and not twice: servers that are away, wrong addresses, killed workers."""

import logging
from datetime import timedelta
from threading import Thread

import pytest

from clinic.criteria.sender import Sender
from clinic.mail import FolderMailer
from clinic.services.jobs import LEASE, LONGEST_PAUSE
from clinic.services.letters.sender import LetterSender
from clinic.services.ports.letters import MailDelayed, MailRefused
from tests.services.booking_world import AtDesk, Clinic
from tests.services.mail_world import ADDRESS, books_by_mail, carry, kinds, sent_letters

SENDER = Sender("Appointments", "book@clinic.example", "book@clinic.example")


class Killed(BaseException):
    """What ends a process ends it at once: nothing behind it runs."""


@pytest.fixture
def patient(clinic: Clinic) -> AtDesk:
    return books_by_mail(clinic)


def sender_of(clinic: Clinic) -> LetterSender:
    return clinic.services.letter_jobs.handlers["send_letter"].__self__


def newest(patient: AtDesk):
    return patient.clinic.services.conversations.messages(patient.conversation_id)[-1]


def test_a_server_that_is_away_delays_the_letter_and_never_loses_it(clinic, patient):
    clinic.mailer.problem = MailDelayed("ConnectionRefusedError")
    for _ in range(30):
        assert carry(clinic, clinic.clock.now() + timedelta(minutes=20)) == []
    (letter,) = sent_letters(clinic, patient.conversation_id)
    assert letter.status == "sending"

    clinic.mailer.problem = None

    (mail,) = carry(clinic, clinic.clock.now() + LONGEST_PAUSE)
    assert kinds([mail]) == ["booked"]
    assert mail.message_id == letter.message_id
    assert mail.written_at == letter.began_at
    assert sent_letters(clinic, patient.conversation_id)[0].status == "sent"


def test_an_address_that_takes_no_mail_is_tried_once_and_the_patient_told_once(clinic, patient):
    clinic.mailer.problem = MailRefused("550")
    carry(clinic)

    told = newest(patient)
    assert (told.response, told.sender) == ("utter_letter_refused", "system")
    assert "talk_to_human" in [button.intent for button in told.buttons]
    assert [letter.status for letter in sent_letters(clinic, patient.conversation_id)] == ["refused"]

    patient.cancels().presses("Yes")
    before = newest(patient)
    carry(clinic)
    assert newest(patient) == before
    clinic.mailer.problem = None
    assert carry(clinic, clinic.clock.now() + LONGEST_PAUSE) == []


def test_killed_after_handing_over_the_same_letter_goes_again_and_no_other(clinic, patient, tmp_path):
    folder = tmp_path / "mail"
    real = FolderMailer(folder, SENDER)
    sender, deaths = sender_of(clinic), [Killed(), Killed()]

    class Dies:
        def send(self, mail):
            real.send(mail)
            if deaths:
                raise deaths.pop()

    object.__setattr__(sender, "mailer", Dies())
    contents = []
    for _ in range(3):
        try:
            carry(clinic)
        except Killed:
            clinic.clock.moment += LEASE + timedelta(seconds=1)
        contents += [file.read_bytes() for file in folder.glob("*.eml")]

    assert len(contents) == 3
    assert len(set(contents)) == 1
    assert sent_letters(clinic, patient.conversation_id)[0].status == "sent"
    clinic.clock.moment += LEASE * 2
    assert clinic.services.letter_jobs.run_due() == 0


def test_killed_before_handing_over_the_letter_still_goes(clinic, patient):
    clinic.mailer.problem = Killed()
    with pytest.raises(Killed):
        carry(clinic)
    clinic.mailer.problem = None
    assert carry(clinic) == []  # somebody else may be at it

    assert kinds(carry(clinic, clinic.clock.now() + LEASE + timedelta(seconds=1))) == ["booked"]


def test_killed_after_marking_it_sent_it_does_not_go_again(clinic, patient):
    payloads = []
    sender = sender_of(clinic)
    clinic.services.letter_jobs.handlers["send_letter"] = payloads.append
    carry(clinic)

    for _ in range(3):
        sender.send(payloads[0])

    assert kinds(clinic.mailer.sent) == ["booked"]


def test_several_workers_send_each_letter_once(clinic, patient):
    for time in ("midday", "1pm", "2pm"):
        books_by_mail(clinic, "Thu 26 Nov", time)

    workers = [Thread(target=clinic.services.letter_jobs.run_due) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert kinds(clinic.mailer.sent) == ["booked"] * 4
    assert len({mail.message_id for mail in clinic.mailer.sent}) == 4


def test_an_erasure_while_a_letter_is_on_its_way_leaves_nothing(clinic, patient):
    erase = clinic.services.conversations.erase

    class Slow:
        def send(self, mail):
            erase(patient.conversation_id, actor="patient")

    object.__setattr__(sender_of(clinic), "mailer", Slow())
    carry(clinic)

    assert sent_letters(clinic, patient.conversation_id) == []


def test_what_is_done_keeps_no_address_and_no_words(clinic, patient):
    carry(clinic)

    with clinic.uows(reads_only=True) as uow:
        rows = uow._connection.exec_driver_sql("select payload from jobs where done_at is not null").all()
    assert {str(row[0]) for row in rows} == {"{}"}
    assert ADDRESS not in repr(sent_letters(clinic, patient.conversation_id))


def test_no_address_stands_in_a_log(clinic, patient, caplog):
    caplog.set_level(logging.DEBUG)
    for problem in (MailDelayed("451"), ValueError(f"{ADDRESS} is odd"), MailRefused("550")):
        clinic.mailer.problem = problem
        carry(clinic, clinic.clock.now() + LONGEST_PAUSE)

    assert caplog.records
    assert ADDRESS not in caplog.text
    assert patient.booking().reference not in caplog.text
