"""Each red flag says what its level demands: a text of that level, never a milder one."""

from collections.abc import Iterator

from clinic.criteria.loading import read_folder
from clinic.criteria.red_flags import HERE, RedFlagFile
from clinic.criteria.responses import ResponseCatalogue

LEVEL_OF_TEXT = {
    "L1": {"emergency", "crisis"},
    "L2": {"urgent"},
    "L3": {"non_urgent"},
    "L4": {"crisis"},
}


def advice() -> Iterator[tuple[str, str, str]]:
    """Every way a red flag can fire: its id, its level, and the text it answers with."""
    for _, file in read_folder(HERE, RedFlagFile):
        for group in file.red_flags:
            for pattern in group.patterns:
                level, response = pattern.level or group.level, pattern.response or group.response
                yield f"{group.id} {pattern.id}", level, response


def test_every_red_flag_answers_with_a_text_of_its_level(catalogue: ResponseCatalogue) -> None:
    odd = [
        f"{where} is {level} but answers with {response}"
        for where, level, response in advice()
        if catalogue.responses[response][0].metadata.level not in LEVEL_OF_TEXT[level]
    ]

    assert odd == []


NUMBERS = (
    "emergency_number",
    "urgent_care",
    "clinic_urgent_phone",
    "crisis_number",
    "violence_number",
    "child_number",
)
DRUGS = (
    "aspirin",
    "paracetamol",
    "ibuprofen",
    "antihistamine",
    "painkiller",
    "steroid",
    "antibiotic",
    "tablet",
)


def test_every_first_line_says_what_to_do_and_where_within_thirty_words(catalogue: ResponseCatalogue) -> None:
    for response in {response for _, _, response in advice()} - {"utter_safety_l3_burning"}:
        lines = catalogue.responses[response][0].text.splitlines()
        assert any(f"[[{number}]]" in lines[0] for number in NUMBERS), response
        assert len(lines[0].split()) <= 30, response


def test_no_advice_names_a_drug_or_waits_for_the_opening_hours(catalogue: ResponseCatalogue) -> None:
    for response in {response for _, _, response in advice()}:
        text = catalogue.responses[response][0].text.casefold()
        assert not [drug for drug in DRUGS if drug in text], response
        assert "when we open" not in text, response


def test_urgent_advice_says_that_a_program_cannot_send_help(catalogue: ResponseCatalogue) -> None:
    for where, level, response in advice():
        if level != "L3":
            text = catalogue.responses[response][0].text
            assert "computer program" in text, where
            assert "send help" in text, where
            assert "[[emergency_number]]" in text, where


def test_every_way_out_of_a_report_names_help_if_it_gets_worse(catalogue: ResponseCatalogue) -> None:
    for name in ("report", "done", "left", "fine_now", "someone_else", "not_treated_here"):
        text = catalogue.responses[f"utter_reaction_{name}"][0].text
        assert "[[emergency_number]]" in text, name
