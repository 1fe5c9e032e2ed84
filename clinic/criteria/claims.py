"""What may be claimed in which words (claims.yml), and which words no patient may read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, TypeAdapter

from clinic.criteria.fields import NotEmpty, Text
from clinic.criteria.strict_yaml import read_yaml

FOLDER: Final = Path(__file__).parent
_STRICT: Final = ConfigDict(extra="forbid")
_LIST_MARK: Final = re.compile(r"^- ", re.MULTILINE)
_NUMBER: Final = r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|third|half)"
_GAP: Final = r"(?:[\s,]+[\w’'-]+){0,3}[\s,]+"  # within one sentence


@dataclass(frozen=True)
class Claim:
    """One claim of the founding texts, in short, and on what condition a text may rest on it."""

    __pydantic_config__ = _STRICT
    id: Text
    status: Literal["ok", "hedge", "no", "cfg", "brand"]
    says: Text
    template: tuple[Text, ...] = ()
    placeholder: Text | None = None


@dataclass(frozen=True)
class Template:
    """Policy words. `whole`: all of them, in order; otherwise any one sentence will do."""

    __pydantic_config__ = _STRICT
    whole: bool
    sentences: Annotated[tuple[Text, ...], NotEmpty]

    def is_used_by(self, text: str) -> bool:
        plain = without_layout(text)
        if self.whole:
            return " ".join(self.sentences) in plain
        return any(sentence in plain for sentence in self.sentences)

    def cut_from(self, text: str) -> str:
        """The text without the policy words: what is left is the writer's own."""
        left = without_layout(text)
        for sentence in self.sentences:
            left = left.replace(sentence, " ")
        return left


@dataclass(frozen=True)
class ForbiddenGroup:
    """Words of one kind. In them `*` is any ending, `#` a number, `…` up to three words between."""

    __pydantic_config__ = _STRICT
    id: Text
    why: Text
    words: Annotated[tuple[Text, ...], NotEmpty]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        parts = (_as_pattern(word) for word in self.words)
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Claims:
    claims: Mapping[str, Claim]
    templates: Mapping[str, Template]
    forbidden: tuple[ForbiddenGroup, ...]


@dataclass(frozen=True)
class _ClaimsFile:
    __pydantic_config__ = _STRICT
    templates: Mapping[Text, Template]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class _ForbiddenFile:
    __pydantic_config__ = _STRICT
    groups: tuple[ForbiddenGroup, ...]


def load_claims(folder: Path = FOLDER) -> Claims:
    """Raises ValueError with the reason."""
    content = TypeAdapter(_ClaimsFile).validate_python(read_yaml(folder / "claims.yml"))
    forbidden = TypeAdapter(_ForbiddenFile).validate_python(read_yaml(folder / "forbidden_words.yml"))
    claims = {claim.id: claim for claim in content.claims}
    if len(claims) != len(content.claims):
        raise ValueError("claims.yml: an id stands twice")
    for claim in content.claims:
        unknown = [name for name in claim.template if name not in content.templates]
        if unknown:
            raise ValueError(f"claims.yml: {claim.id}: no template {', '.join(unknown)}")
        if claim.status in ("hedge", "cfg") and not (claim.template or claim.placeholder):
            raise ValueError(f"claims.yml: {claim.id}: says on no condition when it may be used")
    return Claims(claims, content.templates, forbidden.groups)


def _as_pattern(word: str) -> str:
    pieces = (
        re.escape(piece).replace(r"\*", r"\w*").replace(r"\#", _NUMBER).replace("'", "[’']")
        for piece in word.split(" … ")
    )
    return _GAP.join(piece.replace(r"\ ", r"\s+") for piece in pieces)


def without_layout(text: str) -> str:
    """The words as they are read aloud: list marks and line breaks gone."""
    return " ".join(_LIST_MARK.sub("", text).split())
