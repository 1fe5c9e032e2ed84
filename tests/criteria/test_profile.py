"""The clinic's profile: read whole, refused with one clear line for each thing that is wrong."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from clinic.criteria.profile import FiveAri, Profile, ProfileError, load_profile
from clinic.criteria.spoken import spoken_urgent_care, spoken_week
from clinic.logic.hours import Hours

DEMO = Path(__file__).parents[2] / "clinic.yml"
CHECKED = date(2026, 11, 20)

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def problems_of(tmp_path: Path) -> Callable[..., tuple[str, ...]]:
    """What the loader says about the demo profile after one change."""

    def problems(change: Change, on: date = CHECKED) -> tuple[str, ...]:
        content = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
        change(content)
        path = tmp_path / "clinic.yml"
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
        with pytest.raises(ProfileError) as refused:
            load_profile(path, on)
        return refused.value.problems

    return problems


@pytest.fixture(scope="module")
def demo() -> Profile:
    return load_profile(DEMO, CHECKED)


def test_the_demo_clinic_is_complete(demo: Profile) -> None:
    assert demo.clinic.name == "Wrenfield Hair Clinic"
    assert demo.safety_contacts.emergency.number == "999"
    assert demo.formulary.contains_5ari is FiveAri.UNKNOWN
    assert demo.booking.lengths == {"consultation": 30, "treatment": 60}


def test_weekly_hours_are_keyed_like_date_weekday(demo: Profile) -> None:
    lind = demo.booking.clinicians[1]

    assert lind.weekly_hours[2] == (Hours(time(9), time(12, 30)), Hours(time(13, 30), time(17, 30)))
    assert 0 not in lind.weekly_hours


def test_holidays_are_dates(demo: Profile) -> None:
    assert date(2026, 12, 25) in demo.booking.holidays


def test_opening_hours_are_spoken_with_equal_days_joined(demo: Profile) -> None:
    assert demo.placeholders()["clinic_hours"] == (
        "Monday to Wednesday 9am to 6pm, Thursday 9am to 8pm, Friday 9am to 6pm, Saturday 10am to 2pm"
    )


def test_a_day_with_two_openings_names_both() -> None:
    week = {2: (Hours(time(9), time(12, 30)), Hours(time(13, 30), time(17))), 3: ()}

    assert spoken_week(week) == "Wednesday 9am to 12:30pm and 1:30pm to 5pm"


def test_where_there_is_no_urgent_line_the_emergency_department_is_named() -> None:
    assert spoken_urgent_care(None) == "go to an emergency department"


def test_no_placeholder_is_empty(demo: Profile) -> None:
    assert all(value.strip() for value in demo.placeholders().values())


def test_a_profile_nobody_changed_after_180_days_is_refused_naming_every_number() -> None:
    with pytest.raises(ProfileError) as refused:
        load_profile(DEMO, date(2027, 5, 20))

    assert "clinic.yml: safety_contacts.emergency: last checked 181 days ago; the limit is 180" in str(
        refused.value
    )
    assert len(refused.value.problems) == 6


def test_a_number_checked_180_days_ago_still_counts() -> None:
    assert load_profile(DEMO, date(2027, 5, 19)).clinic.country == "GB"


def drop(*steps: str) -> Change:
    def change(content: dict[str, Any]) -> None:
        for step in steps[:-1]:
            content = content[step]
        del content[steps[-1]]

    return change


def put(value: object, *steps: str | int) -> Change:
    def change(content: Any) -> None:
        for step in steps[:-1]:
            content = content[step]
        content[steps[-1]] = value

    return change


BAD_VALUES = [
    (drop("safety_contacts", "emergency"), "safety_contacts.emergency: is missing"),
    (drop("safety_contacts", "child_line"), "safety_contacts.child_line: is missing"),
    (drop("safety_contacts", "crisis_lines"), "safety_contacts.crisis_lines: is missing"),
    (drop("safety_contacts"), "safety_contacts: is missing"),
    (drop("formulary", "contains_5ari"), "formulary.contains_5ari: is missing"),
    (drop("booking", "buffer_minutes"), "booking.buffer_minutes: is missing"),
    (drop("booking", "lengths", "treatment"), "booking.lengths.treatment: is missing"),
    (put("maybe", "formulary", "contains_5ari"), "formulary.contains_5ari: must be true, false or unknown"),
    (put(None, "formulary", "contains_5ari"), "formulary.contains_5ari: must be true, false or unknown"),
    (put("nine", "safety_contacts", "emergency", "number"), '"nine" must be digits only'),
    (put("9 99", "safety_contacts", "emergency", "number"), '"9 99" must be digits only'),
    (put("", "safety_contacts", "emergency", "number"), '"" must be digits only'),
    (put(999, "safety_contacts", "emergency", "number"), "safety_contacts.emergency.number:"),
    (put("US", "safety_contacts", "country"), "safety_contacts.country: differs from clinic.country"),
    (put("2026-13-01", "safety_contacts", "emergency", "checked_on"), '"2026-13-01" is not a date'),
    (put("2027-01-01", "safety_contacts", "emergency", "checked_on"), "lies in the future"),
    (put(True, "booking", "hold_minutes"), "booking.hold_minutes:"),
    (put(0, "booking", "hold_minutes"), "booking.hold_minutes:"),
    (put(1, "booking", "surprise"), "booking.surprise: is not a known setting"),
    (put(1, "treatmnt"), "treatmnt: is not a known setting"),
    (put("Europe/Nowhere", "clinic", "time_zone"), '"Europe/Nowhere" is not a time zone'),
    (put("ask at the desk", "clinic", "phone"), "is not a phone number"),
    (
        put([["09:00", "13:00"], ["12:30", "17:00"]], "clinic", "opening_hours", "monday"),
        "9am to 1pm and 12:30pm to 5pm overlap",
    ),
    (put([["17:00", "09:00"]], "clinic", "opening_hours", "monday"), "5pm to 9am ends before it starts"),
    (put([["09:00", "25:00"]], "clinic", "opening_hours", "monday"), '"25:00" is not a time of day'),
    (put([[540, 1020]], "clinic", "opening_hours", "monday"), "write it in quotes"),
    (put([["09:00", "17:00"]], "clinic", "opening_hours", "mondays"), '"mondays" is not a day of the week'),
    (put(["cellar"], "booking", "clinicians", 0, "rooms"), "cellar is not in booking.rooms"),
    (put("amara-okafor", "booking", "clinicians", 1, "id"), "two have the id amara-okafor"),
    (put([], "booking", "clinicians"), "booking.clinicians:"),
]


@pytest.mark.parametrize(("change", "expected"), BAD_VALUES, ids=[expected for _, expected in BAD_VALUES])
def test_a_bad_value_is_one_line_that_names_it(
    problems_of: Callable[..., tuple[str, ...]], change: Change, expected: str
) -> None:
    problems = problems_of(change)

    assert len(problems) == 1
    assert problems[0].startswith("clinic.yml: ")
    assert expected in problems[0]
    assert "\n" not in problems[0]


def test_every_problem_is_named_at_once(problems_of: Callable[..., tuple[str, ...]]) -> None:
    def change(content: dict[str, Any]) -> None:
        del content["clinic"]["phone"]
        content["booking"]["rooms"] = []

    assert len(problems_of(change)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("clinic: {name: 'a', name: 'b'}", '"name" stands twice in line 1'),
        ("clinic: [", "is not YAML"),
        ("", "the file: must be a group of settings"),
    ],
)
def test_a_file_that_is_no_profile_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "clinic.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ProfileError, match=expected):
        load_profile(path, CHECKED)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        load_profile(tmp_path / "clinic.yml", CHECKED)


def test_not_knowing_the_mix_counts_as_a_dht_blocker(demo: Profile) -> None:
    assert demo.formulary.may_contain_5ari
