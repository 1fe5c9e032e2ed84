"""From red flags and what is known of the patient to a level, one response and its consequences.

Levels and combination rules are those of the clinic's safety content (RF-01 to RF-21).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

LATE_REACTION_DAYS: Final = 365
"""Hair loss at injection sites was seen up to a year after a session; infections up to 12 weeks and more."""
WEAK_DEFENCE: Final = frozenset({"diabetes", "immune_suppression", "autoimmune", "cancer", "hiv_hepatitis"})
SELF_HARM_IN_DANGER: Final = "utter_crisis_self_harm_danger"
VIOLENCE_IN_DANGER: Final = "utter_crisis_violence_danger"
CHILD_FLAG: Final = "RF-19"
OF_A_PERSON: Final = ("RF-17", "RF-18")
"""Self-harm and violence: around somebody under 18 they are RF-19 as well."""
CHILD_IN_CRISIS: Final = "utter_crisis_child"
CHILD_OF_WRITER: Final = "utter_crisis_child_other"


class Level(StrEnum):
    """How fast help is needed: crisis, call now, today, within a day, nothing found."""

    NONE = "none"
    L3 = "L3"
    L2 = "L2"
    L1 = "L1"
    L4 = "L4"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


@dataclass(frozen=True)
class RedFlag:
    """One red flag in a message: which, how grave, in which words, and by which rule."""

    id: str
    level: Level
    words: str
    rule: str
    response: str
    group: str = ""
    assertion: str = "present"
    after_session_only: bool = False
    """Counts only when a session is known to lie within the last year."""
    is_certain: bool = False
    """By likeness, and so sure that "denied" or "long past" does not silence it."""


@dataclass(frozen=True)
class KnownFacts:
    """What the record knows beside the message."""

    days_since_last_session: int | None = None
    findings: frozenset[str] = frozenset()
    """Concepts found present or uncertain, in this message or before."""
    is_minor: bool = False
    is_about_child: bool = False
    """A parent, or whoever looks after them, writes about somebody under 18."""

    @property
    def treated_within_a_year(self) -> bool:
        days = self.days_since_last_session
        return days is not None and 0 <= days <= LATE_REACTION_DAYS


class Alert(StrEnum):
    """Who is told."""

    NOBODY = "nobody"
    CLINICIAN = "clinician"
    ON_CALL = "on_call"
    SAFEGUARDING = "safeguarding"


@dataclass(frozen=True)
class Verdict:
    """What a message asks of us."""

    level: Level = Level.NONE
    flags: tuple[RedFlag, ...] = ()
    response: str | None = None
    blocks_booking: bool = False
    stops_everything: bool = False
    """Nothing but help: forms, sales and reminders stop."""
    opens_incident: bool = False
    """A possible harm of treatment: staff keep an incident, two within 30 days raise the cluster alarm."""
    contact_allowed: bool = True
    """False after a sign of violence: no call-back or text to the phone on file."""
    alerts: tuple[Alert, ...] = field(default=())


REACTION_FLAGS: Final = frozenset({"RF-07", "RF-08", "RF-09", "RF-10", "RF-13"})


def judge(flags: Iterable[RedFlag], facts: KnownFacts = KnownFacts()) -> Verdict:
    """Weigh the flags of one message together with what is known."""
    told = [flag for flag in flags if not (facts.is_minor and flag.id == CHILD_FLAG)]  # added anew below
    counting = [_raised(flag, facts) for flag in told if _counts(flag, facts)]
    counting += _child_flags(counting, facts)
    if not counting:
        return Verdict()
    counting.sort(key=lambda flag: -flag.level.rank)
    level = counting[0].level
    groups = {flag.id for flag in counting}
    return Verdict(
        level=level,
        flags=tuple(counting),
        response=_response(counting),
        blocks_booking=True,
        stops_everything=level in (Level.L1, Level.L4),
        opens_incident=not groups.isdisjoint(REACTION_FLAGS),
        contact_allowed="RF-18" not in groups,
        alerts=_alerts(level, groups),
    )


def _counts(flag: RedFlag, facts: KnownFacts) -> bool:
    return facts.treated_within_a_year or not flag.after_session_only


def _raised(flag: RedFlag, facts: KnownFacts) -> RedFlag:
    """RF-07: an infection in somebody with weak defences or diabetes is an emergency."""
    if flag.id == "RF-07" and flag.level is Level.L2 and not WEAK_DEFENCE.isdisjoint(facts.findings):
        return replace(flag, level=Level.L1, response="utter_safety_infection_severe")
    return flag


def _child_flags(flags: Iterable[RedFlag], facts: KnownFacts) -> list[RedFlag]:
    """RF-19: self-harm or violence around somebody under 18."""
    if not facts.is_minor:
        return []
    response = CHILD_OF_WRITER if facts.is_about_child else CHILD_IN_CRISIS
    return [
        replace(flag, id=CHILD_FLAG, group="child", response=response)
        for flag in flags
        if flag.id in OF_A_PERSON
    ][:1]


def _response(flags: list[RedFlag]) -> str:
    """One answer for all flags: the gravest speaks, but danger to life puts the emergency number first."""
    ids = {flag.id for flag in flags}
    urgent = any(flag.level is Level.L1 for flag in flags)
    if CHILD_FLAG in ids:
        return next(flag.response for flag in flags if flag.id == CHILD_FLAG)
    if flags[0].level is not Level.L4 or not urgent:
        return flags[0].response
    return VIOLENCE_IN_DANGER if flags[0].id == "RF-18" else SELF_HARM_IN_DANGER


def _alerts(level: Level, groups: set[str]) -> tuple[Alert, ...]:
    if level is Level.L3:
        return (Alert.CLINICIAN,)
    if CHILD_FLAG in groups:
        return (Alert.ON_CALL, Alert.SAFEGUARDING)
    return (Alert.ON_CALL,)
