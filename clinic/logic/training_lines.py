"""Drafts new training lines from marked messages, in the format of data/nlu, for a person to review."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

_BRACKETS: Final = str.maketrans("[]{}", "()()")  # they would mark entities
_JOINERS: Final = "\u200c\u200d"  # part of how some scripts and symbols are written
_UNSEEN: Final = ("Cc", "Cf", "Cn", "Co", "Cs")  # controls, marks of direction, what is no character
HEADER: Final = """\
version: "3.1"
# Draft of training lines, in the words of patients. Do not add it as it is.
# A person must read every line: take out whatever is personal (names, places, dates, contacts, health), write
# it as anybody might, check the label, shorten what is long. Then move it into the file of its topic.
# Delete this file afterwards.
"""
TO_REWRITE: Final = (
    "# Rewrite before use: tells of own health, or names a person, a phone or an e-mail address."
)
CONTESTED: Final = (
    "# Decide first: the same words stand under more than one label, here or in the training data."
)


@dataclass(frozen=True)
class MarkedLine:
    label: str
    text: str
    is_personal: bool = False


@dataclass(frozen=True)
class Draft:
    """`personal` and `contested` are written as comments: nothing trains on them by accident."""

    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # label → texts
    personal: tuple[tuple[str, str], ...] = ()  # label, text
    contested: tuple[tuple[str, str], ...] = ()
    left_out: int = 0  # repeats, lines that stand in the training data, and what says nothing

    @property
    def count(self) -> int:
        return sum(map(len, self.lines.values())) + len(self.personal) + len(self.contested)


def one_line(text: str) -> str:
    """The words as one harmless line: no break, no bracket, no slash that would be read as a command."""
    seen = (char for char in " ".join(text.split()) if char in _JOINERS or _is_seen(char))
    return " ".join("".join(seen).translate(_BRACKETS).lstrip("/ ").split())


def key_of(text: str) -> str:
    """Texts with the same key are the same line."""
    return unicodedata.normalize("NFKC", one_line(text)).casefold()


def draft(marked: Iterable[MarkedLine], known: Mapping[str, frozenset[str]]) -> Draft:
    """Sort marked lines; `known` says by key under which labels the training data hold a line."""
    given = tuple(marked)
    labels = _labels_by_key(given, known)
    lines: dict[str, tuple[str, ...]] = {}
    personal, contested = list[tuple[str, str]](), list[tuple[str, str]]()
    taken = set[tuple[str, str]]()
    for line in given:
        text, key = one_line(line.text), key_of(line.text)
        if not text or (key, line.label) in taken or line.label in known.get(key, ()):
            continue
        taken.add((key, line.label))
        if len(labels[key]) > 1:
            contested.append((" or ".join(sorted(labels[key])), text))
        elif line.is_personal:
            personal.append((line.label, text))
        else:
            lines[line.label] = (*lines.get(line.label, ()), text)
    return Draft(dict(sorted(lines.items())), tuple(personal), _once(contested), len(given) - len(taken))


def written(drafted: Draft) -> str:
    """The draft as a file of training lines."""
    return "\n".join([HEADER, *_comments(drafted), *_blocks(drafted)]) + "\n"


def _labels_by_key(
    marked: Iterable[MarkedLine], known: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in marked:
        key = key_of(line.text)
        found[key] = found.get(key, known.get(key, frozenset())) | {line.label}
    return found


def _once(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Words marked with two labels come twice: once is enough."""
    return tuple({key_of(text): (labels, text) for labels, text in pairs}.values())


def _comments(drafted: Draft) -> Iterator[str]:
    for title, pairs in ((TO_REWRITE, drafted.personal), (CONTESTED, drafted.contested)):
        if pairs:
            yield title
            yield from (f"#   {label}: {text}" for label, text in pairs)
            yield ""


def _blocks(drafted: Draft) -> Iterator[str]:
    yield "nlu:" if drafted.lines else "nlu: []"
    for place, (label, texts) in enumerate(drafted.lines.items()):
        if place:
            yield ""
        yield f"- intent: {label}"
        yield "  examples: |"
        yield from (f"    - {text}" for text in texts)


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN
