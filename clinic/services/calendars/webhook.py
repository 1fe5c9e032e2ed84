"""The webhook: the clinic's own system hears of every booking that is made, moved, cancelled or kept.

The event is stored, with a job to send it, in the transaction of the change: at least once, under one id. The
events of one booking are numbered; they may overtake each other, and the highest is how the booking stands.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clinic.criteria.booking_titles import load_booking_titles
from clinic.criteria.profile import Profile
from clinic.logic.booking import BookingMove, BookingStatus
from clinic.logic.webhook_signature import signed_headers
from clinic.services.dialogue import Json
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.bookings import Booking
from clinic.services.ports.calendars import WebhookEvent
from clinic.services.ports.calls import CallFailed, OtherSystems
from clinic.services.ports.jobs import Job

log = logging.getLogger(__name__)

SEND: Final = "send_webhook"  # the job
GIVE_UP_AFTER: Final = timedelta(days=3)


@dataclass(frozen=True)
class Webhook:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    others: OtherSystems
    zone: ZoneInfo
    titles: Mapping[str, str]

    @classmethod
    def of(
        cls, profile: Profile, uows: UnitOfWorkFactory, clock: Clock, ids: Ids, others: OtherSystems
    ) -> "Webhook":
        return cls(uows, clock, ids, others, ZoneInfo(profile.clinic.time_zone), load_booking_titles())

    def note(self, uow: UnitOfWork, booking: Booking, move: BookingMove) -> None:
        """Listen to the diary. Without a receiver nothing is kept."""
        if self.others.receiver is not None:
            name = "moved" if move is BookingMove.MOVE else booking.status
            self._queue(uow, booking, name, uow.calendars.next_sequence(booking.id))

    def note_erasure(self, uow: UnitOfWork, conversation_id: str) -> None:
        """Say that the bookings are off before they are erased, and keep nothing else about them."""
        for booking in uow.bookings.of(conversation_id):
            sequence = uow.calendars.next_sequence(booking.id)
            uow.calendars.forget_events(booking.id)
            is_ahead = booking.status == BookingStatus.CONFIRMED and booking.starts_at > self.clock.now()
            if is_ahead and self.others.receiver is not None:
                off = replace(booking, status=BookingStatus.CANCELLED)
                self._queue(uow, off, off.status, sequence)

    def send(self, payload: Json) -> None:
        """Deliver one event, or give it up for good. Raises CallFailed: the jobs table tries again."""
        event_id, now, receiver = str(payload["id"]), self.clock.now(), self.others.receiver
        with self.uows(reads_only=True) as uow:
            event = uow.calendars.event(event_id)
        if event is None or event.delivered_at or event.given_up_at or receiver is None:
            return
        if now - event.created_at > GIVE_UP_AFTER:
            log.error("a webhook event could not be delivered for three days and is given up")
            self._change(event.id, given_up_at=now)
            return
        body = event.body.encode()
        try:
            headers = signed_headers(receiver.key, event.id, now, body)
            self.others.calls.post(receiver.address, body, headers)
        except CallFailed as failed:
            self._change(event.id, problem=failed.problem)
            raise
        self._change(event.id, delivered_at=self.clock.now(), problem=None)

    def given_up(self) -> tuple[WebhookEvent, ...]:
        """What could not be delivered, the oldest first."""
        with self.uows(reads_only=True) as uow:
            return uow.calendars.given_up()

    def send_again(self, uow: UnitOfWork) -> int:
        """Take up every event that was given up, for another three days; how many those are."""
        events, now = uow.calendars.given_up(), self.clock.now()
        for event in events:
            uow.calendars.change_event(event.id, given_up_at=None, created_at=now)
            self._queue_job(uow, event.id, now)
        return len(events)

    def _queue(self, uow: UnitOfWork, booking: Booking, name: str, sequence: int) -> None:
        now = self.clock.now()
        event = WebhookEvent(
            id=self.ids.new_id(),
            booking_id=booking.id,
            sequence=sequence,
            body=json.dumps(self._body(booking, name, sequence), ensure_ascii=False),
            created_at=now,
        )
        uow.calendars.add_event(event)
        self._queue_job(uow, event.id, now)

    def _queue_job(self, uow: UnitOfWork, event_id: str, now: datetime) -> None:
        key = f"{SEND}:{event_id}:{int(now.timestamp())}"
        uow.jobs.add(Job(self.ids.new_id(), SEND, key, {"id": event_id}, now))

    def _body(self, booking: Booking, name: str, sequence: int) -> Json:
        """When, where and with whom; never who comes, nor how to reach them."""
        return {
            "event": f"booking.{name}",
            "sequence": sequence,
            "booking_id": booking.id,
            "reference": booking.reference,
            "calendar_uid": booking.calendar_uid,
            "clinician": booking.clinician,
            "room": booking.room,
            "type": self.titles[f"feed_{booking.appointment_type}"].lower(),
            "starts_at": booking.starts_at.astimezone(self.zone).isoformat(),
            "ends_at": booking.ends_at.astimezone(self.zone).isoformat(),
            "status": booking.status,
        }

    def _change(self, event_id: str, **values: object) -> None:
        with self.uows() as uow:
            uow.calendars.change_event(event_id, **values)
            uow.commit()
