"""Set-up does what is missing, once, and says in one line what stands in its way."""

import errno
from pathlib import Path

import pytest

from deploy.setup import interpreters
from deploy.setup.__main__ import environments
from deploy.setup.commands import Progress, Runner
from deploy.setup.environments import STAMP, Environment
from deploy.setup.faults import SetupFailed, explain
from tests.setup.conftest import FreshMachine

EVERYTHING = [".venv", ".venv-rasa", "detector", "encoder", "model"]


def test_a_fresh_machine_gets_both_environments_the_encoder_the_detector_and_a_model(
    machine: FreshMachine,
) -> None:
    assert machine.set_up() == EVERYTHING


def test_a_second_run_does_nothing_and_asks_the_installer_for_nothing(machine: FreshMachine) -> None:
    machine.set_up()
    asked = machine.installer_calls()

    assert machine.set_up() == []
    assert machine.installer_calls() == asked


def test_everything_is_installed_by_hash(machine: FreshMachine) -> None:
    machine.set_up()

    installs = [call for call in machine.installer_calls() if call.startswith("pip")]
    assert len(installs) == 3
    assert all("--require-hashes" in call for call in installs)


def test_a_changed_lock_file_is_noticed(machine: FreshMachine) -> None:
    machine.set_up()
    lock = machine.root / "requirements" / "rasa.txt"
    lock.write_text(lock.read_text() + "# changed\n")

    assert machine.set_up() == [".venv-rasa"]


def test_an_environment_whose_interpreter_has_gone_is_made_again(machine: FreshMachine) -> None:
    machine.set_up()
    (machine.root / ".venv-rasa" / "bin" / "python").unlink()

    assert machine.set_up() == [".venv-rasa"]


def test_an_environment_that_was_left_half_made_is_completed(machine: FreshMachine) -> None:
    machine.set_up()
    (machine.root / ".venv" / STAMP).unlink()

    assert machine.set_up() == [".venv"]


def test_the_environment_of_the_tests_serves_the_product_as_well(machine: FreshMachine) -> None:
    machine.set_up(with_tests=True)

    assert machine.set_up() == []


def test_tests_need_more_than_the_product(machine: FreshMachine) -> None:
    machine.set_up()

    assert machine.set_up(with_tests=True) == [".venv"]


def test_a_damaged_encoder_is_noticed_and_made_again(machine: FreshMachine) -> None:
    machine.set_up()
    (machine.root / "models" / "encoder" / "model.bin").write_text("dama")

    assert machine.set_up() == ["encoder"]
    assert machine.set_up() == []


def test_a_detector_that_is_missing_is_made_again_and_nothing_else(machine: FreshMachine) -> None:
    machine.set_up()
    (machine.root / "models" / "red_flags.npz").unlink()

    assert machine.set_up() == ["detector"]
    assert machine.set_up() == []


def test_without_an_encoder_no_detector_is_learned(machine: FreshMachine) -> None:
    assert machine.set_up(only_environments=True) == [".venv", ".venv-rasa"]
    assert not (machine.root / "models" / "red_flags.npz").exists()


def test_a_failure_of_one_chain_leaves_the_other_waiting_for_nothing(machine: FreshMachine) -> None:
    (machine.root / "pipeline" / "encoder_conversion.py").write_text("raise SystemExit('no encoder')")

    with pytest.raises(SetupFailed):
        machine.set_up()

    assert not (machine.root / "models" / "red_flags.npz").exists()


def test_the_command_is_installed_with_the_environment(machine: FreshMachine) -> None:
    machine.set_up()

    ours, _ = environments(machine.root, with_tests=False)
    assert ours.interpreter.with_name("clinic").stat().st_mode & 0o111


def test_a_missing_interpreter_that_cannot_be_fetched_is_one_line(machine: FreshMachine) -> None:
    environment = Environment(machine.root, ".venv-rasa", "3.99", ("rasa.txt",))

    with pytest.raises(SetupFailed) as failure:
        environment.make(Runner(machine.root, Progress()), "uv")

    assert str(failure.value).startswith("Python 3.99 is missing and could not be fetched. Install it")
    assert "\n" not in str(failure.value)


def test_an_interpreter_on_the_path_that_does_not_work_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim = tmp_path / "python3.98"
    shim.write_text("#!/bin/sh\necho 'pyenv: version 3.98 is not installed' >&2\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert interpreters.find("3.98") is None


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (
            "error: request failed\n  Caused by: dns error: failed to lookup address",
            "package index cannot be reached",
        ),
        (
            "error: Failed to fetch\n  Caused by: error sending request for url",
            "package index cannot be reached",
        ),
        (
            f"error: failed to write\n  Caused by: No space left on device (os error {errno.ENOSPC})",
            "The disk is full",
        ),
        ("error: Hash mismatch for `rasa==3.6.21`", "differs from the pinned one"),
        ("error: something else\nthe reason", "Installing failed: the reason (all of it: "),
    ],
)
def test_what_stands_in_the_way_is_one_line(tmp_path: Path, output: str, line: str) -> None:
    said = str(explain("Installing", output, tmp_path / "setup.log"))

    assert line in said
    assert "\n" not in said
