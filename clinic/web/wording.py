"""Plain words for what the console shows: labels, health questions with their choices, red flags."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from clinic.criteria.health_questions import load_health_questions
from clinic.criteria.label_titles import load_label_titles
from clinic.criteria.red_flags import load_red_flags
from clinic.language.engine import language_engine


@dataclass(frozen=True)
class Wording:
    labels: Mapping[str, str]
    questions: Mapping[str, str]
    choices: Mapping[tuple[str, str], str]  # (question, value) → the button's title
    weights: Mapping[tuple[str, str], str]  # the class of answers that stand in the way, and of no others
    red_flags: Mapping[str, str]


@cache
def load_wording() -> Wording:
    content = load_health_questions()
    choices = {
        (question.id, value): choice.title or content.titles.get(value, value.replace("_", " "))
        for question in content.questions
        for value, choice in question.choices.items()
    }
    return Wording(
        labels=load_label_titles(),
        questions={question.id: question.text for question in content.questions},
        choices=choices,
        weights={
            (question.id, value): choice.outcome
            for question in content.questions
            for value, choice in question.choices.items()
            if choice.outcome != "C"
        },
        red_flags={flag.id: flag.name for flag in load_red_flags(language_engine().vocabulary)},
    )
