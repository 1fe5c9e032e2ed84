"""The red-flag watch: any text → level, hits and response.

Two detectors, either of which suffices: rules that can be read and cite their source, and a semantic one.
Runs before everything else on every inbound message; needs neither Rasa nor a database.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from clinic.criteria.red_flags import FlagGroup, FlagPattern, load_red_flags
from clinic.language.ages import minor_ages
from clinic.language.assertions import assertion_of_flag
from clinic.language.engine import LanguageEngine, ReadMessage, language_engine
from clinic.language.patterns import Match, Pattern, find_matches
from clinic.language.semantic import (
    Impression,
    SemanticDetector,
    SemanticDetectorMissing,
    load_semantic_detector,
)
from clinic.logic.red_flags import CHILD_FLAG, KnownFacts, Level, RedFlag, Verdict, judge

log = logging.getLogger(__name__)

MENTION_BELOW: Final = 0.2
"""Of danger: what the rules alone saw in such a message is spoken of, not told ("is necrosis common?").
Measured in docs/adr/0009-spoken-of-is-not-told.md."""
MENTION_LEVELS: Final = frozenset({Level.L1, Level.L2})
"""A crisis is never only mentioned, and L3 costs but a question."""
MENTION_WORDS: Final = 3
"""Who is in danger may write two words."""


@dataclass(frozen=True)
class WatchResult:
    """What the watch found in one message."""

    level: Level = Level.NONE
    hits: tuple[RedFlag, ...] = ()
    response: str | None = None
    cancelled: tuple[RedFlag, ...] = ()
    """Matched, but negated, hypothetical, long past or a relative's: for the record."""
    possible: tuple[RedFlag, ...] = ()
    """Would count if a session is known to lie within the last year: give them to `judge` with the facts."""
    mentioned: tuple[RedFlag, ...] = ()
    """Danger that is spoken of and not told: the answer says what to do if it happens now. It counts in full
    for whoever was treated within a year."""

    @property
    def speaks_of_danger(self) -> bool:
        """The answer is owed a line of safety ("is chest pain a side effect?", clinical.md 4.2)."""
        asked = (flag for flag in self.cancelled if flag.assertion == "hypothetical")
        return bool(self.mentioned) or any(flag.level is Level.L1 for flag in asked)

    def verdict(self, facts: KnownFacts) -> Verdict:
        """The same findings, weighed with what the record knows."""
        mentioned = self.mentioned if facts.treated_within_a_year else ()
        return judge((*self.hits, *self.possible, *mentioned), facts)


class RedFlagWatch:
    """Checks messages against the red flags. Pure after loading; a few milliseconds a message."""

    def __init__(
        self, engine: LanguageEngine, groups: Iterable[FlagGroup], second: SemanticDetector | None = None
    ) -> None:
        self._engine = engine
        self._rules = [(group, row, _pattern(row)) for group in groups for row in group.patterns]
        self._by_first_part: dict[str, list[int]] = defaultdict(list)
        for place, (_, row, _) in enumerate(self._rules):
            self._by_first_part[row.all[0]].append(place)
        self._second = second

    @property
    def has_both_detectors(self) -> bool:
        """False while the second one is missing or damaged."""
        return self._second is not None

    def check(self, text: str) -> WatchResult:
        """Look at one message. Never raises, whatever the text."""
        return self.check_read([self._engine.read(text)])[0]

    def check_read(self, messages: Sequence[ReadMessage]) -> list[WatchResult]:
        """The same for messages that were read already; many at once cost less each."""
        seen = self._by_likeness(messages)
        return [
            _with_second(self._by_rules(message), impression, message)
            for message, impression in zip(messages, seen, strict=True)
        ]

    def _by_likeness(self, messages: Sequence[ReadMessage]) -> list[Impression]:
        """What the second detector thinks; nothing where it is missing or fails: the rules must answer."""
        if self._second is None:
            return [Impression()] * len(messages)
        try:
            return self._second.check(messages)
        except Exception:
            log.exception("the second red-flag detector failed")
            return [Impression()] * len(messages)

    def _by_rules(self, message: ReadMessage) -> WatchResult:
        found: dict[tuple[str, str], RedFlag] = {}
        for group, row, pattern in self._possible(message):
            for match in find_matches(pattern, message.mentions, message.passage):
                flag = _flag(group, row, match, message)
                kept = found.setdefault((flag.id, flag.assertion), flag)
                if _outranks(flag, kept):
                    found[flag.id, flag.assertion] = flag
                if flag.assertion == "present":
                    break
        return _result(found, _facts(message))

    def _possible(self, message: ReadMessage) -> Iterator[tuple[FlagGroup, FlagPattern, Pattern]]:
        """The rules whose first part is mentioned, in their own order: most messages mention next to none."""
        places = [place for concept in message.mentions for place in self._by_first_part.get(concept, ())]
        yield from (self._rules[place] for place in sorted(places))


def _facts(message: ReadMessage) -> KnownFacts:
    return KnownFacts(is_minor=any(minor_ages(message)))


def _with_second(result: WatchResult, seen: Impression, message: ReadMessage) -> WatchResult:
    """Add what the second detector saw, unless the rules saw as much, or have read just that as not meant.

    What counts only after a session ("a pimple on my scalp") stays so. What is certain is not read away.
    """
    flag = seen.flag
    if flag is None:
        return _mentions_apart(result, message) if seen.danger < MENTION_BELOW else result
    if flag.level.rank <= result.level.rank:
        return result
    decided = (*result.possible, *(() if flag.is_certain else result.cancelled))
    if flag.id in {one.id for one in decided}:
        return result
    return _judged(result, (*_told(result), flag), message)


def _mentions_apart(result: WatchResult, message: ReadMessage) -> WatchResult:
    """What only the rules saw, in words that tell of no danger, as mentioned."""
    told = _told(result)
    mentioned = tuple(flag for flag in told if flag.level in MENTION_LEVELS)
    if not mentioned or result.level is Level.L4 or len(message.passage.words) < MENTION_WORDS:
        return result
    rest = [flag for flag in told if flag.level not in MENTION_LEVELS]
    return replace(_judged(result, rest, message), mentioned=mentioned)


def _judged(result: WatchResult, flags: Iterable[RedFlag], message: ReadMessage) -> WatchResult:
    verdict = judge(flags, _facts(message))
    return replace(result, level=verdict.level, hits=verdict.flags, response=verdict.response)


def _told(result: WatchResult) -> list[RedFlag]:
    """The hits without those that follow from the age of whoever writes: judging adds them again."""
    return [flag for flag in result.hits if flag.id != CHILD_FLAG]


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
    groups = load_red_flags(engine.vocabulary)
    try:
        return RedFlagWatch(engine, groups, load_semantic_detector(engine, groups))
    except SemanticDetectorMissing as missing:
        log.error("red flags are watched for by the rules alone: %s", missing)
        return RedFlagWatch(engine, groups)


def require_both_detectors() -> None:
    """Raises SemanticDetectorMissing; production calls it before it starts anything."""
    if not red_flag_watch().has_both_detectors:
        raise SemanticDetectorMissing("The second red-flag detector is missing or damaged: run `make setup`")


def rules_alone() -> RedFlagWatch:
    """The watch without its second detector: what that one learns from, and what it is measured beside."""
    engine = language_engine()
    return RedFlagWatch(engine, load_red_flags(engine.vocabulary))
