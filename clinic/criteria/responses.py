"""Every text a patient can be sent, by name: loaded from data/responses, checked, then pure.

A text that names a placeholder nobody fills does not load, so no patient ever sees one.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from clinic.criteria.fields import Day, NotEmpty, Text
from clinic.criteria.sources import ListedSource, load_sources
from clinic.criteria.strict_yaml import YamlUnreadable, read_yaml

ANSWER_PREFIX: Final = "utter_faq/"
WITHHELD: Final = "utter_answer_withheld"
REVIEW_SOON_DAYS: Final = 30
PLACEHOLDER: Final = re.compile(r"\[\[(\w+)\]\]")
_PAYLOAD: Final = re.compile(r"/([a-z_]+(?:/[a-z_]+)?)")
_STRICT: Final = ConfigDict(extra="forbid")

type Level = Literal["none", "non_urgent", "urgent", "emergency", "crisis"]
type ReviewState = Literal["overdue", "due", "sound", "undated"]
type Kind = Literal["text", "notice", "emergency"]


class ResponsesError(ValueError):
    """The texts cannot be used; `problems` holds one line for each reason."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class ValueMissing(ValueError):
    """A service uttered a response without a value that its text needs."""


@dataclass(frozen=True)
class Source:
    """Where a text comes from, who checked it, and until when that check counts. `more`: ids of others."""

    __pydantic_config__ = _STRICT
    title: Text
    ref: Text
    checked_on: Day
    checked_by: Text
    review_by: Day
    more: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Metadata:
    __pydantic_config__ = _STRICT
    owner: Text
    level: Level
    kind: Kind = "text"
    source: Source | None = None
    claims: tuple[Text, ...] = ()
    template: tuple[Text, ...] = ()
    values: frozenset[Text] = frozenset()


@dataclass(frozen=True)
class WrittenButton:
    __pydantic_config__ = _STRICT
    title: Text
    payload: Annotated[str, Field(pattern=f"^{_PAYLOAD.pattern}$")]

    @property
    def intent(self) -> str:
        return self.payload.removeprefix("/")

    @property
    def data(self) -> Mapping[str, str]:
        """Buttons written in the files carry nothing but their intent."""
        return {}


@dataclass(frozen=True)
class Variant:
    """One wording of a response. Only greetings have more than one."""

    __pydantic_config__ = _STRICT
    text: Text
    metadata: Metadata
    buttons: tuple[WrittenButton, ...] = ()

    def names(self) -> frozenset[str]:
        """The placeholders of the text."""
        return frozenset(PLACEHOLDER.findall(self.text))


@dataclass(frozen=True)
class ResponseFile:
    __pydantic_config__ = _STRICT
    version: Literal["3.1"]
    responses: Mapping[Text, Annotated[tuple[Variant, ...], NotEmpty]]


@dataclass(frozen=True)
class ShownSource:
    """What the patient sees of a source."""

    title: str
    url: str | None
    checked_on: date


@dataclass(frozen=True)
class RenderedText:
    """A text ready to be sent. `response` is the name of what is shown, not of what was asked for."""

    text: str
    kind: Kind
    level: Level
    sources: tuple[ShownSource, ...]
    buttons: tuple[WrittenButton, ...]
    response: str


@dataclass(frozen=True)
class Review:
    """Who owns a text and how its check stands. `source` is the one whose check ends first."""

    response: str
    text: str
    owner: str
    source: Source | None
    state: ReviewState
    is_withheld: bool

    @property
    def due(self) -> date | None:
        return self.source.review_by if self.source else None


