"""The clinic's own calendars in the database."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from clinic.db.rows import change, put, record, records
from clinic.db.tables.blocks import blocked_times
from clinic.db.tables.booking import bookings
from clinic.db.tables.calendars import busy_times, calendar_sources, webhook_events
from clinic.logic.hours import Stretch
from clinic.services.ports.bookings import Booking
from clinic.services.ports.calendars import BusyTime, CalendarSource, WebhookEvent

_TAKES_PLACE = ("confirmed", "attended", "no_show")


class Calendars:
    """Implements `CalendarStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def visits(self, start: datetime, end: datetime, clinician: str | None) -> tuple[Booking, ...]:
        whose = true() if clinician is None else bookings.c.clinician == clinician
        within = select(bookings).where(
            bookings.c.status.in_(_TAKES_PLACE), bookings.c.starts_at < end, bookings.c.ends_at > start, whose
        )
        in_order = within.order_by(bookings.c.starts_at, bookings.c.id)
        return records(Booking, self._connection.execute(in_order))

    def changed_at(self) -> datetime | None:
        columns = (bookings.c.changed_at, blocked_times.c.created_at, blocked_times.c.lifted_at)
        newest = (select(func.max(column)) for column in columns)
        found = [self._connection.execute(one).scalar_one() for one in newest]
        return max((moment for moment in found if moment is not None), default=None)

    def next_sequence(self, booking_id: str) -> int:
        newest = select(func.max(webhook_events.c.sequence)).where(webhook_events.c.booking_id == booking_id)
        return (self._connection.execute(newest).scalar_one() or 0) + 1

    def add_event(self, event: WebhookEvent) -> None:
        put(self._connection, webhook_events, event)

    def event(self, event_id: str) -> WebhookEvent | None:
        wanted = select(webhook_events).where(webhook_events.c.id == event_id)
        return record(WebhookEvent, self._connection.execute(wanted).first())

    def change_event(self, event_id: str, **values: object) -> None:
        change(self._connection, webhook_events, event_id, values)

    def given_up(self) -> tuple[WebhookEvent, ...]:
        wanted = select(webhook_events).where(webhook_events.c.given_up_at.is_not(None))
        in_order = wanted.order_by(webhook_events.c.created_at, webhook_events.c.id)
        return records(WebhookEvent, self._connection.execute(in_order))

    def forget_events(self, booking_id: str) -> None:
        self._connection.execute(delete(webhook_events).where(webhook_events.c.booking_id == booking_id))

    def sources(self) -> tuple[CalendarSource, ...]:
        every = select(calendar_sources).order_by(calendar_sources.c.clinician)
        return records(CalendarSource, self._connection.execute(every))

    def claim(self, clinician: str, now: datetime, tried_before: datetime) -> bool:
        mine = calendar_sources.c.clinician == clinician
        due = update(calendar_sources).where(mine, calendar_sources.c.tried_at <= tried_before)
        if self._connection.execute(due.values(tried_at=now)).rowcount == 1:
            return True
        try:
            with self._connection.begin_nested():
                put(self._connection, calendar_sources, CalendarSource(clinician, now))
        except IntegrityError:
            return False
        return True

    def note_attempt(self, clinician: str, **values: object) -> None:
        mine = update(calendar_sources).where(calendar_sources.c.clinician == clinician)
        self._connection.execute(mine.values(values))

    def replace_busy(self, clinician: str, stretches: Iterable[Stretch]) -> None:
        self._connection.execute(delete(busy_times).where(busy_times.c.clinician == clinician))
        rows = [
            {"clinician": clinician, "starts_at": stretch.starts_at, "ends_at": stretch.ends_at}
            for stretch in stretches
        ]
        if rows:
            self._connection.execute(insert(busy_times), rows)

    def forget_sources(self, but: Collection[str]) -> None:
        for table in (calendar_sources, busy_times):
            self._connection.execute(delete(table).where(table.c.clinician.not_in(list(but))))

    def busy(self, start: datetime, end: datetime) -> tuple[BusyTime, ...]:
        touching = select(busy_times).where(busy_times.c.starts_at < end, busy_times.c.ends_at > start)
        in_order = touching.order_by(busy_times.c.clinician, busy_times.c.starts_at)
        return records(BusyTime, self._connection.execute(in_order))
