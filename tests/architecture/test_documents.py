"""What the documents say is so: paths exist, targets exist, commands exist."""

import re
from pathlib import Path

import typer

from clinic.cli import build
from clinic.config import PREFIX, ROOT, Settings
from tests.architecture.tree import files, short, texts

PATH = re.compile(
    r"`((?:[\w.-]+/)+[\w.*<>-]*|[\w-]+\.(?:md|yml|toml|py))`|\]\((?!https?:|#|mailto:)([^)#\s]+)"
)
MADE = ("var/", "models/", ".venv")  # on the machine, not in the tree
LABELS = "faq/"  # what a message means, not a path


def _documents() -> list[tuple[Path, str]]:
    return [(path, text) for path, text in texts() if path.suffix == ".md"]


def _targets() -> dict[str, bool]:
    makefile = (ROOT / "Makefile").read_text()
    return {name: "##" in rest for name, rest in re.findall(r"^([a-z-]+):(?!=)(.*)$", makefile, re.MULTILINE)}


def _exists(named: str, document: Path) -> bool:
    if "<" in named or "*" in named or named.startswith((*MADE, LABELS)):
        return True
    if "/" not in named and any(path.name == named for path in files()):
        return True
    return any((start / named).exists() for start in (ROOT, document.parent))


def test_every_path_in_a_document_exists() -> None:
    missing = [
        f"{short(document)}: {named}"
        for document, text in _documents()
        for pair in PATH.findall(text)
        if (named := pair[0] or pair[1]) and not _exists(named, document)
    ]

    assert not missing


def test_every_target_in_a_document_exists() -> None:
    named = {target for _, text in _documents() for target in re.findall(r"`make ([a-z-]+)", text)}

    assert named <= set(_targets())


def test_every_target_is_explained_by_make_help() -> None:
    assert not [name for name, explained in _targets().items() if not explained]


def test_every_command_in_a_document_exists() -> None:
    known = set(typer.main.get_group(build()).commands)
    named = {command for _, text in _documents() for command in re.findall(r"`clinic ([a-z-]+)", text)}

    assert named <= known


def test_every_setting_in_a_file_exists() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {"CLINIC_ENV_FILE"}
    named = {
        name
        for path, text in texts()
        if path.suffix != ".py"
        for name in re.findall(rf"\b{PREFIX}[A-Z_]+\b", text)
    }

    assert named <= known


def test_the_readme_is_short_enough_to_be_read() -> None:
    readme = ROOT / "README.md"

    assert readme in files()
    assert len(readme.read_text().splitlines()) < 200
