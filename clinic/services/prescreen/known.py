"""What counts besides the answers, as it is stored with them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from clinic.logic.screening import Facts, Outcome, Reading
from clinic.services.dialogue import Json, JsonValue


@dataclass(frozen=True)
class Heard:
    """What the patient's words point at, and the message that holds them."""

    question: str
    value: str
    message_id: str
    clarified: bool = False

    @property
    def reading(self) -> Reading:
        return Reading(self.question, self.value, self.clarified)


@dataclass(frozen=True)
class Known:
    """The stored form of `Facts`, and how far the offer after a stop has come."""

    settings: Mapping[str, bool | None]
    heard: tuple[Heard, ...] = ()
    read: tuple[str, ...] = ()  # messages with findings that were read at the questions
    earlier: Outcome | None = None
    restarted: bool = False
    red_flag: bool = False
    pressure: bool = False
    wants_expert: bool | None = None
    was_offered_rest: bool = False

    def facts(self, *, goes_on: bool) -> Facts:
        return Facts(
            settings=self.settings,
            readings=tuple(heard.reading for heard in self.heard),
            earlier=self.earlier,
            restarted=self.restarted,
            red_flag=self.red_flag,
            pressure=self.pressure,
            goes_on=goes_on,
        )

    def hearing(self, *more: Heard) -> Self:
        """With more that was heard; the same thing twice stays one, and cleared up stays cleared up."""
        merged = {(heard.question, heard.value): heard for heard in self.heard}
        for heard in more:
            before = merged.get((heard.question, heard.value))
            merged[heard.question, heard.value] = (
                replace(before, clarified=before.clarified or heard.clarified) if before else heard
            )
        return replace(self, heard=tuple(merged.values()))

    def clarifying(self, question: str) -> Self:
        """Everything heard about a question has been read back to the patient once (R-08)."""
        return replace(
            self,
            heard=tuple(replace(h, clarified=True) if h.question == question else h for h in self.heard),
        )

    def stored(self) -> Json:
        heard: list[JsonValue] = [
            {"question": h.question, "value": h.value, "message_id": h.message_id, "clarified": h.clarified}
            for h in self.heard
        ]
        return {
            "settings": dict(self.settings),
            "heard": heard,
            "read": list(self.read),
            "earlier": self.earlier.value if self.earlier else None,
            "restarted": self.restarted,
            "red_flag": self.red_flag,
            "pressure": self.pressure,
            "wants_expert": self.wants_expert,
            "was_offered_rest": self.was_offered_rest,
        }

    @classmethod
    def load(cls, stored: Json) -> Self:
        settings, heard, read = stored.get("settings"), stored.get("heard"), stored.get("read")
        wants = stored.get("wants_expert")
        return cls(
            settings={
                name: value if isinstance(value, bool) else None
                for name, value in (settings.items() if isinstance(settings, dict) else ())
            },
            heard=tuple(_heard(row) for row in heard if isinstance(row, dict))
            if isinstance(heard, list | tuple)
            else (),
            read=tuple(str(message_id) for message_id in read) if isinstance(read, list | tuple) else (),
            earlier=Outcome(str(stored["earlier"])) if stored.get("earlier") else None,
            restarted=bool(stored.get("restarted")),
            red_flag=bool(stored.get("red_flag")),
            pressure=bool(stored.get("pressure")),
            wants_expert=wants if isinstance(wants, bool) else None,
            was_offered_rest=bool(stored.get("was_offered_rest")),
        )


def _heard(row: Json) -> Heard:
    return Heard(str(row["question"]), str(row["value"]), str(row["message_id"]), bool(row["clarified"]))
