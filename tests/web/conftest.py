"""The application in this process, with the world of the use cases behind it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from clinic.bootstrap import Bootstrapped
from clinic.config import Settings
from clinic.fanout import LocalFanout
from clinic.web.app import build_app
from tests.services.booking_world import small_clinic
from tests.services.world import PROFILE, World, make_world
from tests.web.console import Site

ORIGIN = "https://www.wrenfield.example"


@pytest.fixture
def world() -> Iterator[World]:
    made = make_world()
    yield made
    made.end()


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    settings = Settings(_env_file=None, allowed_origins=(ORIGIN,), public_url="http://testserver")  # type: ignore[call-arg]  # pydantic-settings
    app = build_app(Bootstrapped(settings, PROFILE, LocalFanout(), world.services))
    with TestClient(app, client=("127.0.0.1", 50000)) as made:
        yield made


class Chat:
    """A patient at the chat API."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.started = client.post("/chat/v1/conversations", json={"locale": "en"}).json()
        self.headers = {"Authorization": f"Bearer {self.started['token']}"}
        self.count = 0

    def new_id(self) -> str:
        self.count += 1
        return f"00000000-0000-4000-8000-{self.count:012d}"

    def send(self, text: str = "", *, client_id: str = "", **body: object) -> httpx.Response:
        content = body or {"text": text}
        message = {"client_id": client_id or self.new_id(), **content}
        return self.client.post("/chat/v1/messages", json=message, headers=self.headers)


@pytest.fixture
def chat(client: TestClient) -> Chat:
    return Chat(client)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The application over a clinic whose patients have answers, cases and bookings."""
    return Site.of(small_clinic(tmp_path))
