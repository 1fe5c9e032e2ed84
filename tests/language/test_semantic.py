"""The second detector: what it adds to the rules, what keeps it silent, and that the watch bears its loss."""

import json
import logging
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from clinic.criteria.red_flags import FlagGroup, load_must_not_fire, load_red_flags
from clinic.language.engine import LanguageEngine, language_engine
from clinic.language.semantic import (
    Impression,
    SemanticDetector,
    SemanticDetectorMissing,
    load_semantic_detector,
)
from clinic.language.semantic_encoder import FOLDER
from clinic.language.semantic_model import FILE, SemanticModel
from clinic.language.watch import RedFlagWatch, red_flag_watch, rules_alone
from clinic.logic.red_flags import KnownFacts, Level, RedFlag

STORY = "I came in last week and everything was lovely. The staff were kind. "


@pytest.fixture(scope="module")
def engine() -> LanguageEngine:
    return language_engine()


@pytest.fixture(scope="module")
def groups(engine: LanguageEngine) -> tuple[FlagGroup, ...]:
    return load_red_flags(engine.vocabulary)


@pytest.fixture(scope="module")
def detector(engine: LanguageEngine, groups: tuple[FlagGroup, ...]) -> SemanticDetector:
    return load_semantic_detector(engine, groups)


class Seeing:
    """A second detector that sees one thing in every message, or nothing."""

    def __init__(self, flag: RedFlag | None, danger: float = 0.9) -> None:
        self.impression = Impression(flag, danger)

    def check(self, messages: list[object]) -> list[Impression]:
        return [self.impression] * len(messages)


class Broken:
    """A second detector whose encoder has gone."""

    def check(self, messages: list[object]) -> list[Impression]:
        raise RuntimeError("no encoder")


def _flag(name: str, level: Level) -> RedFlag:
    return RedFlag(name, level, "words", f"semantic:{name} (0.90)", "utter_any")


def _alone(detector: SemanticDetector, engine: LanguageEngine, *texts: str) -> list[RedFlag | None]:
    return [seen.flag for seen in detector.check([engine.read(text) for text in texts])]


def test_it_names_group_level_rule_and_the_words(detector: SemanticDetector, engine: LanguageEngine) -> None:
    (flag,) = _alone(detector, engine, "my throat is closing up and I cannot breathe")

    assert flag is not None
    assert (flag.id, flag.level, flag.response) == ("RF-01", Level.L1, "utter_safety_anaphylaxis")
    assert re.fullmatch(r"semantic:RF-01 \([01]\.\d\d\)", flag.rule)
    assert flag.words == "my throat is closing up and I cannot breathe"


def test_a_long_story_does_not_drown_its_last_words(
    detector: SemanticDetector, engine: LanguageEngine
) -> None:
    (flag,) = _alone(detector, engine, STORY * 20 + "Now my throat is closing and I cannot breathe.")

    assert flag is not None
    assert flag.words == "Now my throat is closing and I cannot breathe"


def test_a_story_without_any_marks_is_read_to_its_end(
    detector: SemanticDetector, engine: LanguageEngine
) -> None:
    story = "so i came in last week and everything was lovely and the staff were kind and we talked a lot "
    (flag,) = _alone(detector, engine, story * 15 + "and now my throat is closing and i cannot breathe")

    assert flag is not None
    assert flag.words.endswith("my throat is closing and i cannot breathe")
    assert len(flag.words.split()) <= 100


@pytest.mark.parametrize("text", ["", " ", "?", "😀", "\x00", "我喘不过气来", "a" * 5000, "no " * 1700])
def test_odd_texts_are_no_reason_to_fail(
    detector: SemanticDetector, engine: LanguageEngine, text: str
) -> None:
    _alone(detector, engine, text)


def test_known_look_alikes_stay_silent(detector: SemanticDetector, engine: LanguageEngine) -> None:
    texts = [form.text for form in load_must_not_fire() if form.below == Level.L3]

    assert _alone(detector, engine, *texts) == [None] * len(texts)


