"""Reads every text as a strict editor would, before a patient does: claims, policy words, length, plainness.

It finds what a rule can find. Whether a text is true and kind stays with the people who sign it.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic.criteria.claims import Claims
from clinic.criteria.reading import grade, sentences, words
from clinic.criteria.responses import ANSWER_PREFIX, PLACEHOLDER, Variant

MAX_SENTENCE_WORDS: Final = 20
MAX_OWN_SENTENCES: Final = 3  # of an answer, beside its policy words
MAX_TEXT_WORDS: Final = 90
MAX_GRADE: Final = 8.0
MAX_MEAN_GRADE: Final = 6.0
MIN_GRADED_WORDS: Final = 8  # in a title of two words one long word is the whole grade
MAX_FIRST_LINE_WORDS: Final = 30
NUMBER_WITHIN_CHARACTERS: Final = 60
MAX_BUTTON_WORDS: Final = 4
MAX_REVIEW_DAYS: Final = 190  # half a year, and some days to do it in
NEEDS_SOURCE: Final = (
    ANSWER_PREFIX,
    "utter_safety_",
    "utter_crisis_",
    "utter_disclosure_",
    "utter_outcome_",
    "utter_reaction_report",
)
IS_PLAIN_TALK: Final = (  # of the above, what says nothing about health
    "utter_disclosure_hypothetical",
    "utter_disclosure_not",
    "utter_disclosure_third_person",
)
MAY_VARY: Final = frozenset({"utter_greet", "utter_goodbye", "utter_thanks"})
_ADVICE_LEVELS: Final = ("emergency", "crisis")


@dataclass(frozen=True)
class Finding:
    """Something an editor would send back."""

    response: str
    rule: str
    detail: str

    def __str__(self) -> str:
        return f"{self.response}: {self.rule}: {self.detail}"


@dataclass(frozen=True)
class Draft:
    """One wording of one response as the rules see it; `shown` has the clinic's own values filled in."""

    name: str
    variant: Variant
    shown: str
    claims: Claims
    labels: frozenset[str]
    on: date

    @property
    def text(self) -> str:
        return self.variant.text

    def own_words(self) -> str:
        """What is left when the policy words are cut out."""
        left = self.text
        for name in self.variant.metadata.template:
            if name in self.claims.templates:
                left = self.claims.templates[name].cut_from(left)
        return left


type Rule = Callable[[Draft], Iterator[str]]


def check_draft(draft: Draft) -> tuple[Finding, ...]:
    """Everything that stands against showing this text."""
    return tuple(
        Finding(draft.name, rule.__name__.removeprefix("_"), detail)
        for rule in RULES
        for detail in rule(draft)
    )


def check_words(text: str, claims: Claims, spare: Collection[str] = ()) -> Iterator[str]:
    """The forbidden words in a string that patients read, with the reason; those of `spare` groups pass."""
    for group in claims.forbidden:
        if group.id not in spare:
            for match in group.pattern.finditer(text):
                yield f'"{match[0]}": {group.why}'


def check_string(text: str, claims: Claims, spare: Collection[str] = ()) -> Iterator[str]:
    """What stands against any string that is no response: a button, a page, a line of the widget."""
    yield from check_words(text, claims, spare)
    yield from check_sentences(text)
    if len(words(text)) >= MIN_GRADED_WORDS:
        yield from check_grade(text)


def check_grade(text: str) -> Iterator[str]:
    """A text above the highest reading grade."""
    found = grade(PLACEHOLDER.sub("it", text))
    if found > MAX_GRADE:
        yield f"grade {found:.1f}, not {MAX_GRADE:.0f}: shorter sentences, plainer words"


def check_sentences(text: str) -> Iterator[str]:
    """Sentences that nobody can read aloud in one breath."""
    for sentence in sentences(PLACEHOLDER.sub("it", text)):
        count = len(words(sentence))
        if count > MAX_SENTENCE_WORDS:
            yield f'{count} words, not {MAX_SENTENCE_WORDS}: "{sentence[:60]}…"'


def _claims_may_be_made(draft: Draft) -> Iterator[str]:
    metadata = draft.variant.metadata
    for ref in metadata.claims:
        claim = draft.claims.claims.get(ref)
        if claim is None:
            yield f"{ref} is not in claims.yml"
        elif claim.status in ("no", "brand"):
            yield f'{ref} must not be used ("{claim.says}")'
        elif claim.status in ("hedge", "cfg") and not (
            set(claim.template) & set(metadata.template) or claim.placeholder in draft.variant.names()
        ):
            needed = " or ".join((*claim.template, *filter(None, [claim.placeholder])))
            yield f"{ref} may only be used with {needed}"


