"""The state of this copy for an operator: what is sound, what wants attention, what production refuses."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from clinic.config import PREFIX, ROOT, Mode, Settings, env_file, production_problems
from clinic.criteria.signoff import content_hash, signoff_problem

ENGINE_PYTHON: Final = ROOT / ".venv-rasa" / "bin" / "python"
RESPONSES: Final = ROOT / "data" / "responses"
OTHER_NAMES: Final = ("CLINIC_ENV_FILE",)
NAMED_AT_MOST: Final = 5


class State(StrEnum):
    """How a fact stands."""

    SOUND = "sound"
    ATTENTION = "attention"
    REFUSED = "refused"


@dataclass(frozen=True)
class Finding:
    """One fact about this copy."""

    topic: str
    state: State
    text: str


def findings(settings: Settings, today: date) -> Iterator[Finding]:
    """Look at everything, one fact after another; nothing is changed."""
    yield Finding("mode", State.SOUND, settings.mode.value)
    yield from _settings(settings)
    yield _database(settings)
    yield _engine_part("encoder", "pipeline.encoder_conversion", "The sentence encoder is missing or damaged")
    yield _engine_part("model", "pipeline.training", "No model fits what is in the tree")
    yield from content(settings, today)
    yield _sign_off(today)


def _settings(settings: Settings) -> Iterator[Finding]:
    as_production = settings.model_copy(update={"mode": Mode.PRODUCTION})
    problems = production_problems(as_production)
    yield from (Finding("settings", State.REFUSED, problem) for problem in problems)
    known = [PREFIX + name.upper() for name in Settings.model_fields] + list(OTHER_NAMES)
    for name in sorted(_given_names() - set(known)):
        close = get_close_matches(name, known, n=1)
        meant = f" Did you mean {close[0]}?" if close else ""
        yield Finding("settings", State.ATTENTION, f"{name} is not a setting.{meant}")
    if not problems:
        yield Finding("settings", State.SOUND, "complete for production")


def _given_names() -> set[str]:
    file = env_file()
    written = dotenv_values(file) if file and file.exists() else {}
    return {name for name in (*os.environ, *written) if name.startswith(PREFIX)}


def _database(settings: Settings) -> Finding:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    from clinic.db.migrate import is_at_head

    url = make_url(settings.database_url)
    if url.drivername.startswith("sqlite") and not Path(url.database or "").exists():
        return Finding("database", State.ATTENTION, "not there yet; a start makes it")
    try:
        if is_at_head(settings.database_url):
            return Finding("database", State.SOUND, "at the newest step")
    except SQLAlchemyError as problem:
        return Finding("database", State.REFUSED, f"cannot be opened ({type(problem).__name__})")
    return Finding("database", State.ATTENTION, "not at the newest step; a start brings it there")


def _engine_part(topic: str, module: str, otherwise: str) -> Finding:
    try:
        done = subprocess.run(
            [str(ENGINE_PYTHON), "-m", module, "--check"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        return Finding(topic, State.REFUSED, "The engine's environment is missing: `make setup`")
    if done.returncode == 0:
        return Finding(topic, State.SOUND, "whole" if topic == "encoder" else "fresh")
    return Finding(topic, State.REFUSED, f"{otherwise}: `make setup`")


def content(settings: Settings, today: date) -> Iterator[Finding]:
    """Look at the clinic's profile and at every text that a patient can be sent."""
    from clinic.criteria.profile import ProfileError, load_profile
    from clinic.criteria.responses import ResponsesError, load_responses

    try:
        profile = load_profile(settings.profile, today)
        catalogue = load_responses(RESPONSES, profile.placeholders())
    except (ProfileError, ResponsesError) as refused:
        topic = "profile" if isinstance(refused, ProfileError) else "answers"
        yield from (Finding(topic, State.REFUSED, problem) for problem in refused.problems)
        return
    checked = min(day for _, day in profile.safety_contacts.checked_days())
    yield Finding("safety contacts", State.SOUND, f"the oldest check is {(today - checked).days} days old")
    overdue = catalogue.overdue(today)
    if overdue:
        named = ", ".join(overdue[:NAMED_AT_MOST]) + (", …" if len(overdue) > NAMED_AT_MOST else "")
        yield Finding("answers", State.ATTENTION, f"{len(overdue)} past their review date, withheld: {named}")
    else:
        yield Finding("answers", State.SOUND, f"{len(catalogue.responses)} texts, none past its review date")


def _sign_off(today: date) -> Finding:
    problem = signoff_problem(today)
    if problem is None:
        return Finding("sign-off", State.SOUND, "a named clinician signed the clinical content as it is")
    return Finding("sign-off", State.REFUSED, f"{problem}. Hash to sign: {content_hash()}")
