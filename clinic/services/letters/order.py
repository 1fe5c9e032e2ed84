"""A queued letter, as its job holds it until the worker carries it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clinic.logic.letters import LetterKind
from clinic.services.dialogue import Json


@dataclass(frozen=True)
class Order:
    key: str
    conversation_id: str
    kind: LetterKind
    to: str | None
    values: Mapping[str, str]
    until: datetime | None
    booking_id: str | None
    sequence: int | None  # of the booking when the letter was queued

    def stored(self) -> Json:
        """As JSON."""
        return {
            **vars(self),
            "kind": self.kind.value,
            "values": dict(self.values),
            "until": self.until.isoformat() if self.until else None,
        }

    @classmethod
    def load(cls, stored: Json) -> "Order":
        """The order that was stored."""
        values, until, sequence = stored["values"], stored["until"], stored["sequence"]
        assert isinstance(values, dict)
        return cls(
            key=str(stored["key"]),
            conversation_id=str(stored["conversation_id"]),
            kind=LetterKind(str(stored["kind"])),
            to=str(stored["to"]) if stored["to"] else None,
            values={name: str(value) for name, value in values.items()},
            until=datetime.fromisoformat(str(until)) if until else None,
            booking_id=str(stored["booking_id"]) if stored["booking_id"] else None,
            sequence=sequence if isinstance(sequence, int) else None,
        )
