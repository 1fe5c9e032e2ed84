"""What runs: engine, action server, web and worker of one copy, with their commands and environments."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from clinic.config import LOOPBACK, ROOT, Settings
from clinic.launcher.readiness import answers

ENGINE_BIN: Final = ROOT / ".venv-rasa" / "bin"
# Two cores: four processes that each start a thread per core get in each other's way.
ONE_THREAD: Final = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "MALLOC_ARENA_MAX": "2",
    "PYTHONUNBUFFERED": "1",
}
NOTHING_LEAVES: Final = {"RASA_TELEMETRY_ENABLED": "false", "DO_NOT_TRACK": "1", "OTEL_SDK_DISABLED": "true"}
QUIET_ENGINE: Final = {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore", "FORCE_JSON_LOGGING": "1"}


@dataclass(frozen=True)
class Program:
    """One process to keep running; `is_ready` blocks for a moment at most."""

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    is_ready: Callable[[], bool] = lambda: True


def engine(settings: Settings, model: Path) -> Program:
    """Rasa: understands and decides. It logs warnings only: below them it would log what people write."""
    token = settings.engine_token.get_secret_value()
    return Program(
        name="engine",
        command=(
            *(str(ENGINE_BIN / "rasa"), "run", "--quiet", "--model", str(model)),
            *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
            *("--interface", LOOPBACK, "--port", str(settings.engine_port)),
        ),
        log=log_of(settings, "engine"),
        environment={
            **base_environment(settings),
            **QUIET_ENGINE,
            "CLINIC_ACTIONS_PORT": str(settings.actions_port),
            "CLINIC_ENGINE_TOKEN": token,
            "CLINIC_ENGINE_DATABASE_URL": settings.engine_database_url,
            "CLINIC_REDIS_URL": settings.redis_url,
        },
        is_ready=answers(f"{settings.engine_url}/webhooks/gateway/ready", token),
    )


def actions(settings: Settings) -> Program:
    """The action server: Rasa's decisions become calls of our services."""
    return Program(
        name="actions",
        command=(sys.executable, "-m", "actions"),
        log=log_of(settings, "actions"),
        environment=base_environment(settings),
        is_ready=answers(f"{settings.actions_url}/health"),
    )


def web(settings: Settings) -> Program:
    """The front door, the only process that may listen beyond loopback."""
    return Program(
        name="web",
        command=(
            *(sys.executable, "-m", "uvicorn", "clinic.web.app:create_app", "--factory"),
            *("--host", settings.host, "--port", str(settings.port)),
            *("--no-access-log", "--no-server-header", "--timeout-graceful-shutdown", "5"),
        ),
        log=log_of(settings, "web"),
        environment=base_environment(settings),
        is_ready=answers(f"{local_address(settings)}/readyz"),
    )


def worker(settings: Settings) -> Program:
    """The worker: outbox, reminders, escalation, retention."""
    return Program(
        name="worker",
        command=(sys.executable, "-m", "clinic.worker"),
        log=log_of(settings, "worker"),
        environment=base_environment(settings),
    )


def base_environment(settings: Settings) -> dict[str, str]:
    """What every process gets; a thread count that the operator has set stands."""
    return {
        **ONE_THREAD,
        **os.environ,
        **NOTHING_LEAVES,
        "CLINIC_VAR": str(settings.var),
        "PYTHONPATH": str(ROOT),
    }


def local_address(settings: Settings) -> str:
    """Return the address under which this machine reaches web."""
    host = LOOPBACK if settings.host in ("0.0.0.0", "::") else settings.host
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def log_of(settings: Settings, name: str) -> Path:
    return settings.var / "log" / f"{name}.log"
