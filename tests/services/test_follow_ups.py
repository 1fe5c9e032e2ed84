"""Short messages that lean on the last topic: answered from it, asked back, or left to the engine."""

import threading

import pytest

from clinic.services.inbound import Inbound
from clinic.services.ports import EngineTurn
from tests.fakes import answer
from tests.services.talk import asked_engine, said, takes, talked_about, titles
from tests.services.world import World


@pytest.mark.parametrize(
    ("topic", "text", "label"),
    [
        ("faq/procedure", "and how long does that take?", "faq/session_duration"),
        ("faq/effectiveness", "how long does that take", "faq/results_timeline"),
        ("faq/effectiveness", "is it permanent tho", "faq/permanence"),
        ("faq/what_is", "how mch is tht", "faq/cost"),
        ("faq/pain", "wat about women", "faq/women"),
        ("faq/contraindications", "what about diabetics", "faq/contraindications"),
        ("faq/compare_topical", "and prp?", "faq/compare_prp"),
        ("faq/benefits", "why?", "faq/mechanism"),
    ],
)
def test_a_follow_up_is_sent_to_the_engine_as_the_label_it_means(
    world: World, topic: str, text: str, label: str
) -> None:
    talked_about(world, topic)
    world.engine.reply = answer(f"utter_{label}", label=label)

    soft_question = ["utter_disclosure_hypothetical"] if "diabetics" in text else []
    assert said(world, text) == [f"utter_{label}", *soft_question]
    assert (asked_engine(world).text, asked_engine(world).intent) == (None, label)
    message = world.patient_messages()[-1]
    assert (message.text, message.label) == (text, label)


def test_follow_ups_follow_each_other(world: World) -> None:
    talked_about(world, "faq/procedure")
    world.engine.reply = answer("utter_faq/cost", label="faq/cost")
    said(world, "how much is that")

    said(world, "how many")

    assert asked_engine(world).intent == "faq/session_count"


def test_small_talk_between_does_not_end_the_topic(world: World) -> None:
    talked_about(world, "faq/procedure")
    talked_about(world, "thanks", "utter_thanks")

    said(world, "and how long does that take")

    assert asked_engine(world).intent == "faq/session_duration"


def test_what_could_mean_two_things_is_asked_back_in_plain_words(world: World) -> None:
    talked_about(world, "faq/session_count")
    asked = len(world.engine.turns)

    messages = takes(world, "how long does that take")

    assert [message.response for message in messages] == ["utter_clarify"]
    assert titles(messages)[:2] == ["How long a session takes", "When a change may show"]
    assert titles(messages)[2:] == ["Something else", "Talk to a person"]
    assert len(world.engine.turns) == asked
    assert world.patient_messages()[-1].label is None


def test_asking_back_does_not_end_the_topic(world: World) -> None:
    talked_about(world, "faq/session_count")
    said(world, "how long does that take")

    said(world, "how often")

    assert asked_engine(world).intent == "faq/session_frequency"


@pytest.mark.parametrize(
    "between",
    ["out_of_scope", "nlu_fallback", "medical_question_other", "complaint"],
)
def test_what_was_talked_about_before_another_matter_answers_nothing(world: World, between: str) -> None:
    talked_about(world, "faq/procedure")
    talked_about(world, between, "utter_out_of_scope")

    assert said(world, "how much is that")[0] in ("utter_clarify", "utter_clarify_person")


def test_with_nothing_before_the_length_of_it_is_asked_back(world: World) -> None:
    assert said(world, "how long does it take") == ["utter_clarify"]
    assert world.engine.turns == []


def test_with_nothing_before_a_plain_question_is_left_to_the_engine(world: World) -> None:
    said(world, "how much is that")

    assert asked_engine(world).text == "how much is that"


def test_a_topic_is_forgotten_after_an_hour(world: World) -> None:
    talked_about(world, "faq/procedure")
    world.clock.move(minutes=61)

    assert said(world, "and how long does that take") == ["utter_clarify"]


