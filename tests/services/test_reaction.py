"""A problem after treatment: advice and a person first, few questions, and the worst that was said counts."""

import pytest

from clinic.services.reaction import IncidentUnknown
from clinic.services.safety import is_cluster
from tests.fakes import understood
from tests.services.reaction_talk import Reporter
from tests.services.world import World

TOLD = "something feels odd since you treated me"  # no red flag, no words that mean a choice


@pytest.fixture
def patient(world: World) -> Reporter:
    return Reporter(world)


def test_advice_and_a_person_come_before_the_first_question(world: World, patient: Reporter) -> None:
    heard = patient.says(TOLD)

    assert heard == ["utter_reaction_report", "utter_reaction_begin", "utter_reaction_what"]
    assert world.conversation().open_form == "reaction_form"
    assert (world.conversation().alert_level, world.conversation().booking_block) == ("L3", "reaction")
    assert world.open_handoff().level == "urgent"
    assert [incident.level for incident in patient.incidents()] == ["L3"]


def test_all_is_told_in_six_answers_and_the_fitting_advice_ends_it(world: World, patient: Reporter) -> None:
    patient.says(TOLD)

    heard = patient.walks(
        "A lump or spot",
        "On the scalp",
        "It stays the same",
        "None of these",
        "A few weeks",
        "Within 3 months",
    )

    assert heard == ["utter_safety_l3_lumps", "utter_reaction_done"]
    assert patient.file().report.status == "completed"
    assert world.conversation().open_form is None
    assert [incident.closed_at for incident in patient.incidents()] == [None]


@pytest.mark.parametrize(
    ("titles", "response", "level"),
    [
        (("Redness or swelling", "Face or near eye"), "utter_safety_infection_severe", "L1"),
        (
            ("Pain or burning", "On the scalp", "It stays the same", "Very ill or confused"),
            "utter_safety_sepsis",
            "L1",
        ),
        (("Redness or swelling", "On the scalp", "It spreads"), "utter_safety_l2_infection", "L2"),
        (
            ("A lump or spot", "On the scalp", "It stays the same", "Fever or chills"),
            "utter_safety_l2_infection",
            "L2",
        ),
        (("Pus or a sore",), "utter_safety_l2_tissue", "L2"),
    ],
)
def test_grave_answers_end_the_questions_with_help(
    world: World, patient: Reporter, titles: tuple[str, ...], response: str, level: str
) -> None:
    patient.says(TOLD)

    heard = patient.walks(*titles)

    assert heard == [response, "utter_safety_person_alerted"]
    assert (world.conversation().alert_level, world.conversation().open_form) == (level, None)
    assert (patient.file().report.status, patient.file().report.level) == ("alarm", level)
    assert [incident.level for incident in patient.incidents()] == [level]


def test_danger_in_words_ends_the_questions_without_the_engine(world: World, patient: Reporter) -> None:
    patient.says(TOLD)
    world.engine.failure = "down"

    heard = patient.says("my throat is closing")

    assert heard[0] == "utter_safety_anaphylaxis"
    assert patient.file().report.status == "alarm"
    assert patient.incidents()[0].level == "L1"
    assert len(patient.incidents()) == 1


def test_what_the_watch_sees_first_is_asked_about_at_once(world: World, patient: Reporter) -> None:
    world.engine.failure = "down"

    heard = patient.says("i have a hard lump on my scalp 6 weeks after the session")

    assert heard[:2] == ["utter_safety_l3_lumps", "utter_reaction_begin"]
    assert heard[-1] == "utter_reaction_course"  # what and where stand in the words
    assert set(patient.given()) == {("what", "lump"), ("where", "scalp")}
    assert world.conversation().open_form == "reaction_form"


def test_an_answer_that_the_watch_reads_is_kept_and_the_next_question_put(patient: Reporter) -> None:
    patient.says("i have a hard lump on my scalp 6 weeks after the session")

    heard = patient.says("the lump on my scalp is not spreading")

    assert heard == ["utter_reaction_fever"]
    assert ("course", "same") in patient.given()
    assert len(patient.incidents()) == 1


def test_free_text_answers_and_a_denial_counts_only_where_it_was_asked(patient: Reporter) -> None:
    patient.says(TOLD)

    patient.says("its itchy, no fever", "nlu_fallback")

    assert patient.given() == [("what", "rash")]
    assert patient.says("behind my ears", "out_of_scope") == ["utter_reaction_course"]
    assert patient.says("no", "deny") == ["utter_reaction_fever"]
    assert patient.says("no fever no chills", "deny") == ["utter_reaction_since"]
    assert patient.says("3 days", "nlu_fallback") == ["utter_reaction_last_session"]
    assert patient.says("2 months ago", "nlu_fallback") == ["utter_safety_l3", "utter_reaction_done"]
    assert patient.given()[-2:] == [("since", "days"), ("last_session", "quarter")]


