"""The words of the letters are read strictly, and who they are from can be said in clinic.yml."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from clinic.criteria.letters import PATH, load_letters
from clinic.criteria.loading import CriteriaInvalid
from clinic.criteria.sender import MailBlock, Sender
from clinic.logic.letters import LetterKind
from tests.services.world import PROFILE

KNOWN = PROFILE.placeholders()


def changed(folder: Path, old: str, new: str) -> Path:
    text = PATH.read_text()
    assert old in text
    path = folder / "letters.yml"
    path.write_text(text.replace(old, new, 1))
    return path


def test_every_kind_has_its_words() -> None:
    assert set(load_letters(KNOWN)) == set(LetterKind)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("  booked:\n", "  bookt:\n", "bookt"),
        ("[[when]]", "[[wen]]", r"booked: nobody fills \[\[wen\]\]"),
        ("[[code]]", "[[when]]", r"one_time_code: nobody fills \[\[when\]\]"),
        ("values: [code]", "values: [code, name]", "one_time_code: the text does not use name"),
        ('subject: "Your code"', 'subject: "Your code is [[code]]"', "subject"),
        ('subject: "Your code"', 'subject: ""', "subject"),
        ("closing: |", "ending: |", "closing"),
        ("    values: [code]", "    value: [code]", "value"),
    ],
)
def test_what_is_not_understood_stops_the_start(tmp_path: Path, old: str, new: str, problem: str) -> None:
    with pytest.raises(CriteriaInvalid, match=problem):
        load_letters(KNOWN, changed(tmp_path, old, new))


def test_a_kind_without_words_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letters.yml"
    path.write_text('closing: "Call us."\nletters: {question: {subject: "A", text: "B"}}\n')

    with pytest.raises(CriteriaInvalid, match="no words for booked, moved"):
        load_letters(KNOWN, path)


def test_without_a_block_letters_come_from_the_clinics_address_under_a_neutral_name() -> None:
    assert MailBlock().sender("hello@clinic.example") == Sender(
        "Appointments", "hello@clinic.example", "hello@clinic.example"
    )


def test_a_clinic_may_say_who_letters_are_from() -> None:
    block = TypeAdapter(MailBlock).validate_python(
        {"from_name": "Wrenfield", "from_address": "book@clinic.example", "reply_to": "desk@clinic.example"}
    )

    sender = block.sender("hello@clinic.example")

    assert sender == Sender("Wrenfield", "book@clinic.example", "desk@clinic.example")
    assert sender.domain == "clinic.example"


@pytest.mark.parametrize(
    "block",
    [
        {"from_adress": "a@b.example"},
        {"from_address": "nowhere"},
        {"reply_to": "a@b.example, c@d.example"},
        {"from_name": "A\nBcc: eve@mail.example"},
        {"from_name": ""},
    ],
)
def test_a_sender_that_could_not_be_written_is_refused(block: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(MailBlock).validate_python(block)
