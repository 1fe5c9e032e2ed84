"""A booking is looked up, moved and cancelled in the chat and behind its link; its calendar file follows."""

from dataclasses import replace
from datetime import UTC, datetime

import icalendar
import pytest

from clinic.services.booking import ChangeTooLate, LinkUnknown
from clinic.services.dialogue import Taken
from tests.services.booking_world import AtDesk, Clinic


def link_of(patient: AtDesk) -> str:
    return patient.values("utter_booking_manage")["manage_url"].rsplit("/", 1)[1]


def event_of(clinic: Clinic, link: str) -> icalendar.Event:
    calendar = icalendar.Calendar.from_ical(clinic.services.booking.views.calendar_file(link))
    (event,) = calendar.walk("VEVENT")
    return event


def test_a_booking_is_looked_up(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am")

    (found,) = clinic.services.booking.check(patient.conversation_id, patient.sent[-1])

    assert found.response == "utter_booking_found"
    assert found.values == {"clinician": "Dr Jonas Lind", "when": "Wednesday 25 November 2026 at 9am"}


def test_nothing_booked_is_said_and_the_booking_in_the_making_goes_on(clinic):
    patient = clinic.patient().picks_a_time()  # a hold is no booking

    patient.checks()

    assert patient.names == ["utter_booking_nothing_booked"]
    assert patient.plan().booking_id == patient.booking().id


@pytest.mark.parametrize("wish", ["checks", "cancels", "reschedules"])
def test_where_nothing_is_booked_a_booking_made_elsewhere_is_asked_for(clinic, wish):
    patient = clinic.patient()

    getattr(patient, wish)()

    assert patient.names == ["utter_booking_which"]
    assert patient.open_form() == "booking_form"


def test_cancelling_asks_first_and_then_frees_the_time(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am").cancels()
    assert patient.names == ["utter_booking_confirm_cancel"]
    assert patient.booking().status == "confirmed"
    assert patient.open_form() == "booking_form"

    patient.presses("Yes")

    assert patient.names == ["utter_booking_cancelled"]
    assert patient.values("utter_booking_cancelled")["when"] == "Wednesday 25 November 2026 at 9am"
    assert clinic.reserved() == set()
    assert patient.open_form() is None


@pytest.mark.parametrize(
    ("text", "label", "status"), [("yes", "affirm", "cancelled"), ("no", "deny", "confirmed")]
)
def test_the_answer_about_cancelling_may_be_typed(clinic, text, label, status):
    patient = clinic.patient().books("Wed 25 Nov", "9am").cancels().says(text, label)

    assert [booking.status for booking in patient.bookings()] == [status]
    assert patient.open_form() is None


def test_a_question_while_cancelling_is_answered_first(clinic):
    patient = (
        clinic.patient().books("Wed 25 Nov", "9am").cancels().says("does it cost something?", "faq/cost")
    )

    assert patient.taken is Taken.NOT_AN_ANSWER
    assert patient.names == ["utter_booking_confirm_cancel"]


def test_cancelling_twice_cancels_once(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am").cancels().presses("Yes")

    patient.cancels()

    assert patient.names == ["utter_booking_which"]
    assert patient.bookings()[0].calendar_sequence == 1


def test_moving_keeps_the_booking_until_the_new_time_is_confirmed(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am")
    booked = patient.booking()

    patient.reschedules()
    assert patient.names == ["utter_booking_pick_new_day"]
    patient.presses("Fri 27 Nov").presses("10am")
    assert clinic.reserved() == {booked.id, patient.bookings("held")[0].id}

    patient.presses("Yes, move it")
    moved = patient.booking()
    assert patient.names == ["utter_booking_moved", "utter_booking_manage"]
    assert (moved.id, moved.reference, moved.calendar_uid) == (
        booked.id,
        booked.reference,
        booked.calendar_uid,
    )
    assert f"{moved.starts_at:%d %H:%M}" == "27 10:00"
    assert moved.calendar_sequence == 1
    assert clinic.reserved() == {booked.id}


def test_the_old_time_is_free_after_moving(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am").reschedules()
    patient.presses("Fri 27 Nov").presses("10am").presses("Yes, move it")

    assert clinic.patient().books("Wed 25 Nov", "9am").booking().status == "confirmed"


def test_leaving_a_move_leaves_the_booking_as_it_was(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am").reschedules()
    patient.presses("Fri 27 Nov").presses("10am").says("stop", "cancel_booking")

    assert patient.names == ["utter_booking_not_cancelled"]
    assert f"{patient.booking().starts_at:%d %H:%M}" == "25 09:00"
    assert clinic.reserved() == {patient.booking().id}


def test_a_move_whose_hold_ran_out_moves_nothing(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am").reschedules()
    patient.presses("Fri 27 Nov").presses("10am")

    clinic.clock.move(minutes=15)
    patient.presses("Yes, move it")

    assert patient.names[0] == "utter_booking_hold_expired"
    assert f"{patient.bookings('confirmed')[0].starts_at:%d %H:%M}" == "25 09:00"


def test_a_booking_cancelled_meanwhile_is_not_moved(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am")
    link = link_of(patient)
    patient.reschedules().presses("Fri 27 Nov").presses("10am")

    clinic.services.booking.views.cancel_by_link(link)
    patient.presses("Yes, move it")

    assert patient.bookings("confirmed") == []
    assert clinic.reserved() == set()


@pytest.mark.parametrize("change", ["cancels", "reschedules"])
def test_late_changes_take_a_person(clinic, change):
    patient = clinic.patient().books("Wed 25 Nov", "9am")

    clinic.clock.move(hours=23, minutes=30)
    getattr(patient, change)()

    assert patient.names == ["utter_booking_late_change"]
    assert patient.booking().status == "confirmed"


def test_a_yes_that_comes_too_late_cancels_nothing(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am").cancels()

    clinic.clock.move(hours=23, minutes=30)
    patient.presses("Yes")

    assert patient.names == ["utter_booking_late_change"]
    assert patient.booking().status == "confirmed"


def test_the_same_request_to_cancel_twice_asks_once(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am").cancels()

    again = clinic.services.booking.cancel(patient.conversation_id, patient.sent[-1])

    assert again == patient.replies


def test_the_link_shows_the_least_and_cancels(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am")
    views, link = clinic.services.booking.views, link_of(patient)

    shown = views.by_link(link)
    assert (shown.when, shown.status, shown.can_be_cancelled) == (
        "Wednesday 25 November 2026 at 9am",
        "confirmed",
        True,
    )
    assert "Sam" not in repr(shown)

    assert views.cancel_by_link(link).status == "cancelled"
    assert clinic.reserved() == set()


def test_the_link_changes_nothing_late_and_a_guessed_one_is_unknown(clinic):
    patient = clinic.patient().books("Tue 24 Nov", "9am")
    views = clinic.services.booking.views

    with pytest.raises(ChangeTooLate):
        views.cancel_by_link(link_of(patient))
    for guess in ("", patient.booking().id, link_of(patient)[:-1], "x" * 43):
        with pytest.raises(LinkUnknown):
            views.by_link(guess)


def test_a_link_is_long_and_the_database_does_not_hold_it(clinic):
    patient = clinic.patient().books()

    assert len(link_of(patient)) == 43
    assert link_of(patient) != patient.booking().manage_token_hash


def test_the_calendar_file_says_when_and_where_and_nothing_else(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am")
    file = clinic.services.booking.views.calendar_file(link_of(patient))

    calendar, event = icalendar.Calendar.from_ical(file), event_of(clinic, link_of(patient))

    assert calendar["METHOD"] == "PUBLISH"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert event.decoded("DTSTART").isoformat() == "2026-11-25T09:00:00+00:00"
    assert event.decoded("DTEND").isoformat() == "2026-11-25T09:30:00+00:00"
    assert event["SUMMARY"] == "Appointment"
    assert event["UID"] == patient.booking().calendar_uid
    for word in (b"hair", b"meso", b"Wrenfield Hair", b"Sam", b"Lind", b"consult"):
        assert word.lower() not in file.lower()


def test_the_calendar_file_follows_moves_and_cancelling(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am")
    link = link_of(patient)
    patient.reschedules().presses("Fri 27 Nov").presses("10am").presses("Yes, move it")
    moved = event_of(clinic, link)

    patient.cancels().presses("Yes")
    cancelled = event_of(clinic, link)

    assert moved["SEQUENCE"] == 1
    assert moved.decoded("DTSTART").isoformat() == "2026-11-27T10:00:00+00:00"
    assert cancelled["SEQUENCE"] == 2
    assert cancelled["STATUS"] == "CANCELLED"
    assert cancelled["UID"] == moved["UID"]


def test_a_summer_booking_is_in_summer_time(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am")
    summer = replace(
        patient.booking(),
        starts_at=datetime(2026, 7, 1, 8, 0, tzinfo=UTC),
        ends_at=datetime(2026, 7, 1, 8, 30, tzinfo=UTC),
    )

    file = clinic.services.booking.views.calendar.file(summer, clinic.clock.now())

    assert b"DTSTART;TZID=Europe/London:20260701T090000" in file
