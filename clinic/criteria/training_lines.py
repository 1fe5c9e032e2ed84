"""The training lines that stand in data/nlu, to tell which of a draft's lines are new."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from clinic.criteria.strict_yaml import read_yaml
from clinic.logic.training_lines import key_of


def load_training_lines(folder: Path) -> Mapping[str, frozenset[str]]:
    """Key of a line → the labels under which it stands. Raises YamlUnreadable."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for label, text in _lines(path):
            key = key_of(text)
            found[key] = found.get(key, frozenset()) | {label}
    return found


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for block in read_yaml(path)["nlu"]:
        for line in block.get("examples", "").splitlines():
            if line.startswith("-"):
                yield block.get("intent", ""), line.removeprefix("-")
