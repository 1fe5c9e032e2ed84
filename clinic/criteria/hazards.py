"""The hazard log (docs/hazards.yml): what could harm a patient, what stands against it, which tests hold."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from clinic.criteria.fields import NotEmpty, Text
from clinic.criteria.strict_yaml import read_yaml

HAZARDS_FILE: Final = Path(__file__).parents[2] / "docs" / "hazards.yml"
_STRICT: Final = ConfigDict(extra="forbid")

type Score = Annotated[int, Field(ge=1, le=5, strict=True)]


@dataclass(frozen=True)
class Likelihood:
    __pydantic_config__ = _STRICT
    before: Score
    after: Score


@dataclass(frozen=True)
class Hazard:
    """`control` says what is built, `where` the files that do it, `tests` the tests that fail without it."""

    __pydantic_config__ = _STRICT
    id: Annotated[str, Field(pattern=r"^H\d{2}$")]
    hazard: Text
    cause: Text
    harm: Text
    severity: Score
    likelihood: Likelihood
    control: Text
    where: Annotated[tuple[Text, ...], NotEmpty]
    tests: tuple[Text, ...]
    owner: Text
    status: Literal["controlled", "accepted-proposal", "open"]
    reason: Text | None = None

    @property
    def is_open(self) -> bool:
        return self.status == "open"


@dataclass(frozen=True)
class _HazardLog:
    __pydantic_config__ = _STRICT
    hazards: Annotated[tuple[Hazard, ...], NotEmpty]


def load_hazards(path: Path = HAZARDS_FILE) -> tuple[Hazard, ...]:
    """All hazards in their order. Raises ValueError with the reason."""
    hazards = TypeAdapter(_HazardLog).validate_python(read_yaml(path)).hazards
    ids = [hazard.id for hazard in hazards]
    if len(set(ids)) != len(ids):
        raise ValueError(f"{path.name}: an id stands twice")
    for hazard in hazards:
        if problem := _contradiction(hazard):
            raise ValueError(f"{path.name}: {hazard.id}: {problem}")
    return hazards


def _contradiction(hazard: Hazard) -> str | None:
    """What each field alone cannot know."""
    if hazard.status != "controlled" and hazard.reason is None:
        return f"is {hazard.status} without a reason"
    if hazard.status == "controlled" and hazard.reason is not None:
        return "is controlled and gives a reason why not"
    if not hazard.is_open and not hazard.tests:
        return "is not open and names no test"
    if hazard.likelihood.after > hazard.likelihood.before:
        return "is likelier with its control than without"
    return None
