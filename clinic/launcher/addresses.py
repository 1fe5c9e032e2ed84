"""Checks before anything starts that every port is free, so that a busy one is one clear line."""

import errno
import socket
from collections.abc import Iterable

from clinic.config import LOOPBACK, PREFIX, Settings
from clinic.launcher.faults import RunRefused


def require_free(settings: Settings) -> None:
    """Raise `RunRefused` for the first port that cannot be listened on."""
    for name, host in (("port", settings.host), ("engine_port", LOOPBACK), ("actions_port", LOOPBACK)):
        _require_free(host, getattr(settings, name), PREFIX + name.upper())
    _require_different((settings.port, settings.engine_port, settings.actions_port))


def _require_free(host: str, port: int, setting: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        # As servers do: a connection that is only closing does not make the port busy.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as problem:
            raise RunRefused(_sentence(problem, host, port, setting)) from None


def _sentence(problem: OSError, host: str, port: int, setting: str) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is busy. Stop what uses it, or choose another: {setting}={port + 10} make run"
    return f"{host} port {port} cannot be used ({problem.strerror}). Choose another with {setting}."


def _require_different(ports: Iterable[int]) -> None:
    chosen = list(ports)
    if len(set(chosen)) < len(chosen):
        raise RunRefused("CLINIC_PORT, CLINIC_ENGINE_PORT and CLINIC_ACTIONS_PORT must differ.")
