"""The name and the contact: a question never becomes either, and both can be put right before the yes."""

import pytest

from clinic.services.contact import is_hardly_name
from clinic.services.dialogue import Taken
from tests.fakes import understood
from tests.services.booking_world import AtDesk, Clinic


@pytest.fixture
def naming(clinic: Clinic) -> AtDesk:
    return clinic.patient().picks_a_time()


def test_a_question_is_no_name_however_often_the_form_looks_at_it(clinic, naming):
    naming.says("can i pay by card", "faq/cost")

    again = clinic.services.booking.take_message(
        naming.conversation_id, naming.sent[-1], understood("faq/cost")
    )
    naming.says("can i pay by card", "faq/cost")

    assert again.taken is naming.taken is Taken.NOT_AN_ANSWER
    assert naming.plan().name is None


def test_what_may_be_a_name_is_none_when_the_form_only_looks_twice(clinic, naming):
    naming.says("price lee", "faq/cost")

    again = clinic.services.booking.take_message(
        naming.conversation_id, naming.sent[-1], understood("faq/cost")
    )

    assert again.taken is Taken.NOT_AN_ANSWER
    assert naming.plan().name is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("the first one", "affirm"),
        ("The first one", "nlu_fallback"),
        ("is that today", "nlu_fallback"),
        ("pick a time", "nlu_fallback"),
        ("actually ok", "affirm"),
        ("i am not sure", "unsure"),
        ("CAN I PAY BY CARD", "nlu_fallback"),
        ("the name is wrong", "nlu_fallback"),
    ],
)
def test_words_that_hold_sentences_together_are_no_name(naming, text, label):
    naming.says(text, label)

    assert naming.plan().name is None
    assert naming.plan().step == "name"


@pytest.mark.parametrize("text", ["why?", "Why", "what do you need it for?", "do i have to"])
def test_why_gets_a_reason(naming, text):
    assert naming.says(text).names == ["utter_booking_explain_name", "utter_booking_ask_name"]

    naming.says("Sam Green").says(text)
    assert naming.names == ["utter_booking_explain_contact", "utter_booking_ask_contact"]


@pytest.mark.parametrize("text", ["will you send me a letter?", "can my mum come with me"])
def test_a_question_that_nobody_understood_is_answered_honestly(naming, text):
    assert naming.says(text).names == ["utter_booking_open_question", "utter_booking_ask_name"]


@pytest.mark.parametrize(
    "name",
    [
        "Sam Green",
        "sam green",
        "Will Smith",
        "can yilmaz",
        "May Lee",
        "Do Nguyen",
        "so young kim",
        "Is Haq",
        "my name is Do",
        "张伟",
        "राम कुमार",
        "محمد علي",
        "Αλέξης Παπαδόπουλος",
        "Will Price",
        "Nguyễn Thị Ánh",
    ],
)
def test_names_in_any_script_go_on(naming, name):
    naming.says(name)

    assert naming.plan().name is not None
    assert naming.plan().step == "contact"
    assert not is_hardly_name(name)


# Put right before the yes


def test_a_new_contact_at_the_last_question_counts(clinic):
    patient = clinic.patient().reaches_confirm().says("+91 98765 43210")
    assert patient.values("utter_booking_confirm")["contact"] == "+91 98765 43210"

    patient.says("sam@mail.example")
    assert patient.values("utter_booking_confirm")["contact"] == "+91 98765 43210, sam@mail.example"

    assert patient.says("98765").names == ["utter_booking_confirm_again"]
    assert patient.says("call me on 0770012").names == ["utter_booking_retry_contact"]


@pytest.mark.parametrize("text", ["the name is wrong", "my name is spelled wrong", "change the name"])
def test_a_wrong_name_is_asked_for(clinic, text):
    patient = clinic.patient().reaches_confirm().says("no", "deny").says(text)

    assert patient.names == ["utter_booking_ask_name"]


@pytest.mark.parametrize(
    "text", ["Samuel Brown", "my name is samuel brown", "the name should be Samuel Brown"]
)
def test_a_new_name_is_taken(clinic, text):
    patient = clinic.patient().reaches_confirm().says("no", "deny").says(text)

    assert patient.names == ["utter_booking_confirm"]
    assert patient.values("utter_booking_confirm")["name"].casefold() == "samuel brown"


@pytest.mark.parametrize("text", ["the phone is wrong", "my email"])
def test_a_wrong_contact_is_asked_for(clinic, text):
    assert clinic.patient().reaches_confirm().says(text).names == ["utter_booking_ask_contact"]


def test_a_question_about_what_is_held_keeps_it(clinic):
    patient = clinic.patient().reaches_confirm("Tue 24 Nov", "9am")
    held = patient.booking()

    patient.says("is that today", "check_booking")

    assert patient.names == ["utter_booking_confirm_again"]
    assert patient.booking().id == held.id
