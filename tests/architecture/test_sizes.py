"""Small modules and small functions; every module says what it is for."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import modules, short

PRODUCT = ("clinic", "actions", "pipeline", "deploy")
LONGEST_MODULE = 300
LONGEST_TEST_MODULE = 400
LONGEST_CONFTEST = 150
LONGEST_FUNCTION = 40
MEDIAN_FUNCTION = 10
VAGUE = ("utils", "util", "helpers", "helper", "common", "misc")


def _is_migration(path: Path) -> bool:
    return "versions" in path.parts  # written by Alembic, one step each, never edited


def _limit(path: Path) -> int:
    if path.name == "conftest.py":
        return LONGEST_CONFTEST
    return LONGEST_TEST_MODULE if short(path).parts[0] == "tests" else LONGEST_MODULE


def _functions(paths: list[Path]) -> Iterator[tuple[Path, str, int]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield short(path), node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def _product() -> list[Path]:
    return [path for path in modules(*PRODUCT) if not _is_migration(path)]


def test_no_module_is_too_long() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in modules()
        if not _is_migration(path)
    }

    assert not {str(short(path)): length for path, length in lengths.items() if length > _limit(path)}


def test_no_function_is_too_long() -> None:
    assert not [found for found in _functions(_product()) if found[2] > LONGEST_FUNCTION]


def test_most_functions_are_read_at_a_glance() -> None:
    assert statistics.median(length for _, _, length in _functions(_product())) < MEDIAN_FUNCTION


def test_every_module_says_what_it_is_for() -> None:
    silent = []
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and not ast.get_docstring(tree):
            silent.append(str(short(path)))

    assert not silent


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [str(short(path)) for path in modules() if path.stem in VAGUE]
