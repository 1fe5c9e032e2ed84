"""The page of texts: who owns each, until when its check counts, and what is withheld."""

from dataclasses import replace
from datetime import date

import pytest

from tests.web.console import Site

CONTENT = "/staff/content"
DUE = date(2027, 5, 20)  # the review of every dated text, in the catalogue of these tests


@pytest.fixture
def reviewed(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The clinic with the same check on every dated text; one answer was due long ago."""
    catalogue = site.clinic.services.turns.delivery.catalogue
    for name, variants in dict(catalogue.responses).items():
        checked = []
        for variant in variants:
            source = variant.metadata.source
            due = date(2026, 1, 1) if name == "utter_faq/pain" else DUE
            dated = source and replace(source, review_by=due)
            checked.append(replace(variant, metadata=replace(variant.metadata, source=dated)))
        monkeypatch.setitem(catalogue.responses, name, tuple(checked))  # type: ignore[arg-type]  # a dict
    return site


@pytest.mark.parametrize("role", ["clinician", "admin"])
def test_overdue_texts_stand_first_with_owner_source_and_days(reviewed: Site, role: str) -> None:
    page = reviewed.sign_in(role).opens(CONTENT)

    first, last = page.text.index("utter_faq/pain"), page.text.index("utter_faq/cost")
    assert first < last
    assert "Withheld from patients: 1." in page.text
    assert "If it hurts" in page.text
    assert "2026-01-01" in page.text[first:last]
    assert "clinic content owner" in page.text[first:last]


def test_every_text_is_there_once(reviewed: Site) -> None:
    page = reviewed.sign_in("clinician").opens(CONTENT)

    known = reviewed.clinic.services.turns.delivery.catalogue.responses
    assert page.captions == [f"All: {len(known)}"]
    assert len([row for row in page.all("tr")]) == len(known) + 1


def test_the_list_narrows_to_one_state(reviewed: Site) -> None:
    console = reviewed.sign_in("clinician")

    assert console.opens(f"{CONTENT}?state=overdue").captions == ["Overdue: 1"]
    assert "No text is in this state" in console.opens(f"{CONTENT}?state=due").text
    assert console.opens(f"{CONTENT}?state=<b>").captions[0].startswith("All: ")


def test_reception_does_not_see_it(reviewed: Site) -> None:
    assert "Not for your role" in reviewed.sign_in("reception").opens(CONTENT, 403).title
    assert CONTENT not in {link["href"] for link in reviewed.sign_in("reception").opens("/staff").all("a")}


def test_the_page_is_in_the_menu_of_who_may_see_it(reviewed: Site) -> None:
    assert CONTENT in {link["href"] for link in reviewed.sign_in("clinician").opens("/staff").all("a")}
