"""Who has a conversation, and how a handoff to a person runs. docs/states.md shows the same tables."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Owner(StrEnum):
    """Who answers the patient. Only `staff` silences the assistant."""

    ASSISTANT = "assistant"
    WAITING = "waiting"  # a person was asked for; the assistant goes on answering
    STAFF = "staff"
    CLOSED = "closed"


class HandoffStatus(StrEnum):
    WAITING = "waiting"
    ASSIGNED = "assigned"
    RESOLVED = "resolved"
    EXPIRED = "expired"
    RETURNED = "returned"


class Move(StrEnum):
    """What happens to a handoff."""

    OPEN = "open"
    TAKE_OVER = "take_over"
    TAKE_FROM_COLLEAGUE = "take_from_colleague"
    HAND_BACK = "hand_back"
    RESOLVE = "resolve"
    LET_GO = "let_go"  # nobody could come
    DECIDE = "decide"  # a clinician decided what the wait was for
    TAKE_BACK = "take_back"  # the patient needs no person after all
    WRITE_AGAIN = "write_again"  # the patient writes into a closed conversation


class MoveRefused(Exception):
    """The move does not exist from where the handoff or the conversation stands."""

    def __init__(self, state: str, move: Move) -> None:
        super().__init__(f"{move} from {state}")
        self.state = state
        self.move = move


HANDOFF_MOVES: Final[Mapping[tuple[HandoffStatus, Move], HandoffStatus]] = {
    (HandoffStatus.WAITING, Move.TAKE_OVER): HandoffStatus.ASSIGNED,
    (HandoffStatus.WAITING, Move.LET_GO): HandoffStatus.EXPIRED,
    (HandoffStatus.WAITING, Move.DECIDE): HandoffStatus.RESOLVED,
    (HandoffStatus.WAITING, Move.TAKE_BACK): HandoffStatus.RESOLVED,
    (HandoffStatus.ASSIGNED, Move.TAKE_FROM_COLLEAGUE): HandoffStatus.ASSIGNED,
    (HandoffStatus.ASSIGNED, Move.HAND_BACK): HandoffStatus.RETURNED,
    (HandoffStatus.ASSIGNED, Move.RESOLVE): HandoffStatus.RESOLVED,
}

OWNER_MOVES: Final[Mapping[tuple[Owner, Move], Owner]] = {
    (Owner.ASSISTANT, Move.OPEN): Owner.WAITING,
    (Owner.CLOSED, Move.OPEN): Owner.WAITING,
    (Owner.WAITING, Move.TAKE_OVER): Owner.STAFF,
    (Owner.WAITING, Move.LET_GO): Owner.ASSISTANT,
    (Owner.WAITING, Move.DECIDE): Owner.ASSISTANT,
    (Owner.WAITING, Move.TAKE_BACK): Owner.ASSISTANT,
    (Owner.STAFF, Move.TAKE_FROM_COLLEAGUE): Owner.STAFF,
    (Owner.STAFF, Move.HAND_BACK): Owner.ASSISTANT,
    (Owner.STAFF, Move.RESOLVE): Owner.CLOSED,
    (Owner.CLOSED, Move.WRITE_AGAIN): Owner.ASSISTANT,
}


def next_status(status: HandoffStatus, move: Move) -> HandoffStatus:
    """Where a handoff goes. Raises MoveRefused."""
    try:
        return HANDOFF_MOVES[status, move]
    except KeyError:
        raise MoveRefused(status, move) from None


def next_owner(owner: Owner, move: Move) -> Owner:
    """Who has the conversation afterwards. Raises MoveRefused."""
    try:
        return OWNER_MOVES[owner, move]
    except KeyError:
        raise MoveRefused(owner, move) from None


def owners_before(move: Move) -> tuple[Owner, ...]:
    """The owners from which a move is possible: what a compare and swap expects to find."""
    return tuple(owner for owner, possible in OWNER_MOVES if possible is move)
