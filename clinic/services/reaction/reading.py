"""What a patient's words are to the questions about a problem after a session."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic.criteria.health_phrases import HealthPhrases, plain, stands_in
from clinic.criteria.reaction_questions import ReactionChoice, ReactionQuestion, ReactionQuestions
from clinic.language.answers import parse_answer
from clinic.logic.reaction import Asked, counts_in_passing
from clinic.logic.time_ago import days_ago

BARE: Final[Mapping[str, str]] = {"affirm": "yes", "deny": "no", "unsure": "not_sure"}
NOT_SURE: Final = "not_sure"
# May stand between a negating word and what it negates: "don't have any fever".
BETWEEN: Final = frozenset(
    {
        "a",
        "an",
        "any",
        "the",
        "my",
        "got",
        "have",
        "has",
        "had",
        "feel",
        "feeling",
        "really",
        "getting",
        "get",
    }
    | {"seen", "see", "much", "that", "more", "yet"}
)
WH_WORDS: Final = frozenset({"what", "why", "how", "who", "which"})
AUXILIARIES: Final = frozenset(
    {"is", "are", "can", "could", "do", "does", "did", "should", "will", "would", "may"}
)
QUESTION_WORDS: Final = WH_WORDS | AUXILIARIES | {"when", "where"}
SUBJECTS: Final = frozenset(
    {
        "i",
        "it",
        "this",
        "that",
        "these",
        "they",
        "you",
        "u",
        "we",
        "there",
        "the",
        "my",
        "somebody",
        "someone",
    }
)
DATED: Final = (Asked.SINCE, Asked.LAST_SESSION)

type Answers = tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    questions: ReactionQuestions
    phrases: HealthPhrases  # how people stop or pause is the same at every form

    def answer(self, question: Asked, text: str, label: str, today: date) -> Answers:
        """The choices that a text means as the answer to this question; none when it cannot be told."""
        rows = self.questions.questions[question]
        meant = self._meant(question, text, today)
        other = None if meant else self.of_another(question, text, today)
        if other is not None and not all(counts_in_passing(value) for value in other[1]):
            return ()  # the "no" of "no fever" says nothing about spreading
        return meant or self._bare(rows, BARE.get(label) or parse_answer(text))

    def in_passing(self, text: str, today: date) -> Iterator[tuple[Asked, str]]:
        """What a text says to any of the questions, leaving out all that would talk it down.

        Times are left to their own questions: "2 days" may be how long it lasts or when the session was.
        """
        for question in Asked:
            if question not in DATED:
                meant = self._meant(question, text, today)
                yield from ((question, value) for value in meant if counts_in_passing(value))

    def of_another(self, question: Asked, text: str, today: date) -> tuple[Asked, Answers] | None:
        """The question that a text answers instead of the open one: "on my scalp", or only "no fever"."""
        for other in Asked:
            if other is question or other in DATED:
                continue
            meant = self._meant(other, text, today)
            rows = self.questions.questions[other].choices
            # Only in words that name it: "none" would deny what was never asked.
            is_all = self._names(rows, text) and all(plain(text) in rows[value].words for value in meant)
            told = tuple(value for value in meant if is_all or counts_in_passing(value))
            if told:
                return other, told
        return None

    def is_abuse(self, text: str) -> bool:
        return stands_in(self.questions.abuse, plain(text))

    def says_fine_now(self, text: str) -> bool:
        words = plain(text)
        return stands_in(self.questions.fine_now, words) and not stands_in(self.questions.not_fine, words)

    def says_joking(self, text: str) -> bool:
        """Whether the writer takes it back as a joke. Nobody is better for it."""
        return stands_in(self.questions.joking, plain(text))

    def leaves(self, text: str) -> bool:
        return self.phrases.match("leave", text) or self.phrases.match("later", text)

    def is_about_someone_else(self, text: str) -> bool:
        """Words about another person, and none about the writer's own head."""
        words = plain(text)
        is_other = stands_in(self.questions.someone_else, words) or self.phrases.match("someone_else", text)
        return is_other and not stands_in(self.questions.own_words, words)

    def _meant(self, question: Asked, text: str, today: date) -> Answers:
        rows = self.questions.questions[question]
        titled = [value for value, choice in rows.choices.items() if plain(choice.title) == plain(text)]
        if titled:
            return tuple(titled)
        if question in DATED:
            days = days_ago(text, today)
            if days is not None:
                return (_dated(rows, days),)
        words = tuple(plain(text).split())
        return tuple(dict.fromkeys(self._found(rows, words)))

    def _names(self, rows: Mapping[str, ReactionChoice], text: str) -> bool:
        grave = (choice.words for value, choice in rows.items() if counts_in_passing(value))
        return any(stands_in(words, plain(text)) for words in grave)

    def _found(self, rows: ReactionQuestion, words: tuple[str, ...]) -> Iterator[str]:
        """Longest phrases first; words that one phrase took are gone for the others."""
        left = list(words)
        for phrase, value in _longest_first(rows):
            for place in range(len(left) - len(phrase) + 1):
                if tuple(left[place : place + len(phrase)]) == phrase:
                    is_negated = self._is_negated(left, place)
                    left[place : place + len(phrase)] = [""] * len(phrase)
                    if not is_negated:
                        yield value

    def _is_negated(self, words: list[str], place: int) -> bool:
        before = place - 1
        while before >= 0 and words[before] in BETWEEN:
            before -= 1
        return before >= 0 and words[before] in self.questions.negating

    def _bare(self, rows: ReactionQuestion, said: str | None) -> Answers:
        value = {"yes": rows.yes, "no": rows.no, NOT_SURE: NOT_SURE}.get(said or "")
        return (value,) if value is not None and value in rows.choices else ()


def is_question(text: str) -> bool:
    """True for words that ask something rather than answer."""
    first = plain(text).split(" ", 1)[0]
    return text.rstrip().endswith("?") or first in QUESTION_WORDS


def asks(text: str) -> bool:
    """True for words that surely ask: "will it go away", "what should I do"; "is swollen" tells something."""
    first, *rest = plain(text).split(" ")
    return first in WH_WORDS or (first in AUXILIARIES and bool(rest) and rest[0] in SUBJECTS)


def _dated(rows: ReactionQuestion, days: int) -> str:
    limits = ((value, choice.until_days) for value, choice in rows.choices.items())
    return next(value for value, until in limits if until is not None and days <= until)


def _longest_first(rows: ReactionQuestion) -> Iterable[tuple[tuple[str, ...], str]]:
    pairs = [
        (tuple(words.split()), value) for value, choice in rows.choices.items() for words in choice.words
    ]
    return sorted(pairs, key=lambda pair: -len(pair[0]))
