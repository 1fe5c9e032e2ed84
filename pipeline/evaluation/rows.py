"""Labelled rows: a text with the label it should get, or with two labels when it asks two things."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.evaluation.refusal import EvaluationRefused

OUT_OF_SCOPE: Final = "out_of_scope"


@dataclass(frozen=True)
class Row:
    """One labelled message. `place` says where it stands, for whoever wants to look it up.

    `labels` holds what a message asks that has, or seems to have, two questions; one of one label is a single
    question that a careless reader would split.
    """

    text: str
    label: str = ""  # empty when the message asks two things
    alt: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    voice: str = ""
    place: str = ""

    @property
    def asks_two(self) -> bool:
        return len(self.labels) > 1

    def accepts(self, label: str) -> bool:
        """Tell whether this label is right: the row's own, or a neighbour that would do as well."""
        return label == self.label or label in self.alt


def read_rows(path: Path, known: Collection[str]) -> list[Row]:
    """Return the rows of a file of JSON lines.

    Raises:
        EvaluationRefused: it cannot be read; the message names file, line and fault.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as problem:
        raise EvaluationRefused(f"{path} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise EvaluationRefused(f"{path} cannot be read: it is not UTF-8 text.") from None
    rows = list(_rows(lines, path, known))
    if not rows:
        raise EvaluationRefused(f"{path} is empty: there is no labelled line in it.")
    return rows


def _rows(lines: list[str], path: Path, known: Collection[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _row(json.loads(line), f"{path.name}:{number}", known)
        except json.JSONDecodeError:
            raise EvaluationRefused(f"{path}, line {number}: this is not JSON.") from None
        except ValueError as fault:
            raise EvaluationRefused(f"{path}, line {number}: {fault}") from None


def _row(said: Any, place: str, known: Collection[str]) -> Row:
    if not isinstance(said, dict):
        raise ValueError('a line must be an object such as {"text": "…", "label": "…"}.')
    text, voice = said.get("text"), said.get("voice") or ""
    if not isinstance(text, str) or not text.strip():
        raise ValueError('"text" is missing.')
    if not isinstance(voice, str):
        raise ValueError('"voice" must be one word.')
    if ("label" in said) == ("labels" in said):
        raise ValueError('one of "label" (one question) and "labels" (two questions) is needed.')
    if "labels" in said:
        labels = _known(said["labels"], known)
        return Row(text, _only(labels), labels=labels, voice=voice, place=place)
    (label,) = _known([said["label"]], known)
    return Row(text, label, _known(said.get("alt") or [], known), voice=voice, place=place)


def _only(labels: tuple[str, ...]) -> str:
    """Return the label of a single question, and nothing when there are two."""
    if not labels or len(set(labels)) < len(labels):
        raise ValueError('"labels" needs one label or more, each once.')
    return labels[0] if len(labels) == 1 else ""


def _known(labels: Any, known: Collection[str]) -> tuple[str, ...]:
    if not isinstance(labels, list):
        raise ValueError('"alt" and "labels" must be lists.')
    for label in labels:
        if not isinstance(label, str) or label not in known:
            raise ValueError(f"there is no label {json.dumps(label)}.")
    return tuple(labels)
