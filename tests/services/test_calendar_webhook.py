"""The webhook: every change of a booking is told, signed, at least once, and says nothing of the patient."""

import base64
import hashlib
import hmac
import json
import logging
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clinic.config import ROOT
from clinic.http_out import HttpOut
from clinic.logic.booking import BookingMove
from clinic.logic.webhook_signature import signed_headers, signing_key
from clinic.services.calendars.webhook import GIVE_UP_AFTER
from clinic.services.ports.calls import OtherSystems, Receiver
from tests.services.booking_world import AtDesk, Clinic, small_clinic
from tests.services.calendar_files import Answer, OtherServer, other_server

KEY = b"k" * 32
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"


@pytest.fixture
def other() -> Iterator[OtherServer]:
    with other_server() as made:
        yield made


@pytest.fixture
def clinic(other: OtherServer, tmp_path: Path) -> Clinic:
    return small_clinic(
        tmp_path, others=OtherSystems(HttpOut(), Receiver(other.url("/hook/of-ours"), signing_key(SECRET)))
    )


@pytest.fixture
def booked(clinic: Clinic) -> AtDesk:
    return clinic.patient("C").books("Wed 25 Nov", "10am")


def told(other: OtherServer) -> list[dict[str, object]]:
    return [json.loads(body) for _, _, _, body in other.seen]


def changes(clinic: Clinic, booking_id: str, move: BookingMove, **values: object) -> None:
    """The booking as another part of the product would change it, which tells the diary."""
    with clinic.uows() as uow:
        if values:
            uow.bookings._change(booking_id, True, **values)
        clinic.services.booking.diary.tell(uow, booking_id, move)
        uow.commit()


def test_a_booking_is_told_with_its_time_and_place_and_nothing_else(
    clinic: Clinic, booked: AtDesk, other: OtherServer
) -> None:
    booking = booked.booking()

    clinic.services.calendars.run_due()

    assert told(other) == [
        {
            "event": "booking.confirmed",
            "sequence": 1,
            "booking_id": booking.id,
            "reference": booking.reference,
            "calendar_uid": booking.calendar_uid,
            "clinician": "jonas-lind",
            "room": "room-2",
            "type": "talk",
            "starts_at": "2026-11-25T10:00:00+00:00",
            "ends_at": "2026-11-25T10:30:00+00:00",
            "status": "confirmed",
        }
    ]
    sent = other.seen[0][3].decode().lower()
    assert not [word for word in ("sam", "green", "07700", "7700900123", "consult", "hair") if word in sent]


def test_the_signature_is_over_id_time_and_body(clinic: Clinic, booked: AtDesk, other: OtherServer) -> None:
    clinic.services.calendars.run_due()

    [(_, path, headers, body)] = other.seen
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert path == "/hook/of-ours"
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert int(headers["webhook-timestamp"]) == int(clinic.clock.now().timestamp())


