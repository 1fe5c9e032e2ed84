"""Blocked time: what it keeps free, and what cannot be blocked."""

from datetime import datetime, timedelta, timezone

import pytest

from clinic.logic.blocks import Block, BlockProblem, block_problem
from clinic.logic.hours import Stretch

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
STRETCH = Stretch(NOW, NOW + HOUR)


@pytest.mark.parametrize(
    ("scope", "resource", "expected"),
    [
        ("clinic", None, True),
        ("clinician", "ann", True),
        ("clinician", "bob", False),
        ("room", "room-1", True),
        ("room", "room-2", False),
    ],
)
def test_a_block_holds_what_it_names(scope, resource, expected):
    assert Block(scope, resource, STRETCH).holds("ann", "room-1", STRETCH) is expected


def test_a_visit_may_end_where_a_block_begins():
    block = Block("clinic", None, STRETCH)

    assert not block.holds("ann", "room-1", Stretch(NOW - HOUR, NOW))
    assert not block.holds("ann", "room-1", Stretch(NOW + HOUR, NOW + 2 * HOUR))
    assert block.holds("ann", "room-1", Stretch(NOW - HOUR, NOW + timedelta(minutes=1)))


@pytest.mark.parametrize(
    ("starts", "ends", "reason", "expected"),
    [
        (0, 1, "training", None),
        (-1, 1, "training", None),
        (1, 1, "training", BlockProblem.BACKWARDS),
        (2, 1, "training", BlockProblem.BACKWARDS),
        (-2, -1, "training", BlockProblem.OVER),
        (0, 24 * 367, "training", BlockProblem.TOO_LONG),
        (0, 1, "  ", BlockProblem.NO_REASON),
    ],
)
def test_what_cannot_be_blocked_says_why(starts, ends, reason, expected):
    assert block_problem(NOW + starts * HOUR, NOW + ends * HOUR, reason, NOW) is expected
