"""The red-flag watch: any text → level, hits and response, by rules that can be read and cite their source.

Runs before everything else on every inbound message; needs neither Rasa nor a database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from clinic.criteria.red_flags import FlagGroup, FlagPattern, load_red_flags
from clinic.language.ages import minor_ages
from clinic.language.assertions import assertion_of_flag
from clinic.language.engine import LanguageEngine, ReadMessage, language_engine
from clinic.language.patterns import Match, Pattern, find_matches
from clinic.logic.red_flags import KnownFacts, Level, RedFlag, Verdict, judge


@dataclass(frozen=True)
class WatchResult:
    """What the watch found in one message."""

    level: Level = Level.NONE
    hits: tuple[RedFlag, ...] = ()
    response: str | None = None
    cancelled: tuple[RedFlag, ...] = ()
    """Matched, but negated, hypothetical, long ago or family history: kept for the record."""
    possible: tuple[RedFlag, ...] = ()
    """Would count if a session is known to lie within the last year: give them to `judge` with the facts."""

    def verdict(self, facts: KnownFacts) -> Verdict:
        """The same findings, weighed with what the record knows."""
        return judge((*self.hits, *self.possible), facts)


class RedFlagWatch:
    """Checks messages against the red flags. Pure after loading; a few milliseconds a message."""

    def __init__(self, engine: LanguageEngine, groups: Iterable[FlagGroup]) -> None:
        self._engine = engine
        self._rules = [(group, row, _pattern(row)) for group in groups for row in group.patterns]

    def check(self, text: str) -> WatchResult:
        """Look at one message. Never raises, whatever the text."""
        return self.check_read(self._engine.read(text))

    def check_read(self, message: ReadMessage) -> WatchResult:
        """The same for a message that was read already."""
        found: dict[tuple[str, str], RedFlag] = {}
        for group, row, pattern in self._rules:
            for match in find_matches(pattern, message.mentions, message.passage):
                flag = _flag(group, row, match, message)
                kept = found.setdefault((flag.id, flag.assertion), flag)
                if _outranks(flag, kept):
                    found[flag.id, flag.assertion] = flag
                if flag.assertion == "present":
                    break
        return _result(found, KnownFacts(is_minor=any(minor_ages(message))))


def _outranks(flag: RedFlag, other: RedFlag) -> bool:
    return (not flag.after_session_only, flag.level.rank) > (not other.after_session_only, other.level.rank)


def _pattern(row: FlagPattern) -> Pattern:
    return Pattern(
        parts=row.all,
        within=row.within,
        ordered=row.ordered,
        needs=row.needs,
        unless=row.unless,
        unless_near=row.unless_near,
        unless_before=row.unless_before,
        unless_after=row.unless_after,
        unless_anywhere=row.unless_anywhere,
        words_at_most=row.words_at_most,
    )


def _flag(group: FlagGroup, row: FlagPattern, match: Match, message: ReadMessage) -> RedFlag:
    first = min(mention.first for mention in match)
    last = max(mention.last for mention in match)
    cancels = group.cancelled_by if row.cancelled_by is None else row.cancelled_by
    return RedFlag(
        id=group.id,
        level=Level(row.level or group.level),
        words=message.passage.quote(first, last),
        rule=row.id,
        response=row.response or group.response,
        group=group.group,
        assertion=assertion_of_flag(match, message, frozenset(cancels)),
        after_session_only=row.after_session_only,
    )


def _result(found: Mapping[tuple[str, str], RedFlag], facts: KnownFacts) -> WatchResult:
    present = [flag for flag in found.values() if flag.assertion == "present"]
    verdict = judge(present, facts)
    fired = {flag.id for flag in verdict.flags}
    return WatchResult(
        level=verdict.level,
        hits=verdict.flags,
        response=verdict.response,
        cancelled=tuple(
            flag for flag in found.values() if flag.assertion != "present" and flag.id not in fired
        ),
        possible=tuple(flag for flag in present if flag.after_session_only),
    )


@lru_cache(maxsize=1)
def red_flag_watch() -> RedFlagWatch:
    """The watch over the clinic's own red flags, loaded at the first call."""
    engine = language_engine()
    return RedFlagWatch(engine, load_red_flags(engine.vocabulary))