def test_what_a_person_wrote_is_no_topic_of_ours(world: World) -> None:
    talked_about(world, "faq/procedure")
    handoff = world.open_a_handoff()
    world.services.handoff.take_over(handoff.id, world.receptionist)
    world.services.handoff.write(world.conversation_id, world.receptionist, "We have room on Tuesday.")
    world.services.handoff.hand_back(handoff.id, world.receptionist)
    asked = len(world.engine.turns)

    assert said(world, "and how long does that take") == ["utter_clarify"]
    assert len(world.engine.turns) == asked


def test_why_is_not_guessed_at(world: World) -> None:
    talked_about(world, "faq/contraindications")

    messages = takes(world, "why not?")

    assert [message.response for message in messages] == ["utter_follow_up_no_reason"]
    assert titles(messages) == ["Risks and hygiene", "Who it is for", "Talk to a person"]
    assert world.patient_messages()[-1].label == "faq/contraindications"


def test_why_after_another_matter_offers_a_person(world: World) -> None:
    talked_about(world, "book_consultation", "utter_booking_blocked")

    messages = takes(world, "but why")

    assert [message.response for message in messages] == ["utter_follow_up_no_reason"]
    assert titles(messages) == ["Talk to a person"]


@pytest.mark.parametrize("text", ["why", "say that again more"])
def test_why_of_nothing_is_left_to_the_engine(world: World, text: str) -> None:
    said(world, text)

    assert asked_engine(world).text == text


def test_of_nothing_there_is_no_more(world: World) -> None:
    assert said(world, "more") == ["utter_nothing_pending"]
    assert world.engine.turns == []


@pytest.mark.parametrize("text", ["really?", "are you sure?", "says who"])
def test_whoever_doubts_an_answer_hears_where_it_comes_from(world: World, text: str) -> None:
    talked_about(world, "faq/effectiveness")

    assert said(world, text) == ["utter_follow_up_more"]


@pytest.mark.parametrize("text", ["really?", "why?", "more"])
def test_of_what_was_not_understood_there_is_no_more(world: World, text: str) -> None:
    talked_about(world, "nlu_fallback", "utter_clarify")

    messages = takes(world, text)

    assert [message.response for message in messages] == ["utter_clarify_other_words"]
    assert titles(messages) == ["Talk to a person"]
    assert said(world, "why") == ["utter_clarify_other_words"]


@pytest.mark.parametrize(("text", "label"), [("and for men?", "faq/men"), ("and women?", "faq/women")])
def test_a_miss_does_not_end_what_is_asked_of_the_treatment_as_such(
    world: World, text: str, label: str
) -> None:
    talked_about(world, "faq/pain")
    talked_about(world, "nlu_fallback", "utter_clarify")

    said(world, text)

    assert asked_engine(world).intent == label


def test_asking_back_by_rule_is_no_second_miss(world: World) -> None:
    talked_about(world, "nlu_fallback", "utter_clarify")

    assert said(world, "how long does that take") == ["utter_clarify"]


@pytest.mark.parametrize(
    ("before", "label"),
    [("disclose_condition", "medical_question_other"), ("faq/permanence", "faq/permanence")],
)
def test_how_long_after_stopping_depends_on_what_is_stopped(world: World, before: str, label: str) -> None:
    talked_about(world, before, "utter_disclosure_note_offer")

    said(world, "how long after stopping")

    assert asked_engine(world).intent == label


def test_how_long_after_stopping_is_asked_back_where_nothing_was_told(world: World) -> None:
    assert titles(takes(world, "how long after stopping"))[:2] == [
        "Another health question",
        "If results last",
    ]


@pytest.mark.parametrize(
    ("text", "label"),
    [("so its a scam", "faq/effectiveness"), ("do you think i should get it", "faq/candidacy")],
)
def test_a_plain_doubt_and_a_wish_for_a_verdict_get_the_honest_answer(
    world: World, text: str, label: str
) -> None:
    said(world, text)

    assert asked_engine(world).intent == label