def test_many_at_once_are_read_as_one_by_one(detector: SemanticDetector, engine: LanguageEngine) -> None:
    texts = ["my throat is closing", "how much is it", "", "i want to end my life", STORY]

    assert _alone(detector, engine, *texts) == [_alone(detector, engine, text)[0] for text in texts]


def test_two_threads_at_once_get_the_same(detector: SemanticDetector, engine: LanguageEngine) -> None:
    texts = ["my throat is closing", "i want to end my life", "how much is it"] * 20
    expected = _alone(detector, engine, *texts)

    with ThreadPoolExecutor(max_workers=2) as pool:
        found = list(pool.map(lambda _: _alone(detector, engine, *texts), range(2)))

    assert found == [expected, expected]


def test_either_detector_suffices(engine: LanguageEngine, groups: tuple[FlagGroup, ...]) -> None:
    watch = RedFlagWatch(engine, groups, Seeing(_flag("RF-15", Level.L1)))

    found = watch.check("good morning")

    assert (found.level, [hit.rule for hit in found.hits]) == (Level.L1, ["semantic:RF-15 (0.90)"])
    assert found.response == "utter_any"


def test_it_raises_a_lower_level_of_the_rules_and_keeps_their_flag(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...]
) -> None:
    watch = RedFlagWatch(engine, groups, Seeing(_flag("RF-06", Level.L1)))

    found = watch.check("lumps weeks later")

    assert found.level is Level.L1
    assert {hit.id for hit in found.hits} == {"RF-06", "RF-09"}


@pytest.mark.parametrize(("text", "adds"), [("throat closing", True), ("I want to kill myself", False)])
def test_it_adds_only_what_is_graver(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...], text: str, adds: bool
) -> None:
    watch = RedFlagWatch(engine, groups, Seeing(_flag("RF-18", Level.L4)))

    assert ("RF-18" in {hit.id for hit in watch.check(text).hits}) is adds


def test_what_the_rules_read_as_denied_it_does_not_undo(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...]
) -> None:
    watch = RedFlagWatch(engine, groups, Seeing(_flag("RF-04", Level.L1)))

    assert watch.check("I don't have chest pain").level is Level.NONE


def test_another_danger_beside_a_denied_one_is_seen(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...]
) -> None:
    watch = RedFlagWatch(engine, groups, Seeing(_flag("RF-05", Level.L1)))

    assert watch.check("I don't have chest pain").level is Level.L1


def test_a_sign_of_violence_allows_no_contact_whoever_saw_it(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...]
) -> None:
    watch = RedFlagWatch(engine, groups, Seeing(_flag("RF-18", Level.L4)))
    found = watch.check("good morning")

    assert not found.verdict(KnownFacts()).contact_allowed


def test_a_child_in_a_crisis_is_a_child_whoever_saw_it(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...]
) -> None:
    watch = RedFlagWatch(engine, groups, Seeing(_flag("RF-17", Level.L4)))

    assert "RF-19" in {hit.id for hit in watch.check("I am 15 years old").hits}


def test_the_rules_answer_when_it_fails(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...], caplog: pytest.LogCaptureFixture
) -> None:
    watch = RedFlagWatch(engine, groups, Broken())

    with caplog.at_level(logging.ERROR):
        assert watch.check("lumps weeks later").level is Level.L3

    assert "lumps" not in caplog.text


def test_without_its_files_it_is_missing(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...], tmp_path: Path
) -> None:
    with pytest.raises(SemanticDetectorMissing, match="is missing: run `make setup`"):
        load_semantic_detector(engine, groups, tmp_path / "red_flags.npz")
    with pytest.raises(SemanticDetectorMissing, match="is missing"):
        load_semantic_detector(engine, groups, FILE, tmp_path)


