"""The world of the use cases: real services and a real small database, fakes outside."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.booking_world import Clinic, small_clinic
from tests.services.world import World, make_world


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    yield made
    made.end()


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return small_clinic(tmp_path)
