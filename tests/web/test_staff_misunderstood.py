"""The list of what was not understood: marked by a form, shown by state, exported as a file."""

import pytest

from clinic.services.dialogue import Understood
from clinic.services.ports import EngineReply
from clinic.services.ports.misunderstood import MarkState
from tests.web.console import Console, Patient, Site, audited
from tests.web.strict_pages import Page

LIST = "/staff/not-understood"
GUESSES = (("nlu_fallback", 0.5), ("faq/pain", 0.31), ("faq/cost", 0.22))


def missed(site: Site, text: str = "blorp") -> tuple[Patient, str]:
    """A patient whose message was not understood, and the message's id."""
    understood = Understood("nlu_fallback", 0.5, GUESSES)
    patient = site.patient_writes()
    replies = site.clinic.services.clarification.ask(patient.conversation_id, "", understood)
    site.clinic.services.turns.answering.engine.reply = EngineReply(replies, understood)
    patient.writes(text)
    return patient, site.clinic.services.conversations.messages(patient.conversation_id)[-2].id


def seen(page: Page) -> str:
    """The mark that the first form of a page was made for."""
    return next(field["value"] for field in page.all("input") if field.get("name") == "seen")


def selected(page: Page) -> list[str]:
    return [option["value"] for option in page.all("option") if "selected" in option]


def marks(console: Console, message_id: str, label: str = "faq/pain", status: int = 200, **form: str) -> Page:
    return console.sends(f"{LIST}/{message_id}/mark", status, label=label, **form)


def test_a_message_stands_with_the_two_best_guesses(site: Site) -> None:
    missed(site, "blorp <b>")

    page = site.sign_in("reception").opens(LIST)

    assert "blorp <b> If it hurts (31 %), What it costs (22 %)" in page.text


def test_every_label_can_be_chosen_by_its_plain_title(site: Site) -> None:
    _, message_id = missed(site)

    page = site.sign_in("reception").opens(LIST)

    offered = {option["value"] for option in page.all("option")}
    assert offered == {"", *site.clinic.services.misunderstood.labels}
    assert "If it hurts" in page.text
    assert f"{LIST}/{message_id}/mark" in page.forms
    assert page.captions == ["Open: 1"]


def test_a_mark_is_kept_said_shown_and_on_the_record(site: Site) -> None:
    _, message_id = missed(site)
    console = site.sign_in("reception", "Asha Reed")

    page = marks(console, message_id, state="open", page="1")

    assert "Marked. It is in the next export." in page.text
    assert "Nothing is open." in page.text
    shown = console.opens(f"{LIST}?state=marked")
    assert "If it hurts by Asha Reed, Mon 23 Nov" in shown.text
    assert selected(shown) == ["faq/pain"]
    assert (console.user.id, "mark_message") in audited(site.clinic)


def test_a_mark_is_left_out_and_taken_back(site: Site) -> None:
    _, message_id = missed(site)
    console = site.sign_in("reception")

    left_out = console.sends(f"{LIST}/{message_id}/leave-out", state="left_out")
    assert "Left out." in left_out.text
    assert left_out.captions == ["Not for training: 1"]

    page = console.sends(f"{LIST}/{message_id}/take-back", seen=seen(left_out))

    assert "Taken back." in page.text
    assert page.captions == ["Open: 1"]
    assert (console.user.id, "take_back_mark") in audited(site.clinic)


def test_the_later_of_two_sees_the_colleagues_mark_and_keeps_the_own_choice(site: Site) -> None:
    _, message_id = missed(site, "the sting thing")
    first, later = site.sign_in("reception", "Asha Reed"), site.sign_in("clinician", "Mira Holt")
    marks(first, message_id, "faq/pain")

    page = marks(later, message_id, "faq/cost", 409)

    assert "A colleague was quicker" in page.text
    assert "the sting thing If it hurts by Asha Reed" in page.text
    assert selected(page) == ["faq/cost"]
    assert (later.user.id, "mark_message") not in audited(site.clinic)
    marks(later, message_id, "faq/cost", seen=seen(page))
    assert "What it costs by Mira Holt" in later.opens(f"{LIST}?state=marked").text


def test_the_later_one_is_told_when_the_mark_was_taken_back(site: Site) -> None:
    _, message_id = missed(site)
    first, later = site.sign_in("reception", "Asha Reed"), site.sign_in("clinician", "Mira Holt")
    marks(first, message_id)
    old = seen(later.opens(f"{LIST}?state=marked"))
    first.sends(f"{LIST}/{message_id}/take-back", seen=old)

    page = marks(later, message_id, "faq/cost", 409, seen=old)

    assert "A colleague took the mark back." in page.text
    assert selected(page) == ["faq/cost"]


