"""Letters about bookings: queued with the change, sent when they are due, true in the moment they go."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from clinic.logic.booking import BookingMove
from clinic.logic.letters import LetterKind
from tests.services.booking_world import AtDesk, Clinic
from tests.services.mail_world import ADDRESS, books_by_mail, carry, kinds

VISIT = datetime(2026, 11, 27, 9, tzinfo=UTC)
TWO_DAYS, THREE_HOURS = VISIT - timedelta(days=2), VISIT - timedelta(hours=3)
DAY_AFTER = datetime(2026, 11, 28, 10, tzinfo=UTC)


@pytest.fixture
def patient(clinic: Clinic) -> AtDesk:
    return books_by_mail(clinic)


def entry_of(mail) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(mail.calendar.content).walk("VEVENT")
    return event


def test_a_booking_sends_its_news_two_reminders_and_a_follow_up(clinic, patient):
    assert kinds(carry(clinic)) == ["booked"]
    assert carry(clinic, TWO_DAYS - timedelta(minutes=1)) == []
    assert kinds(carry(clinic, TWO_DAYS)) == ["reminder_days"]
    assert kinds(carry(clinic, THREE_HOURS)) == ["reminder_hours"]
    assert carry(clinic, DAY_AFTER - timedelta(minutes=1)) == []
    assert kinds(carry(clinic, DAY_AFTER)) == ["follow_up"]
    assert carry(clinic, DAY_AFTER + timedelta(days=30)) == []
    assert {mail.to for mail in clinic.mailer.sent} == {ADDRESS}


def test_the_news_say_when_where_and_how_to_change_it(clinic, patient):
    (mail,) = carry(clinic)

    booking = patient.booking()
    assert "Friday 27 November 2026 at 9am" in mail.text
    assert booking.reference in mail.text
    assert clinic.services.booking.links.manage_url(booking.id) in mail.text
    assert mail.calendar.method == "REQUEST"
    assert entry_of(mail)["uid"] == booking.calendar_uid
    assert entry_of(mail)["attendee"] == f"mailto:{ADDRESS}"


def test_a_move_drops_the_old_reminders_and_queues_new_ones(clinic, patient):
    carry(clinic)
    patient.reschedules().presses("Fri 27 Nov").presses("10am").presses("Yes, move it")

    (moved,) = carry(clinic)
    assert kinds([moved]) == ["moved"]
    assert (entry_of(moved)["sequence"], moved.calendar.method) == (1, "REQUEST")
    assert "Friday 27 November 2026 at 10am" in moved.text
    assert carry(clinic, TWO_DAYS) == []
    (reminder,) = carry(clinic, TWO_DAYS + timedelta(hours=1))
    assert "at 10am" in reminder.text


def test_a_move_before_the_first_letter_went_sends_the_move_alone(clinic, patient):
    patient.reschedules().presses("Fri 27 Nov").presses("10am").presses("Yes, move it")

    assert kinds(carry(clinic)) == ["moved"]


def test_a_cancelled_booking_sends_that_and_nothing_after_it(clinic, patient):
    carry(clinic)
    patient.cancels().presses("Yes")

    (mail,) = carry(clinic)
    assert kinds([mail]) == ["cancelled"]
    assert (mail.calendar.method, entry_of(mail)["status"], entry_of(mail)["sequence"]) == (
        "CANCEL",
        "CANCELLED",
        1,
    )
    assert carry(clinic, TWO_DAYS) == carry(clinic, DAY_AFTER) == []


def test_cancelling_behind_the_link_sends_it_too(clinic, patient):
    carry(clinic)
    link = clinic.services.booking.links.token(patient.booking().id)
    clinic.services.booking.views.cancel_by_link(link)

    assert kinds(carry(clinic)) == ["cancelled"]


def test_staff_who_cancel_send_it_too(clinic, patient):
    carry(clinic)
    booking = patient.booking()
    clinic.services.desk.bookings.cancel(booking.id, clinic.staff("reception"), "ill", 0)

    (mail,) = carry(clinic)
    assert kinds([mail]) == ["cancelled"]
    assert "ill" not in mail.text.split("http")[0]


def test_who_left_a_phone_number_only_gets_no_letter(clinic):
    clinic.patient().books("Fri 27 Nov", "9am")

    assert carry(clinic) == carry(clinic, TWO_DAYS) == carry(clinic, THREE_HOURS) == []


def test_the_address_is_the_one_that_is_known_when_the_letter_goes(clinic, patient):
    carry(clinic)
    with clinic.uows() as uow:
        known = uow.bookings.patient(patient.conversation_id)
        uow.bookings.keep_patient(replace(known, email="new@mail.example"))
        uow.commit()

    assert [mail.to for mail in carry(clinic, TWO_DAYS)] == ["new@mail.example"]


def test_a_booking_at_short_notice_skips_the_reminder_whose_time_is_over(clinic):
    books_by_mail(clinic, "Tue 24 Nov", "9am")

    assert kinds(carry(clinic)) == ["booked"]
    assert kinds(carry(clinic, datetime(2026, 11, 24, 6, tzinfo=UTC))) == ["reminder_hours"]


def test_a_worker_that_was_away_sends_only_what_still_makes_sense(clinic, patient):
    assert carry(clinic, VISIT + timedelta(minutes=1)) == []


def test_of_two_reminders_that_are_late_the_nearer_goes(clinic, patient):
    carry(clinic)

    assert kinds(carry(clinic, VISIT - timedelta(hours=1))) == ["reminder_hours"]


@pytest.mark.parametrize(("mark", "expected"), [(BookingMove.ATTEND, ["follow_up"]), (BookingMove.MISS, [])])
def test_who_did_not_come_is_not_asked_how_it_was(clinic, patient, mark, expected):
    carry(clinic, THREE_HOURS)
    clinic.clock.moment = VISIT + timedelta(minutes=10)
    clinic.services.desk.visits.mark(patient.booking().id, clinic.staff("reception"), mark)

    assert kinds(carry(clinic, DAY_AFTER)) == expected


@pytest.mark.parametrize("change", [{"no_contact": True}, {"no_contact": True, "alert_level": "L4"}])
def test_nothing_goes_to_somebody_who_must_not_be_written_to(clinic, patient, change):
    patient.change_conversation(**change)

    assert carry(clinic) == carry(clinic, TWO_DAYS) == carry(clinic, DAY_AFTER) == []


@pytest.mark.parametrize("level", ["L1", "L4"])
def test_during_an_alert_letters_wait_until_it_is_lifted(clinic, patient, level):
    patient.change_conversation(alert_level=level)
    assert carry(clinic) == []

    clinic.services.alerts.lift(patient.conversation_id, clinic.staff("clinician"), "talked to them")

    assert kinds(carry(clinic, clinic.clock.now() + timedelta(hours=1))) == ["booked"]
    assert kinds(carry(clinic, TWO_DAYS)) == ["reminder_days"]


def test_what_an_alarm_dropped_is_queued_again_and_not_twice(clinic, patient):
    carry(clinic)
    with clinic.uows() as uow:
        uow.jobs.drop(f"{patient.conversation_id}:")  # what an alarm does
        uow.commit()
    assert carry(clinic, TWO_DAYS - timedelta(hours=1)) == []

    clinic.services.alerts.lift(patient.conversation_id, clinic.staff("clinician"), "talked to them")
    clinic.services.alerts.lift(patient.conversation_id, clinic.staff("clinician"), "again")

    assert kinds(carry(clinic, TWO_DAYS)) == ["reminder_days"]
    assert kinds(carry(clinic, THREE_HOURS)) == ["reminder_hours"]


def test_an_erased_conversation_gets_no_letter(clinic, patient):
    clinic.services.conversations.erase(patient.conversation_id, actor="patient")

    assert carry(clinic) == carry(clinic, TWO_DAYS) == carry(clinic, DAY_AFTER) == []


def test_a_letter_that_is_rolled_back_with_its_booking_is_no_letter(clinic, patient):
    with clinic.uows() as uow:
        clinic.services.letters.queue(
            uow, LetterKind.ONE_TIME_CODE, ADDRESS, f"{patient.conversation_id}:1", {"code": "1"}
        )

    assert kinds(carry(clinic)) == ["booked"]


def test_a_code_is_worked_out_in_the_letter_and_dropped_when_it_is_over(clinic, patient):
    carry(clinic)
    with clinic.uows() as uow:
        queue = clinic.services.letters.queue
        for name in ("first", "second"):
            key = f"{patient.conversation_id}:{name}"
            assert queue(uow, LetterKind.ONE_TIME_CODE, "other@mail.example", key, {"code": name})
            assert not queue(uow, LetterKind.ONE_TIME_CODE, "other@mail.example", key, {"code": name})
        uow.jobs.drop(f"{patient.conversation_id}:letter:second")
        uow.commit()

    (mail,) = carry(clinic)
    assert mail.to == "other@mail.example"
    assert "Your code is " in mail.text
    assert "first" not in mail.text


def test_a_late_code_is_not_sent(clinic, patient):
    carry(clinic)
    with clinic.uows() as uow:
        key = f"{patient.conversation_id}:late"
        clinic.services.letters.queue(uow, LetterKind.ONE_TIME_CODE, ADDRESS, key, {"code": "x"})
        uow.commit()

    assert carry(clinic, clinic.clock.now() + timedelta(minutes=10)) == []


def test_a_letter_that_could_never_be_written_fails_where_it_is_queued(clinic):
    bad = [
        (LetterKind.ONE_TIME_CODE, "c:1", {}),
        (LetterKind.ONE_TIME_CODE, "c", {"code": "1"}),
        (LetterKind.BOOKED, "c:1", {}),
    ]
    with clinic.uows() as uow:
        for kind, key, values in bad:
            with pytest.raises(ValueError, match=r"needs|begins"):
                clinic.services.letters.queue(uow, kind, ADDRESS, key, values)
