"""Health answers in the database, on both engines: history, contacts, old questions, two answers at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests.fakes import understood
from tests.services.prescreen_world import CONTENT, at_questions


@pytest.fixture
def patient(database_url, tmp_path):
    return at_questions(tmp_path, url=database_url)


def test_the_whole_way_is_stored_and_replayed(patient):
    patient.starts().answers(Q9="Yes", Q4="Not sure")

    record = patient.service.records(patient.conversation_id)[0]

    assert (record.prescreen.outcome, record.replay) == ("B", "agrees")
    assert len(record.answers) == len(CONTENT.questions)


def test_a_conversation_has_one_open_prescreen_at_most(patient):
    patient.starts()
    second = replace(patient.prescreen(), id="second")

    with pytest.raises(IntegrityError), patient.uows() as uow:
        uow.prescreens.add(second)


def test_two_answers_at_once_are_both_kept_and_the_worse_counts(patient):
    patient.starts().answers("Q4")
    yes, no = patient.sends("Yes", patient.choice("Yes")), patient.sends("No", patient.choice("No"))

    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(patient.another_hand().plays, message, "answer_question") for message in (yes, no)
        ]
        for taken in both:
            taken.result()

    assert sorted(patient.given("Q4")) == ["no", "yes"]
    assert [answer.sequence for answer in patient.stored()] == list(range(1, len(patient.stored()) + 1))
    assert patient.prescreen().outcome == "A"


def test_the_same_message_twice_at_once_is_stored_once(patient):
    patient.starts().answers("Q4")
    message = patient.sends("No", patient.choice("No"))

    with ThreadPoolExecutor(4) as pool:
        for taken in [
            pool.submit(patient.another_hand().plays, message, "answer_question") for _ in range(4)
        ]:
            taken.result()

    assert patient.given("Q4") == ["no"]


def test_submitting_four_times_at_once_opens_one_case(patient):
    patient.starts().answers("Q21", Q9="Yes")
    last = patient.sends("No", patient.choice("No"))
    patient.service.take_message(patient.conversation_id, last, understood("answer_question"))

    with ThreadPoolExecutor(4) as pool:
        said = [pool.submit(patient.service.submit, patient.conversation_id) for _ in range(4)]

    assert all(one.result() == said[0].result() for one in said)
    assert len(patient.cases.opened) == 1


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ({"phone": "+441632960001"}, {"phone": "+441632960001"}, True),
        ({"email": "Ann@Example.com"}, {"email": "ann@example.com"}, True),
        ({"phone": "+441632960001"}, {"phone": "+441632960002"}, False),
        ({"phone": "+441632960001", "email": "a@example.com"}, {"email": "a@example.com"}, True),
        ({}, {}, False),
    ],
    ids=["phone", "e-mail", "another phone", "either", "neither"],
)
def test_the_same_contact_is_found_by_phone_or_mail(patient, first, second, is_same):
    patient.starts().answers(Q9="Yes")
    patient.leaves_contact("p1", **first)
    other = patient.another()
    other.leaves_contact("p2", **second)

    with patient.uows(reads_only=True) as uow:
        found = uow.prescreens.of_contact("p2", patient.clock.now() - timedelta(days=30))

    assert [prescreen.id for prescreen in found] == ([patient.prescreen().id] if is_same else [])


def test_the_questions_of_a_version_are_kept_once(patient):
    patient.starts()
    with patient.uows() as uow:
        uow.prescreens.keep_questions(CONTENT.rules_version, {"other": "content"}, patient.clock.now())
        uow.commit()

    with patient.uows(reads_only=True) as uow:
        assert uow.prescreens.questions(CONTENT.rules_version) == CONTENT.stored()
        assert uow.prescreens.questions("unknown") is None


def test_erasing_the_conversation_takes_every_answer_and_consent_along(patient):
    patient.starts().answers("Q9")
    prescreen_id = patient.prescreen().id

    with patient.uows() as uow:
        uow.conversations.erase(patient.conversation_id)
        uow.commit()

    with patient.uows(reads_only=True) as uow:
        assert uow.prescreens.answers(prescreen_id) == ()
        assert uow.prescreens.consents(patient.conversation_id) == ()
