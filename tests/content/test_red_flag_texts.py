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
