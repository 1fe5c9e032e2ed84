"""Loads and checks the health questions: words for the patient, choices for the rules, one version."""

import hashlib
import json
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from clinic.criteria.health_phrases import PlainPhrases, plain, stands_in
from clinic.criteria.loading import CriteriaInvalid, Strict
from clinic.criteria.strict_yaml import YamlUnreadable, read_yaml
from clinic.logic.screening import EDITION, AnswerIs, Choice, Ending, Outcome, Question, SettingIs

PATH: Final = Path(__file__).with_name("health_questions.yml")
HASH_LENGTH: Final = 16
OTHER_BUTTONS: Final = ("confirm", "deny", "accept", "decline", "skip", "go_on", "person")

Text = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(ge=1)]


class ListedWords(Strict):
    """Words or findings that turn the plain answer into this choice."""

    stands_for: Text
    concepts: tuple[str, ...] = ()
    words: PlainPhrases = ()


class HealthChoice(Strict):
    title: Text | None = None
    outcome: Literal["A", "B", "C"]
    ends: Ending | None = None
    hold: bool = False
    final: bool = False
    note: bool = False
    says: PlainPhrases = ()  # typed words that mean exactly this choice
    mentions: PlainPhrases = ()  # words that mean it wherever they stand
    then: Text | None = None  # a response that follows this answer
    asks_detail: bool = False
    listed: ListedWords | None = None

    @property
    def is_offered(self) -> bool:
        return self.listed is None


class AfterAnswer(Strict):
    question: Text
    value: Text

    def rule(self) -> AnswerIs:
        return AnswerIs(self.question, self.value)


class AfterSetting(Strict):
    setting: Text
    value: bool

    def rule(self) -> SettingIs:
        return SettingIs(self.setting, self.value)


