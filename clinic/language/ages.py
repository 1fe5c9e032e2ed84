"""Says a message that somebody is under 18? "I am 16", "my son is 15", "I'm in 10th class"."""

import re
from collections.abc import Iterator
from typing import Final

from clinic.language.engine import ReadMessage

# "is 15 minutes away", "am 15 weeks pregnant", "only 12 years ago" tell no age.
NOT_AN_AGE: Final = (
    r"(?! (?:min\w*|hour\w*|day\w*|week\w*|month\w*|sessions?|am|pm|percent|kilo\w*|kg|cm|euro\w*|dollar\w*"
    r"|rupee\w*|pounds?|people|st|nd|rd|th|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|(?:years?|yrs?) (?:ago|of|since|back|now|later|ahead|older|younger|together|with"
    r"|married|and))\b)"
)
MINOR: Final = r"(?:1[0-7]|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
BEFORE: Final = r"(?:am|is|was born|aged?|age of|turning|turned|turns|only|just|he|she|son|daughter)"
SOFTENED: Final = r"(?:only |just |now |about |almost |nearly |still |a )?"
STATED: Final = (
    rf"\b{BEFORE} {SOFTENED}{MINOR}\b{NOT_AN_AGE}",
    rf"\b{MINOR} (?:years?|yrs?|yr|y) (?:old|o)\b",
    rf"\b{MINOR} (?:yo|yrs? old|saal ka|saal ki|saal|yasinda|yasindayim|yasindaki)\b(?! (?:pehle|se))",
    rf"\b{MINOR} (?:m|f|male|female|girl|boy) (?:here|with|and|thin|losing|hair|my|i|dad|mum|want)\b",
    rf"^{MINOR} (?:m|f)\b",
)
AGES: Final = re.compile("|".join(STATED))


def minor_ages(message: ReadMessage) -> Iterator[tuple[int, int]]:
    """First and last word of every place that tells an age under 18, or implies it."""
    starts: dict[int, int] = {}
    text = ""
    for place, word in enumerate(message.passage.words):
        starts[len(text)] = place
        text += word.form + (" " if message.passage.words[place + 1 : place + 2] else "")
    for match in AGES.finditer(text):
        first = starts.get(match.start())
        last = max((place for start, place in starts.items() if start < match.end()), default=None)
        if first is not None and last is not None:
            yield first, last
    for mention in message.mentions.get("school_age", ()):
        yield mention.first, mention.last
