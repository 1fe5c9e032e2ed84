"""Messages that lean on what was talked about before, and what answers them (follow_ups.yml)."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator

from clinic.criteria.label_titles import load_label_titles
from clinic.criteria.loading import CriteriaInvalid, Strict
from clinic.criteria.strict_yaml import YamlUnreadable, read_yaml

PATH: Final = Path(__file__).with_name("follow_ups.yml")
ASKED_AT_MOST: Final = 2  # labels that a patient is asked to choose between
TOPIC: Final = "faq/"
NEVER: Final = "never"
REPEAT: Final = "repeat"
MORE: Final = "more"
WHY: Final = "why"
PERSON: Final = "person"
NO_PERSON: Final = "no_person"
UNDO: Final = "undo"
_NAME: Final = re.compile(r"<(\w+)>")
_PLAIN: Final = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_ELEMENT: Final = re.compile(r"(?:[a-z0-9]+|<\w+>)(?:\|(?:[a-z0-9]+|<\w+>))*\??")


def _written_plainly(words: str) -> str:
    if not _PLAIN.fullmatch(words):
        raise ValueError(f'"{words}" would never match: small letters and digits only')
    return words


def _is_phrase(phrase: str) -> str:
    elements = phrase.split(" ")
    odd = [element for element in elements if not _ELEMENT.fullmatch(element)]
    if odd:
        raise ValueError(f'"{phrase}": "{odd[0]}" is no word, choice or <name>')
    if all(element.endswith("?") for element in elements):
        raise ValueError(f'"{phrase}" would match a message without words')
    return phrase


Plain = Annotated[str, AfterValidator(_written_plainly)]
Phrase = Annotated[str, AfterValidator(_is_phrase)]
Phrases = Annotated[tuple[Phrase, ...], Field(min_length=1)]


class Decision(Strict):
    """The label that answers, or the labels to ask back between; neither: like any other message."""

    answer: str | None = None
    ask: Annotated[tuple[str, ...], Field(max_length=ASKED_AT_MOST)] = ()

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if self.answer is not None and self.ask:
            raise ValueError("either an answer or labels to ask between")
        return self

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.answer,) if self.answer is not None else self.ask


class DecisionAfter(Decision):
    after: Annotated[tuple[str, ...], Field(min_length=1)]


class WhyRow(Strict):
    says: Phrases
    answers: tuple[DecisionAfter, ...]


class QuestionRow(Strict):
    kind: str
    says: Phrases
    answers: tuple[DecisionAfter, ...]
    otherwise: Decision
    alone: Decision = Decision()
    over_misses: bool = False
    """Asked of the treatment as such: what was not understood meanwhile does not change what is meant."""


class Fillers(Strict):
    before: tuple[Plain, ...]
    after: tuple[Plain, ...]


class FollowUpRules(Strict):
    """The whole file."""

    fillers: Fillers
    spelling: dict[Plain, Plain]
    words: dict[str, tuple[Plain, ...]]
    groups: dict[str, tuple[str, ...]]
    never: Phrases
    repeat: Phrases
    person: Phrases
    no_person: Phrases
    undo: Phrases
    more: Phrases
    why: WhyRow
    questions: tuple[QuestionRow, ...]
    related: dict[str, tuple[str, ...]]

    def phrases(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each kind with what is said for it, in the order in which they are tried."""
        yield NEVER, self.never
        yield REPEAT, self.repeat
        yield PERSON, self.person
        yield NO_PERSON, self.no_person
        yield UNDO, self.undo
        yield MORE, self.more
        yield WHY, self.why.says
        for question in self.questions:
            yield question.kind, question.says

    def decide(self, kind: str, last: str | None) -> Decision:
        """What answers this kind after the last label; None when nothing was talked about."""
        if kind == WHY:
            return self._after(self.why.answers, last) or Decision()
        question = next((row for row in self.questions if row.kind == kind), None)
        if question is None:
            return Decision()
        return question.alone if last is None else self._after(question.answers, last) or question.otherwise

    def reaches_over_misses(self, kind: str) -> bool:
        """Whether this kind is about what was talked about before a message that was not understood."""
        return any(row.over_misses for row in self.questions if row.kind == kind)

    def labels(self, named: Iterable[str]) -> Iterator[str]:
        """The labels with each <group> written out. Raises KeyError for an unknown group."""
        for label in named:
            group = _NAME.fullmatch(label)
            yield from self.groups[group[1]] if group else (label,)

    def decisions(self) -> Iterator[Decision]:
        yield from self.why.answers
        for question in self.questions:
            yield from (*question.answers, question.otherwise, question.alone)

    def _after(self, rows: Iterable[DecisionAfter], last: str | None) -> Decision | None:
        return next((row for row in rows if last in tuple(self.labels(row.after))), None)


def load_follow_ups(path: Path = PATH) -> FollowUpRules:
    """Raises CriteriaInvalid."""
    try:
        rules = FollowUpRules.model_validate(read_yaml(path))
    except (YamlUnreadable, ValidationError) as error:
        raise CriteriaInvalid(f"{path.name}: {error}") from error
    problem = next(_problems(rules), None)
    if problem is not None:
        raise CriteriaInvalid(f"{path.name}: {problem}")
    return rules


def _problems(rules: FollowUpRules) -> Iterator[str]:
    said = list(rules.phrases())
    kinds = [kind for kind, _ in said]
    yield from (f"{kind} stands twice" for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}))
    named = {name for _, phrases in said for phrase in phrases for name in _NAME.findall(phrase)}
    yield from (f"there are no words <{name}>" for name in sorted(named - rules.words.keys()))
    rows = [row for row in rules.decisions() if isinstance(row, DecisionAfter)]
    groups = {name for row in rows for label in row.after for name in _NAME.findall(label)}
    unknown_groups = sorted(groups - rules.groups.keys())
    yield from (f"there is no group <{name}>" for name in unknown_groups)
    if not unknown_groups:
        yield from _label_problems(rules, rows)


def _label_problems(rules: FollowUpRules, rows: Iterable[DecisionAfter]) -> Iterator[str]:
    known = load_label_titles().keys()
    used = {label for row in rows for label in rules.labels(row.after)}
    used |= {label for decision in rules.decisions() for label in decision.labels}
    used |= {label for labels in rules.groups.values() for label in labels}
    used |= {label for labels in rules.related.values() for label in labels} | rules.related.keys()
    yield from (f"{label} is no label" for label in sorted(used - known))
    topics = {label for label in known if label.startswith(TOPIC)}
    yield from (f"nothing is related to {label}" for label in sorted(topics - rules.related.keys()))
    yield from (f"{label} is related to itself" for label, near in rules.related.items() if label in near)
