"""The clinic's diary: which openings there are, and keeping one of them for a patient."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from clinic.criteria.profile import Profile
from clinic.logic.blocks import Block
from clinic.logic.booking import BookingMove, BookingStatus
from clinic.logic.busy import busy_cells
from clinic.logic.dates import Horizon
from clinic.logic.hours import Stretch, Timetable
from clinic.logic.openings import Cell, Opening, Visit, Window, Worker, cells_of, find_openings
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.bookings import Booking

OFFERED_APART: Final = timedelta(minutes=30)  # longest step between two times that are offered
REFERENCE_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without what is misread on the phone
REFERENCE_LENGTH: Final = 8

type Listener = Callable[[UnitOfWork, Booking, BookingMove], None]
"""Hears of a booking as it stands after a change, in the transaction of the change."""


class OpeningTaken(Exception):
    """Somebody else was quicker, or the time was never open."""


@dataclass(frozen=True)
class Diary:
    """What the profile says about booking, in the terms of the logic."""

    clock: Clock
    ids: Ids
    zone: ZoneInfo
    workers: tuple[Worker, ...]
    names: Mapping[str, str]  # clinician → name
    visits: Mapping[str, Visit]
    closed: frozenset[date]
    notice: timedelta
    horizon_days: int
    hold: timedelta
    late_change: timedelta
    mail_domain: str  # makes calendar ids unique in the world
    listeners: tuple[Listener, ...] = ()

    @classmethod
    def of(cls, profile: Profile, clock: Clock, ids: Ids, listeners: tuple[Listener, ...] = ()) -> "Diary":
        zone, booking = ZoneInfo(profile.clinic.time_zone), profile.booking
        buffer = timedelta(minutes=booking.buffer_minutes)
        return cls(
            clock=clock,
            ids=ids,
            zone=zone,
            workers=tuple(
                Worker(
                    clinician.id,
                    clinician.rooms,
                    Timetable(zone, clinician.weekly_hours, clinician.breaks, booking.holidays),
                )
                for clinician in booking.clinicians
            ),
            names={clinician.id: clinician.name for clinician in booking.clinicians},
            visits={
                kind: Visit(timedelta(minutes=minutes), buffer_after=buffer)
                for kind, minutes in booking.lengths.items()
            },
            closed=booking.holidays,
            notice=timedelta(hours=booking.minimum_notice_hours),
            horizon_days=booking.horizon_days,
            hold=timedelta(minutes=booking.hold_minutes),
            late_change=timedelta(hours=booking.late_change_hours),
            mail_domain=profile.clinic.email.partition("@")[2],
            listeners=listeners,
        )

    def horizon(self) -> Horizon:
        today = self.clock.now().astimezone(self.zone).date()
        return Horizon(today, today + timedelta(days=self.horizon_days))

    def openings(
        self,
        uow: UnitOfWork,
        conversation_id: str,
        kind: str,
        day: date | None = None,
        *,
        notice: timedelta | None = None,
    ) -> tuple[Opening, ...]:
        """Every opening of the horizon, or of one day, that this patient could have, in order.

        `notice` is the clinic's own; staff may book for the same hour.
        """
        visit, horizon = self.visits[kind], self.horizon()
        earliest = self.clock.now() + (self.notice if notice is None else notice)
        if day is not None:
            earliest = max(earliest, datetime.combine(day, time(), self.zone).astimezone(timezone.utc))
            horizon = Horizon(horizon.today, min(day, horizon.latest))
        window = Window(earliest, horizon.latest, min(visit.length, OFFERED_APART))
        taken = self._taken(uow, conversation_id, earliest, horizon)
        return find_openings(self.workers, visit, window, taken, self._blocks(uow, earliest, horizon))

    def hours(self, kind: str) -> tuple[Opening, ...]:
        """Every time of the horizon that is worked, in order, whoever has it now."""
        visit, earliest = self.visits[kind], self.clock.now() + self.notice
        window = Window(earliest, self.horizon().latest, min(visit.length, OFFERED_APART))
        return find_openings(self.workers, visit, window, ())

    def keep(
        self,
        uow: UnitOfWork,
        conversation_id: str,
        kind: str,
        starts_at: datetime,
        *,
        clinician: str | None = None,
        notice: timedelta | None = None,
    ) -> Booking:
        """Hold an opening then, with this clinician or whoever is free; other holds of the patient end.

        Raises OpeningTaken.
        """
        now = self.clock.now()
        uow.bookings.queue_up()
        uow.bookings.run_out(now)
        that_day = self.openings(uow, conversation_id, kind, self.local_day(starts_at), notice=notice)
        candidates = [
            opening
            for opening in that_day
            if opening.starts_at == starts_at and clinician in (None, opening.clinician)
        ]
        if candidates:
            uow.bookings.let_go(conversation_id, now)
        for opening in candidates:
            booking = self.held(conversation_id, kind, opening, now)
            if uow.bookings.reserve(booking, cells_of(opening, self.visits[kind])):
                return booking
        raise OpeningTaken

    def tell(self, uow: UnitOfWork, booking_id: str, move: BookingMove) -> None:
        """Let everybody know who follows the diary: letters, the clinic's own calendar."""
        booking = uow.bookings.get(booking_id)
        if booking is not None:
            for listener in self.listeners:
                listener(uow, booking, move)

    def is_closed(self, day: date) -> bool:
        """True on a day on which no clinician works at all."""
        return not any(worker.timetable.on(day) for worker in self.workers)

    def name_of(self, booking: Booking) -> str:
        """The clinician's name; their id once they have left the profile."""
        return self.names.get(booking.clinician, booking.clinician)

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _taken(
        self, uow: UnitOfWork, conversation_id: str, earliest: datetime, horizon: Horizon
    ) -> tuple[Cell, ...]:
        start = earliest - timedelta(days=1)
        end = datetime.combine(horizon.latest + timedelta(days=2), time(), timezone.utc)
        booked = uow.bookings.taken(start, end, self.clock.now(), but_held_for=conversation_id)
        return (*booked, *_busy(uow, Stretch(start, end)))

    def _blocks(self, uow: UnitOfWork, earliest: datetime, horizon: Horizon) -> tuple[Block, ...]:
        """Time in which nobody may be booked, whoever is free."""
        end = datetime.combine(horizon.latest + timedelta(days=2), time(), timezone.utc)
        return tuple(blocked.block for blocked in uow.blocks.between(earliest, end))

    def held(self, conversation_id: str, kind: str, opening: Opening, now: datetime) -> Booking:
        """The hold of an opening; it stands once it is reserved."""
        booking_id = self.ids.new_id()
        return Booking(
            id=booking_id,
            reference=_reference(booking_id),
            conversation_id=conversation_id,
            appointment_type=kind,
            clinician=opening.clinician,
            room=opening.room,
            starts_at=opening.starts_at,
            ends_at=opening.ends_at,
            status=BookingStatus.HELD,
            calendar_uid=f"{booking_id}@{self.mail_domain}",
            created_at=now,
            changed_at=now,
            hold_expires_at=now + self.hold,
        )


def _busy(uow: UnitOfWork, within: Stretch) -> Iterator[Cell]:
    """What clinicians' own calendars take."""
    for busy in uow.calendars.busy(within.starts_at, within.ends_at):
        yield from busy_cells(busy.clinician, Stretch(busy.starts_at, busy.ends_at), within)


def _reference(booking_id: str) -> str:
    """Letters that a patient can read out, drawn from the booking's random id."""
    number, letters = int(booking_id, 16), ""
    for _ in range(REFERENCE_LENGTH):
        number, index = divmod(number, len(REFERENCE_LETTERS))
        letters += REFERENCE_LETTERS[index]
    return letters
