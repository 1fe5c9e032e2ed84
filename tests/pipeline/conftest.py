"""One engine for the session; starting Rasa takes seconds, a turn milliseconds."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.config import ROOT
from tests.actions.stand_ins import StandInClinic
from tests.pipeline.engine import RASA_PYTHON, ActionServer, Engine


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model; set-up has made it, so this only looks it up."""
    made = subprocess.run(
        [RASA_PYTHON, "-m", "pipeline.training"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return ROOT / made.stdout.strip()


@pytest.fixture(scope="session")
def shared_clinic() -> StandInClinic:
    return StandInClinic()


@pytest.fixture(scope="session")
def action_server(shared_clinic: StandInClinic) -> Iterator[ActionServer]:
    server = ActionServer(shared_clinic)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def engine(
    model: Path, action_server: ActionServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    started = Engine(tmp_path_factory.mktemp("engine"), action_server.port)
    started.start(model)
    yield started
    started.stop()


@pytest.fixture
def clinic(shared_clinic: StandInClinic) -> Iterator[StandInClinic]:
    """The stand-in services behind the engine's actions, whole again after the test."""
    yield shared_clinic
    for topic in (shared_clinic.clarify, shared_clinic.open_handoff, shared_clinic.take_choice):
        topic.is_broken = False