def test_the_signature_is_the_one_that_receivers_know() -> None:
    """A published example of the scheme."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    headers = signed_headers(
        key,
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330).astimezone(),
        b'{"test": 2432232314}',
    )

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "secret", ["", "whsec_", SECRET.removeprefix("whsec_"), "whsec_c2hvcnQ=", "whsec_not base64!"]
)
def test_a_weak_secret_is_refused_and_not_repeated(secret: str) -> None:
    with pytest.raises(ValueError, match="32 random bytes") as refused:
        signing_key(secret)

    assert not secret or secret == "whsec_" or secret not in str(refused.value)


def test_cancelling_is_told_after_booking(clinic: Clinic, booked: AtDesk, other: OtherServer) -> None:
    links = clinic.services.booking.links
    clinic.services.booking.views.cancel_by_link(links.token(booked.booking().id))

    clinic.services.calendars.run_due()

    assert [(one["event"], one["sequence"], one["status"]) for one in told(other)] == [
        ("booking.confirmed", 1, "confirmed"),
        ("booking.cancelled", 2, "cancelled"),
    ]


def test_moves_and_marks_are_told_in_order(clinic: Clinic, booked: AtDesk, other: OtherServer) -> None:
    booking_id = booked.booking().id
    changes(clinic, booking_id, BookingMove.MOVE)
    changes(clinic, booking_id, BookingMove.ATTEND, status="attended")
    changes(clinic, booking_id, BookingMove.TAKE_BACK, status="confirmed")
    changes(clinic, booking_id, BookingMove.MISS, status="no_show")

    clinic.services.calendars.run_due()

    assert sorted((one["sequence"], one["event"]) for one in told(other)) == [
        (1, "booking.confirmed"),
        (2, "booking.moved"),
        (3, "booking.attended"),
        (4, "booking.confirmed"),
        (5, "booking.no_show"),
    ]


def test_a_hold_and_a_change_that_was_not_kept_are_not_told(clinic: Clinic, other: OtherServer) -> None:
    held = clinic.patient("C").picks_a_time("Wed 25 Nov", "10am")
    with clinic.uows() as uow:
        clinic.services.booking.diary.tell(uow, held.booking().id, BookingMove.CONFIRM)

    clinic.services.calendars.run_due()

    assert told(other) == []


def test_what_was_not_taken_comes_again_under_the_same_id(
    clinic: Clinic, booked: AtDesk, other: OtherServer
) -> None:
    other.answer = Answer(status=503)
    clinic.services.calendars.run_due()
    clinic.services.calendars.run_due()
    other.answer = Answer(status=202)
    clinic.clock.move(seconds=5)
    clinic.services.calendars.run_due()
    clinic.clock.move(hours=5)
    clinic.services.calendars.run_due()

    first, second = (headers for _, _, headers, _ in other.seen)
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-timestamp"] != second["webhook-timestamp"]
    assert other.seen[0][3] == other.seen[1][3]


def test_after_three_days_it_is_given_up_until_somebody_sends_it_again(
    clinic: Clinic, booked: AtDesk, other: OtherServer, caplog: pytest.LogCaptureFixture
) -> None:
    calendars, admin = clinic.services.calendars, clinic.staff("admin")
    other.answer = Answer(status=500)
    calendars.run_due()
    clinic.clock.move(seconds=(GIVE_UP_AFTER + timedelta(seconds=1)).total_seconds())
    with caplog.at_level(logging.INFO):
        calendars.run_due()
    other.answer = Answer(status=200)
    clinic.clock.move(days=1)
    calendars.run_due()

    assert len(other.seen) == 1
    [lost] = calendars.overview(admin).given_up
    assert (lost.problem, "given up" in caplog.text, "of-ours" in caplog.text) == (
        "refused (500)",
        True,
        False,
    )
    assert calendars.send_again(admin) == 1
    calendars.run_due()
    assert len(other.seen) == 2
    assert calendars.overview(admin).given_up == ()


def test_an_erased_booking_is_told_to_be_off_and_leaves_nothing_else(
    clinic: Clinic, booked: AtDesk, other: OtherServer
) -> None:
    clinic.services.calendars.run_due()
    reference = booked.booking().reference

    clinic.services.conversations.erase(booked.conversation_id, actor="patient")
    clinic.services.calendars.run_due()

    last = told(other)[-1]
    assert (last["event"], last["sequence"], last["reference"]) == ("booking.cancelled", 2, reference)


def test_slow_systems_do_not_wait_in_the_way_of_other_jobs(clinic: Clinic, booked: AtDesk) -> None:
    clinic.services.jobs.run_due()

    with clinic.uows() as uow:
        now = clinic.clock.now()
        left = uow.jobs.lease_due(now, now, 10)
    assert "send_webhook" in {job.kind for job in left}
    assert clinic.services.jobs.handlers.keys().isdisjoint(clinic.services.calendars.jobs.handlers)


def test_without_a_receiver_nothing_is_kept(tmp_path: Path) -> None:
    clinic = small_clinic(tmp_path)
    clinic.patient("C").books("Wed 25 Nov", "10am")

    with clinic.uows() as uow:
        now = clinic.clock.now()
        kinds = {job.kind for job in uow.jobs.lease_due(now + timedelta(days=99), now, 10)}
    assert "send_webhook" not in kinds


def test_the_example_in_the_document_knows_what_is_genuine(
    clinic: Clinic, booked: AtDesk, other: OtherServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    [example] = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "calendars.md").read_text(), re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)  # the reader would run it, too
    is_genuine = names["is_genuine"]
    clinic.services.calendars.run_due()
    [(_, _, headers, body)] = other.seen
    monkeypatch.setattr(time, "time", lambda: clinic.clock.now().timestamp() + 60)

    assert is_genuine(headers, body, SECRET)
    assert not is_genuine(headers, body + b" ", SECRET)
    assert not is_genuine({**headers, "webhook-id": "other"}, body, SECRET)
    assert not is_genuine(headers, body, SECRET.replace("a", "b"))
    monkeypatch.setattr(time, "time", lambda: clinic.clock.now().timestamp() + 301)
    assert not is_genuine(headers, body, SECRET)


def test_the_example_body_in_the_document_has_the_names_that_are_sent(
    clinic: Clinic, booked: AtDesk, other: OtherServer
) -> None:
    [example] = re.findall(r"```json\n(.*?)```", (ROOT / "docs" / "calendars.md").read_text(), re.DOTALL)

    clinic.services.calendars.run_due()

    assert list(json.loads(example)) == list(told(other)[0])
