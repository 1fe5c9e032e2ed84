"""`clinic check` tells an operator what production would refuse."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clinic.checks import (
    Finding,
    State,
    content,
    findings,
    formulary,
    hazards,
    second_detector,
    stands_in_the_way,
)
from clinic.cli import build
from clinic.config import ROOT, Settings
from clinic.criteria.profile import load_profile
from clinic.criteria.signoff import signoff_problem
from clinic.db.migrate import upgrade
from clinic.language.semantic import SemanticDetectorMissing
from clinic.language.watch import RedFlagWatch, red_flag_watch, require_both_detectors, rules_alone

TODAY = date(2026, 11, 21)
PROFILE = ROOT / "clinic.yml"
CHECKED = date(2026, 11, 20)  # what the clinics of these tests were checked on


def _found(settings: Settings, topic: str) -> list[Finding]:
    """Return what is found on a topic, without looking at what comes after it."""
    groups = groupby(findings(settings, TODAY), key=attrgetter("topic"))
    return next(list(found) for name, found in groups if name == topic)


def _settings(var: Path, **values: object) -> Settings:
    return Settings(_env_file=None, var=var, **values)


def test_what_production_still_needs_is_listed_in_development_too(tmp_path: Path) -> None:
    found = _found(_settings(tmp_path), "settings")

    assert {finding.state for finding in found} == {State.REFUSED}
    assert any("CLINIC_SMTP_HOST" in finding.text for finding in found)


def test_a_misspelt_setting_is_named_with_the_one_that_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_PROT", "8081")

    found = _found(_settings(tmp_path), "settings")

    assert (
        Finding("settings", State.ATTENTION, "CLINIC_PROT is not a setting. Did you mean CLINIC_PORT?")
        in found
    )


def test_a_database_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    [found] = _found(_settings(tmp_path), "database")

    assert found.state is State.ATTENTION
    assert not list(tmp_path.glob("*.db"))


def test_a_migrated_database_is_sound(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    upgrade(settings.database_url)

    [found] = _found(settings, "database")

    assert found.state is State.SOUND


def test_a_profile_that_cannot_be_used_is_refused_line_by_line(tmp_path: Path) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text("clinic: {}\n")

    found = _found(_settings(tmp_path, profile=profile), "profile")

    assert found
    assert {finding.state for finding in found} == {State.REFUSED}


def test_content_counts_as_signed_only_while_its_signature_holds(tmp_path: Path) -> None:
    [found] = _found(_settings(tmp_path), "sign-off")

    assert (found.state is State.SOUND) == (signoff_problem(TODAY) is None)


@pytest.mark.parametrize(
    ("watches", "is_fresh", "state"),
    [
        (red_flag_watch, True, State.SOUND),
        (red_flag_watch, False, State.ATTENTION),
        (rules_alone, True, State.REFUSED),
    ],
)
def test_a_watch_with_one_detector_is_refused(
    monkeypatch: pytest.MonkeyPatch, watches: Callable[[], RedFlagWatch], is_fresh: bool, state: State
) -> None:
    monkeypatch.setattr("clinic.language.watch.red_flag_watch", watches)
    monkeypatch.setattr("clinic.language.semantic_training.stands", lambda: is_fresh)

    assert second_detector().state is state


def test_production_does_not_start_with_one_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic.language.watch.red_flag_watch", rules_alone)

    with pytest.raises(SemanticDetectorMissing):
        require_both_detectors()


def test_the_command_fails_while_production_would_be_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_VAR", str(tmp_path))

    done = CliRunner().invoke(build(), ["check"])

    assert done.exit_code == 1
    assert "Production would be refused" in done.output


def _clinic(folder: Path, **replaced: str) -> Settings:
    """Settings of a clinic whose profile differs from the demo's in these places."""
    text = PROFILE.read_text()
    for day in {day.isoformat() for _, day in load_profile(PROFILE, TODAY).safety_contacts.checked_days()}:
        text = text.replace(day, CHECKED.isoformat())
    for old, new in replaced.items():
        assert f"{old}:" in text
        text = "\n".join(
            f"{line.split(':')[0]}: {new}" if line.strip().startswith(f"{old}:") else line
            for line in text.splitlines()
        )
    profile = folder / "clinic.yml"
    profile.write_text(text)
    return _settings(folder, profile=profile)


@pytest.mark.parametrize(
    ("age", "state"), [(149, State.SOUND), (150, State.ATTENTION), (180, State.ATTENTION)]
)
def test_numbers_are_sound_then_due_then_refused(tmp_path: Path, age: int, state: State) -> None:
    settings = _clinic(tmp_path)

    found = {one.topic: one for one in content(settings, CHECKED + timedelta(days=age))}
    day_after = list(content(settings, CHECKED + timedelta(days=181)))

    assert found["safety contacts"].state is state
    assert ("emergency" in found["safety contacts"].text) == (state is State.ATTENTION)
    assert {(one.topic, one.state) for one in day_after} == {("profile", State.REFUSED)}


def test_an_old_aftercare_sheet_is_named(tmp_path: Path) -> None:
    text = _clinic(tmp_path).profile.read_text()
    sheet = text.index("aftercare:")
    old = text[:sheet] + text[sheet:].replace(CHECKED.isoformat(), "2026-05-01", 1)
    (tmp_path / "clinic.yml").write_text(old)

    [found] = [
        one for one in content(_settings(tmp_path, profile=tmp_path / "clinic.yml"), TODAY) if one.holds
    ]

    assert (found.topic, found.state) == ("aftercare sheet", State.ATTENTION)
    assert "demo 1" in found.text


