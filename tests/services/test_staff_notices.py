"""The clinic hears by e-mail that somebody waits, though nobody looks at the console (H20)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clinic.criteria.loading import CriteriaInvalid
from clinic.criteria.staff_notices import load_staff_notices
from clinic.services.inbound import Inbound
from clinic.services.ports.letters import Mail, MailDelayed, MailRefused
from tests.services.booking_world import AtDesk, Clinic, small_clinic
from tests.services.world import PROFILE

DESK = PROFILE.clinic.email
NOW, LATE = "Somebody in the chat needs a person now", "Somebody still waits in the chat"


@pytest.fixture
def patient(clinic) -> AtDesk:
    return clinic.patient(None)


def asks(patient: AtDesk, reason: str = "talk_to_human", level: str = "none"):
    patient.clinic.services.handoff.open(patient.conversation_id, reason, level)
    with patient.clinic.uows(reads_only=True) as uow:
        return uow.handoffs.open_for(patient.conversation_id)


def told(clinic: Clinic, **later: int) -> list[Mail]:
    """What the clinic's own mailbox gets by then."""
    clinic.clock.moment += timedelta(**later)
    before = len(clinic.mailer.sent)
    clinic.services.letter_jobs.run_due()
    return [mail for mail in clinic.mailer.sent[before:] if mail.to == DESK]


@pytest.mark.parametrize("level", ["urgent", "emergency", "crisis"])
def test_what_is_urgent_is_told_at_once(clinic, patient, level):
    asks(patient, "red_flag", level)

    (mail,) = told(clinic)

    assert mail.subject == NOW
    assert "/staff" in mail.text


@pytest.mark.parametrize("level", ["none", "non_urgent"])
def test_a_wait_is_told_when_the_promised_time_is_over_and_only_once(clinic, patient, level):
    asks(patient, level=level)

    assert told(clinic) == told(clinic, minutes=14) == []
    assert [mail.subject for mail in told(clinic, minutes=2)] == [LATE]
    asks(patient, level=level)
    assert told(clinic, hours=5) == []


def test_at_night_the_morning_is_awaited(tmp_path):
    clinic = small_clinic(tmp_path, now=datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    asks(clinic.patient(None))

    assert told(clinic, hours=10) == []
    assert [mail.subject for mail in told(clinic, hours=2)] == [LATE]


def test_nobody_is_told_of_somebody_who_has_come(clinic, patient):
    handoff = asks(patient, "red_flag", "emergency")

    clinic.services.handoff.take_over(handoff.id, clinic.staff("reception"))

    assert told(clinic, hours=1) == []


def test_a_wait_that_becomes_urgent_is_told_again(clinic, patient):
    asks(patient)
    assert told(clinic) == []

    asks(patient, "red_flag", "emergency")

    assert [mail.subject for mail in told(clinic)] == [NOW]


def test_an_alarm_in_the_chat_reaches_the_mailbox_without_a_word_of_what_was_said(clinic, patient):
    words = "my throat is closing and i cant breathe"
    clinic.services.turns.take(patient.conversation_id, Inbound("a", words))

    (mail,) = told(clinic)

    assert mail.subject == NOW
    telling = ("throat", "breath", "emergency", "RF-", patient.conversation_id)
    assert not [part for part in telling if part in f"{mail.subject}{mail.text}"]


def test_a_case_that_nobody_decided_in_time_is_told(clinic):
    waiting = clinic.patient("B", Q9="yes")
    assert told(clinic, hours=20) == []  # the promise of a review is longer than that of a chat

    clinic.clock.moment += timedelta(hours=5)
    assert clinic.services.escalations.run() == 1

    assert [mail.subject for mail in told(clinic)] == [NOW]
    assert waiting.case_id()


def test_a_mail_that_had_to_wait_goes_with_the_same_bytes(clinic, patient):
    asks(patient, "red_flag", "emergency")
    clinic.mailer.problem = MailDelayed("busy")
    assert told(clinic) == []
    clinic.mailer.problem = None

    (mail,) = told(clinic, minutes=1)

    assert mail.written_at == clinic.clock.now() - timedelta(minutes=1)
    assert mail.message_id.endswith(f"@{DESK.rpartition('@')[2]}>")


def test_a_mailbox_that_takes_nothing_is_logged_and_asked_no_more(clinic, patient, caplog):
    asks(patient, "red_flag", "emergency")
    clinic.mailer.problem = MailRefused("unknown")

    assert told(clinic) == told(clinic, minutes=5) == []

    assert caplog.text.count("takes no mail") == 1
    assert DESK not in caplog.text


def test_the_clinic_may_name_another_mailbox():
    staff = replace(PROFILE.staff, notices_to="desk@clinic.example")

    assert PROFILE.staff_mailbox == DESK
    assert replace(PROFILE, staff=staff).staff_mailbox == "desk@clinic.example"


def test_an_erased_conversation_is_told_to_nobody(clinic, patient):
    asks(patient, "red_flag", "emergency")

    clinic.services.conversations.erase(patient.conversation_id, actor="patient")

    assert told(clinic, hours=1) == []


@pytest.mark.parametrize("words", ["Look here.", "[[queue_url]] and [[patient_name]]"])
def test_words_that_lead_nowhere_or_name_somebody_are_refused(tmp_path, words):
    file = tmp_path / "staff_notices.yml"
    file.write_text(
        "\n".join(f'{kind}:\n  subject: "Look"\n  text: "{words}"' for kind in ("urgent", "late"))
    )

    with pytest.raises(CriteriaInvalid, match="queue_url"):
        load_staff_notices(file)
