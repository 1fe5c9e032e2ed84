"""How the second detector learns: from what, the same every time, and how well it does on the unseen."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clinic.criteria.loading import read_file
from clinic.language.engine import language_engine
from clinic.language.semantic import THRESHOLDS, Thresholds
from clinic.language.semantic_examples import Example, read_rows
from clinic.language.semantic_measuring import Judged, best_thresholds
from clinic.language.semantic_model import NONE, Reading, SemanticModel, combined
from clinic.language.semantic_training import Lesson, all_signs, likeness_of, stands, targets_of
from clinic.language.semantic_tuned import TunedReader
from clinic.language.semantic_tuning import TuningFailed, tuned_reader
from clinic.language.watch_evaluation import is_reached, table
from clinic.logic.red_flags import Level
from tests.language.examples import DATA

TEXTS = {
    "RF-01 L1": ("my throat is closing", "i cannot breathe", "my tongue is swelling up"),
    "RF-17 L4": ("i want to die", "i will end my life tonight", "nobody would miss me if i was dead"),
    NONE: ("how much is a session", "where are you", "does it hurt", "can i wash my hair after"),
}


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return [Example(text, answer, "test") for answer, texts in TEXTS.items() for text in texts]


@pytest.fixture(scope="module")
def lesson(examples: list[Example]) -> Lesson:
    engine = language_engine()
    return Lesson.of(examples, engine, all_signs(engine))


@pytest.fixture(scope="module")
def tuned(lesson: Lesson) -> TunedReader:
    """Learned in the engine's environment, which takes some seconds."""
    return tuned_reader(lesson.texts, lesson.targets)


def _model(lesson: Lesson, tuned: TunedReader) -> SemanticModel:
    return SemanticModel(lesson.answers, likeness_of(lesson), tuned, all_signs(language_engine()), "", "")


def test_the_same_examples_give_the_same_weights(lesson: Lesson, tuned: TunedReader) -> None:
    again = tuned_reader(lesson.texts, lesson.targets)

    assert np.array_equal(likeness_of(lesson).weights, likeness_of(lesson).weights)
    assert np.array_equal(again.model, tuned.model)
    assert np.array_equal(again.weights, tuned.weights)


def test_it_tells_apart_what_it_has_learned(lesson: Lesson, tuned: TunedReader) -> None:
    readings = _model(lesson, tuned).read(lesson.rows, lesson.texts)

    read = list(zip(readings, lesson.examples, strict=True))
    dangers = [reading for reading, one in read if one.answer != NONE]
    assert [f"{one.flag} {one.level}" for one in dangers] == ["RF-01 L1"] * 3 + ["RF-17 L4"] * 3
    assert min(one.danger for one in dangers) > max(one.danger for one, two in read if two.answer == NONE)


@pytest.mark.parametrize(
    ("alike", "tuned", "danger"),
    [
        ((0.6, 0.4), (1.0, 0.0), 0.8),
        ((0.2, 0.8), (0.0, 1.0), 0.1),
        ((1.2, -0.2), (0.0, 1.0), 1.0),
        ((0.92, 0.08), (1.0, 0.0), 0.96),
    ],
    ids=["both see it", "neither does", "nearly an example", "both, and nearly an example"],
)
def test_both_halves_have_a_say(
    alike: tuple[float, float], tuned: tuple[float, float], danger: float
) -> None:
    said = combined(("RF-01 L1", NONE), np.array([alike], np.float32), np.array([tuned], np.float32))

    assert [(one.flag, round(one.danger, 2)) for one in said] == [("RF-01", danger)]


def test_parts_that_do_not_fit_are_refused(lesson: Lesson, tuned: TunedReader) -> None:
    model = _model(lesson, tuned)
    model.require_whole()

    with pytest.raises(ValueError, match="tuned reader"):
        replace(model, tuned=TunedReader(tuned.model, tuned.weights[:1], tuned.bias[:1])).require_whole()
    with pytest.raises(ValueError, match="weights"):
        replace(model, likeness=replace(model.likeness, weights=model.likeness.weights[1:])).require_whole()


def test_where_nothing_can_be_learned_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic.language.semantic_tuning.COMMAND", ("/no/such/python",))

    with pytest.raises(TuningFailed, match="was not made"):
        tuned_reader(["a"], np.ones((1, 1), np.float32))


def test_a_line_of_known_level_speaks_for_every_answer_of_that_level() -> None:
    answers = ("RF-01 L1", "RF-17 L4", "RF-18 L4", NONE)
    given = [Example("x", "L4", "test"), Example("y", "RF-01 L1", "test"), Example("z", NONE, "test")]

    assert targets_of(given, answers).tolist() == [[0, 0.5, 0.5, 0], [1, 0, 0, 0], [0, 0, 0, 1]]


def _judged(answer: str, danger: float) -> Judged:
    return Judged(Example("text", answer, "test"), Reading("RF-01", Level.L1, danger))


def test_a_false_alarm_outweighs_some_detections() -> None:
    seen = [_judged("RF-01 L1", 0.68), _judged("RF-01 L1", 0.62), _judged(NONE, 0.63)]

    assert best_thresholds(seen) == {Level.L1: 0.65}
    assert best_thresholds(seen[:2]) == {Level.L1: 0.35}


def test_every_level_has_a_threshold() -> None:
    found = read_file(THRESHOLDS, Thresholds)

    assert set(found.thresholds) == {Level.L1, Level.L2, Level.L3, Level.L4}


def test_weights_of_other_files_do_not_stand(tmp_path: Path) -> None:
    model = SemanticModel.load()
    replace(model, fingerprint="of something else").save(tmp_path / "red_flags.npz")

    assert not stands(tmp_path / "red_flags.npz")
    assert not stands(tmp_path / "nothing.npz")


def test_examples_are_read_from_every_file_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "benign.jsonl").write_text('{"text": "a"}\n')
    (tmp_path / "benign_more.jsonl").write_text('{"text": "b"}\n')
    (tmp_path / "emergencies.jsonl").write_text('{"text": "c"}\n')

    assert [row["text"] for row in read_rows("benign", tmp_path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("levels", "expected", "reached"),
    [
        ({Level.L1}, Level.L2, True),
        ({Level.L3}, Level.L2, False),
        ({Level.L1}, Level.L4, False),
        ({Level.L1, Level.L4}, Level.L4, True),
        (set(), Level.L3, False),
    ],
)
def test_a_crisis_must_be_seen_as_a_crisis(levels: set[Level], expected: Level, reached: bool) -> None:
    assert is_reached(levels, expected) is reached


def test_on_held_back_examples_both_see_more_than_either() -> None:
    folder = DATA / "held_back"
    emergencies = [
        (row["text"], row["flag"], Level(row["level"])) for row in read_rows("emergencies", folder)
    ]

    header, *lines = table(emergencies, [row["text"] for row in read_rows("benign", folder)])

    assert header.split() == ["rules", "semantic", "both"]
    shares = {line.split()[0]: [float(cell.rstrip("%")) for cell in line.split()[2::2]] for line in lines[:4]}
    assert all(both >= max(alone) for *alone, both in shares.values())
    # The semantic detector alone: last measured 95.5, 93.5, 92.5, 89.6; another seed may cost three messages.
    floors = {"L1": 94.0, "L2": 90.0, "L3": 89.0, "L4": 87.0}
    assert not {level for level, floor in floors.items() if shares[level][1] < floor}
    false_alarms = float(lines[-1].split()[-3].rstrip("%"))
    assert false_alarms <= 3.1  # measured: 2.2
