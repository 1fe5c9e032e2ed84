"""Calls from here to the clinic's other systems over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class CallProblem(StrEnum):
    """Why a call brought nothing. Never holds an address: addresses of calendars are secrets."""

    NOT_SET = "no address set"
    NOT_ALLOWED = "address not allowed"
    DOWN = "not reached"
    SLOW = "too slow"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    TOO_LARGE = "too large"
    ENCODED = "compressed unasked"


class CallFailed(Exception):
    """The call brought nothing; `problem` says why in words that may be logged."""

    def __init__(self, problem: CallProblem, status: int | None = None) -> None:
        self.problem = f"{problem} ({status})" if status else str(problem)
        super().__init__(self.problem)


class Calls(Protocol):
    def get(self, address: str, largest: int) -> bytes:
        """What stands at the address, `largest` bytes at most. Raises CallFailed."""
        ...

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Send the body; any answer of success will do. Raises CallFailed."""
        ...


@dataclass(frozen=True)
class Receiver:
    """The clinic's own system, which is told of bookings."""

    address: str = field(repr=False)
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class OtherSystems:
    """How the clinic's other systems are reached."""

    calls: Calls
    receiver: Receiver | None = None
    busy_addresses: Mapping[str, str | None] = field(default_factory=dict, repr=False)  # None: not set
