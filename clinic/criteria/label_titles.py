"""Plain words for every label, for "Did you mean …" buttons and the console (label_titles.yml)."""

from collections.abc import Mapping
from pathlib import Path

from clinic.criteria.strict_yaml import read_yaml

PATH = Path(__file__).with_name("label_titles.yml")


def load_label_titles(path: Path = PATH) -> Mapping[str, str]:
    """Label → title of at most five words, and the buttons beside them. Raises YamlUnreadable, KeyError."""
    content = _content(path)
    return {**content["labels"], **content["buttons"]}


def load_labels(path: Path = PATH) -> frozenset[str]:
    """Every label, without the buttons that stand for none. Raises YamlUnreadable, KeyError."""
    return frozenset(_content(path)["labels"])


def _content(path: Path) -> Mapping[str, Mapping[str, str]]:
    content: Mapping[str, Mapping[str, str]] = read_yaml(path)
    return content
