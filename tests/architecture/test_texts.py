"""What never stands in a file: addresses of package registries, paths of one machine, unfinished business."""

import re
from pathlib import Path

import pytest

from clinic.config import ROOT
from tests.architecture.tree import short, texts

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
NEVER = {
    "an address of a package registry": re.compile(
        r"\b(pypi|pythonhosted|npmjs|debian)\.(org|com)\b|--(extra-)?index-url"
    ),
    "a path of one machine": re.compile(r"(?<![\w.])/(work|root|home|Users)/\w"),
    "unfinished business": re.compile(r"\b(TODO|FIXME|XXX)\b"),
    "a private key": re.compile(r"BEGIN [A-Z ]*PRIVATE KEY"),
}
OWN = Path(__file__)


@pytest.mark.parametrize("pattern", NEVER.values(), ids=NEVER)
def test_no_file_holds(pattern: re.Pattern[str]) -> None:
    found = [
        f"{short(path)}:{text[: hit.start()].count(chr(10)) + 1}: {hit.group()}"
        for path, text in texts()
        if path != OWN
        for hit in pattern.finditer(text)
    ]

    assert not found


@pytest.mark.parametrize("lock", LOCKS, ids=[lock.stem for lock in LOCKS])
def test_a_lock_file_pins_every_package_by_hash_and_names_no_address(lock: Path) -> None:
    text = lock.read_text()
    packages = re.split(r"\n(?=[a-z0-9])", text.strip())

    assert "://" not in text
    assert not [package for package in packages if "==" not in package or "--hash=sha256:" not in package]


@pytest.mark.parametrize("lock", LOCKS, ids=[lock.stem for lock in LOCKS])
def test_a_lock_file_holds_everything_that_was_asked_for(lock: Path) -> None:
    asked = re.findall(r"^([A-Za-z0-9][A-Za-z0-9-]*)", lock.with_suffix(".in").read_text(), re.MULTILINE)
    pinned = set(re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==", lock.read_text(), re.MULTILINE))

    assert {name.lower() for name in asked} <= pinned