@pytest.mark.parametrize("label", ["", "something_else", "<script>", "faq/nonsense"])
def test_a_label_that_there_is_not_is_refused(site: Site, label: str) -> None:
    _, message_id = missed(site)

    page = marks(site.sign_in("reception"), message_id, label, 409)

    assert "choose a label first" in page.text
    assert page.captions == ["Open: 1"]


@pytest.mark.parametrize("move", ["mark", "leave-out", "take-back", "nonsense"])
def test_a_message_that_was_erased_meanwhile_says_so(site: Site, move: str) -> None:
    patient, message_id = missed(site)
    site.clinic.services.conversations.erase(patient.conversation_id, actor="patient")

    page = site.sign_in("reception").sends(f"{LIST}/{message_id}/{move}", 409, label="faq/pain")

    assert "not there any more" in page.text


@pytest.mark.parametrize(
    "query", ["state=nonsense", "page=0", "page=-1", "page=x", "page=²", f"page={'9' * 5000}"]
)
def test_an_address_that_makes_no_sense_shows_what_is_open(site: Site, query: str) -> None:
    missed(site)

    assert site.sign_in("reception").opens(f"{LIST}?{query}").captions == ["Open: 1"]


def test_a_long_list_has_pages_and_a_mark_comes_back_to_its_own(site: Site) -> None:
    ids = [missed(site, f"thing {number}")[1] for number in range(52)]
    console = site.sign_in("reception")

    page = console.opens(f"{LIST}?page=2")
    assert page.captions == ["Open: 52, page 2 of 3"]
    assert {f"{LIST}?state=open&page=1", f"{LIST}?state=open&page=3"} <= {a["href"] for a in page.all("a")}

    assert marks(console, ids[0], state="open", page="3").captions == ["Open: 51, page 3 of 3"]


def test_a_pressed_button_is_shown_and_chosen(site: Site) -> None:
    patient, _ = missed(site)
    messages = site.clinic.services.conversations.messages(patient.conversation_id)
    button = next(button for button in messages[-1].buttons if button.intent == "faq/cost")
    patient.presses(button.token)

    page = site.sign_in("reception").opens(LIST)

    assert "The patient pressed “What it costs”." in page.text
    assert selected(page) == ["faq/cost"]


def test_a_personal_message_carries_a_hint_to_rewrite_it(site: Site) -> None:
    missed(site, "i have diabetes, my name is sam")

    page = site.sign_in("reception").opens(LIST)

    assert (
        "To be rewritten before it becomes a training line: tells of own health; may name a person."
        in page.text
    )


def test_an_export_is_a_file_of_training_lines_once(site: Site) -> None:
    _, message_id = missed(site, "/will it <sting>")
    clinician = site.sign_in("clinician")
    marks(clinician, message_id)

    answer = clinician.client.post(f"{LIST}/export")

    assert answer.headers["content-disposition"] == 'attachment; filename="training-lines.yml"'
    assert answer.headers["cache-control"] == "no-store"
    assert "- intent: faq/pain\n  examples: |\n    - will it <sting>\n" in answer.text
    assert (clinician.user.id, "export_lines") in audited(site.clinic)
    assert "exported Mon 23 Nov" in clinician.opens(f"{LIST}?state={MarkState.MARKED}").text
    assert "Nothing new to export" in clinician.sends(f"{LIST}/export").text
    assert clinician.client.post(f"{LIST}/export", data={"again": "true"}).text == answer.text


def test_only_a_clinician_exports_and_the_page_says_what_the_file_holds(site: Site) -> None:
    _, message_id = missed(site)
    reception, admin = site.sign_in("reception"), site.sign_in("admin")
    marks(reception, message_id)

    assert f"{LIST}/export" not in reception.opens(LIST).forms
    for console in (reception, admin):
        console.sends(f"{LIST}/export", 403)
    page = site.sign_in("clinician").opens(LIST)

    assert "patients’ own words. Who exports is kept" in page.text
    assert not [action for _, action in audited(site.clinic) if action == "export_lines"]


def test_words_of_a_patient_stay_words(site: Site) -> None:
    missed(site, "</td><b>bold</b><i onclick=go>hm</i>")

    page = site.sign_in("reception").opens(LIST)

    assert "<b>bold</b><i onclick=go>hm</i>" in page.text
    assert len(page.all("script")) == 1


def test_a_sign_in_that_ended_comes_back_to_the_list(site: Site) -> None:
    _, message_id = missed(site)

    answer = site.visitor().client.post(f"{LIST}/{message_id}/mark", follow_redirects=False)

    assert answer.headers["location"] == f"/staff/sign-in?next={LIST}"
