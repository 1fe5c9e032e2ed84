"""What the red-flag watch must see, whatever the wording, and what it must leave alone."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.criteria.red_flags import MustNotFire, load_must_not_fire
from clinic.language.watch import RedFlagWatch, red_flag_watch
from clinic.logic.red_flags import KnownFacts, Level

EMERGENCIES = [f"RF-{number:02}" for number in range(1, 22)]


@pytest.fixture(scope="module")
def watch() -> RedFlagWatch:
    return red_flag_watch()


@pytest.mark.parametrize(
    ("text", "flag", "level"),
    [
        ("can't breathe", "RF-01", "L1"),
        ("throat closing", "RF-01", "L1"),
        ("face and lips swelling", "RF-01", "L1"),
        ("feel faint and itchy all over", "RF-01", "L1"),
        ("saans nahi aa rahi", "RF-01", "L1"),
        ("nefes alamıyorum", "RF-01", "L1"),
        ("fainted and hurt head", "RF-02", "L1"),
        ("I fainted for a few seconds but I am fine now", "RF-02", "L3"),
        ("sudden numb one side", "RF-03", "L1"),
        ("tight chest going to arm", "RF-04", "L1"),
        ("blurred vision since the jab", "RF-05", "L1"),
        ("scalp infection and now she is confused", "RF-06", "L1"),
        ("fever after mesotherapy", "RF-07", "L2"),
        ("skin turning black", "RF-08", "L2"),
        ("lumps weeks later", "RF-09", "L3"),
        ("bald patches where they injected", "RF-10", "L3"),
        ("soaked the towel", "RF-11", "L1"),
        ("unbearable scalp pain", "RF-12", "L2"),
        ("itchy rash all over", "RF-13", "L2"),
        ("I just found out I'm pregnant and had a session", "RF-14", "L3"),
        ("shaking, diabetic, confused", "RF-15", "L1"),
        ("I stopped my blood thinner for this", "RF-16", "L2"),
        ("overdose", "RF-16", "L1"),
        ("no point living with this hair", "RF-17", "L4"),
        ("he makes me do this treatment", "RF-18", "L4"),
        ("I am 15 and want to kill myself", "RF-19", "L4"),
        ("I bought the vials and injected myself", "RF-20", "L3"),
        ("there is a fire here", "RF-21", "L1"),
    ],
)
def test_the_phrases_of_the_trigger_table_fire(watch: RedFlagWatch, text: str, flag: str, level: str) -> None:
    found = watch.check(text)

    assert found.level == level
    assert flag in {hit.id for hit in found.hits}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("itching everywhere and my legs are giving way", "L1"),
        ("my grandson chewed her heart tablets", "L1"),
        ("a lorry ran into us", "L1"),
        ("boiling water went all over my arms", "L1"),
        ("there is bleach in his eye", "L1"),
        ("I cannot read the letter with my left eye", "L1"),
        ("no warfarin since Sunday", "L2"),
        ("the lymph glands are up", "L2"),
        ("hard little stones under the skin", "L3"),
        ("I tried the vials on myself", "L3"),
        ("I have been hoarding tablets", "L4"),
        ("she presses a lighter to her arm", "L4"),
        ("he came in holding a knife", "L4"),
    ],
)
def test_things_that_belong_together_fire_whatever_stands_between(
    watch: RedFlagWatch, text: str, level: str
) -> None:
    assert watch.check(text).level == level


@pytest.mark.parametrize(
    "text",
    [
        "mild headache after my session",
        "I have had two strokes, is it allowed",
        "someone choked on the price",
        "can I use the vials on myself",
        "I cut my leg shaving with a new razor",
        "writing an essay on domestic violence",
        "my curls are suffocating",
        "the price hike hit me",
    ],
)
def test_the_new_rules_leave_look_alikes_alone(watch: RedFlagWatch, text: str) -> None:
    assert watch.check(text).level in (Level.NONE, Level.L3)


@pytest.mark.parametrize(
    "text",
    [
        "stroke: never",
        "bleeding disorder? no",
        "Fits? No. Faints? No.",
        "skin infection - nil",
        "Suicidal thoughts: no",
        "your manager is a bully",
        "do you sell vape flavours",
        "battery about to die, which room?",
        "i laughed so hard i couldn't breathe at the advert",
        "face dropped when i heard the price",
        "say my face swells, is there a number",
        "i can't see the price list",
    ],
)
def test_a_forms_no_and_figures_of_speech_do_not_fire(watch: RedFlagWatch, text: str) -> None:
    assert not watch.check(text).hits


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("is he breathing? no", Level.L1),
        ("breathing: no", Level.L1),
        ("my face is swelling, no?", Level.L1),
        ("chest pain? no but my throat is closing", Level.L1),
        ("lips swelling - no ambulance comes", Level.L1),
        ("face dropped when i woke up", Level.L1),
        ("i laughed, and now i can't breathe", Level.L1),
        ("battery low. i want to die", Level.L4),
    ],
)
def test_what_only_looks_like_a_forms_no_or_a_figure_of_speech_fires(
    watch: RedFlagWatch, text: str, level: Level
) -> None:
    assert watch.check(text).level == level


@pytest.mark.parametrize("example", load_must_not_fire(), ids=lambda example: example.text)
def test_look_alikes_do_not_fire(watch: RedFlagWatch, example: MustNotFire) -> None:
    found = watch.check(example.text)

    assert found.level.rank < Level(example.below).rank, example.reason


@pytest.mark.parametrize(
    "text",
    [
        "I'm not sure if my throat is closing",
        "maybe I'm overreacting but I can't breathe",
        "no diabetes but my face is swelling",
        "not asking about prices my throat is swelling",
        "if this is normal why is my tongue swelling",
        "is it normal that I can't breathe",
        "my wife can't breathe after her session",
        "I never had trouble breathing before today",
    ],
)
def test_doubt_and_other_words_before_it_cancel_nothing(watch: RedFlagWatch, text: str) -> None:
    assert watch.check(text).level is Level.L1


@pytest.mark.parametrize(
    "text",
    ["cant breath", "i cnt breathe", "troat closing", "cantbreathe", "mythroat is closing", "CAN T BREATHE",
     "my tounge is sweling", "chst pain", "slured speach", "i want to kil my self", "throat’s closing up",
     "ｍｙ ｔｈｒｏａｔ ｉｓ ｃｌｏｓｉｎｇ", "my thro\u200bat is closing", "heeeelp i caaaant breathe"],
)  # fmt: skip
def test_misspelt_and_run_together_words_are_read(watch: RedFlagWatch, text: str) -> None:
    assert watch.check(text).level in (Level.L1, Level.L4)


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("I don't have chest pain", "negated"),
        ("what if my face swells", "hypothetical"),
        ("years ago I had chest pain", "historical"),
        ("my mother had chest pain", "family"),
    ],
)
def test_what_is_denied_imagined_past_or_inherited_is_kept_but_does_not_fire(
    watch: RedFlagWatch, text: str, assertion: str
) -> None:
    found = watch.check(text)

    assert found.level is Level.NONE
    assert assertion in {flag.assertion for flag in found.cancelled}


def test_a_hit_names_its_rule_and_quotes_the_patient(watch: RedFlagWatch) -> None:
    found = watch.check("Hello! My Throat is CLOSING, please help")

    (hit,) = [hit for hit in found.hits if hit.rule == "throat_closes"]
    assert (hit.id, hit.words, found.response) == ("RF-01", "Throat is CLOSING", "utter_safety_anaphylaxis")


def test_a_bump_counts_once_a_session_is_known(watch: RedFlagWatch) -> None:
    found = watch.check("there is a pimple on my scalp")

    assert found.level is Level.NONE
    assert found.verdict(KnownFacts(days_since_last_session=40)).level is Level.L3


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_the_watch_never_raises(text: str) -> None:
    red_flag_watch().check(text)


@given(st.lists(st.sampled_from(["my", "throat", "no", "not", "if", ",", "?", "closing", "cant", "breathe"])))
@settings(max_examples=80, deadline=None)
def test_the_watch_never_raises_on_words_it_knows(words: list[str]) -> None:
    red_flag_watch().check(" ".join(words))


@pytest.mark.parametrize(
    "text",
    ["", " ", "?", "😀", "😀" * 2000, "\x00\x01\x1b", "\ud800", "ا" * 500, "我喘不过气来", "a" * 5000,
     "no " * 1700, "throat closing " * 340, "1" * 5000, string.punctuation * 100, "'" * 200, "²³½", "٣٤"],
)  # fmt: skip
def test_odd_texts_are_read_to_the_end(watch: RedFlagWatch, text: str) -> None:
    watch.check(text)


def test_five_thousand_characters_do_not_hide_an_emergency(watch: RedFlagWatch) -> None:
    story = "I came in last week and everything was lovely. " * 100

    assert watch.check(story + "Now I can't breathe.").level is Level.L1


def test_every_red_flag_of_the_table_has_rules_or_is_raised_by_age(watch: RedFlagWatch) -> None:
    covered = {group.id for group, _, _ in watch._rules} | {"RF-19"}

    assert covered == set(EMERGENCIES)
