"""What is no message: the model says something of it, and never falls over."""

from collections.abc import Mapping

import pytest

from pipeline.evaluation.answers import Answer
from tests.nlu.bad_texts import BAD_TEXTS
from tests.nlu.outcome import read

WRONG_TO_SAY = {"emergency", "crisis", "report_reaction"}


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_every_text_gets_an_answer(text: str, answers: Mapping[str, Answer]) -> None:
    answer = answers[text]

    assert answer.decided
    assert 0 <= answer.confidence <= 1


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_no_text_without_meaning_raises_an_alarm(text: str, answers: Mapping[str, Answer]) -> None:
    assert not answers[text].found & WRONG_TO_SAY
    assert read(text).is_harmless