@dataclass(frozen=True)
class ResponseCatalogue:
    responses: Mapping[str, tuple[Variant, ...]]
    placeholders: Mapping[str, str]
    sources: Mapping[str, ListedSource]

    def text(self, name: str, values: Mapping[str, str], on: date, key: str) -> RenderedText:
        """The text of that name with its placeholders filled; a stale answer gives way to an honest sentence.

        `key` picks the wording where there are several: the same key always gets the same one.
        Raises KeyError for an unknown name and ValueMissing for a value that was not given.
        """
        shown = WITHHELD if name.startswith(ANSWER_PREFIX) and self._is_overdue(name, on) else name
        variant = _pick(self.responses[shown], key)
        known = {**self.placeholders, **values}
        missing = variant.names() - known.keys()
        if missing:
            raise ValueMissing(f"{shown}: no value for {', '.join(sorted(missing))}")
        return RenderedText(
            text=PLACEHOLDER.sub(lambda match: known[match[1]], variant.text),
            kind=variant.metadata.kind,
            level=variant.metadata.level,
            sources=tuple(self._shown(variant.metadata.source)),
            buttons=variant.buttons,
            response=shown,
        )

    def overdue(self, on: date) -> tuple[str, ...]:
        """The texts whose check no longer counts. Answers among them are withheld; safety advice never is."""
        return tuple(name for name in self.responses if self._is_overdue(name, on))

    def reviews(self, on: date) -> tuple[Review, ...]:
        """Every text with its review: overdue ones first, then by the day, those without a date last."""
        reviews = (self._review(name, on) for name in self.responses)
        return tuple(sorted(reviews, key=lambda review: (review.due or date.max, review.response)))

    def _review(self, name: str, on: date) -> Review:
        variants = self.responses[name]
        sources = [variant.metadata.source for variant in variants if variant.metadata.source]
        first = min(sources, key=lambda source: source.review_by, default=None)
        state: ReviewState = "undated"
        if first is not None:
            soon = first.review_by - timedelta(days=REVIEW_SOON_DAYS)
            state = "overdue" if first.review_by < on else "due" if soon <= on else "sound"
        is_withheld = state == "overdue" and name.startswith(ANSWER_PREFIX)
        return Review(name, variants[0].text, variants[0].metadata.owner, first, state, is_withheld)

    def _shown(self, source: Source | None) -> Iterator[ShownSource]:
        if source is not None:
            for ref in (source.ref, *source.more):
                listed = self.sources[ref]
                yield ShownSource(listed.title, listed.url, source.checked_on)

    def _is_overdue(self, name: str, on: date) -> bool:
        sources = [variant.metadata.source for variant in self.responses[name]]
        return any(source.review_by < on for source in sources if source)


def load_responses(folder: Path, placeholders: Mapping[str, str]) -> ResponseCatalogue:
    """Read and check every file of the folder. `placeholders` are the profile's, filled in every text.

    Raises ResponsesError with one line for each problem.
    """
    responses: dict[str, tuple[Variant, ...]] = {}
    sources, problems = load_sources(), list[str]()
    for path in sorted(folder.glob("*.yml")):
        try:
            content = _parse(path)
        except ResponsesError as error:
            problems += error.problems
            continue
        problems += [
            f"{path.name}: {name} stands in another file too" for name in content if name in responses
        ]
        responses |= content
    problems += [problem for name in responses for problem in _unfilled(name, responses[name], placeholders)]
    problems += [problem for name in responses for problem in _unlisted(name, responses[name], sources)]
    if WITHHELD not in responses and not problems:
        problems.append(f"{WITHHELD} is missing: nothing could be said in place of an overdue answer")
    if problems:
        raise ResponsesError(tuple(problems))
    return ResponseCatalogue(responses, dict(placeholders), sources)


def _parse(path: Path) -> dict[str, tuple[Variant, ...]]:
    try:
        return dict(TypeAdapter(ResponseFile).validate_python(read_yaml(path)).responses)
    except YamlUnreadable as error:
        raise ResponsesError((str(error),)) from None
    except ValidationError as invalid:
        raise ResponsesError(tuple(f"{path.name}: {_line(error)}" for error in invalid.errors())) from None


def _line(error: ErrorDetails) -> str:
    where = ".".join(str(step) for step in error["loc"] if step != "responses") or "the file"
    known = {"missing": "is missing", "unexpected_keyword_argument": "is not a known key"}
    return f"{where}: {known.get(error['type'], error['msg'])}"


def _unfilled(name: str, variants: tuple[Variant, ...], placeholders: Mapping[str, str]) -> Iterator[str]:
    for variant in variants:
        declared = variant.metadata.values
        for unknown in sorted(variant.names() - declared - placeholders.keys()):
            yield f"{name}: [[{unknown}]] is neither in clinic.yml nor in the values of the response"
        for unused in sorted(declared - variant.names()):
            yield f"{name}: the value {unused} is declared but not used"
        for shadowed in sorted(declared & placeholders.keys()):
            yield f"{name}: the value {shadowed} would hide the clinic's own"


def _unlisted(name: str, variants: tuple[Variant, ...], sources: Mapping[str, ListedSource]) -> Iterator[str]:
    for source in (variant.metadata.source for variant in variants):
        if source is None:
            continue
        for ref in (source.ref, *source.more):
            if ref not in sources:
                yield f"{name}: source {ref} is not in sources.yml"
        if source.ref in sources and sources[source.ref].title != source.title:
            yield f'{name}: sources.yml calls {source.ref} "{sources[source.ref].title}"'


def _pick(variants: tuple[Variant, ...], key: str) -> Variant:
    digest = hashlib.sha256(key.encode()).digest()
    return variants[int.from_bytes(digest[:4], "big") % len(variants)]
