"""The demo clinic shows something of everything, and a second seed adds nothing."""

from dataclasses import dataclass

import pytest

from clinic.bootstrap import Services
from clinic.db.seeds import EXAMPLES_NOT_UNDERSTOOD, seed
from clinic.services.misunderstood import Caution
from clinic.services.ports.misunderstood import MarkState
from tests.services.booking_world import small_clinic


@dataclass
class Demo:
    services: Services


@pytest.fixture
def demo(tmp_path) -> Demo:
    return Demo(small_clinic(tmp_path).services)


def test_the_demo_has_messages_to_mark_one_with_a_pressed_button_and_one_with_a_hint(demo: Demo) -> None:
    list(seed(demo))

    reception = next(user for user in demo.services.staff.everybody() if user.role == "reception")
    entries = demo.services.misunderstood.listing(reception).entries
    assert {entry.missed.message.text for entry in entries} == {text for text, _ in EXAMPLES_NOT_UNDERSTOOD}
    assert [entry.suggested for entry in entries if entry.suggested] == ["faq/permanence"]
    assert [entry.cautions for entry in entries if entry.cautions] == [(Caution.HEALTH,)]


def test_seeding_twice_adds_nothing(demo: Demo) -> None:
    first = list(seed(demo))
    second = list(seed(demo))

    reception = next(user for user in demo.services.staff.everybody() if user.role == "reception")
    listing = demo.services.misunderstood.listing(reception)
    assert first == second
    assert listing.counts[MarkState.OPEN] == len(EXAMPLES_NOT_UNDERSTOOD)


def test_the_demo_has_a_course_a_talk_for_a_caller_a_block_and_somebody_who_waits_for_it(demo: Demo) -> None:
    list(seed(demo))

    reception = next(user for user in demo.services.staff.everybody() if user.role == "reception")
    desk = demo.services.desk
    upcoming = [item.booking for item in desk.lists.days(reception).upcoming]
    session = next(booking for booking in upcoming if booking.appointment_type == "treatment")
    course = desk.lists.open(session.id, reception).course
    assert course is not None
    assert (course.approval.sessions, course.used) == (4, 1)
    assert len(upcoming) == 2
    (block,) = desk.blocking.standing(reception)
    (waiting,) = desk.lists.waitlist(reception)
    assert waiting.patient is not None
    assert waiting.offered is None
    assert waiting.wish.days == (block.blocked.starts_at.date(),)
    demo.services.booking.offers.run()
    assert desk.lists.waitlist(reception)[0].offered is None
