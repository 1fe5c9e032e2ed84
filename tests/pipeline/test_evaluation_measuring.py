"""How lines are shared out, asked while unseen, and kept; and what stock Rasa's words mean."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluation.answers import Answer, Pipeline
from pipeline.evaluation.cache import KEPT, Cache, fingerprint, seconds_of
from pipeline.evaluation.lines import Lines
from pipeline.evaluation.measuring import cross_validate, train_and_ask
from pipeline.evaluation.progress import Steps, duration
from pipeline.evaluation.report import Report, measured, plain, prediction
from pipeline.evaluation.rows import Row
from pipeline.evaluation.stock_output import follow, read_answer
from pipeline.evaluation.terminal import table
from pipeline.parse_data import FALLBACK

LINES = Lines(
    tuple(f"line {number}" for number in range(40)),
    tuple("greet" if number < 30 else "thanks" for number in range(40)),
)


class Parrot:
    """Knows the lines it has learned, and nothing else."""

    name = "Parrot"

    def __init__(self) -> None:
        self.learned: list[Lines] = []

    def trained_on(self, lines: Lines) -> Path:
        self.learned.append(lines)
        return Path("parrot")

    def ask(self, model: Path, texts: Sequence[str]) -> list[Answer]:
        known = dict(zip(self.learned[-1].texts, self.learned[-1].labels, strict=True))
        return [Answer(known.get(text, "unsure"), "", 1.0, known.get(text, FALLBACK)) for text in texts]

    def about(self, model: Path, lines: Lines) -> str:
        return f"learned {len(lines)} lines"


def test_in_cross_validation_every_line_is_asked_once_and_unseen() -> None:
    parrot = Parrot()

    found = cross_validate(parrot, LINES, folds=4, only=None)

    assert sorted(row.text for row in found.rows) == sorted(LINES.texts)
    assert {answer.best for answer in found.answers} == {"unsure"}
    assert [len(lines) for lines in parrot.learned] == [30, 30, 30, 30]
    assert found.about == "learned 30 lines (the first of 4 folds)"


def test_every_fold_has_its_share_of_every_label() -> None:
    counts = [unseen.labels.count("thanks") for _, unseen in LINES.folds(4)]

    assert sorted(counts) == [2, 2, 3, 3]


def test_only_the_first_folds_are_asked_when_that_is_wanted() -> None:
    parrot = Parrot()

    found = cross_validate(parrot, LINES, folds=4, only=1)

    assert (len(parrot.learned), len(found.rows)) == (1, 10)
    assert cross_validate(parrot, LINES, folds=2, only=9).rows == cross_validate(parrot, LINES, 2, None).rows


def test_rows_are_asked_after_learning_all_lines() -> None:
    found = train_and_ask(Parrot(), LINES, [Row("line 3", "greet"), Row("news", "thanks")])

    assert [answer.decided for answer in found.answers] == ["greet", FALLBACK]


def test_a_share_keeps_the_balance_loses_no_label_and_is_always_the_same() -> None:
    part = LINES.part(0.25)

    assert (part.labels.count("greet"), part.labels.count("thanks")) == (8, 3)
    assert part == LINES.part(0.25)
    assert LINES.part(0.01).labels.count("thanks") == 2
    assert LINES.part(1.0) == LINES


def test_a_label_with_one_line_stays_in_a_share() -> None:
    assert Lines(("only",), ("greet",)).part(0.5).texts == ("only",)


def test_a_model_is_trained_once_and_its_time_is_kept(tmp_path: Path) -> None:
    made: list[Path] = []

    def make(out: Path) -> None:
        made.append(out)
        out.mkdir()

    paths = [Cache(tmp_path).model("one", make) for _ in range(2)]

    assert (len(made), paths[0]) == (1, paths[1])
    assert seconds_of(paths[0]) >= 0


def test_training_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def make(out: Path) -> None:
        out.mkdir()
        raise RuntimeError("the lights went out")

    with pytest.raises(RuntimeError):
        Cache(tmp_path).model("one", make)

    assert [path for path in (tmp_path / "models").iterdir()] == []


def test_two_at_once_end_with_the_same_model(tmp_path: Path) -> None:
    both_train, found = threading.Barrier(2), []

    def make(out: Path) -> None:
        out.mkdir()
        both_train.wait(10)

    threads = [
        threading.Thread(target=lambda: found.append(Cache(tmp_path).model("one", make))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [tmp_path / "models" / "one"] * 2
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["one"]


def test_old_models_make_room(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    for number in range(KEPT + 2):
        cache.model(f"m{number}", lambda out: out.mkdir())

    assert len(list((tmp_path / "models").iterdir())) == KEPT
    assert (tmp_path / "models" / f"m{KEPT + 1}").exists()


def test_answers_are_kept_as_they_were(tmp_path: Path) -> None:
    given = [Answer("greet", "thanks", 0.7, FALLBACK, ("faq/pain",))]

    first = Cache(tmp_path).answers("a", lambda: given)
    again = Cache(tmp_path).answers("a", lambda: pytest.fail("asked twice"))

    assert first == again == given


def test_another_part_or_order_is_another_fingerprint() -> None:
    assert (
        len({fingerprint("a", "b"), fingerprint("b", "a"), fingerprint("ab"), fingerprint(["a"], "b")}) == 4
    )


def test_progress_says_what_is_left() -> None:
    times = iter([0.0, 30.0, 120.0])
    steps = Steps("fold", 4, clock=lambda: next(times))

    assert steps.reached(1) == "fold 1 of 4, 30 s, about 90 s left"
    assert steps.reached(4) == "fold 4 of 4, 2 min"
    assert duration(8000) == "2 h 13 min"


def parsed(intent: str, intents: dict[str, float], topics: dict[str, float]) -> dict[str, Any]:
    return {
        "intent": {"name": intent, "confidence": 0.3},
        "intent_ranking": [{"name": name, "confidence": score} for name, score in intents.items()],
        "response_selector": {
            "default": {
                "ranking": [
                    {"intent_response_key": topic, "confidence": score} for topic, score in topics.items()
                ]
            }
        },
    }


def test_the_topic_of_stock_rasa_comes_from_its_selector() -> None:
    fields = parsed("faq", {"faq": 0.8, "greet": 0.2}, {"faq/pain": 0.9, "faq/cost": 0.1})

    found = read_answer(fields)

    assert (found.best, found.second, found.decided) == ("faq/pain", "greet", "faq/pain")
    assert found.confidence == pytest.approx(0.72)


def test_the_fallback_of_stock_rasa_is_no_answer() -> None:
    fields = parsed(FALLBACK, {FALLBACK: 0.3, "greet": 0.29, "faq": 0.28}, {"faq/pain": 0.9})

    found = read_answer(fields)

    assert (found.best, found.second, found.decided, found.is_given) == ("greet", "faq/pain", FALLBACK, False)


def test_stock_rasa_may_understand_nothing_at_all() -> None:
    fields = {"intent": {"name": None, "confidence": 0.0}, "intent_ranking": [], "response_selector": {}}

    assert not read_answer(fields).is_given


def test_the_epochs_of_stock_rasa_are_told_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    bars = [f"Epochs:  10%|#  | {epoch}/12 [00:09<00:09, 2s/it, t_loss=1]" for epoch in range(13)]
    output = ["Starting to train component 'DIETClassifier'.\n", *bars, *bars[-1:], "the end\n", "\n"]

    assert follow(output) == "the end"

    told = capsys.readouterr().err.splitlines()
    assert [line.split(",")[0].split()[-3:] for line in told] == [
        ["5", "of", "12"],
        ["10", "of", "12"],
        ["12", "of", "12"],
    ]
    assert "DIETClassifier" in told[0]


def report() -> tuple[Report, Pipeline]:
    rows = (
        Row("ouch", "faq/pain", voice="terse", place="a:1"),
        Row("hi", "greet", voice="plain", place="a:2"),
        Row("ouch, price?", labels=("faq/pain", "faq/cost")),
    )
    answers = (
        Answer("greet", "faq/pain", 0.9, "greet"),
        Answer("greet", "", 0.8, "greet"),
        Answer("faq/pain", "", 0.9, "faq/pain"),
    )
    pipeline = Pipeline("Ours", "as it is", rows, answers)
    return Report("Labelled rows", "3 rows", ["mind this"], [measured(pipeline)] * 2), pipeline


def test_the_table_shows_both_pipelines_side_by_side() -> None:
    lines = table(report()[0]).splitlines()

    (accuracy,) = [line for line in lines if line.startswith("Best label is right")]
    assert accuracy.count("50.0%  (9–91 %, 1/2)") == 2
    assert "mind this" in lines
    assert any(line.startswith("Two questions: one found") and "100.0%" in line for line in lines)
    assert any(line.startswith("terse (1)") for line in lines)
    assert sum("1  faq/pain taken for greet" in line for line in lines) == 2


def test_the_figures_hold_no_words_of_patients() -> None:
    figures = plain(report()[0])

    assert figures["pipelines"][0]["main"]["accuracy"]["hits"] == 1
    assert "ouch" not in str(figures)


def test_a_prediction_says_whether_it_is_right() -> None:
    pipeline = report()[1]

    assert [prediction(pipeline, at)["right"] for at in range(3)] == [False, True, True]
    assert prediction(pipeline, 0)["text"] == "ouch"
