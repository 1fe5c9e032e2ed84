"""Forms follow our database: web says which one is open, and the tracker is put right first."""

from typing import Any

import pytest
import yaml

from clinic.config import ROOT
from tests.actions.stand_ins import StandInClinic
from tests.pipeline.engine import Engine

FORMS = ("prescreen_form", "booking_form", "reaction_form")
LABELS = [
    label
    for label in yaml.safe_load((ROOT / "domain.yml").read_text())["intents"]
    if label not in ("faq", "nlu_fallback")
]
# After these nobody asks the form's next question: a person comes, or the patient goes.
ENDS_THE_ASKING = {"talk_to_human", "report_reaction", "emergency", "crisis", "goodbye"}


def said(answer: dict[str, Any]) -> list[str]:
    return [reply["response"] for reply in answer["replies"]]


@pytest.mark.parametrize("form", [None, *FORMS])
@pytest.mark.parametrize("label", [*LABELS, "faq/pain"])
def test_every_label_gets_a_reply_in_every_form_and_in_none(
    engine: Engine, form: str | None, label: str
) -> None:
    answer = engine.turn(f"tries-{label.replace('/', '-')}", intent=label, form=form)

    assert said(answer)
    assert answer["failed_actions"] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_new_tracker_opens_the_form_that_web_names(
    engine: Engine, clinic: StandInClinic, form: str
) -> None:
    answer = engine.turn(f"returns-to-{form}", "m9", intent="affirm", form=form)

    service = getattr(clinic, form.removesuffix("_form"))
    assert service.heard[-1] == (f"returns-to-{form}", "m9", "affirm")
    assert said(answer) == ["utter_health_question"]


def test_a_form_that_web_has_closed_takes_nothing_more(engine: Engine, clinic: StandInClinic) -> None:
    engine.turn("was-closed", intent="affirm", form="prescreen_form")
    before = len(clinic.prescreen.heard)

    answer = engine.turn("was-closed", intent="affirm", form=None)

    assert said(answer) == ["utter_clarify"]
    assert len(clinic.prescreen.heard) == before


def test_one_form_gives_way_to_the_other(engine: Engine, clinic: StandInClinic) -> None:
    engine.turn("moves-on", intent="affirm", form="prescreen_form")

    engine.turn("moves-on", "m2", intent="affirm", form="booking_form")

    assert clinic.booking.heard[-1] == ("moves-on", "m2", "affirm")


@pytest.mark.parametrize("form", ["prescreen_form", "reaction_form"])
@pytest.mark.parametrize("label", ["faq/pain", "out_of_scope", "thanks", "disclose_condition", "complaint"])
def test_a_question_in_the_middle_is_answered_and_the_form_asks_again(
    engine: Engine, form: str, label: str
) -> None:
    answer = engine.turn(f"wonders-in-{form}", intent=label, form=form)

    assert said(answer)[-1] == "utter_health_question"
    assert len(said(answer)) == 2


@pytest.mark.parametrize("form", ["booking_form", "reaction_form"])
@pytest.mark.parametrize("label", sorted(ENDS_THE_ASKING))
def test_who_leaves_or_needs_a_person_is_not_asked_on(engine: Engine, form: str, label: str) -> None:
    answer = engine.turn(f"needs-in-{form}", intent=label, form=form)

    assert "utter_health_question" not in said(answer)


@pytest.mark.parametrize("label", sorted(ENDS_THE_ASKING))
def test_after_that_the_form_still_takes_the_next_answer(
    engine: Engine, clinic: StandInClinic, label: str
) -> None:
    engine.turn("comes-back", intent=label, form="prescreen_form")

    engine.turn("comes-back", "m2", intent="affirm", form="prescreen_form")

    assert clinic.prescreen.heard[-1] == ("comes-back", "m2", "affirm")


def test_resuming_asks_the_open_question_and_nothing_else(engine: Engine) -> None:
    answer = engine.turn("resumes", intent="resume_form", form="prescreen_form")

    assert said(answer) == ["utter_health_question"]


@pytest.mark.parametrize("form", ["prescreen_form", "reaction_form"])
def test_a_finished_form_is_submitted_once(engine: Engine, form: str) -> None:
    answer = engine.turn(f"finishes-{form}", intent="answer_question", form=form)

    assert said(answer) == ["utter_outcome_clear"]


def test_a_form_that_the_patient_left_is_not_submitted(engine: Engine) -> None:
    answer = engine.turn("leaves", intent="deny", form="prescreen_form")

    assert said(answer) == ["utter_prescreen_left"]


def test_the_questions_can_be_opened_again_after_they_were_finished(engine: Engine) -> None:
    engine.turn("again", intent="answer_question", form="prescreen_form")

    answer = engine.turn("again", "m2", intent="start_prescreen", form=None)

    assert said(answer)[-1] == "utter_health_question"
