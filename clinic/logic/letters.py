"""Which letters leave the chat, when reminders go, and whether a letter may still go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from clinic.logic.approval import CaseStatus


class LetterKind(StrEnum):
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REQUEST_NOTED = "request_noted"  # a clinician looks first; nothing is decided yet
    APPROVED = "approved"
    DECLINED = "declined"  # never with the reason
    QUESTION = "question"  # says that a question waits, never which
    REMINDER_DAYS = "reminder_days"
    REMINDER_HOURS = "reminder_hours"
    FOLLOW_UP = "follow_up"
    WAITLIST_OFFER = "waitlist_offer"
    ONE_TIME_CODE = "one_time_code"


class Fate(StrEnum):
    """What becomes of a letter whose time has come."""

    GO = "go"
    WAIT = "wait"  # until staff lift the alert
    DROP = "drop"


BOOKING_STATES: Final[Mapping[LetterKind, frozenset[str]]] = {
    LetterKind.BOOKED: frozenset({"confirmed"}),
    LetterKind.MOVED: frozenset({"confirmed"}),
    LetterKind.CANCELLED: frozenset({"cancelled"}),
    LetterKind.REMINDER_DAYS: frozenset({"confirmed"}),
    LetterKind.REMINDER_HOURS: frozenset({"confirmed"}),
    LetterKind.FOLLOW_UP: frozenset({"confirmed", "attended"}),
    LetterKind.WAITLIST_OFFER: frozenset({"held"}),
}
"""In which states of its booking a letter is still true."""

CASE_STATES: Final[Mapping[LetterKind, CaseStatus]] = {
    LetterKind.REQUEST_NOTED: CaseStatus.OPEN,
    LetterKind.APPROVED: CaseStatus.APPROVED,
    LetterKind.DECLINED: CaseStatus.DECLINED,
    LetterKind.QUESTION: CaseStatus.ASKED_BACK,
}
"""In which state of the newest case a letter is still true."""

ABOUT_BOOKING: Final = frozenset(BOOKING_STATES)
WITH_CALENDAR: Final = (LetterKind.BOOKED, LetterKind.MOVED, LetterKind.CANCELLED)
QUIET_ALERTS: Final = ("L1", "L4")  # nothing but help until staff lift it (clinical.md 4.3, 4)
CODE_LIFETIME: Final = timedelta(minutes=10)
DAYS_BEFORE: Final = 2
HOURS_BEFORE: Final = timedelta(hours=3)
FOLLOW_UP_AT: Final = time(10)
FOLLOW_UP_LASTS: Final = timedelta(hours=10)  # "yesterday" must still be true when it is read


@dataclass(frozen=True)
class Reminder:
    """A letter that goes by itself: not before `run_at`, not after `until`."""

    kind: LetterKind
    run_at: datetime
    until: datetime


def reminders_of(starts_at: datetime, now: datetime, zone: ZoneInfo) -> tuple[Reminder, ...]:
    """What is to come for an appointment: two days and three hours before, and the day after.

    Days are those of the clinic's clock: two days before 9am is 9am, whatever the clocks do between.
    """
    return tuple(reminder for reminder in _reminders(starts_at, zone) if reminder.run_at > now)


def _reminders(starts_at: datetime, zone: ZoneInfo) -> Iterator[Reminder]:
    local, hours_before = starts_at.astimezone(zone), starts_at - HOURS_BEFORE
    yield Reminder(LetterKind.REMINDER_DAYS, local - timedelta(days=DAYS_BEFORE), hours_before)
    yield Reminder(LetterKind.REMINDER_HOURS, hours_before, starts_at)
    day_after = datetime.combine(local.date() + timedelta(days=1), FOLLOW_UP_AT, zone)
    yield Reminder(LetterKind.FOLLOW_UP, day_after, day_after + FOLLOW_UP_LASTS)


@dataclass(frozen=True)
class LetterFacts:
    """All that decides whether a letter goes, read in the moment before it goes."""

    kind: LetterKind
    is_over: bool  # its last moment has passed
    no_contact: bool
    alert_level: str | None
    booking_status: str | None
    is_as_told: bool  # the booking has not changed since the letter was queued
    case_status: str | None  # of the newest case


def fate_of(letter: LetterFacts) -> Fate:
    """Whether it is still wanted, true and harmless; drop it otherwise."""
    if letter.no_contact or letter.is_over or not _is_true(letter):
        return Fate.DROP
    return Fate.WAIT if letter.alert_level in QUIET_ALERTS else Fate.GO


def _is_true(letter: LetterFacts) -> bool:
    if letter.kind in ABOUT_BOOKING:
        return letter.is_as_told and letter.booking_status in BOOKING_STATES[letter.kind]
    return letter.kind not in CASE_STATES or letter.case_status == CASE_STATES[letter.kind]
