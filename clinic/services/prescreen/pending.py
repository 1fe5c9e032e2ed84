"""What is asked besides the next question: a read-back, an answer to put right, a detail, an offer."""

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Self

from clinic.services.dialogue import Json


class PendingKind(StrEnum):
    READ_BACK = "read_back"  # a typed answer to the question that is open
    FINDING = "finding"  # words that speak to another question
    CONTRADICTION = "contradiction"  # words that say more than the answer that stands
    CHANGE = "change"  # an earlier answer, asked again
    DETAIL = "detail"  # a few words about a Yes
    EXPERT = "expert"  # after the first A: does the patient want an expert?
    GO_ON = "go_on"  # then: shall the other questions be asked?


WITH_CONFIRMATION = (PendingKind.READ_BACK, PendingKind.FINDING)


@dataclass(frozen=True)
class Pending:
    """`message_id` names the message whose words are read back; the words stay in that message."""

    kind: PendingKind
    question: str = ""
    value: str = ""
    message_id: str = ""
    given_by: str = "text"
    is_asked: bool = False

    def asked(self) -> Self:
        return replace(self, is_asked=True)

    def stored(self) -> Json:
        return {**asdict(self), "kind": self.kind.value}

    @classmethod
    def load(cls, stored: Json) -> Self | None:
        if not stored:
            return None
        return cls(
            kind=PendingKind(str(stored["kind"])),
            question=str(stored["question"]),
            value=str(stored["value"]),
            message_id=str(stored["message_id"]),
            given_by=str(stored["given_by"]),
            is_asked=bool(stored["is_asked"]),
        )
