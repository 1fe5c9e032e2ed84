"""Until when a text counts, to the day: the real texts, leap days, and several wordings of one text."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinic.criteria.responses import ANSWER_PREFIX, WITHHELD, Metadata, ResponseCatalogue, Source, Variant
from clinic.criteria.wording import NEEDS_SOURCE

EVER = date(2099, 1, 1)


def catalogue_of(*days: date, name: str = "utter_faq/pain") -> ResponseCatalogue:
    """One text, with a wording for each of these days of review, and the text in its place."""
    source = Source("The clinic's wording policy", "wording-policy", date(2026, 1, 1), "o", EVER)
    wordings = tuple(
        Variant(f"Due {day}.", Metadata("owner", "none", source=replace(source, review_by=day)))
        for day in days
    )
    instead = Variant("Not shown.", Metadata("owner", "none"))
    real = {"wording-policy": None}
    return ResponseCatalogue({name: wordings, WITHHELD: (instead,)}, {}, real)  # type: ignore[arg-type]  # only looked up by name


@pytest.mark.parametrize(
    "due", [date(2027, 5, 20), date(2028, 2, 29), date(2027, 2, 28), date(2028, 2, 28), date(2026, 12, 31)]
)
def test_a_text_is_sound_then_due_then_overdue_to_the_day(due: date) -> None:
    catalogue = catalogue_of(due)
    state = {days: catalogue.reviews(due + timedelta(days=days))[0].state for days in (-31, -30, 0, 1)}

    assert state == {-31: "sound", -30: "due", 0: "due", 1: "overdue"}


@pytest.mark.parametrize("due", [date(2028, 2, 29), date(2027, 2, 28), date(2026, 12, 31)])
def test_an_answer_is_withheld_on_the_day_after(due: date) -> None:
    catalogue = catalogue_of(due)
    overdue = {days: catalogue.overdue(due + timedelta(days=days)) for days in (0, 1)}
    withheld = [review.is_withheld for review in catalogue.reviews(due + timedelta(days=1))]

    assert overdue == {0: (), 1: ("utter_faq/pain",)}
    assert withheld == [True, False]


def test_of_several_wordings_the_one_due_first_counts() -> None:
    catalogue = catalogue_of(EVER, date(2027, 5, 20))
    [review, _] = catalogue.reviews(date(2027, 5, 21))

    assert (review.state, review.due) == ("overdue", date(2027, 5, 20))
    assert catalogue.text("utter_faq/pain", {}, date(2027, 5, 21), "k").text == "Not shown."


def test_what_is_no_answer_is_shown_though_it_is_overdue() -> None:
    [review, _] = catalogue_of(date(2026, 1, 1), name="utter_safety_l1").reviews(date(2027, 1, 1))

    assert (review.state, review.is_withheld) == ("overdue", False)


def test_overdue_texts_come_first_and_undated_ones_last(catalogue: ResponseCatalogue) -> None:
    states = [review.state for review in catalogue.reviews(EVER)]

    assert states == sorted(states, key=["overdue", "undated"].index)
    assert {"overdue", "undated"} == set(states)
    assert len(states) == len(catalogue.responses)


def test_every_answer_has_an_owner_and_a_day(catalogue: ResponseCatalogue, today: date) -> None:
    bare = [
        review.response
        for review in catalogue.reviews(today)
        if review.response.startswith(ANSWER_PREFIX) and not (review.owner and review.due)
    ]

    assert ANSWER_PREFIX in NEEDS_SOURCE
    assert bare == []


def test_every_real_answer_gives_way_to_an_honest_sentence(catalogue: ResponseCatalogue) -> None:
    answers = [name for name in catalogue.responses if name.startswith(ANSWER_PREFIX)]
    shown = [catalogue.text(name, {}, EVER, "k") for name in answers]

    assert {text.response for text in shown} == {WITHHELD}
    assert all("due for a check" in text.text and "A person" in text.text for text in shown)
    assert all(button.intent == "talk_to_human" for text in shown for button in text.buttons)
