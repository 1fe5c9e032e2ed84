"""Other languages are noticed; English is English, however it is typed."""

import json
from pathlib import Path

import pytest

from clinic.language.other_language import in_other_language

DATA = Path(__file__).parents[1]
ENGLISH_LINES = ("nlu/data/held_back/*.jsonl", "language/data/held_back_3/benign.jsonl")


@pytest.mark.parametrize(
    "text",
    [
        "no puedo ir el martes, quiero cambiar la cita",
        "est-ce que je peux venir demain matin",
        "ich bin schwanger, geht das trotzdem",
        "vorrei sapere il prezzo di una seduta",
        "quero marcar uma consulta para amanha",
        "saçlarım çok dökülüyor, ne yapmalıyım",
        "chcialabym umowic wizyte na piatek rano",
        "ik wil graag een afspraak maken",
        "magkano po ang isang session ninyo",
        "كم سعر الجلسة",
        "मुझे कल आना है",
        "болит голова после укола",
        "头发掉得很厉害",
        "сколько",
    ],
)
def test_another_language_is_noticed(text: str) -> None:
    assert in_other_language(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "👎👎👎",
        "hola",
        "metformin ramipril aspirin",
        "eliquis bisoprolol atorvastatin and minoxidil foam",
        "Maria José García Pérez",
        "wat r ur prices 4 meso",
        "pls hlp im in pain since yday",
        "abeg how much e go cost me",
        "sir kindly revert on the rates",
        "α and β blockers, is that ok",
        "alopecia areata totalis",
        "dr özlem told me to ask u",
    ],
)
def test_english_stays_english(text: str) -> None:
    assert not in_other_language(text)


def test_hardly_an_english_line_of_strangers_is_taken_for_another_language() -> None:
    texts = [
        json.loads(line)["text"]
        for pattern in ENGLISH_LINES
        for path in sorted(DATA.glob(pattern))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]

    taken = [text for text in texts if in_other_language(text)]

    assert len(texts) > 1_500
    assert len(taken) <= len(texts) // 500, taken
