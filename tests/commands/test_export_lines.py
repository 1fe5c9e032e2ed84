"""`clinic export-lines`: marked messages as a file to review, once, and never over another file."""

import errno
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from clinic import bootstrap
from clinic.cli import build
from clinic.commands.faults import CommandRefused
from clinic.criteria.strict_yaml import YamlUnreadable
from clinic.logic import training_lines
from clinic.services.dialogue import Reply, Understood
from clinic.services.inbound import Inbound
from clinic.services.ports import EngineReply
from tests.services.world import World, make_world


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = make_world()
    monkeypatch.setattr(bootstrap, "services", lambda: made.services)
    yield made
    made.end()


def marked(world: World, text: str, label: str = "faq/pain") -> None:
    guessed = Understood("nlu_fallback", 0.4, (("faq/pain", 0.4),))
    world.engine.reply = EngineReply((Reply("utter_clarify_person"),), guessed)
    world.services.turns.take(world.conversation_id, Inbound(text, text))
    message = world.patient_messages()[-1]
    world.services.misunderstood.mark(world.receptionist, message.id, label, seen="")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build(), ["export-lines", *arguments])


def refusal(*arguments: str) -> str:
    refused = run(*arguments).exception
    assert isinstance(refused, CommandRefused)
    return str(refused)


def test_lines_go_to_the_screen_and_the_summary_beside_them(world: World) -> None:
    marked(world, "will it sting")
    marked(world, "does it hurt")

    done = run()

    assert yaml.safe_load(done.stdout)["nlu"] == [{"intent": "faq/pain", "examples": "- will it sting\n"}]
    assert done.stderr == (
        "Lines: 1. 1 left out: they stand in the training lines. "
        "A person must review every line before it is added.\n"
    )
    with world.uow(reads_only=True) as uow:
        newest = max(uow.audit.recent(100), key=lambda entry: entry.id)
    assert (newest.actor, newest.action) == ("command line", "export_lines")


def test_a_file_is_for_its_owner_alone_and_holds_new_marks_once(world: World, tmp_path: Path) -> None:
    marked(world, "will it sting")
    first, second, third = (tmp_path / f"{number}.yml" for number in (1, 2, 3))

    assert run("--out", str(first)).stdout == ""
    assert first.stat().st_mode & 0o077 == 0
    assert "will it sting" in first.read_text(encoding="utf-8")

    nothing = run("--out", str(second))
    assert nothing.stderr.startswith("Nothing new to export.")
    assert (nothing.exit_code, second.exists()) == (0, False)

    run("--out", str(third), "--again")
    assert third.read_text(encoding="utf-8") == first.read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_costs_no_mark(world: World, tmp_path: Path) -> None:
    marked(world, "will it sting")
    standing = tmp_path / "standing.yml"
    standing.write_text("mine", encoding="utf-8")

    for place in (standing, tmp_path, tmp_path / "no" / "file.yml", tmp_path / ("x" * 300)):
        assert refusal("--out", str(place)).endswith("Name a new file.")

    assert standing.read_text(encoding="utf-8") == "mine"
    assert "will it sting" in run().stdout


def test_a_disk_that_is_full_is_told_and_all_can_be_exported_again(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(_drafted: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    marked(world, "will it sting")
    place = tmp_path / "lines.yml"
    with monkeypatch.context() as disk:
        disk.setattr(training_lines, "written", full)
        assert refusal("--out", str(place)).endswith("on device. Repeat with --again: nothing is lost.")

    assert not place.exists()
    assert "will it sting" in run("--again").stdout


def test_training_lines_that_cannot_be_read_are_one_line(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unreadable() -> None:
        raise YamlUnreadable("privacy.yml: is not YAML")

    marked(world, "will it sting")
    broken = replace(world.services.misunderstood, known_lines=unreadable)
    services = replace(world.services, misunderstood=broken)
    monkeypatch.setattr(bootstrap, "services", lambda: services)

    place = tmp_path / "lines.yml"
    assert refusal("--out", str(place)) == "The training lines cannot be read. privacy.yml: is not YAML"
    assert not place.exists()
