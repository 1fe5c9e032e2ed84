"""Only a plain yes binds: not a no in any place, not a question, not words that say more."""

import pytest

from clinic.logic.consent import Deed, Verdict, asks, only_stops, takes_back, verdict, wonders


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes 👍",
        "YESSSS",
        "yep",
        "ok",
        "sure",
        "go ahead",
        "do it",
        "yes please do",
        "evet",
        "haan ji",
        "cancel",
        "cancel it",
        "yes cancel",
        "ok cancel it please",
        "yes definitely cancel my visit",
        "can you cancel it please?",
        "i cant come anymore",
        "dont worry, cancel it",
        "i want to cancel my appointment",
    ],
)
def test_a_plain_yes_or_the_demand_itself_is_a_yes(text: str) -> None:
    assert verdict(text, Deed.CANCEL) is Verdict.YES


@pytest.mark.parametrize(
    "text",
    [
        "i dont want to cancel",
        "no dont cancel it",
        "no",
        "nope",
        "not yet",
        "keep it",
        "please leave it as it is",
        "yes i want to keep it",
        "i changed my mind",
        "do not cancel",
        "I'd never cancel it",
        "yes not now",
    ],
)
def test_a_no_in_any_place_is_a_no(text: str) -> None:
    assert verdict(text, Deed.CANCEL) is Verdict.NO


@pytest.mark.parametrize(
    "text",
    [
        "what happens if i cancel",
        "how do i cancel",
        "why would you cancel it",
        "is there a fee for cancelling",
        "does cancelling cost anything",
        "can i get my money back if i cancel",
        "yes is there a fee",
        "cancel it?",
        "ok but what about my money",
        "cancellation fee",
        "can i cancel later",
    ],
)
def test_a_question_is_none_with_its_mark_or_without(text: str) -> None:
    assert verdict(text, Deed.CANCEL) is Verdict.ASKS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wait", Verdict.WAVERS),
        ("hang on a minute", Verdict.WAVERS),
        ("yes, no wait", Verdict.WAVERS),
        ("i dont know", Verdict.WAVERS),
        ("no cancel it", Verdict.OPEN),
        ("actually no cancel it", Verdict.OPEN),
        ("call me", Verdict.OPEN),
        ("cancel my friends one", Verdict.OPEN),
        ("cancel on tuesday", Verdict.OPEN),
        ("sam green", Verdict.OPEN),
        ("", Verdict.OPEN),
    ],
)
def test_whoever_wavers_or_says_more_has_said_nothing_that_binds(text: str, expected: Verdict) -> None:
    assert verdict(text, Deed.CANCEL) is expected


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("book it", Deed.BOOK),
        ("yes book it please", Deed.BOOK),
        ("all correct", Deed.BOOK),
        ("move it", Deed.MOVE),
        ("put me on the list", Deed.WAIT),
    ],
)
def test_each_question_has_its_own_demand(text: str, deed: Deed) -> None:
    others = set(Deed) - {deed, *({Deed.MOVE} if deed is Deed.BOOK else ())}

    assert verdict(text, deed) is Verdict.YES
    if "all" not in text:
        assert all(verdict(text, other) is not Verdict.YES for other in others)


@pytest.mark.parametrize("text", ["dont book it", "the first one", "yes but not at 9", "i dont want to book"])
def test_what_is_no_plain_yes_books_nothing(text: str) -> None:
    assert verdict(text, Deed.BOOK) is not Verdict.YES


def test_taking_back_stopping_and_wondering_are_told_apart() -> None:
    assert takes_back("no dont cancel it")
    assert takes_back("I never asked you to cancel")
    assert not takes_back("dont keep my answers, delete them")
    assert not takes_back("i cant come, cancel it")
    assert only_stops("forget it")
    assert only_stops("stop please")
    assert not only_stops("stop my appointment on friday")
    assert wonders("how do i delete my answers")
    assert not wonders("can you delete my answers")
    assert asks("whats the fee")
    assert not asks("will smith")
