"""The real content, loaded once: texts, claims and the clinic's values on the day the suite runs."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clinic.criteria.claims import Claims, load_claims
from clinic.criteria.profile import Profile, load_profile
from clinic.criteria.responses import PLACEHOLDER, ResponseCatalogue, load_responses
from clinic.criteria.wording import Draft
from tests.content import labels

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def today() -> date:
    """The real day: content goes stale with time, and a stale text must turn the suite red."""
    return datetime.now(UTC).date()


@pytest.fixture(scope="session")
def profile(today: date) -> Profile:
    return load_profile(ROOT / "clinic.yml", today)


@pytest.fixture(scope="session")
def catalogue(profile: Profile) -> ResponseCatalogue:
    return load_responses(ROOT / "data" / "responses", profile.placeholders())


@pytest.fixture(scope="session")
def claims() -> Claims:
    return load_claims()


@pytest.fixture(scope="session")
def drafts(catalogue: ResponseCatalogue, claims: Claims, today: date) -> tuple[Draft, ...]:
    """Every wording of every response, as an editor gets it."""
    known = catalogue.placeholders
    return tuple(
        Draft(
            name=name,
            variant=variant,
            shown=PLACEHOLDER.sub(lambda match: known.get(match[1], match[1]), variant.text),
            claims=claims,
            labels=labels.ALL,
            on=today,
        )
        for name, variants in catalogue.responses.items()
        for variant in variants
    )
