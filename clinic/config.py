"""Every setting of Mesochat: read from the environment and `.env`, checked once, handed on as one object.

`.env.example` lists the same settings with their defaults; a test compares the two.
"""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from clinic.logic.addresses import is_this_machine
from clinic.logic.addresses import problem_of as address_problem
from clinic.logic.webhook_signature import signing_key

ROOT: Final = Path(__file__).resolve().parent.parent
PREFIX: Final = "CLINIC_"
SHORTEST_SECRET: Final = 32
KEPT_SECRETS: Final = ("engine_token", "session_secret")
LOOPBACK: Final = "127.0.0.1"

Port = Annotated[int, Field(ge=1, le=65535)]


class SettingsRefused(Exception):
    """The settings cannot be used; the message says in one line what to change."""


class Mode(StrEnum):
    """Where this copy runs: development keeps its own secrets and shows the demo clinic."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


def _in_var(name: str) -> Callable[[dict[str, Any]], str]:
    """Make the default of a database address: a SQLite file in the data folder."""
    return lambda known: f"sqlite:///{known['var'] / name}" if "var" in known else ""


def _own_address(known: dict[str, Any]) -> str:
    return f"http://{LOOPBACK}:{known.get('port')}"


class Settings(BaseSettings):
    """One copy's settings. `.env.example` says what each is for."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    mode: Mode = Mode.DEVELOPMENT
    host: str = LOOPBACK
    port: Port = 8080
    public_url: str = Field(default_factory=_own_address)
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()

    profile: Path = ROOT / "clinic.yml"
    var: Path = ROOT / "var"
    database_url: str = Field(default_factory=_in_var("clinic.db"))
    redis_url: str = ""

    engine_port: Port = 5005
    engine_database_url: str = Field(default_factory=_in_var("engine.db"))
    engine_timeout_seconds: Annotated[float, Field(gt=0, le=60)] = 8.0
    actions_port: Port = 5055

    engine_token: SecretStr = SecretStr("")
    session_secret: SecretStr = SecretStr("")
    metrics_token: SecretStr = SecretStr("")

    smtp_host: str = ""
    smtp_port: Port = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")

    webhook_secret: SecretStr = SecretStr("")
    webhook_url: SecretStr = SecretStr("")
    allow_private_addresses: bool = False

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split_origins(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(origin.strip().rstrip("/") for origin in value.split(",") if origin.strip())

    @field_validator("profile", "var")
    @classmethod
    def _from_root(cls, value: Path) -> Path:
        # A relative path means the same thing to every process, wherever it was started.
        return ROOT / value.expanduser()

    @field_validator("database_url", "engine_database_url")
    @classmethod
    def _sqlite_from_root(cls, value: str) -> str:
        scheme, slashes, path = value.partition(":///")
        if not slashes or not scheme.startswith("sqlite") or path in ("", ":memory:"):
            return value
        return f"{scheme}:///{ROOT / path}"

    @field_validator("webhook_url")
    @classmethod
    def _usable_webhook(cls, value: SecretStr, known: ValidationInfo) -> SecretStr:
        if value.get_secret_value():
            problem = address_problem(value.get_secret_value())
            if problem is not None:
                raise ValueError(problem)
            try:
                signing_key(known.data.get("webhook_secret", SecretStr("")).get_secret_value())
            except ValueError as unusable:
                raise ValueError(f"{PREFIX}WEBHOOK_SECRET {unusable}") from None
        return value

    @field_validator("public_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def in_production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def engine_url(self) -> str:
        return f"http://{LOOPBACK}:{self.engine_port}"

    @property
    def actions_url(self) -> str:
        return f"http://{LOOPBACK}:{self.actions_port}"

    @property
    def mail_folder(self) -> Path:
        """Where e-mails are written as files while no mail server is named."""
        return self.var / "mail"


@cache
def settings() -> Settings:
    """Return this process's settings: read at the first call, the same object afterwards."""
    return load_settings()


def load_settings() -> Settings:
    """Read the settings, with the secrets that development keeps for itself.

    Raises:
        SettingsRefused: a value is not usable, or production misses something it needs.
    """
    read = read_settings()
    problems = production_problems(read)
    if problems:
        raise SettingsRefused(" ".join(problems))
    return read if read.in_production else _with_kept_secrets(read)


def read_settings() -> Settings:
    """Read the settings without judging them: for the checks of an operator."""
    try:
        return Settings(_env_file=env_file())  # type: ignore[call-arg]  # pydantic-settings reads it; mypy has no plugin here
    except ValidationError as problem:
        first = problem.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsRefused(f"{name} cannot be used: {first['msg']}.") from None


def env_file() -> Path | None:
    """Return the file that adds to the environment: `.env`, or the one that CLINIC_ENV_FILE names."""
    named = os.environ.get("CLINIC_ENV_FILE", ".env")
    return ROOT / named if named else None


def production_problems(read: Settings) -> tuple[str, ...]:
    """Say what production still needs, one sentence each; development needs nothing."""
    if not read.in_production:
        return ()
    problems = [
        f"{PREFIX}{name.upper()} must be set in production: {SHORTEST_SECRET} random characters or more."
        for name in KEPT_SECRETS
        if len(getattr(read, name).get_secret_value()) < SHORTEST_SECRET
    ]
    if not read.smtp_host:
        problems.append("CLINIC_SMTP_HOST must name a mail server in production.")
    elif read.smtp_security == "none" and not is_this_machine(read.smtp_host):
        problems.append("CLINIC_SMTP_SECURITY must be starttls or tls for a server on another machine.")
    if not read.public_url.startswith("https://"):
        problems.append("CLINIC_PUBLIC_URL must start with https:// in production.")
    if "*" in read.allowed_origins:
        problems.append("CLINIC_ALLOWED_ORIGINS must name the clinic's own websites, not *.")
    return tuple(problems)


def _with_kept_secrets(read: Settings) -> Settings:
    missing = [name for name in KEPT_SECRETS if not getattr(read, name).get_secret_value()]
    kept = {name: SecretStr(_kept_secret(read.var / "secrets" / name)) for name in missing}
    return read.model_copy(update=kept)


def _kept_secret(path: Path) -> str:
    """Return the secret in this file; the first process to ask makes it, readable by its owner only."""
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(SHORTEST_SECRET))
    with suppress(FileExistsError):
        # A link is made by one process only, and never shows a half-written file to another.
        os.link(fresh, path)
    fresh.unlink()
    return path.read_text().strip()
