"""Names that code, rules and criteria utter: each has a text, and each text is uttered by somebody."""

import re
from collections.abc import Iterator
from pathlib import Path

from clinic.criteria.responses import ResponseCatalogue

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"\butter_[a-z0-9_]+/?[a-z0-9_]*")
EDITOR = ROOT / "clinic" / "criteria" / "wording.py"  # speaks of names by their beginnings


def uttered() -> Iterator[tuple[str, str]]:
    """Every name and the file that utters it; a name that goes on in braces is a beginning."""
    for folder, suffix in (
        ("clinic", "*.py"),
        ("clinic/criteria", "*.yml"),
        ("actions", "*.py"),
        ("data/rules", "*.yml"),
    ):
        for path in sorted((ROOT / folder).rglob(suffix)):
            if path == EDITOR:
                continue
            for match in NAME.finditer(path.read_text(encoding="utf-8")):
                yield match[0], path.relative_to(ROOT).as_posix()


def test_every_uttered_name_has_a_text(catalogue: ResponseCatalogue) -> None:
    unknown = {
        f"{name} in {where}"
        for name, where in uttered()
        if name not in catalogue.responses and not name.endswith(("_", "/"))
    }

    assert unknown == set()
