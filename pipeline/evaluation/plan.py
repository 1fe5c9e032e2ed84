"""Which pipelines are asked what: decided by the options, the same rows and lines for all of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.evaluation.answers import Pipeline
from pipeline.evaluation.cache import Cache
from pipeline.evaluation.checklist import Case, checked
from pipeline.evaluation.lines import training_lines
from pipeline.evaluation.measuring import Contestant, cross_validate, train_and_ask
from pipeline.evaluation.ours import NAME, Ours, archive_to_ask
from pipeline.evaluation.progress import tell
from pipeline.evaluation.report import Report, measured, rows_asked
from pipeline.evaluation.rows import Row


class Plan:
    """One measurement: of these rows, or of the training lines when there are none."""

    def __init__(
        self,
        options: argparse.Namespace,
        recipe: dict[str, Any],
        rows: tuple[Row, ...],
        cases: tuple[Case, ...],
    ) -> None:
        self._options = options
        self._rows = rows
        self._cases = cases
        # Looked up first: whoever has no model need not wait to hear it.
        self._archive = archive_to_ask(options.root, options.model) if rows and not options.share else None
        cache = Cache(options.cache)
        self._ours = Ours(options.root, recipe, cache)
        self._others = [_stock(cache, options.epochs)] if options.against else []
        self._all = training_lines(options.root)
        self._lines = self._all.part(options.share) if options.share else self._all

    def measure(self) -> tuple[Report, list[Pipeline]]:
        """Return the report and every answer behind it."""
        pipelines = self._on_files() if self._rows else self._on_folds()
        report = Report(
            title=self._title(),
            asked=rows_asked(pipelines[0].rows),
            notes=[*self._notes()],
            pipelines=[measured(pipeline) for pipeline in pipelines],
        )
        return report, pipelines

    def _title(self) -> str:
        if self._rows:
            return f"Labelled rows of {', '.join(path.name for path in self._options.files)}"
        return f"Cross-validation in {self._options.folds} folds"

    def _on_files(self) -> list[Pipeline]:
        ours = self._standing(self._archive) if self._archive else self._trained(self._ours)
        return [ours, *map(self._trained, self._others)]

    def _on_folds(self) -> list[Pipeline]:
        folds, only = self._options.folds, self._options.only
        return [
            cross_validate(one, self._lines, folds, only, self._cases) for one in [self._ours, *self._others]
        ]

    def _trained(self, contestant: Contestant) -> Pipeline:
        return train_and_ask(contestant, self._lines, self._rows, self._cases)

    def _standing(self, archive: Path) -> Pipeline:
        tell(f"{NAME}: asked {len(self._rows):,} rows")
        answers = self._ours.ask_archive(archive, [row.text for row in self._rows])
        lines = checked(self._cases, lambda texts: self._ours.ask_archive(archive, texts))
        return Pipeline(NAME, f"the trained model {archive.name}", self._rows, tuple(answers), lines)

    def _notes(self) -> Iterator[str]:
        if self._options.share:
            yield (
                f"Trained on a share only: {len(self._lines):,} of {len(self._all):,} lines, the same lines "
                "for every pipeline."
            )
        if self._options.epochs and self._options.against:
            yield f"The stock pipeline learned for {self._options.epochs} epochs only."
        known = {_bare(text) for text in self._all.texts}
        if seen := sum(_bare(row.text) in known for row in self._rows):
            yield f"{seen:,} of the rows stand in the training data too: they are no proof of anything."


def _stock(cache: Cache, epochs: int | None) -> Contestant:
    from pipeline.evaluation.stock import Stock  # loads all of Rasa, which only this needs

    return Stock(cache, epochs)


def _bare(text: str) -> str:
    return " ".join(text.lower().split())