class HealthQuestion(Strict):
    id: Annotated[str, Field(pattern=r"^[PQ]\d+[a-z]?$")]
    topic: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    named: PlainPhrases = ()  # how a patient names it, to change an answer
    text: Text
    why: Text
    help: Text
    opening: bool = False
    reads_back: bool = True  # false only where the answer says nothing about health
    keeps_words: bool = True
    statement_means: str | None = None  # what any plain statement means as an answer
    weight: Annotated[int, Field(ge=0)] = 1
    choices: Annotated[dict[str, HealthChoice], Field(min_length=2)]
    skip_when: tuple[AfterAnswer | AfterSetting, ...] = ()
    findings: dict[str, dict[str, str]] = Field(default_factory=dict)  # concept → assertion → value
    basis: Annotated[tuple[str, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _values_are_choices(self) -> Self:
        named = [value for by_assertion in self.findings.values() for value in by_assertion.values()]
        named += [self.statement_means] if self.statement_means else []
        named += [choice.listed.stands_for for choice in self.choices.values() if choice.listed]
        for value in named:
            if value not in self.choices:
                raise ValueError(f"{self.id}: {value} is none of its choices")
        return self

    @cached_property
    def rule(self) -> Question:
        """What the rules see of it: no words."""
        choices = tuple(
            Choice(value, Outcome(row.outcome), row.ends, row.hold, row.final, row.note)
            for value, row in self.choices.items()
        )
        skips = tuple(skip.rule() for skip in self.skip_when)
        return Question(self.id, choices, skips, self.weight, self.opening)


class Consent(Strict):
    purpose: Text
    text_version: Text


class _Content(Strict):
    version: Text
    valid_days: Days
    repeat_days: Days
    resume_minutes: Days
    consent: Consent
    progress: Text
    titles: dict[str, Text]
    questions: Annotated[tuple[HealthQuestion, ...], Field(min_length=1)]


class HealthQuestions(_Content):
    """All questions in order. `rules_version` names the content and the edition of the rules together."""

    rules_version: Text

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        for title in OTHER_BUTTONS:
            if title not in self.titles:
                raise ValueError(f"titles: {title} is missing")
        seen: list[str] = []
        for question in self.questions:
            if question.id in seen:
                raise ValueError(f"{question.id} stands twice")
            self._check_skips(question, seen)
            for value, choice in question.choices.items():
                if choice.is_offered and not (choice.title or value in self.titles):
                    raise ValueError(f"{question.id}: {value} needs a title")
            seen.append(question.id)
        return self

    def _check_skips(self, question: HealthQuestion, earlier: list[str]) -> None:
        for skip in question.skip_when:
            if isinstance(skip, AfterAnswer) and (
                skip.question not in earlier or skip.value not in self.question(skip.question).choices
            ):
                raise ValueError(f"{question.id}: skipped by an answer that is not given before it")

    def stored(self) -> dict[str, Any]:
        """The content as it is kept with the answers; `parse_health_questions` reads it back."""
        return _stored(self)

    @cached_property
    def rules(self) -> tuple[Question, ...]:
        return tuple(question.rule for question in self.questions)

    @cached_property
    def _by_id(self) -> Mapping[str, HealthQuestion]:
        return {question.id: question for question in self.questions}

    def question(self, question_id: str) -> HealthQuestion:
        """Raises KeyError."""
        return self._by_id[question_id]

    def knows(self, question_id: str) -> bool:
        return question_id in self._by_id

    def title(self, question_id: str, value: str) -> str:
        """The words of a choice as its button says them; those of a listed choice are the plain answer's."""
        choice = self.question(question_id).choices[value]
        if choice.listed is not None:
            return self.title(question_id, choice.listed.stands_for)
        return choice.title or self.titles[value]

    def said(self, question_id: str, text: str) -> str | None:
        """The choice whose own words the text holds; None when it holds none, or those of several."""
        words, choices = plain(text), self.question(question_id).choices
        for value, choice in choices.items():
            is_title = choice.is_offered and words == plain(self.title(question_id, value))
            if is_title or words in choice.says:
                return value
        mentioned = [value for value, choice in choices.items() if stands_in(choice.mentions, words)]
        return mentioned[0] if len(mentioned) == 1 else None

    def listed(self, question_id: str, value: str, text: str, concepts: Collection[str]) -> str:
        """`value`, or the choice that it becomes because the text names something on that choice's list."""
        for listed_value, choice in self.question(question_id).choices.items():
            listed = choice.listed
            if listed is None or listed.stands_for != value:
                continue
            if stands_in(listed.words, plain(text)) or set(listed.concepts) & set(concepts):
                return listed_value
        return value

    def named(self, text: str) -> str | None:
        """The one question that the text names."""
        words = plain(text)
        found = [question.id for question in self.questions if stands_in(question.named, words)]
        return found[0] if len(found) == 1 else None

    def progress_line(self, number: int, total: int) -> str:
        return self.progress.format(number=number, total=total)

    def pointed_at(self, concept: str, assertion: str) -> tuple[tuple[str, str], ...]:
        """The questions that a finding speaks to, each with the value to read back."""
        return tuple(
            (question.id, question.findings[concept][assertion])
            for question in self.questions
            if assertion in question.findings.get(concept, {})
        )


def load_health_questions(path: Path = PATH) -> HealthQuestions:
    """Raises CriteriaInvalid: without questions nothing is booked (R-18)."""
    try:
        return parse_health_questions(read_yaml(path))
    except YamlUnreadable as error:
        raise CriteriaInvalid(str(error)) from error


def parse_health_questions(content: Any) -> HealthQuestions:
    """The questions of a file, or of the copy stored with somebody's answers. Raises CriteriaInvalid."""
    try:
        checked = _Content.model_validate(content)
        return HealthQuestions.model_validate({**content, "rules_version": _version(checked)})
    except ValidationError as error:
        raise CriteriaInvalid(f"health_questions: {error}") from error


def _stored(content: _Content) -> dict[str, Any]:
    return content.model_dump(mode="json", exclude_defaults=True, exclude={"rules_version"})


def _version(content: _Content) -> str:
    """The clinic's own name for this content, and a hash of it and of the edition of the rules."""
    spelled = json.dumps(_stored(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(f"{EDITION}\n{spelled}".encode()).hexdigest()
    return f"{content.version}+{digest[:HASH_LENGTH]}"
