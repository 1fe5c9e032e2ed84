"""When reminders go, and what becomes of a letter whose time has come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic.logic.letters import (
    ABOUT_BOOKING,
    BOOKING_STATES,
    CASE_STATES,
    Fate,
    LetterFacts,
    LetterKind,
    fate_of,
    reminders_of,
)

LONDON = ZoneInfo("Europe/London")
LONG_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def true_facts(kind: LetterKind) -> LetterFacts:
    """What must be so for a letter of this kind to go."""
    booking = next(iter(BOOKING_STATES[kind])) if kind in ABOUT_BOOKING else None
    return LetterFacts(
        kind=kind,
        is_over=False,
        no_contact=False,
        alert_level=None,
        booking_status=booking,
        is_as_told=booking is not None,
        case_status=CASE_STATES.get(kind),
    )


@pytest.mark.parametrize("visit", ["2026-10-26T09:00", "2027-03-29T09:00", "2026-07-01T00:30"])
def test_two_days_before_is_the_same_time_of_day_whatever_the_clocks_do(visit: str) -> None:
    starts_at = datetime.fromisoformat(visit).replace(tzinfo=LONDON)

    days, hours, after = reminders_of(starts_at.astimezone(UTC), LONG_BEFORE, LONDON)

    assert days.run_at.astimezone(LONDON).replace(tzinfo=None) == datetime.fromisoformat(visit) - timedelta(
        days=2
    )
    assert starts_at.astimezone(UTC) - hours.run_at.astimezone(UTC) == timedelta(hours=3)
    assert after.run_at.astimezone(LONDON).hour == 10
    assert (after.run_at.date() - starts_at.date()).days == 1


def test_none_outlives_what_it_is_for() -> None:
    starts_at = datetime(2026, 11, 27, 9, tzinfo=UTC)

    days, hours, after = reminders_of(starts_at, LONG_BEFORE, LONDON)

    assert days.until == hours.run_at
    assert hours.until == starts_at
    assert after.until.date() == after.run_at.date()  # "yesterday" stays true


@pytest.mark.parametrize(("hours", "left"), [(49, 3), (48, 2), (4, 2), (3, 1), (1, 1)])
def test_what_is_over_already_is_not_queued(hours: int, left: int) -> None:
    starts_at = datetime(2026, 11, 27, 9, tzinfo=UTC)

    assert len(reminders_of(starts_at, starts_at - timedelta(hours=hours), LONDON)) == left


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_goes_when_all_is_as_it_was(kind: LetterKind) -> None:
    assert fate_of(true_facts(kind)) is Fate.GO


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize(
    ("change", "fate"),
    [
        ({"no_contact": True}, Fate.DROP),
        ({"no_contact": True, "alert_level": "L4"}, Fate.DROP),
        ({"is_over": True}, Fate.DROP),
        ({"alert_level": "L1"}, Fate.WAIT),
        ({"alert_level": "L4"}, Fate.WAIT),
        ({"alert_level": "L2"}, Fate.GO),
        ({"is_over": True, "alert_level": "L1"}, Fate.DROP),
    ],
)
def test_harm_comes_before_news(kind: LetterKind, change: dict[str, object], fate: Fate) -> None:
    assert fate_of(replace(true_facts(kind), **change)) is fate


@pytest.mark.parametrize("kind", sorted(ABOUT_BOOKING))
def test_a_booking_that_changed_makes_its_letter_untrue(kind: LetterKind) -> None:
    every = {"held", "confirmed", "cancelled", "expired", "attended", "no_show", None}

    assert fate_of(replace(true_facts(kind), is_as_told=False)) is Fate.DROP
    gone = {
        status for status in every if fate_of(replace(true_facts(kind), booking_status=status)) is Fate.DROP
    }
    assert gone == every - BOOKING_STATES[kind]


@pytest.mark.parametrize("kind", CASE_STATES)
def test_a_case_that_moved_on_makes_its_letter_untrue(kind: LetterKind) -> None:
    for status in {"open", "asked_back", "approved", "declined", "expired", None} - {CASE_STATES[kind]}:
        assert fate_of(replace(true_facts(kind), case_status=status)) is Fate.DROP