def test_words_that_fit_no_choice_are_kept_for_a_person(patient: Reporter) -> None:
    patient.says(TOLD)

    assert patient.says("like ants walking about", "nlu_fallback") == ["utter_reaction_where"]
    assert patient.file().answers[0].words == "like ants walking about"
    patient.says("where the cap sits", "nlu_fallback")
    first = patient.says("purple", "nlu_fallback")
    second = patient.says("purple", "nlu_fallback")

    assert first == ["utter_reaction_not_read", "utter_reaction_course"]
    assert second == ["utter_reaction_fever"]
    assert patient.given()[-1] == ("course", "in_words")


def test_a_question_in_the_middle_is_answered_and_the_open_one_asked_again(patient: Reporter) -> None:
    patient.says(TOLD)

    assert patient.says("how much is the next one?", "faq/cost") == ["utter_faq/cost", "utter_reaction_what"]
    assert patient.given() == []


def test_danger_told_inside_a_question_is_not_lost(patient: Reporter) -> None:
    patient.says(TOLD)
    patient.walks("Redness or swelling", "On the scalp")

    heard = patient.says("does it cost extra as it gets bigger?", "faq/cost")

    assert heard[0] == "utter_safety_l2_infection"


@pytest.mark.parametrize(
    ("text", "label", "response"),
    [
        ("stop", "nlu_fallback", "utter_reaction_left"),
        ("bye", "goodbye", "utter_reaction_left"),
        ("its fine now", "thanks", "utter_reaction_fine_now"),
        ("it is for my wife", "nlu_fallback", "utter_reaction_someone_else"),
    ],
)
def test_who_leaves_is_still_advised_and_the_incident_stays_open(
    world: World, patient: Reporter, text: str, label: str, response: str
) -> None:
    patient.says(TOLD)
    patient.presses("Pain or burning")

    assert patient.says(text, label) == [response]
    assert (patient.file().report.status, world.conversation().open_form) == ("left", None)
    assert ("what", "pain") in patient.given()
    assert patient.incidents()[0].closed_at is None
    assert world.open_handoff().status == "waiting"


def test_not_fine_is_not_fine(patient: Reporter) -> None:
    patient.says(TOLD)

    heard = patient.says("it went away but came back", "nlu_fallback")

    assert heard == ["utter_reaction_where"]


def test_somebody_elses_reaction_is_not_asked_about_nor_kept(patient: Reporter) -> None:
    heard = patient.says("my wife had it here and now she itches")

    assert heard[:2] == ["utter_reaction_report", "utter_reaction_someone_else"]
    assert patient.given() == []
    assert patient.file().report.status == "left"


def test_words_of_somebody_about_the_writers_own_head_are_the_writers(patient: Reporter) -> None:
    patient.says("my wife noticed that my scalp itches")

    assert ("what", "rash") in patient.given()


def test_who_was_never_treated_here_gets_general_advice(patient: Reporter) -> None:
    patient.says(TOLD)

    heard = patient.walks(
        "Rash or itch", "On the scalp", "It gets better", "None of these", "A few days", "Never had one here"
    )

    assert heard == ["utter_reaction_not_treated_here"]


def test_weak_defences_told_before_or_now_make_it_graver(patient: Reporter) -> None:
    patient.says(TOLD)

    heard = patient.says("it is red. i am diabetic", "disclose_condition")

    assert heard[0] == "utter_safety_l2_infection"


def test_a_changed_answer_stands_beside_the_first_and_makes_nothing_milder(patient: Reporter) -> None:
    patient.says(TOLD)
    what = patient.heard
    patient.presses("Pain or burning")
    patient.heard = what

    heard = patient.presses("Pus or a sore")

    assert patient.given() == [("what", "pain"), ("what", "sore")]
    assert heard[0] == "utter_safety_l2_tissue"


def test_a_button_of_an_older_report_changes_nothing(world: World, patient: Reporter) -> None:
    patient.says(TOLD)
    old = patient.heard
    patient.says("stop", "nlu_fallback")
    patient.says(TOLD)
    patient.heard = old

    assert patient.presses("Pus or a sore") == ["utter_reaction_what"]
    assert patient.given() == []


def test_the_same_message_twice_is_one_report_and_one_answer(world: World, patient: Reporter) -> None:
    patient.says(TOLD)
    message = world.patient_messages()[-1]
    service, told = world.services.reaction, understood("report_reaction")

    assert service.report(world.conversation_id, message.id) == service.report(
        world.conversation_id, message.id
    )
    patient.presses("Pain or burning")
    answered = world.patient_messages()[-1]
    service.take_message(world.conversation_id, answered.id, told)

    assert len(patient.incidents()) == 1
    assert patient.given() == [("what", "pain")]


