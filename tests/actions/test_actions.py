"""What each action asks of its service, says, and tells Rasa."""

import asyncio
import logging
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.base import ActionFailed, ServiceAction
from actions.booking import ActionBeginBooking, ValidateBookingForm
from actions.clarification import ActionAskClarification
from actions.handoff import ActionOpenHandoff
from actions.prescreen import ActionStartPrescreen, ValidatePrescreenForm
from actions.reaction import ActionReportReaction, ValidateReactionForm
from clinic.config import ROOT
from clinic.services.booking.desk import NextForm
from clinic.services.dialogue import Reply, Step, Taken, Understood
from tests.actions.stand_ins import StandInClinic

KEPT = SlotSet("prescreen_step", None)
CLOSED = SlotSet("requested_slot", None)


@pytest.fixture
def clinic() -> StandInClinic:
    return StandInClinic()


def tracker(label: str, asked: str | None = "prescreen_step") -> Tracker:
    topic = label.startswith("faq/")
    message = {
        "intent": {"name": "faq" if topic else label, "confidence": 0.9}
        | ({"full_retrieval_intent_name": label} if topic else {}),
        "intent_ranking": [{"name": label, "confidence": 0.9}, {"name": "greet", "confidence": 0.1}],
        "metadata": {"message_id": "m1"},
    }
    return Tracker("c1", {"requested_slot": asked}, message, [], False, None, {}, "action_listen")


def run(action: ServiceAction, heard: Tracker) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, heard, {}))
    return dispatcher.messages, events


def test_every_action_of_the_domain_has_one_class_and_none_is_left_over() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())

    assert set(executor.actions) == set(domain["actions"])


def test_a_reply_goes_out_by_name_with_its_values_and_buttons(clinic: StandInClinic) -> None:
    values = {"text": "a name that Rasa uses too", "promised_time": "9:00"}
    clinic.open_handoff.reply = Reply("utter_handoff_waiting", values)

    [message], _ = run(ActionOpenHandoff(clinic.services), tracker("talk_to_human"))

    assert message["response"] == "utter_handoff_waiting"
    assert message["values"] == values
    assert message["text"] is None


def test_the_service_hears_the_full_label_and_the_ranking(clinic: StandInClinic) -> None:
    run(ActionAskClarification(clinic.services), tracker("faq/pain"))

    assert clinic.clarify.calls == [
        ("c1", "m1", Understood("faq/pain", 0.9, (("faq/pain", 0.9), ("greet", 0.1))))
    ]


@pytest.mark.parametrize(
    ("label", "level"), [("talk_to_human", "none"), ("emergency", "emergency"), ("crisis", "crisis")]
)
def test_a_handoff_is_as_urgent_as_what_was_understood(clinic: StandInClinic, label: str, level: str) -> None:
    run(ActionOpenHandoff(clinic.services), tracker(label))

    assert clinic.open_handoff.calls == [("c1", label, level)]


@pytest.mark.parametrize(
    ("label", "events"),
    [
        ("affirm", [KEPT]),
        ("answer_question", [KEPT, CLOSED]),
        ("deny", [KEPT, CLOSED, FollowupAction("action_listen")]),
        ("faq/pain", []),
        ("resume_form", [KEPT]),
    ],
)
def test_the_form_tells_rasa_what_became_of_the_message(
    clinic: StandInClinic, label: str, events: list[dict[str, Any]]
) -> None:
    _, told = run(ValidatePrescreenForm(clinic.services), tracker(label))

    assert told == events


@pytest.mark.parametrize(
    ("label", "is_open"), [("affirm", True), ("answer_question", False), ("deny", False)]
)
def test_the_questions_about_a_reaction_tell_rasa_in_the_same_way(
    clinic: StandInClinic, label: str, is_open: bool
) -> None:
    _, events = run(ValidateReactionForm(clinic.services), tracker(label, asked="reaction_step"))

    assert events[0] == SlotSet("reaction_step", None)
    assert (CLOSED not in events) is is_open
    assert clinic.reaction.heard == [("c1", "m1", label)]


def test_a_reported_reaction_says_what_the_service_says_and_opens_nothing_in_rasa(
    clinic: StandInClinic,
) -> None:
    messages, events = run(ActionReportReaction(clinic.services), tracker("report_reaction", asked=None))

    assert [message["response"] for message in messages] == ["utter_safety_l3"]
    assert events == []
    assert clinic.report.calls == [("c1", "m1")]


def test_an_opening_form_takes_no_message(clinic: StandInClinic) -> None:
    _, events = run(ValidateBookingForm(clinic.services), tracker("affirm", asked=None))

    assert events == []
    assert clinic.booking.heard == []


def test_a_start_that_is_refused_opens_no_form(
    clinic: StandInClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = Step(Taken.LEFT, (Reply("utter_prescreen_under_18"),))
    monkeypatch.setattr(clinic.prescreen, "start", lambda *_: refusal)

    messages, events = run(ActionStartPrescreen(clinic.services), tracker("start_prescreen"))

    assert [message["response"] for message in messages] == ["utter_prescreen_under_18"]
    assert events == []


@pytest.mark.parametrize(
    ("form", "events"),
    [("prescreen_form", [FollowupAction("prescreen_form")]), (None, [])],
)
def test_booking_opens_the_form_that_the_service_names(
    clinic: StandInClinic, monkeypatch: pytest.MonkeyPatch, form: str | None, events: list[dict[str, Any]]
) -> None:
    monkeypatch.setattr(clinic.booking, "begin", lambda *_: NextForm(form))

    _, told = run(ActionBeginBooking(clinic.services), tracker("book_consultation"))

    assert told == events


def test_a_failure_reaches_rasa_and_the_log_without_the_patients_words(
    clinic: StandInClinic, caplog: pytest.LogCaptureFixture
) -> None:
    clinic.clarify.is_broken = True

    with caplog.at_level(logging.ERROR), pytest.raises(ActionFailed) as failure:
        run(ActionAskClarification(clinic.services), tracker("affirm"))

    assert str(failure.value) == "action_ask_clarification: Broken"
    assert "action_ask_clarification failed with Broken" in caplog.text
    assert "aspirin" not in caplog.text