def test_more_names_the_sources_and_what_lies_near(world: World) -> None:
    talked_about(world, "faq/what_is")

    messages = takes(world, "tell me more")

    assert [message.response for message in messages] == ["utter_follow_up_more"]
    assert "The clinic's own information on hair mesotherapy; The clinic's wording policy" in messages[0].text
    assert "Friday 20 November 2026" in messages[0].text
    assert titles(messages) == [
        "What happens in a session",
        "If it works",
        "What it costs",
        "Talk to a person",
    ]
    assert "how long" not in messages[0].text


def test_more_of_a_withheld_answer_is_withheld_by_the_engine(world: World) -> None:
    world.clock.move(days=400)
    talked_about(world, "faq/what_is")

    said(world, "more")

    assert asked_engine(world).intent == "faq/what_is"


@pytest.mark.parametrize(
    "text", ["how long does that take", "how much is that", "why", "more", "which is better"]
)
def test_after_urgent_advice_only_the_advice_is_repeated(world: World, text: str) -> None:
    talked_about(world, "faq/cost")
    said(world, "theres pus where they injected and its spreading")

    said(world, text)

    assert (asked_engine(world).text, asked_engine(world).intent) == (text, None)


def test_after_an_emergency_nothing_but_help_is_said(world: World) -> None:
    said(world, "my throat is closing")

    assert said(world, "how long does that take") == ["utter_safety_still_here"]


@pytest.mark.parametrize(
    "text", ["what about me, I'm pregnant", "pregnant?", "diabetics?", "for my diabetic mother"]
)
def test_own_health_in_a_short_message_goes_its_usual_way(world: World, text: str) -> None:
    talked_about(world, "faq/pain")
    world.engine.reply = answer("utter_faq/women", label="faq/women")

    assert said(world, text)[0].startswith("utter_disclosure_")
    assert asked_engine(world).text == text


def test_danger_in_a_short_message_is_answered_first(world: World) -> None:
    talked_about(world, "faq/pain")

    assert said(world, "more, i cant breathe")[0].startswith("utter_safety_")


def test_a_pressed_button_is_never_a_follow_up(world: World) -> None:
    talked_about(world, "faq/procedure")
    button = next(
        b
        for m in world.services.conversations.messages(world.conversation_id)
        for b in m.buttons
        if b.title == "How long?"
    )

    world.services.turns.take(world.conversation_id, Inbound("b", button_token=button.token))

    assert asked_engine(world).intent == "faq/session_duration"


def test_a_follow_up_sent_before_the_answer_waits_for_it(world: World) -> None:
    second = threading.Thread(target=takes, args=(world, "how long does that take"))

    def send_second(turn: EngineTurn) -> None:
        world.engine.during = None
        world.engine.reply = answer("utter_faq/procedure", label="faq/procedure")
        second.start()

    world.engine.during = send_second
    takes(world, "what happens there")
    second.join()

    assert asked_engine(world).intent == "faq/session_duration"


def test_a_follow_up_after_a_takeover_is_not_answered(world: World) -> None:
    talked_about(world, "faq/session_count")
    handoff = world.open_a_handoff()
    world.services.handoff.take_over(handoff.id, world.receptionist)

    assert said(world, "how long does that take") == []


def test_an_engine_that_fails_on_a_follow_up_is_told(world: World) -> None:
    talked_about(world, "faq/procedure")
    world.engine.failure = "slow"

    assert said(world, "how long does that take") == ["utter_engine_slow"]


def test_the_same_client_id_returns_the_first_answer(world: World) -> None:
    talked_about(world, "faq/session_count")
    first = world.services.turns.take(world.conversation_id, Inbound("same", "how long does that take"))

    again = world.services.turns.take(world.conversation_id, Inbound("same", "how long does that take"))

    assert again.messages == first.messages
