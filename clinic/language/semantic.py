"""The second detector: red flags in words that no list holds, by likeness to the project's own emergencies.

Either detector suffices. What the rules read as denied, imagined, past or a relative's stays theirs to judge
unless this one is certain, and the known look-alikes stay silent. Without its files the rules watch alone.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clinic.config import ROOT
from clinic.criteria.loading import Strict, read_file
from clinic.criteria.red_flags import FlagGroup, load_must_not_fire
from clinic.language.engine import LanguageEngine, ReadMessage
from clinic.language.reading import Passage
from clinic.language.semantic_encoder import FOLDER, SentenceEncoder
from clinic.language.semantic_features import FeatureReader, read_text
from clinic.language.semantic_model import FILE, AnotherEncoder, Reading, SemanticModel
from clinic.logic.red_flags import Level, RedFlag

log = logging.getLogger(__name__)

THRESHOLDS: Final = ROOT / "clinic" / "criteria" / "semantic_thresholds.yml"
PARTS_AT_MOST: Final = 24
"""Sentences looked at one by one, the last ones of a longer message: what is wrong now is said last."""
LONGEST: Final = 100
"""Words that are read at once; nothing that was learned from is longer. A longer story is read by its
sentences, and one without any marks piece by piece."""
OVERLAP: Final = 25
"""Words that two pieces share, so that none is cut in its meaning."""
FEWEST_WORDS: Final = 3
CERTAIN: Final = 0.7
"""Of danger: from there on what the rules read around the words silences nothing. Measured: a whole point of
emergencies more, 0.2 points of look-alikes."""
REPAIR: Final = "run `make setup`"


class SemanticDetectorMissing(Exception):
    """The encoder or the weights are missing, damaged or do not belong together; the message is one line."""


class Thresholds(Strict):
    """How sure of danger the detector must be, by level; see the file for how they were measured."""

    measured_on: str
    command: str
    thresholds: dict[Level, float]


@dataclass(frozen=True)
class Impression:
    """What the detector makes of a message."""

    flag: RedFlag | None = None
    """The likeliest, where it is sure enough of danger."""
    danger: float = 1.0
    """Of the most dangerous part, 0 to 1; where nothing was looked at nothing speaks against the rules."""


@dataclass(frozen=True)
class _Part:
    """A message or one of its sentences."""

    message: ReadMessage
    words: str
    is_sentence: bool = False


@dataclass(frozen=True)
class _Seen:
    """A part and what the model makes of it."""

    reading: Reading
    part: _Part


class SemanticDetector:
    """Reads messages by likeness. Pure after loading; some milliseconds a message."""

    def __init__(
        self,
        engine: LanguageEngine,
        groups: Iterable[FlagGroup],
        model: SemanticModel,
        encoder: SentenceEncoder,
        thresholds: Thresholds,
    ) -> None:
        self._engine = engine
        self._groups = {group.id: group for group in groups}
        self._model = model
        self._features = FeatureReader(encoder, engine.vocabulary.cues_for("flags"), model.signs)
        self._thresholds = thresholds
        self._silent = {read_text(engine.read(form.text).passage) for form in load_must_not_fire()}

    def check(self, messages: Sequence[ReadMessage]) -> list[Impression]:
        """What is made of each message."""
        parts = [(place, part) for place, one in enumerate(messages) for part in self._parts(one)]
        if not parts:
            return [Impression()] * len(messages)
        messages_read = [part.message for _, part in parts]
        texts = [read_text(message.passage) for message in messages_read]
        readings = self._model.read(self._features.rows(messages_read), texts)
        seen: list[list[_Seen]] = [[] for _ in messages]
        for (place, part), reading in zip(parts, readings, strict=True):
            seen[place].append(_Seen(reading, part))
        return [self._impression(found) for found in seen]

    def _impression(self, seen: Sequence[_Seen]) -> Impression:
        if not seen:
            return Impression()
        thresholds = self._thresholds.thresholds
        sure = [one for one in seen if one.reading.danger >= thresholds[one.reading.level]]
        flag = self._flag(max(sure, key=_gravity)) if sure else None
        return Impression(flag, max(one.reading.danger for one in seen))

    def _parts(self, message: ReadMessage) -> Iterator[_Part]:
        """The whole, and each sentence of a longer one: a story does not drown its last words."""
        if not message.passage.words or read_text(message.passage) in self._silent:
            return
        sentences = list(_sentences(message.passage))
        if len(message.passage.words) <= LONGEST:
            yield _Part(message, message.passage.text.strip())
        if len(sentences) > 1:
            for words in sentences[-PARTS_AT_MOST:]:
                part = self._engine.read(words)
                if read_text(part.passage) not in self._silent:
                    yield _Part(part, words, is_sentence=True)

    def _flag(self, seen: _Seen) -> RedFlag:
        reading = seen.reading
        group = self._groups[reading.flag]
        return RedFlag(
            id=reading.flag,
            level=reading.level,
            words=seen.part.words,
            rule=f"semantic:{reading.flag} ({reading.danger:.2f})",
            response=_response(group, reading.level),
            group=group.group,
            is_certain=reading.danger >= CERTAIN,
        )


def _gravity(seen: _Seen) -> tuple[int, bool, float]:
    """The gravest speaks; a sentence says better than the whole what was meant."""
    return seen.reading.level.rank, seen.part.is_sentence, seen.reading.danger


def _sentences(passage: Passage) -> Iterator[str]:
    numbers = sorted({word.sentence for word in passage.words})
    for number in numbers:
        places = [place for place, word in enumerate(passage.words) if word.sentence == number]
        for start in range(0, max(len(places) - OVERLAP, 1), LONGEST - OVERLAP):
            piece = places[start : start + LONGEST]
            if len(piece) >= FEWEST_WORDS:
                yield passage.quote(piece[0], piece[-1])


def _response(group: FlagGroup, level: Level) -> str:
    """The group's text of that level: a rule may answer with another than the group's own."""
    if level == group.level:
        return group.response
    texts = [row.response for row in group.patterns if row.level == level and row.response]
    return texts[0] if texts else group.response


def load_semantic_detector(
    engine: LanguageEngine, groups: Iterable[FlagGroup], file: Path = FILE, encoder: Path = FOLDER
) -> SemanticDetector:
    """The detector over set-up's files. Raises SemanticDetectorMissing."""
    try:
        model = SemanticModel.load(file, encoder)
        thresholds = read_file(THRESHOLDS, Thresholds)
        return SemanticDetector(engine, groups, model, SentenceEncoder(encoder), thresholds)
    except AnotherEncoder as other:
        problem = f"the second red-flag detector knows another encoder: {REPAIR}"
        raise SemanticDetectorMissing(problem) from other
    except Exception as error:  # the tokenizer raises nothing narrower for a damaged file
        log.exception("the second red-flag detector cannot be loaded")
        problem = "missing" if isinstance(error, FileNotFoundError) else "damaged"
        raise SemanticDetectorMissing(f"the second red-flag detector is {problem}: {REPAIR}") from error