@pytest.mark.parametrize(
    ("said", "state"), [("unknown", State.ATTENTION), ("true", State.SOUND), ("false", State.SOUND)]
)
def test_a_mix_that_nobody_knows_is_named(tmp_path: Path, said: str, state: State) -> None:
    [found] = formulary(_clinic(tmp_path, contains_5ari=said), TODAY)

    assert found.state is state
    assert stands_in_the_way(found, going_live=True) == (said == "unknown")
    assert not stands_in_the_way(found, going_live=False)


def test_a_profile_that_does_not_say_what_the_mix_holds_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clinic.yml").write_text(PROFILE.read_text().replace("contains_5ari:", "# contains_5ari:"))
    settings = _settings(tmp_path, profile=tmp_path / "clinic.yml")

    found = list(content(settings, TODAY))

    assert list(formulary(settings, TODAY)) == []
    assert any("formulary" in one.text for one in found)
    assert {one.state for one in found} == {State.REFUSED}


def _answers(monkeypatch: pytest.MonkeyPatch, folder: Path, on: date, **due: str) -> list[Finding]:
    """What is said of texts that are due on these days."""
    texts = "".join(
        f"  {name}:\n  - text: Some.\n    metadata:\n      owner: o\n      level: none\n      source: "
        f"{{title: 'NHS: sepsis', ref: H3, checked_on: '2026-11-20', checked_by: o, review_by: '{day}'}}\n"
        for name, day in due.items()
    )
    withheld = "  utter_answer_withheld:\n  - {text: No., metadata: {owner: o, level: none}}\n"
    (folder / "responses").mkdir()
    (folder / "responses" / "a.yml").write_text(f'version: "3.1"\nresponses:\n{texts}{withheld}')
    monkeypatch.setattr("clinic.checks.RESPONSES", folder / "responses")
    return [one for one in content(_clinic(folder), on) if one.topic == "answers"]


def test_texts_are_due_thirty_days_before_and_overdue_the_day_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = {"utter_faq/pain": "2026-12-21", "utter_faq/cost": "2026-12-22", "utter_one": "2026-11-20"}

    found = _answers(monkeypatch, tmp_path, TODAY, **due, **{"utter_faq/age": "2026-11-20"})

    assert [(one.text, one.holds) for one in found] == [
        ("1 past their review date, withheld: utter_faq/age", True),
        ("1 past their review date, still shown: utter_one", True),
        ("1 due for review within 30 days: utter_faq/pain", False),
    ]


def test_on_the_day_of_its_review_a_text_still_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _answers(monkeypatch, tmp_path, TODAY, **{"utter_faq/pain": TODAY.isoformat()})

    assert [one.state for one in found] == [State.ATTENTION, State.SOUND]
    assert not any(one.holds for one in found)


def test_open_hazards_are_named_and_hold_a_clinic_back(tmp_path: Path) -> None:
    log = (ROOT / "docs" / "hazards.yml").read_text()
    (tmp_path / "some.yml").write_text(
        log.replace("\n  status: controlled", "\n  status: open\n  reason: r", 1)
    )
    (tmp_path / "broken.yml").write_text(log.replace("severity: 5", "severity: 6", 1))

    some, broken = hazards(tmp_path / "some.yml"), hazards(tmp_path / "broken.yml")

    assert "38 known" in some.text
    assert "(H01" in some.text
    assert stands_in_the_way(some, going_live=True)
    assert not stands_in_the_way(some, going_live=False)
    assert broken.state is State.REFUSED


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A copy of which three things are known."""
    known = [
        Finding("mode", State.SOUND, "development"),
        Finding("formulary", State.ATTENTION, "unknown", holds=True),
        Finding("sign-off", State.REFUSED, "nobody"),
    ]
    monkeypatch.setenv("CLINIC_VAR", str(tmp_path))
    monkeypatch.setattr("clinic.checks.findings", lambda *_: iter(known))


@pytest.mark.usefixtures("three")
def test_going_live_is_refused_for_more_than_a_start() -> None:
    start = CliRunner().invoke(build(), ["check"])
    live = CliRunner().invoke(build(), ["check", "--production"])

    assert "Production would be refused for 1 reason." in start.output
    assert "Going live would be refused for 2 reasons." in live.output
    assert (start.exit_code, live.exit_code) == (1, 1)


@pytest.mark.usefixtures("three")
def test_monitoring_reads_one_object_and_nothing_else() -> None:
    done = CliRunner().invoke(build(), ["check", "--json", "--production"])

    said = json.loads(done.output)
    assert said["refused"] == 2
    assert [row["refused"] for row in said["findings"]] == [False, True, True]
    assert said["findings"][2] | {"refused": 0} == {
        "topic": "sign-off",
        "state": "refused",
        "text": "nobody",
        "holds": False,
        "refused": 0,
    }
    assert done.exit_code == 1


def test_a_copy_without_a_fault_ends_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_VAR", str(tmp_path))
    monkeypatch.setattr("clinic.checks.findings", lambda *_: iter([Finding("mode", State.SOUND, "x")]))

    done = CliRunner().invoke(build(), ["check", "--production"])

    assert (done.exit_code, "Nothing stands in the way of going live." in done.output) == (0, True)