def _policy_words_are_kept(draft: Draft) -> Iterator[str]:
    for name in draft.variant.metadata.template:
        template = draft.claims.templates.get(name)
        if template is None:
            yield f"there is no template {name}"
        elif not template.is_used_by(draft.text):
            yield f"{name} is named but its words are changed or missing"


def _policy_words_are_named(draft: Draft) -> Iterator[str]:
    for name, template in draft.claims.templates.items():
        if template.whole and name not in draft.variant.metadata.template and template.is_used_by(draft.text):
            yield f"the words of {name} are used; name it"


def _source_is_given(draft: Draft) -> Iterator[str]:
    source = draft.variant.metadata.source
    if source is None:
        rests_on_claims = bool(draft.variant.metadata.claims or draft.variant.metadata.template)
        is_health_text = draft.name.startswith(NEEDS_SOURCE) and not draft.name.startswith(IS_PLAIN_TALK)
        if rests_on_claims or is_health_text:
            yield "a health text needs a source with checked_on, checked_by and review_by"
        return
    if source.review_by < draft.on:
        yield f"was due for review on {source.review_by}: check it again or take it down"
    if source.checked_on > draft.on:
        yield f"checked_on {source.checked_on} lies in the future"
    if (source.review_by - source.checked_on).days > MAX_REVIEW_DAYS:
        yield "review_by must lie within half a year of checked_on"


def _sentences_are_short(draft: Draft) -> Iterator[str]:
    yield from check_sentences(draft.own_words() if draft.variant.metadata.template else draft.text)


def _text_is_short(draft: Draft) -> Iterator[str]:
    total = len(words(draft.text))
    if total > MAX_TEXT_WORDS:
        yield f"{total} words, not {MAX_TEXT_WORDS}"
    own = len(sentences(draft.own_words()))
    if draft.name.startswith(ANSWER_PREFIX) and own > MAX_OWN_SENTENCES:
        yield f"{own} sentences beside the policy words, not {MAX_OWN_SENTENCES}"


def _text_reads_easily(draft: Draft) -> Iterator[str]:
    yield from check_grade(draft.text)


def _words_are_allowed(draft: Draft) -> Iterator[str]:
    yield from check_words(draft.own_words(), draft.claims)
    for button in draft.variant.buttons:
        yield from check_words(button.title, draft.claims)


def _layout_is_plain(draft: Draft) -> Iterator[str]:
    if re.search(r"\n\s*\n", draft.text):
        yield "no blank line: the engine would split the text there"
    if "{" in draft.text or "}" in draft.text:
        yield "no braces: values stand in [[double square brackets]]"
    if draft.text != draft.text.strip() or "  " in draft.text or " \n" in draft.text:
        yield "no needless blanks"


def _tone_is_spare(draft: Draft) -> Iterator[str]:
    for word, most in (("sorry", 1), ("please", 2)):
        count = len(re.findall(rf"\b{word}\b", draft.text, re.IGNORECASE))
        if count > most:
            yield f'"{word}" {count} times, not {most}'


def _buttons_lead_somewhere(draft: Draft) -> Iterator[str]:
    buttons = draft.variant.buttons
    if buttons and draft.variant.metadata.level in _ADVICE_LEVELS:
        yield "an emergency text offers nothing but help: no buttons"
    for button in buttons:
        if button.intent not in draft.labels:
            yield f"{button.payload} is no label that the engine knows"
        if len(button.title.split()) > MAX_BUTTON_WORDS:
            yield f'"{button.title}" is longer than {MAX_BUTTON_WORDS} words'
    if len({button.intent for button in buttons}) < len(buttons):
        yield "two buttons do the same"


def _help_comes_first(draft: Draft) -> Iterator[str]:
    if draft.variant.metadata.level not in _ADVICE_LEVELS:
        return
    first_line = draft.shown.splitlines()[0]
    if not re.search(r"\d{2}", draft.shown[:NUMBER_WITHIN_CHARACTERS]):
        yield f"the number must stand within the first {NUMBER_WITHIN_CHARACTERS} characters"
    if not re.match(r"(?:If you are in danger, )?[Cc]all\b", first_line):
        yield "the first words must say what to do: call"
    if len(words(first_line)) > MAX_FIRST_LINE_WORDS:
        yield f"the first line must stay within {MAX_FIRST_LINE_WORDS} words"
    if "computer program" not in draft.text or "send help" not in draft.text:
        yield "must say that it is a computer program and cannot send help"
    if draft.variant.metadata.kind != "emergency":
        yield "must be of the kind emergency"


RULES: Final[tuple[Rule, ...]] = (
    _claims_may_be_made,
    _policy_words_are_kept,
    _policy_words_are_named,
    _source_is_given,
    _sentences_are_short,
    _text_is_short,
    _text_reads_easily,
    _words_are_allowed,
    _layout_is_plain,
    _tone_is_spare,
    _buttons_lead_somewhere,
    _help_comes_first,
)
