"""A busy port is one clear line before anything starts."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.config import Settings
from clinic.launcher.addresses import require_free
from clinic.launcher.faults import RunRefused
from tests.plugins.addresses import free_port


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def _settings(var: Path, **ports: int) -> Settings:
    chosen = {"port": free_port(), "engine_port": free_port(), "actions_port": free_port(), **ports}
    return Settings(_env_file=None, var=var, **chosen)


def test_free_ports_are_accepted(tmp_path: Path) -> None:
    require_free(_settings(tmp_path))


@pytest.mark.parametrize("name", ["port", "engine_port", "actions_port"])
def test_a_busy_port_is_named_with_the_setting_that_chooses_another(
    tmp_path: Path, busy_port: int, name: str
) -> None:
    with pytest.raises(
        RunRefused, match=rf"^Port {busy_port} is busy\. .* CLINIC_{name.upper()}=\d+ make run$"
    ):
        require_free(_settings(tmp_path, **{name: busy_port}))


def test_an_address_that_is_not_this_machines_is_refused(tmp_path: Path) -> None:
    settings = _settings(tmp_path).model_copy(update={"host": "192.0.2.1"})

    with pytest.raises(RunRefused, match=r"192\.0\.2\.1 port \d+ cannot be used"):
        require_free(settings)


def test_two_processes_do_not_share_a_port(tmp_path: Path) -> None:
    port = free_port()

    with pytest.raises(RunRefused, match="must differ"):
        require_free(_settings(tmp_path, port=port, engine_port=port))
