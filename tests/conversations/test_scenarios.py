"""Plays every scenario file: what a patient says or presses, and the names of the replies they hear."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conversations.patient import Patient
from tests.plugins.system import RunningSystem

FOLDER = Path(__file__).parent / "scenarios"
OPENING = [  # the way into the health questions
    {"say": "i want to book an appointment", "hears": ["utter_health_consent"]},
    {"press": "Yes", "hears": ["utter_health_question"]},
    {"press": "Me", "hears": ["utter_health_question"]},
    {"press": "Yes", "hears": ["utter_health_question"]},
    {"press": "No", "hears": ["utter_health_question"]},
]
CLEARED = [
    *OPENING,
    {"press": "This does not apply"},
    {"answer_rest": "No", "hears": ["utter_outcome_clear"]},
]
FRAGMENTS = {"health questions": OPENING, "class C": CLEARED}


def _scenarios() -> list[Any]:
    return [
        pytest.param(scenario, id=f"{path.stem}: {scenario['title']}")
        for path in sorted(FOLDER.glob("*.yml"))
        for scenario in yaml.safe_load(path.read_text())["scenarios"]
    ]


@pytest.mark.parametrize("scenario", _scenarios())
def test_scenario(system: RunningSystem, scenario: dict[str, Any]) -> None:
    patient = Patient.at(system.base_url)

    for turn in [*FRAGMENTS.get(scenario.get("after", ""), []), *scenario["turns"]]:
        play(patient, turn)

    if "owner" in scenario:
        assert patient.owner == scenario["owner"]


def play(patient: Patient, turn: dict[str, Any]) -> None:
    if "say" in turn:
        heard = patient.say(turn["say"] * turn.get("times", 1))
    elif "press" in turn:
        heard = patient.press(turn["press"])
    else:
        heard = patient.answer_rest(turn["answer_rest"])
    if "hears" in turn:
        assert heard == turn["hears"], f"after {turn}"
    for name in turn.get("never", []):
        assert name not in heard
    if "text" in turn:
        assert any(turn["text"] in message["text"] for message in patient.heard), f"after {turn}"
    if "level" in turn:
        assert patient.heard[0]["level"] == turn["level"]
