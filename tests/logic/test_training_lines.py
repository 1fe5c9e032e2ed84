"""Drafts of training lines: one harmless line each, nothing twice, nothing known, doubts as comments."""

import pytest
import yaml

from clinic.logic.training_lines import Draft, MarkedLine, draft, key_of, one_line, written


def lines_of(text: str) -> dict[str, list[str]]:
    """What a reader of training data finds in a file."""
    content = yaml.safe_load(text)
    assert content["version"] == "3.1"
    return {
        block["intent"]: [line.removeprefix("- ") for line in block["examples"].splitlines()]
        for block in content["nlu"]
    }


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  does it\n\nhurt\r\n", "does it hurt"),
        ("/restart", "restart"),
        ("/ /out_of_scope now", "out_of_scope now"),
        ('is [minoxidil](drug){"a": 1} in it', 'is (minoxidil)(drug)("a": 1) in it'),
        ("a\u2028b\x85c\x0bd", "a b c d"),
        ("safe\u202e?\x00\ufeff", "safe?"),
        ("- is it: safe # really", "- is it: safe # really"),
        ("⁠/​/greet", "greet"),
        ("👩‍⚕️ nurse?", "👩‍⚕️ nurse?"),
        ("یک می‌خواهم", "یک می‌خواهم"),
        ("\ud800 half", "half"),
        (" \n ", ""),
        ("///", ""),
    ],
)
def test_whatever_was_typed_becomes_one_harmless_line(typed: str, line: str) -> None:
    assert one_line(typed) == line
    assert one_line(one_line(typed)) == line


def test_small_differences_make_no_other_line() -> None:
    assert key_of("Does  it HURT") == key_of("does it hurt\n")
    assert key_of("does it hurt?") != key_of("does it hurt")


def test_lines_stand_by_label_in_the_format_of_the_training_data() -> None:
    marked = [
        MarkedLine("faq/pain", "will it sting: yes/no?"),
        MarkedLine("faq/cost", 'the "price" #1'),
        MarkedLine("faq/pain", "does it\nprick"),
    ]

    text = written(draft(marked, {}))

    assert lines_of(text) == {
        "faq/cost": ['the "price" #1'],
        "faq/pain": ["will it sting: yes/no?", "does it prick"],
    }
    assert '- intent: faq/cost\n  examples: |\n    - the "price" #1\n\n- intent: faq/pain\n' in text
    assert "A person must read every line" in text


def test_repeats_known_lines_and_empty_ones_are_left_out_and_counted() -> None:
    known = {key_of("is it safe"): frozenset({"faq/safety"})}
    marked = [
        MarkedLine("faq/pain", "does it hurt"),
        MarkedLine("faq/pain", "Does it  hurt"),
        MarkedLine("faq/safety", "Is it safe"),
        MarkedLine("faq/pain", "//"),
    ]

    drafted = draft(marked, known)

    assert (dict(drafted.lines), drafted.left_out, drafted.count) == ({"faq/pain": ("does it hurt",)}, 3, 1)


def test_what_is_personal_is_a_comment_that_nothing_trains_on() -> None:
    drafted = draft([MarkedLine("disclose_condition", "i have\ndiabetes", is_personal=True)], {})

    text = written(drafted)

    assert "#   disclose_condition: i have diabetes\n" in text
    assert lines_of(text) == {}
    assert drafted.count == 1


def test_the_same_words_under_two_labels_are_for_a_person_to_decide() -> None:
    known = {key_of("how long"): frozenset({"faq/session_duration"})}
    marked = [
        MarkedLine("faq/pain", "is it bad"),
        MarkedLine("faq/safety", "Is it bad"),
        MarkedLine("faq/results_timeline", "how long"),
    ]

    drafted = draft(marked, known)

    assert not drafted.lines
    assert [labels for labels, _ in drafted.contested] == [
        "faq/pain or faq/safety",
        "faq/results_timeline or faq/session_duration",
    ]
    assert lines_of(written(drafted)) == {}


def test_nothing_marked_is_an_empty_draft() -> None:
    assert draft([], {}) == Draft()
    assert Draft().count == 0


def test_a_thousand_rude_texts_never_leave_their_line() -> None:
    pieces = [
        "\n- intent: evil",
        "]",
        "[",
        "{",
        "/",
        "#",
        ": ",
        "- ",
        "|",
        "'",
        '"',
        "\t",
        "\x1c",
        "%",
        "&a",
        "*a",
    ]
    texts = ["".join(pieces[(n * k) % len(pieces)] for k in range(1, 8)) + f" {n}" for n in range(1000)]

    found = lines_of(written(draft([MarkedLine("faq/pain", text) for text in texts], {})))

    assert found == {"faq/pain": list(dict.fromkeys(one_line(text) for text in texts))}
