"""What a patient gets for a message besides its label: own health points and the red-flag watch."""

from dataclasses import dataclass
from functools import cache

from clinic.language.findings import extract
from clinic.language.watch import red_flag_watch
from clinic.logic.red_flags import Level
from clinic.services.disclosure import OWN


@dataclass(frozen=True)
class Read:
    """What the rules read in a text, whatever the model says of it."""

    level: Level
    own_points: frozenset[str]

    @property
    def is_harmless(self) -> bool:
        return self.level is Level.NONE and not self.own_points

    def reaches(self, level: str) -> bool:
        return self.level.rank >= Level(level).rank


@cache
def read(text: str) -> Read:
    own = (finding.concept for finding in extract(text) if finding.assertion in OWN)
    return Read(red_flag_watch().check(text).level, frozenset(own))
