"""Labels, answers, sources and the names that code utters: none missing, none left over."""

from clinic.criteria.booking_titles import load_booking_titles
from clinic.criteria.claims import Claims
from clinic.criteria.label_titles import load_label_titles
from clinic.criteria.responses import ResponseCatalogue
from clinic.criteria.sources import load_sources
from clinic.criteria.wording import MAX_BUTTON_WORDS, check_words
from tests.content import labels


def test_every_faq_label_has_exactly_one_answer(catalogue: ResponseCatalogue) -> None:
    answers = {
        name.removeprefix("utter_faq/") for name in catalogue.responses if name.startswith("utter_faq/")
    }

    assert answers == labels.FAQ


def test_every_listed_source_is_used(catalogue: ResponseCatalogue) -> None:
    used = {
        ref
        for variants in catalogue.responses.values()
        for source in (variant.metadata.source for variant in variants)
        if source
        for ref in (source.ref, *source.more)
    }

    assert set(load_sources()) == used


def test_every_answer_names_the_claims_it_rests_on_or_comes_from_policy(catalogue: ResponseCatalogue) -> None:
    own_rules = {"wording-policy", "booking-policy", "clinic-profile"}

    for name, variants in catalogue.responses.items():
        metadata = variants[0].metadata
        if name.startswith("utter_faq/") and not metadata.claims:
            assert metadata.source, name
            assert metadata.source.ref in own_rules, name


def test_every_label_has_a_plain_title(claims: Claims) -> None:
    titles = load_label_titles()

    assert titles.keys() >= labels.ALL - labels.PRESSED_ONLY
    assert [found for title in titles.values() for found in check_words(title, claims)] == []
    assert [title for title in titles.values() if len(title.split()) > 5] == []


def test_the_buttons_of_booking_are_plain(claims: Claims) -> None:
    titles = load_booking_titles().values()

    assert [found for title in titles for found in check_words(title, claims)] == []
    assert [title for title in titles if len(title.split()) > MAX_BUTTON_WORDS] == []