def test_a_report_told_again_gets_the_advice_and_the_open_question_again(
    world: World, patient: Reporter
) -> None:
    patient.says(TOLD)
    world.conversation()
    other = world.patient_messages()[-1]
    patient.presses("Pain or burning")
    again = world.services.reaction.report(world.conversation_id, other.id)

    assert [reply.response for reply in again] == ["utter_reaction_report", "utter_reaction_where"]
    assert len(patient.incidents()) == 1


def test_after_urgent_help_was_named_nothing_is_asked(world: World, patient: Reporter) -> None:
    patient.says("theres pus where they injected and its spreading")

    heard = patient.says(TOLD)

    assert heard == ["utter_safety_l2_again", "utter_safety_person_alerted"]
    assert world.conversation().open_form is None


def test_a_person_who_took_over_is_not_talked_over(world: World, patient: Reporter) -> None:
    patient.says(TOLD)
    world.services.handoff.take_over(world.open_handoff().id, world.clinician)

    assert patient.says("it itches", "nlu_fallback") == []
    heard = patient.says("there is a hard lump on my scalp now, 3 weeks after")

    assert heard == ["utter_safety_l3_lumps", "utter_safety_person_alerted"]


def test_a_bare_word_after_a_long_silence_answers_nothing(world: World, patient: Reporter) -> None:
    patient.says(TOLD)
    world.clock.move(days=2)

    assert patient.says("hello there", "nlu_fallback") == ["utter_reaction_what"]
    assert patient.given() == []
    assert patient.presses("Rash or itch") == ["utter_reaction_where"]


def test_asked_to_say_it_again_the_open_question_is_repeated(patient: Reporter) -> None:
    patient.says(TOLD)

    assert patient.says("can you repeat that", "nlu_fallback") == ["utter_reaction_what"]


def test_erasure_reaches_every_answer(world: World, patient: Reporter) -> None:
    patient.says(TOLD)
    patient.presses("Pain or burning")
    report = patient.file().report.id

    world.services.conversations.erase(world.conversation_id, actor="patient")

    assert world.rows_of(world.conversation_id) == {}
    with world.uow(reads_only=True) as uow:
        assert uow.reactions.answers(report) == ()


def test_no_answer_reaches_the_log(world: World, patient: Reporter, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    patient.says(TOLD)
    patient.says("zebrafish on the scalp", "nlu_fallback")

    assert "zebrafish" not in caplog.text


def test_staff_read_the_words_and_the_answers_and_that_is_recorded(world: World, patient: Reporter) -> None:
    patient.says(TOLD)
    patient.presses("Pain or burning")
    incident = patient.incidents()[0]

    file = world.services.incidents.open(incident.id, world.clinician)

    assert file.message is not None
    assert file.told is not None
    assert file.message.text == TOLD
    assert [answer.value for answer in file.told.answers] == ["pain"]
    with world.uow(reads_only=True) as uow:
        assert [entry.page for entry in uow.audit.accesses(world.conversation_id)] == ["incident"]
    with pytest.raises(IncidentUnknown):
        world.services.incidents.open("0" * 32, world.clinician)


def test_two_patients_within_a_month_raise_the_cluster_alarm(world: World, patient: Reporter) -> None:
    patient.says(TOLD)
    with world.uow(reads_only=True) as uow:
        assert not is_cluster(uow, world.clock)
    world.clock.move(days=29)
    world.conversation_id = world.services.conversations.start("website").conversation.id

    patient.says(TOLD)

    with world.uow(reads_only=True) as uow:
        assert is_cluster(uow, world.clock)


def test_a_minor_stays_blocked_for_ever(world: World, patient: Reporter) -> None:
    with world.uow() as uow:
        uow.conversations.change(world.conversation_id, booking_block="minor")
        uow.commit()

    patient.says(TOLD)
    patient.says("my throat is closing")
    world.services.alerts.lift(world.conversation_id, world.clinician, "seen")

    assert world.conversation().booking_block == "minor"


# Words that are no answer


def test_a_question_at_the_questions_is_no_answer_and_is_not_left_alone(world: World) -> None:
    reporter = Reporter(world)
    reporter.says("my scalp hurts since the session")

    asked = reporter.says("will it go away", "medical_question_other")

    assert asked[0] == "utter_reaction_ask_team"
    assert "will it go away" not in [answer.words for answer in reporter.file().answers]


def test_abuse_is_no_problem_after_a_session(world: World) -> None:
    reporter = Reporter(world)
    reporter.says("i have a problem after my session")

    assert reporter.says("fuck off robot", "nlu_fallback")[0] == "utter_reaction_not_read"
    assert reporter.given() == []


def test_an_answer_to_another_question_is_kept_there_and_the_open_one_asked_again(world: World) -> None:
    reporter = Reporter(world)
    reporter.says("my scalp hurts since the session")

    assert reporter.says("no fever", "nlu_fallback") == ["utter_reaction_course"]
    assert ("fever", "no") in reporter.given()
    assert ("course", "in_words") not in reporter.given()
    assert reporter.presses("It stays the same") == ["utter_reaction_since"]
