"""The clinic's other systems for an operator: are its clinicians' calendars read, is its webhook told?"""

from collections.abc import Iterator

from clinic.checks import Finding, State
from clinic.clock import RandomIds, SystemClock
from clinic.config import Settings
from clinic.criteria.profile import ProfileError, load_profile
from clinic.db.engine import open_engine
from clinic.db.unit_of_work import SqlUnitOfWork
from clinic.other_systems import other_systems
from clinic.services.booking import Diary
from clinic.services.calendars import BusyCalendars, SourceState, Webhook


def other_systems_findings(settings: Settings) -> Iterator[Finding]:
    """Nothing where none is named. Asks a database that is sound."""
    try:
        profile = load_profile(settings.profile)
    except ProfileError:
        return
    clock, ids, others = SystemClock(), RandomIds(), other_systems(settings, profile)
    database = open_engine(settings.database_url)

    def uows(*, reads_only: bool = True) -> SqlUnitOfWork:
        return SqlUnitOfWork(database, reads_only=reads_only)

    busy = BusyCalendars(uows, others.calls, Diary.of(profile, clock, ids), others.busy_addresses)
    yield from (_source(state) for state in busy.states())
    if others.receiver is not None:
        yield _webhook(len(Webhook.of(profile, uows, clock, ids, others).given_up()))
    database.dispose()


def _source(state: SourceState) -> Finding:
    read = f"read {state.read_at:%Y-%m-%d %H:%M} UTC" if state.read_at else "never read"
    if state.is_sound:
        return Finding("calendars", State.SOUND, f"{state.clinician_name}: {read}")
    problem = state.problem or ("more than a day ago" if state.is_stale else "a running worker reads it")
    return Finding("calendars", State.ATTENTION, f"{state.clinician_name}: {read}, {problem}")


def _webhook(given_up: int) -> Finding:
    if given_up:
        text = f"events given up after three days: {given_up}; send them again in the console"
        return Finding("webhook", State.ATTENTION, text)
    return Finding("webhook", State.SOUND, "told of every booking")
