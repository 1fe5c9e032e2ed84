"""One message, as the forms of booking see it."""

from dataclasses import dataclass
from typing import Final

from clinic.services.dialogue import Json

# Labels that say nothing for sure about a text that was meant as a day, a name or a number.
VAGUE: Final = frozenset({"nlu_fallback", "out_of_scope"})
SMALL_WORDS: Final = frozenset({"affirm", "deny", "unsure", "thanks", "greet", "goodbye"})


@dataclass(frozen=True)
class Heard:
    text: str
    label: str
    press: Json  # the data of the pressed button, empty for typed words
    mentions_health: bool = False

    def data(self, name: str) -> str:
        return str(self.press.get(name) or "")
