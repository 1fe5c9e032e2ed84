"""Makes the weights of the semantic detector: likeness to the examples, in closed form, and the tuned reader.

    python -m clinic.language.semantic_training            # make them, unless they stand already
    python -m clinic.language.semantic_training --check    # only tell: 0 when they stand, else 1

Needs the sentence encoder under models/ and the engine's environment; takes a minute or two. The same files
give the same weights.
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from clinic.config import ROOT
from clinic.language.engine import LanguageEngine, language_engine
from clinic.language.semantic_encoder import Rows, SentenceEncoder, encoder_digest
from clinic.language.semantic_examples import Example, all_examples
from clinic.language.semantic_features import FeatureReader, Signs, read_text
from clinic.language.semantic_model import FILE, NONE, Likeness, SemanticModel, likeness
from clinic.language.semantic_tuning import TuningFailed, tuned_reader
from clinic.language.watch import rules_alone

RIDGE: Final = 0.05
MADE_FROM: Final = (
    "clinic/criteria/must_not_fire.yml", "clinic/criteria/red_flags/**/*", "clinic/criteria/vocabulary/**/*",
    "clinic/criteria/training_lines.py", "clinic/language/*.py", "clinic/logic/red_flags.py",
    "data/nlu/*.yml", "pipeline/encoder*.py", "pipeline/red_flag_tuning.py",
)  # fmt: skip


def fingerprint(root: Path = ROOT) -> str:
    """Stands for everything that the weights are made from. Raises OSError without an encoder."""
    digest = hashlib.sha256(encoder_digest().encode())
    for path in sorted(path for pattern in MADE_FROM for path in root.glob(pattern) if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def stands(file: Path = FILE) -> bool:
    """Whether whole weights stand that were made from exactly what is in the tree now."""
    try:
        return SemanticModel.load(file).fingerprint == fingerprint()
    except (OSError, ValueError, KeyError, EOFError, RuntimeError):
        return False


@dataclass(frozen=True)
class Lesson:
    """The examples as the detector will see them, and what it is to say of each."""

    examples: Sequence[Example]
    answers: tuple[str, ...]
    texts: Sequence[str]
    rows: Rows
    targets: Rows

    @classmethod
    def of(cls, examples: Sequence[Example], engine: LanguageEngine, signs: Signs) -> "Lesson":
        """Read every example."""
        read = [engine.read(example.text) for example in examples]
        features = FeatureReader(SentenceEncoder(), engine.vocabulary.cues_for("flags"), signs)
        answers = answers_of(examples)
        texts = [read_text(message.passage) for message in read]
        return cls(examples, answers, texts, features.rows(read), targets_of(examples, answers))

    def part(self, places: Sequence[int]) -> "Lesson":
        """These examples alone."""
        chosen = [self.examples[place] for place in places]
        texts = [self.texts[place] for place in places]
        return Lesson(chosen, self.answers, texts, self.rows[places], self.targets[places])


def all_signs(engine: LanguageEngine) -> Signs:
    """A column for every cue and concept of today's vocabulary."""
    vocabulary = engine.vocabulary
    cues = sorted({cue.category for cue in vocabulary.cues_for("flags")})
    return Signs(tuple(cues), tuple(sorted({*vocabulary.names})))


def answers_of(examples: Sequence[Example]) -> tuple[str, ...]:
    """Every answer that names a group, and "none"."""
    return tuple(sorted({one.answer for one in examples if one.answer == NONE or " " in one.answer}))


def targets_of(examples: Sequence[Example], answers: Sequence[str]) -> Rows:
    """What each example is to say; where only the level is known, every answer of that level a part of it."""
    targets = np.zeros((len(examples), len(answers)), dtype=np.float32)
    for row, example in enumerate(examples):
        fitting = [place for place, answer in enumerate(answers) if answer.endswith(example.answer)]
        targets[row, fitting] = 1.0 / len(fitting)
    return targets


def likeness_of(lesson: Lesson) -> Likeness:
    """How much likeness to each example is to speak for each answer: kernel ridge regression."""
    shares = lesson.targets.mean(axis=0)
    kernel = likeness(lesson.rows, lesson.rows)
    weights = np.array([example.weight for example in lesson.examples], dtype=np.float32)
    kernel[np.diag_indices(len(kernel))] += RIDGE / weights
    solution: NDArray[np.float32] = np.linalg.solve(kernel, lesson.targets - shares)
    return Likeness(lesson.rows, solution, shares)


def train() -> SemanticModel:
    """Learn from every example."""
    made_from = fingerprint()  # first: what is changed meanwhile was not learned
    engine = language_engine()
    signs = all_signs(engine)
    lesson = Lesson.of(all_examples(rules_alone()), engine, signs)
    tuned = tuned_reader(lesson.texts, lesson.targets)
    return SemanticModel(lesson.answers, likeness_of(lesson), tuned, signs, made_from, encoder_digest())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Make the weights of the semantic red-flag detector.")
    parser.add_argument("--check", action="store_true", help="only tell whether they stand")
    if parser.parse_args(arguments).check:
        return 0 if stands() else 1
    if not stands():
        try:
            model = train()
        except TuningFailed as failure:
            print(failure, file=sys.stderr)
            return 1
        model.save(FILE)
        print(f"learned {len(model.answers)} answers", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
