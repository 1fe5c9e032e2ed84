"""The world of the use cases: real services and a real small database, fakes outside."""

from collections.abc import Iterator

import pytest

from tests.services.world import World, make_world


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    yield made
    made.end()
