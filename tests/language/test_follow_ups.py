"""Which short messages lean on what was said before, and which stand by themselves."""

from pathlib import Path

import pytest

from clinic.criteria.follow_ups import NEVER, load_follow_ups
from clinic.criteria.strict_yaml import read_yaml
from clinic.language.follow_ups import CHARACTERS_AT_MOST, read_follow_up

WORDINGS = read_yaml(Path(__file__).parent / "data" / "follow_ups.yml")


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in WORDINGS["follow_ups"].items() for text in texts]
)
def test_a_message_that_leans_on_what_was_said_is_read(kind: str, text: str) -> None:
    assert read_follow_up(text) == kind


@pytest.mark.parametrize("text", WORDINGS["stands_alone"])
def test_a_message_that_stands_by_itself_is_left_alone(text: str) -> None:
    assert read_follow_up(text) is None


def test_every_kind_is_tried_and_so_is_what_must_be_left_alone() -> None:
    kinds = {kind for kind, _ in load_follow_ups().phrases()}

    assert WORDINGS["follow_ups"].keys() == kinds - {NEVER}
    assert len(set(WORDINGS["stands_alone"])) >= 60


@pytest.mark.parametrize(
    "text", ["", " ", "?!", "\x00\u200b", "why " * 40, "ok " * 11 + "why", "w h y", "किتना"]
)
def test_odd_texts_are_no_follow_up(text: str) -> None:
    assert read_follow_up(text) is None


@pytest.mark.parametrize("text", ["WHY?!", "“why”", "why…", "ｗｈｙ", "Why\u200b not?", "why\u00a0is that"])
def test_how_it_is_typed_does_not_matter(text: str) -> None:
    assert read_follow_up(text) == "why"


def test_a_long_text_is_not_read_at_all() -> None:
    assert read_follow_up(f"why{'!' * CHARACTERS_AT_MOST}") is None
