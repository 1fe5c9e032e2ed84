"""The state of this copy for an operator: what is sound, what wants attention, what production refuses."""

import os
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from clinic.config import PREFIX, ROOT, Mode, Settings, env_file, production_problems
from clinic.criteria.fields import FiveAri
from clinic.criteria.hazards import HAZARDS_FILE, load_hazards
from clinic.criteria.profile import CONTACT_MAX_AGE_DAYS, Profile, ProfileError, load_profile
from clinic.criteria.responses import (
    REVIEW_SOON_DAYS,
    ResponseCatalogue,
    ResponsesError,
    load_responses,
)
from clinic.criteria.signoff import content_hash, signoff_problem

ENGINE_PYTHON: Final = ROOT / ".venv-rasa" / "bin" / "python"
RESPONSES: Final = ROOT / "data" / "responses"
OTHER_NAMES: Final = ("CLINIC_ENV_FILE",)
NAMED_AT_MOST: Final = 5
NUMBERS_DUE_DAYS: Final = 150  # a month before a number that nobody rang stops the start


class State(StrEnum):
    """How a fact stands."""

    SOUND = "sound"
    ATTENTION = "attention"
    REFUSED = "refused"


@dataclass(frozen=True)
class Finding:
    """One fact about this copy. `holds` is attention that a clinic must give before it goes live."""

    topic: str
    state: State
    text: str
    holds: bool = False


def findings(settings: Settings, today: date) -> Iterator[Finding]:
    """Look at everything, one fact after another; nothing is changed."""
    yield Finding("mode", State.SOUND, settings.mode.value)
    yield from _settings(settings)
    database = _database(settings)
    yield database
    yield _engine_part("encoder", "pipeline.encoder_conversion", "The sentence encoder is missing or damaged")
    yield _engine_part("model", "pipeline.training", "No model fits what is in the tree")
    yield second_detector()
    yield from content(settings, today)
    yield from formulary(settings, today)
    yield hazards(HAZARDS_FILE)
    yield from _mail(settings, database)
    if database.state is State.SOUND:
        yield from _other_systems(settings)
    yield _sign_off(today)


def stands_in_the_way(finding: Finding, *, going_live: bool) -> bool:
    """What production refuses; when a clinic goes live, also what it must look at first."""
    return finding.state is State.REFUSED or (going_live and finding.holds)


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


def second_detector() -> Finding:
    """The semantic half of the red-flag watch; the rules answer without it, but production wants both."""
    from clinic.language.semantic_training import stands
    from clinic.language.watch import red_flag_watch

    if not red_flag_watch().has_both_detectors:
        text = "The second detector is missing or damaged, the rules watch alone: `make setup`"
        return Finding("red flags", State.REFUSED, text)
    if not stands():
        text = "The second detector was not made from today's examples: `make setup`"
        return Finding("red flags", State.ATTENTION, text)
    return Finding("red flags", State.SOUND, "both detectors")


def content(settings: Settings, today: date) -> Iterator[Finding]:
    """Look at the clinic's profile and at every text that a patient can be sent."""
    try:
        profile = load_profile(settings.profile, today)
        catalogue = load_responses(RESPONSES, profile.placeholders())
    except (ProfileError, ResponsesError) as refused:
        topic = "profile" if isinstance(refused, ProfileError) else "answers"
        yield from (Finding(topic, State.REFUSED, problem) for problem in refused.problems)
        return
    yield _numbers(profile, today)
    yield _aftercare(profile, today)
    yield from _reviews(catalogue, today)


def _numbers(profile: Profile, today: date) -> Finding:
    """The numbers to ring in danger; those that are too old have refused the profile already."""
    ages = {name: (today - day).days for name, day in profile.safety_contacts.checked_days()}
    old = [name for name, age in ages.items() if age >= NUMBERS_DUE_DAYS]
    if old:
        last = f"on day {CONTACT_MAX_AGE_DAYS} a start is refused"
        return Finding(
            "safety contacts", State.ATTENTION, f"ring these, then date them anew; {last}: {_named(old)}"
        )
    return Finding("safety contacts", State.SOUND, f"the oldest check is {max(ages.values())} days old")


def _aftercare(profile: Profile, today: date) -> Finding:
    sheet = profile.treatment.aftercare
    age = (today - sheet.checked_on).days
    text = f"{sheet.version}, approved by {sheet.approved_by}, checked {age} days ago"
    is_old = age > CONTACT_MAX_AGE_DAYS
    return Finding("aftercare sheet", State.ATTENTION if is_old else State.SOUND, text, holds=is_old)


def formulary(settings: Settings, today: date) -> Iterator[Finding]:
    """What the mix may hold; a profile without it is refused by `content`. Not knowing stops no start."""
    try:
        said = load_profile(settings.profile, today).formulary.contains_5ari
    except ProfileError:
        return
    if said is FiveAri.UNKNOWN:
        text = "nobody has said whether the mix can hold a DHT blocker: everybody is asked about a baby"
        yield Finding("formulary", State.ATTENTION, text, holds=True)
    else:
        yield Finding("formulary", State.SOUND, f"the mix can hold a DHT blocker: {said.value}")


def _reviews(catalogue: ResponseCatalogue, today: date) -> Iterator[Finding]:
    reviews = catalogue.reviews(today)
    overdue = [review for review in reviews if review.state == "overdue"]
    withheld = [review.response for review in overdue if review.is_withheld]
    still_shown = [review.response for review in overdue if not review.is_withheld]
    due = [review.response for review in reviews if review.state == "due"]
    for names, text, holds in (
        (withheld, "past their review date, withheld", True),
        (still_shown, "past their review date, still shown", True),
        (due, f"due for review within {REVIEW_SOON_DAYS} days", False),
    ):
        if names:
            yield Finding("answers", State.ATTENTION, f"{len(names)} {text}: {_named(names)}", holds=holds)
    if not overdue:
        yield Finding("answers", State.SOUND, f"{len(catalogue.responses)} texts, none past its review date")


def _mail(settings: Settings, database: Finding) -> Iterator[Finding]:
    from clinic.mail_checks import letter_findings, mail_road

    yield mail_road(settings)
    if database.state is State.SOUND:
        yield from letter_findings(settings)


def _other_systems(settings: Settings) -> Iterator[Finding]:
    from clinic.calendar_checks import other_systems_findings

    return other_systems_findings(settings)


def _named(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED_AT_MOST]) + (", …" if len(names) > NAMED_AT_MOST else "")


def hazards(path: Path) -> Finding:
    """The hazard log in one line."""
    try:
        known = load_hazards(path)
    except ValueError as problem:
        return Finding("hazards", State.REFUSED, f"the hazard log cannot be used: {problem}")
    counted = Counter(hazard.status for hazard in known)
    text = f"{len(known)} known: " + ", ".join(f"{count} {status}" for status, count in counted.items())
    still_open = [hazard.id for hazard in known if hazard.is_open]
    if still_open:
        return Finding("hazards", State.ATTENTION, f"{text} ({', '.join(still_open)})", holds=True)
    return Finding("hazards", State.SOUND, text)


def _sign_off(today: date) -> Finding:
    problem = signoff_problem(today)
    if problem is None:
        return Finding("sign-off", State.SOUND, "a named clinician signed the clinical content as it is")
    return Finding("sign-off", State.REFUSED, f"{problem}. Hash to sign: {content_hash()}")
