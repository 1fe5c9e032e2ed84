"""The catalogue of patient texts: strict at load, pure afterwards, honest about stale answers."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from clinic.criteria.profile import load_profile
from clinic.criteria.responses import ResponseCatalogue, ResponsesError, ValueMissing, load_responses

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
PLACEHOLDERS = {"clinic_phone": "01632 960141"}
SOURCE = (
    'source: {title: "NHS: sepsis", ref: "H3", checked_on: "2026-11-20", checked_by: "owner", '
    'review_by: "2027-05-20"}'
)
WITHHELD = """
  utter_answer_withheld:
  - text: "Not shown. Call [[clinic_phone]]."
    metadata: {owner: "o", level: none, kind: notice}
"""

Load = Callable[[str], ResponseCatalogue]


@pytest.fixture(scope="module")
def real() -> ResponseCatalogue:
    profile = load_profile(ROOT / "clinic.yml", TODAY)
    return load_responses(ROOT / "data" / "responses", profile.placeholders())


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """A catalogue of the given responses beside the text for withheld answers."""

    def load_text(text: str) -> ResponseCatalogue:
        (tmp_path / "a.yml").write_text(f'version: "3.1"\nresponses:\n{text}{WITHHELD}', encoding="utf-8")
        return load_responses(tmp_path, PLACEHOLDERS)

    return load_text


def one(text: str, metadata: str = "owner: o, level: none", name: str = "utter_one") -> str:
    return f"  {name}:\n  - text: {text}\n    metadata: {{{metadata}}}\n"


def test_values_and_the_clinic_s_own_are_filled_in(load: Load) -> None:
    catalogue = load(one('"[[name]], call [[clinic_phone]]."', "owner: o, level: none, values: [name]"))

    assert catalogue.text("utter_one", {"name": "Sam"}, TODAY, "k").text == "Sam, call 01632 960141."


def test_what_a_person_typed_is_never_read_as_a_placeholder(load: Load) -> None:
    catalogue = load(one('"You wrote: [[words]]"', "owner: o, level: none, values: [words]"))

    shown = catalogue.text("utter_one", {"words": "[[clinic_phone]] [[x]] {a} \\1"}, TODAY, "k")

    assert shown.text == "You wrote: [[clinic_phone]] [[x]] {a} \\1"


def test_a_value_that_is_not_given_is_an_error_that_names_it(load: Load) -> None:
    catalogue = load(one('"Hello [[name]]."', "owner: o, level: none, values: [name]"))

    with pytest.raises(ValueMissing, match="utter_one: no value for name"):
        catalogue.text("utter_one", {}, TODAY, "k")


def test_an_unknown_name_is_a_key_error(load: Load) -> None:
    with pytest.raises(KeyError):
        load(one("Hello.")).text("utter_two", {}, TODAY, "k")


def test_the_same_key_always_gets_the_same_wording_and_every_wording_is_used(load: Load) -> None:
    catalogue = load(one("Hello.") + "  - text: Hi.\n    metadata: {owner: o, level: none}\n")

    shown = [catalogue.text("utter_one", {}, TODAY, str(key)).text for key in range(50)]

    assert shown == [catalogue.text("utter_one", {}, TODAY, str(key)).text for key in range(50)]
    assert set(shown) == {"Hello.", "Hi."}


def test_level_kind_and_buttons_travel_with_the_text(load: Load) -> None:
    text = one("Call now.", "owner: o, level: emergency, kind: emergency").replace(
        "    metadata", '    buttons: [{title: "A person", payload: "/talk_to_human"}]\n    metadata'
    )

    shown = load(text).text("utter_one", {}, TODAY, "k")

    assert (shown.level, shown.kind, shown.response) == ("emergency", "emergency", "utter_one")
    assert [(button.title, button.intent, button.data) for button in shown.buttons] == [
        ("A person", "talk_to_human", {})
    ]


def test_an_answer_is_shown_until_the_day_of_its_review_and_withheld_after(load: Load) -> None:
    catalogue = load(one("Some.", f"owner: o, level: none, {SOURCE}", name="utter_faq/pain"))

    on_the_day = catalogue.text("utter_faq/pain", {}, date(2027, 5, 20), "k")
    day_after = catalogue.text("utter_faq/pain", {}, date(2027, 5, 21), "k")

    assert on_the_day.text == "Some."
    assert day_after.text == "Not shown. Call 01632 960141."
    assert (day_after.response, day_after.sources) == ("utter_answer_withheld", ())
    assert catalogue.overdue(date(2027, 5, 20)) == ()
    assert catalogue.overdue(date(2027, 5, 21)) == ("utter_faq/pain",)


def test_emergency_advice_is_never_withheld(load: Load) -> None:
    catalogue = load(one("Call now.", f"owner: o, level: emergency, {SOURCE}", name="utter_safety_l1"))

    assert catalogue.text("utter_safety_l1", {}, date(2030, 1, 1), "k").text == "Call now."
    assert catalogue.overdue(date(2030, 1, 1)) == ("utter_safety_l1",)


def test_every_source_is_shown_with_the_day_it_was_checked(load: Load) -> None:
    source = SOURCE.replace("}", ', more: ["E4"]}')
    catalogue = load(one("Some.", f"owner: o, level: none, {source}"))

    shown = catalogue.text("utter_one", {}, TODAY, "k").sources

    assert [(source.title, source.checked_on) for source in shown] == [
        ("NHS: sepsis", date(2026, 11, 20)),
        ("Trial in 49 men, 2019", date(2026, 11, 20)),
    ]


REFUSED = {
    "an unknown placeholder": (one('"Call [[phone]]."'), r"utter_one: \[\[phone\]\] is neither"),
    "a value nobody uses": (one("Hi.", "owner: o, level: none, values: [x]"), "x is declared but not used"),
    "a value that hides the clinic's": (
        one('"[[clinic_phone]]"', "owner: o, level: none, values: [clinic_phone]"),
        "would hide the clinic's own",
    ),
    "no owner": (one("Hi.", "level: none"), "metadata.owner: is missing"),
    "no level": (one("Hi.", "owner: o"), "metadata.level: is missing"),
    "an unknown level": (one("Hi.", "owner: o, level: red"), "metadata.level"),
    "an unknown key": (one("Hi.", "owner: o, level: none, colour: red"), "colour: is not a known key"),
    "an unlisted source": (
        one("Hi.", f"owner: o, level: none, {SOURCE.replace('H3', 'H99')}"),
        "source H99 is not in sources.yml",
    ),
    "a source under another title": (
        one("Hi.", f"owner: o, level: none, {SOURCE.replace('sepsis', 'flu')}"),
        'sources.yml calls H3 "NHS: sepsis"',
    ),
    "a payload that is no label": (
        one("Hi.").replace("    metadata", '    buttons: [{title: A, payload: "/inform{}"}]\n    metadata'),
        "payload",
    ),
    "a name that stands twice": (one("Hi.") + one("Ho."), '"utter_one" stands twice'),
    "an empty text": (one('""'), "text"),
    "no wording": ("  utter_one: []\n", "utter_one"),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_does_not_load_with(load: Load, text: str, expected: str) -> None:
    with pytest.raises(ResponsesError, match=expected) as refused:
        load(text)

    assert len(refused.value.problems) == 1


def test_a_name_in_two_files_does_not_load(load: Load, tmp_path: Path) -> None:
    (tmp_path / "b.yml").write_text(f'version: "3.1"\nresponses:\n{one("Hi.")}', encoding="utf-8")

    with pytest.raises(ResponsesError, match=r"b\.yml: utter_one stands in another file too"):
        load(one("Hello."))


def test_nothing_loads_without_the_text_for_withheld_answers(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(f'version: "3.1"\nresponses:\n{one("Hi.")}', encoding="utf-8")

    with pytest.raises(ResponsesError, match="utter_answer_withheld is missing"):
        load_responses(tmp_path, {})


def test_every_real_text_renders_with_its_declared_values(real: ResponseCatalogue) -> None:
    for name, variants in real.responses.items():
        values = {value: "something" for value in variants[0].metadata.values}

        shown = real.text(name, values, TODAY, "k")

        assert shown.response == name
        assert "[[" not in shown.text
