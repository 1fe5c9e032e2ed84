"""Names that code, rules and criteria utter: each has a text, and each text is uttered by somebody."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from clinic.criteria.responses import ResponseCatalogue

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"(?<![\w.])utter_[a-z0-9_]+/?[a-z0-9_]*")
RETRIEVAL = "utter_faq"  # the engine's own name for "the answer to this topic"
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
        if name not in (*catalogue.responses, RETRIEVAL) and not name.endswith(("_", "/"))
    }

    assert unknown == set()


def replies() -> Iterator[tuple[str, set[str], str]]:
    """Every `Reply("name", {…})` in our code whose name and values are written out, with its file."""
    for path in sorted((ROOT / "clinic").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reply" and node.args):
                continue
            values = given_values(node)
            if values is not None:
                for name in names_in(node.args[0]):
                    yield name, values, path.relative_to(ROOT).as_posix()


def names_in(node: ast.expr) -> Iterator[str]:
    """A written name, or both names of an `a if b else c`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from names_in(node.body)
        yield from names_in(node.orelse)


def given_values(call: ast.Call) -> set[str] | None:
    """The keys of the written values; none when no values are given; None when they are not written out."""
    given = next((word.value for word in call.keywords if word.arg == "values"), None)
    given = call.args[1] if len(call.args) > 1 else given
    if given is None:
        return set()
    if not isinstance(given, ast.Dict):
        return None
    keys = [key.value if isinstance(key, ast.Constant) else None for key in given.keys]
    return None if None in keys else {str(key) for key in keys}


def test_every_reply_gives_the_values_that_its_text_needs(catalogue: ResponseCatalogue) -> None:
    lacking = [
        f"{where}: {name} needs {', '.join(sorted(needed - given))}"
        for name, given, where in replies()
        if name in catalogue.responses
        for needed in [catalogue.responses[name][0].metadata.values]
        if needed - given
    ]

    assert lacking == []


def test_every_text_is_uttered_by_somebody(catalogue: ResponseCatalogue) -> None:
    names = {name for name, _ in uttered()}

    left_over = {
        name for name in catalogue.responses if name not in names and not name.startswith("utter_faq/")
    }

    assert left_over == set()
