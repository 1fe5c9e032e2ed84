"""`clinic run` with the real product: ready, restarted, ended, and nothing left behind."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.plugins.system import RunningSystem
from tests.plugins.waiting import wait_until

NAMES = {"engine", "actions", "web", "worker"}


@pytest.fixture
def own_system(tmp_path: Path) -> Iterator[RunningSystem]:
    """A system that a test may end; `system` in its name would make others wait for a new one."""
    made = RunningSystem(tmp_path)
    yield made
    made.stop()


@pytest.mark.system
def test_a_killed_launcher_leaves_nothing_and_the_next_start_goes_on_with_the_same_data(
    own_system: RunningSystem,
) -> None:
    own_system.start()
    first = own_system.processes()
    own_system.stop(signal.SIGKILL)
    wait_until(lambda: not any(map(_lives, first.values())), "Every process has ended")

    own_system.start()

    second = own_system.processes()
    assert set(first) == set(second) == NAMES
    assert own_system.stop(signal.SIGINT) == 0
    wait_until(lambda: not any(map(_lives, second.values())), "Every process has ended")
    assert not own_system.processes()


def test_the_start_says_where_to_go(system: RunningSystem) -> None:
    said = system.said()

    assert f"{system.base_url}/" in said
    assert f"{system.base_url}/staff" in said
    assert "Ctrl-C stops everything." in said


def test_everything_but_the_front_door_listens_on_loopback_only(system: RunningSystem) -> None:
    assert {
        name: addresses for name, addresses in _listening(system).items() if addresses - {"127.0.0.1"}
    } == {}


def test_telemetry_is_off(system: RunningSystem) -> None:
    environment = Path(f"/proc/{system.processes()['engine']}/environ").read_text().split("\0")

    assert "RASA_TELEMETRY_ENABLED=false" in environment
    assert "DO_NOT_TRACK=1" in environment


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_process_that_is_killed_comes_back(system: RunningSystem, name: str) -> None:
    system.restart(name)

    assert httpx.get(f"{system.base_url}/healthz", trust_env=False).status_code == httpx.codes.OK
    assert f"{name} ended (signal SIGKILL), starting again" in system.said()


def test_a_second_start_on_busy_ports_is_refused_in_one_line(system: RunningSystem) -> None:
    done = system.clinic("run")

    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {system.ports['CLINIC_PORT']} is busy.")
    assert len(done.stderr.splitlines()) == 1


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def _listening(system: RunningSystem) -> dict[str, set[str]]:
    """Return on which addresses the system's ports are listened on, as the kernel says."""
    ports = {f"{port:04X}": name for name, port in system.ports.items()}
    found: dict[str, set[str]] = {name: set() for name in system.ports}
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            address, _, port = local.partition(":")
            if state == "0A" and port in ports:
                found[ports[port]].add("127.0.0.1" if address == "0100007F" else address)
    assert all(found.values())
    return found
