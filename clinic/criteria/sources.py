"""The list of sources: each one once, so that a title or an address is put right in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from clinic.criteria.fields import Day, Text
from clinic.criteria.strict_yaml import read_yaml

SOURCES_FILE: Final = Path(__file__).with_name("sources.yml")
_STRICT: Final = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class ListedSource:
    """`read` says how much of it was read: the whole, its abstract, or another page's summary."""

    __pydantic_config__ = _STRICT
    id: Text
    title: Text
    publisher: Text
    url: Annotated[str, Field(pattern="^https://")] | None
    kind: Literal[
        "case",
        "case_review",
        "clinic",
        "law",
        "observation",
        "policy",
        "regulator",
        "review",
        "statement",
        "systematic_review",
        "trial",
    ]
    read: Literal["full", "abstract", "summary"]
    licence: Literal["own", "cited"]
    retrieved: Day


@dataclass(frozen=True)
class _SourceList:
    __pydantic_config__ = _STRICT
    sources: tuple[ListedSource, ...]


def load_sources(path: Path = SOURCES_FILE) -> Mapping[str, ListedSource]:
    """All sources by id. Raises ValueError."""
    listed = TypeAdapter(_SourceList).validate_python(read_yaml(path)).sources
    by_id = {source.id: source for source in listed}
    if len(by_id) != len(listed):
        raise ValueError(f"{path.name}: an id stands twice")
    return by_id
