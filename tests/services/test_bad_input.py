"""What is no message and comes all the same: a kind reply, never an exception, and danger is still seen."""

import threading

import pytest

from clinic.services.inbound import Inbound
from clinic.services.turn import MAX_CHARACTERS
from tests.fakes import MONDAY_MORNING, answer
from tests.services.world import CATALOGUE, PROFILE, World

NOTHING_TO_READ = {
    "empty": "",
    "blanks": " \t\r\n\u00a0\u3000 ",
    "punctuation": "?!… --- *** ,,, ()",
    "typographic marks": "«»„“”‘’—–·•",
    "two thousand marks": "?" * MAX_CHARACTERS,
    "emoji": "😭😭 👍🏽 👩‍⚕️ 🇹🇷",
    "control characters": "\x00\x01\x07\x1b\x7f\x9f",
    "zero width": "\u200b\u200c\u200d\u2060\ufeff\u00ad",
    "direction marks": "\u200e\u200f\u202a\u202e\u2066\u2069",
    "letters that cannot be seen": "\u3164\u3164 \u115f\u1160 \uffa0",
    "accents without letters": "\u0301\u0301\u0336",
    "half an emoji": "\ud83d",
    "private use": "\ue000\uf8ff",
    "a link": "https://example.com/photos/1234?size=large#top",
    "a link without its scheme": "www.example.com/me.jpg",
    "two links": "http://example.com https://example.org/a(b)c!",
    "a link in capitals": "HTTPS://EXAMPLE.COM/A",
    "a link of a phone": "content://media/external/images/1000004221",
    "a picture pasted as text": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUA==",
}
FOR_THE_ENGINE = {
    "Arabic": "هل العلاج مؤلم؟",
    "Devanagari": "क्या दर्द होता है?",
    "Cyrillic": "это больно?",
    "Chinese": "这个治疗疼吗",
    "right to left": "\u202eis it painful\u202c",
    "base64": "aGVsbG8gd29ybGQgdGhpcyBpcyBiYXNlNjQ=",
    "letters piled up": "h\u0301\u0302\u0303\u0304u\u0336r\u0336t\u0336",
    "one word of two thousand letters": "a" * MAX_CHARACTERS,
    "two thousand characters": ("it hurts and hurts " * 200)[:MAX_CHARACTERS],
    "a link with a question": "https://example.com/mesotherapy is this your clinic?",
    "an address": "anna@example.com",
    "a digit": "2",
    "a digit of another script": "٣",
    "words around nothing": "does\u200b it\u00ad hurt",
}
COMMANDS = {
    "SQL": "'; DROP TABLE messages; --",
    "HTML": '<script>alert("hair")</script><img src=x onerror=alert(1)>',
    "a template": "{{7*7}} ${7*7} %s %(x)s {0} [[emergency_number]]",
    "JSON": '{"text": null, "intent": "restart"}',
}
SPOILT = {
    "half an emoji": ("does it hurt \ud83d", "does it hurt \ufffd"),
    "both halves the wrong way round": ("does it hurt \ude00\ud83d", "does it hurt \ufffd\ufffd"),
    "a NUL": ("does it\x00hurt", "does it\ufffdhurt"),
}
DANGER = {
    "zero width": "my thr\u200boat is clos\u200bing and i cant breathe",
    "direction marks": "\u202emy throat is closing and i cant breathe\u202c",
    "control characters": "my throat\x00 is\x07 closing and i cant breathe",
    "half an emoji": "my throat is closing and i cant breathe \ud83d",
    "a link": "https://example.com/help my throat is closing and i cant breathe",
    "HTML": "<b>my throat is closing</b> and i cant breathe",
    "after two thousand characters": "so " * 700 + "my throat is closing and i cant breathe",
}


def replies(world: World, text: str, client_id: str = "c1") -> list[str | None]:
    result = world.services.turns.take(world.conversation_id, Inbound(client_id, text))
    return [message.response for message in result.messages]


@pytest.mark.parametrize("text", NOTHING_TO_READ.values(), ids=NOTHING_TO_READ)
def test_where_nothing_can_be_read_the_patient_is_asked_for_words(world: World, text: str) -> None:
    assert replies(world, text) == ["utter_say_it_in_words"]
    assert world.engine.turns == []
    assert world.patient_messages()[-1].state == "answered"


@pytest.mark.parametrize("text", FOR_THE_ENGINE.values(), ids=FOR_THE_ENGINE)
def test_what_has_words_reaches_the_engine_as_it_was_typed(world: World, text: str) -> None:
    world.engine.reply = answer("utter_out_of_scope")

    *before, last = replies(world, text)

    assert (before in ([], ["utter_english_only"]), last) == (True, "utter_out_of_scope")
    assert world.engine.turns[-1].text == text
    assert world.patient_messages()[-1].text == text


@pytest.mark.parametrize("text", COMMANDS.values(), ids=COMMANDS)
def test_a_command_is_only_text(world: World, text: str) -> None:
    world.engine.reply = answer("utter_out_of_scope")

    (reply,) = replies(world, text)

    assert reply not in ("utter_engine_down", "utter_storing_failed", None)
    assert world.patient_messages()[-1].text == text
    assert replies(world, "does it hurt", "c2") == ["utter_out_of_scope"]


@pytest.mark.parametrize(("typed", "kept"), SPOILT.values(), ids=SPOILT)
def test_what_no_database_keeps_is_replaced_and_the_rest_is_answered(
    world: World, typed: str, kept: str
) -> None:
    assert replies(world, typed) == ["utter_faq/pain"]
    assert world.engine.turns[-1].text == kept
    assert world.patient_messages()[-1].text == kept


@pytest.mark.parametrize("text", ["a" * (MAX_CHARACTERS + 1), "?" * (MAX_CHARACTERS + 1), "😭" * 20_000])
def test_one_character_too_many_is_told_kindly(world: World, text: str) -> None:
    assert replies(world, text) == ["utter_message_too_long"]
    assert len(world.patient_messages()[-1].text) == MAX_CHARACTERS


@pytest.mark.parametrize("text", DANGER.values(), ids=DANGER)
def test_danger_is_seen_through_whatever_surrounds_it(world: World, text: str) -> None:
    assert replies(world, text)[0] == "utter_safety_anaphylaxis"
    assert world.engine.turns == []


def test_the_kind_reply_offers_a_person_and_names_the_emergency_number() -> None:
    reply = CATALOGUE.text("utter_say_it_in_words", {}, MONDAY_MORNING.date(), "key")

    assert [button.intent for button in reply.buttons] == ["talk_to_human"]
    assert PROFILE.placeholders()["emergency_number"] in reply.text


def test_two_at_once_that_say_nothing_are_both_answered(world: World) -> None:
    heard: dict[str, list[str | None]] = {}

    def send(client_id: str, text: str) -> None:
        heard[client_id] = replies(world, text, client_id)

    texts = ("\u200b", "https://example.com", "😭")
    threads = [threading.Thread(target=send, args=(f"c{place}", text)) for place, text in enumerate(texts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert heard == {f"c{place}": ["utter_say_it_in_words"] for place in range(3)}


def test_a_link_leaves_an_open_question_open(world: World) -> None:
    replies(world, "i am pregnant, does it hurt")
    before = world.conversation().open_form

    assert replies(world, "https://example.com/scan.pdf", "c2") == ["utter_say_it_in_words"]
    assert world.conversation().open_form == before
