"""Busy times: when clinicians are taken by what stands in their own calendars, read every ten minutes.

A copy is replaced as a whole, or kept: what cannot be read goes on to block what it blocked before, however
old it is. Only times are kept. Bookings that stand are never touched; staff see where two things meet.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from clinic.logic.hours import Stretch
from clinic.services.booking.diary import Diary
from clinic.services.calendars.reading import LARGEST_FILE_BYTES, CalendarUnreadable, read_busy
from clinic.services.ports import UnitOfWorkFactory
from clinic.services.ports.bookings import Booking
from clinic.services.ports.calendars import BusyTime, CalendarSource
from clinic.services.ports.calls import CallFailed, CallProblem, Calls

log = logging.getLogger(__name__)

READ_EVERY: Final = timedelta(minutes=10)
STALE_AFTER: Final = timedelta(hours=24)
KEPT_BEYOND_HORIZON: Final = timedelta(days=30)  # so long an unreadable calendar still covers every opening
UNREADABLE: Final = "not readable"


@dataclass(frozen=True)
class SourceState:
    """How reading a clinician's own calendar goes, for staff and operators."""

    clinician_name: str
    read_at: datetime | None
    problem: str | None
    is_stale: bool

    @property
    def is_sound(self) -> bool:
        return self.problem is None and not self.is_stale and self.read_at is not None


@dataclass(frozen=True)
class Meeting:
    """A booking, and the busy time that appeared over it."""

    booking: Booking
    clinician_name: str
    busy: BusyTime


@dataclass(frozen=True)
class BusyCalendars:
    uows: UnitOfWorkFactory
    calls: Calls
    diary: Diary
    addresses: Mapping[str, str | None] = field(repr=False)  # clinician → where; None: named but not set

    def read_due(self) -> int:
        """Read every calendar whose turn it is; how many were read well."""
        if not self._is_any_due():
            return 0
        with self.uows() as uow:
            uow.calendars.forget_sources(but=self.addresses)
            uow.commit()
        return sum(self._read(clinician) for clinician in self.addresses if self._claim(clinician))

    def states(self) -> tuple[SourceState, ...]:
        with self.uows(reads_only=True) as uow:
            known = {source.clinician: source for source in uow.calendars.sources()}
        return tuple(self._state(clinician, known.get(clinician)) for clinician in self.addresses)

    def meetings(self) -> tuple[Meeting, ...]:
        """Bookings from now on over which a busy time appeared; nothing was changed."""
        now, window = self.diary.clock.now(), self._window()
        with self.uows(reads_only=True) as uow:
            visits = uow.calendars.visits(now, window.ends_at, None)
            busy = uow.calendars.busy(now, window.ends_at)
        return tuple(
            Meeting(visit, self.diary.name_of(visit), taken)
            for visit in visits
            for taken in busy
            if taken.clinician == visit.clinician
            and Stretch(visit.starts_at, visit.ends_at).overlaps(Stretch(taken.starts_at, taken.ends_at))
        )

    def _state(self, clinician: str, source: CalendarSource | None) -> SourceState:
        read_at, now = source.read_at if source else None, self.diary.clock.now()
        return SourceState(
            clinician_name=self.diary.names.get(clinician, clinician),
            read_at=read_at,
            problem=source.problem if source else None,
            is_stale=read_at is not None and now - read_at > STALE_AFTER,
        )

    def _is_any_due(self) -> bool:
        with self.uows(reads_only=True) as uow:
            tried = {source.clinician: source.tried_at for source in uow.calendars.sources()}
        due = self.diary.clock.now() - READ_EVERY
        return bool(set(tried) - set(self.addresses)) or any(
            clinician not in tried or tried[clinician] <= due for clinician in self.addresses
        )

    def _claim(self, clinician: str) -> bool:
        now = self.diary.clock.now()
        with self.uows() as uow:
            is_mine = uow.calendars.claim(clinician, now, now - READ_EVERY)
            uow.commit()
        return is_mine

    def _read(self, clinician: str) -> bool:
        try:
            stretches = self._busy_times(self.addresses[clinician])
        except (CallFailed, CalendarUnreadable) as failed:
            problem = failed.problem if isinstance(failed, CallFailed) else UNREADABLE
            log.warning("the calendar of %s was not read: %s; the last copy stands", clinician, problem)
            with self.uows() as uow:
                uow.calendars.note_attempt(clinician, problem=problem)
                uow.commit()
            return False
        with self.uows() as uow:
            uow.calendars.note_attempt(clinician, problem=None, read_at=self.diary.clock.now())
            uow.calendars.replace_busy(clinician, stretches)
            uow.commit()
        return True

    def _busy_times(self, address: str | None) -> tuple[Stretch, ...]:
        if address is None:
            raise CallFailed(CallProblem.NOT_SET)
        content = self.calls.get(address, LARGEST_FILE_BYTES)
        return read_busy(content, self._window(), self.diary.zone, self._is_ours)

    def _window(self) -> Stretch:
        now = self.diary.clock.now()
        ahead = timedelta(days=self.diary.horizon_days) + KEPT_BEYOND_HORIZON
        return Stretch(now - timedelta(days=1), now + ahead)

    def _is_ours(self, uid: str) -> bool:
        """Our own entries come back where a feed is shown in the calendar that we read."""
        return re.fullmatch(rf"[0-9a-f]{{32}}@{re.escape(self.diary.mail_domain)}", uid) is not None