def test_half_written_weights_are_damaged(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...], tmp_path: Path
) -> None:
    half = tmp_path / "red_flags.npz"
    half.write_bytes(FILE.read_bytes()[:5000])

    with pytest.raises(SemanticDetectorMissing, match="is damaged"):
        load_semantic_detector(engine, groups, half)


def test_a_damaged_tokenizer_is_noticed(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...], tmp_path: Path
) -> None:
    shutil.copy(FOLDER / "manifest.json", tmp_path)
    (tmp_path / "tokenizer.json").write_text("{}")

    with pytest.raises(SemanticDetectorMissing, match="is damaged"):
        load_semantic_detector(engine, groups, FILE, tmp_path)


def test_weights_of_another_encoder_are_refused(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...], tmp_path: Path
) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"files": {}}))

    with pytest.raises(SemanticDetectorMissing, match="another encoder"):
        load_semantic_detector(engine, groups, FILE, tmp_path)


def test_the_weights_come_back_as_they_were_saved(tmp_path: Path) -> None:
    model, path = SemanticModel.load(), tmp_path / "kept.npz"
    model.save(path)
    again = SemanticModel.load(path)

    assert np.array_equal(again.likeness.weights, model.likeness.weights)
    assert np.array_equal(again.tuned.scores(["my throat"]), model.tuned.scores(["my throat"]))
    assert (again.answers, again.signs, again.fingerprint) == (model.answers, model.signs, model.fingerprint)


def test_a_tuned_encoder_that_is_none_is_damaged(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...], tmp_path: Path
) -> None:
    with np.load(FILE) as kept:
        parts = dict(kept)
    np.savez(tmp_path / "red_flags.npz", **{**parts, "tuned_encoder": parts["tuned_encoder"][:1000]})

    with pytest.raises(SemanticDetectorMissing, match="is damaged"):
        load_semantic_detector(engine, groups, tmp_path / "red_flags.npz")


def test_danger_that_is_only_spoken_of_is_no_alarm_but_kept(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...]
) -> None:
    found = RedFlagWatch(engine, groups, Seeing(None, 0.1)).check("my throat is closing up")

    assert (found.level, found.hits, found.response) == (Level.NONE, (), None)
    assert [(flag.id, flag.level) for flag in found.mentioned] == [("RF-01", Level.L1)]


@pytest.mark.parametrize(
    ("text", "danger", "level"),
    [
        ("my throat is closing up", 0.2, Level.L1),
        ("throat closing", 0.0, Level.L1),
        ("I want to kill myself", 0.0, Level.L4),
        ("the lumps came weeks after the session", 0.0, Level.L3),
    ],
    ids=["doubt", "two words", "a crisis", "costs but a question"],
)
def test_the_rules_alone_suffice(
    engine: LanguageEngine, groups: tuple[FlagGroup, ...], text: str, danger: float, level: Level
) -> None:
    found = RedFlagWatch(engine, groups, Seeing(None, danger)).check(text)

    assert (found.level, found.mentioned) == (level, ())


def test_spoken_of_after_a_session_it_counts(engine: LanguageEngine, groups: tuple[FlagGroup, ...]) -> None:
    found = RedFlagWatch(engine, groups, Seeing(None, 0.1)).check("my throat is closing up")

    assert found.verdict(KnownFacts()).level is Level.NONE
    assert found.verdict(KnownFacts(days_since_last_session=3)).level is Level.L1


def test_what_was_not_looked_at_speaks_against_nothing(
    detector: SemanticDetector, engine: LanguageEngine
) -> None:
    assert [seen.danger for seen in detector.check([engine.read(text) for text in ("", "?")])] == [1.0, 1.0]
    assert detector.check([engine.read("how much is a session")])[0].danger < 0.2


def test_the_product_watches_with_both() -> None:
    assert red_flag_watch().has_both_detectors
    assert not rules_alone().has_both_detectors
