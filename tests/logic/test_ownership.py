"""Owner and handoff move as docs/states.md says, and in no other way."""

from itertools import product

import pytest

from clinic.logic.approval import CASE_MOVES
from clinic.logic.booking import BOOKING_MOVES
from clinic.logic.ownership import (
    HANDOFF_MOVES,
    OWNER_MOVES,
    HandoffStatus,
    Move,
    MoveRefused,
    Owner,
    next_owner,
    next_status,
    owners_before,
)
from tests.logic.state_tables import documented_moves


@pytest.mark.parametrize(
    ("heading", "moves"),
    [
        ("Conversation: who has it", OWNER_MOVES),
        ("Handoff", HANDOFF_MOVES),
        ("Booking", BOOKING_MOVES),
        ("Case and approval", CASE_MOVES),
    ],
)
def test_the_states_page_and_the_code_agree(heading, moves):
    written = documented_moves(heading)
    coded = {(str(state), str(move)): str(to) for (state, move), to in moves.items()}

    assert written == coded, f"put docs/states.md, section {heading!r}, and the code in step"


@pytest.mark.parametrize(("status", "move"), list(product(HandoffStatus, Move)))
def test_a_handoff_moves_only_as_listed(status, move):
    if (status, move) in HANDOFF_MOVES:
        assert next_status(status, move) is HANDOFF_MOVES[status, move]
    else:
        with pytest.raises(MoveRefused):
            next_status(status, move)


@pytest.mark.parametrize(("owner", "move"), list(product(Owner, Move)))
def test_a_conversation_changes_hands_only_as_listed(owner, move):
    if (owner, move) in OWNER_MOVES:
        assert next_owner(owner, move) is OWNER_MOVES[owner, move]
    else:
        with pytest.raises(MoveRefused):
            next_owner(owner, move)


def test_a_handoff_that_has_ended_never_moves_again():
    for status in (HandoffStatus.RESOLVED, HandoffStatus.EXPIRED, HandoffStatus.RETURNED):
        assert not any(state is status for state, _ in HANDOFF_MOVES)


def test_wherever_a_handoff_moves_its_conversation_moves_to_one_owner():
    for _, move in HANDOFF_MOVES:
        assert len({next_owner(owner, move) for owner in owners_before(move)}) == 1


def test_only_staff_silence_the_assistant_and_only_by_joining():
    into_staff = {(owner, move) for (owner, move), to in OWNER_MOVES.items() if to is Owner.STAFF}

    assert into_staff == {(Owner.WAITING, Move.TAKE_OVER), (Owner.STAFF, Move.TAKE_FROM_COLLEAGUE)}
