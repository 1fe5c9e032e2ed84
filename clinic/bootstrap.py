"""The one place where services meet the database, the engine, the content and the clock.

Nothing happens at import: `services()` builds at its first call, `bootstrap` builds for given settings.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial

from clinic.clock import RandomIds, SystemClock
from clinic.config import ROOT, Settings, settings
from clinic.criteria.health_phrases import load_health_phrases
from clinic.criteria.health_questions import HealthQuestions, load_health_questions
from clinic.criteria.label_titles import load_label_titles
from clinic.criteria.profile import Profile, load_profile
from clinic.criteria.responses import ResponseCatalogue, load_responses
from clinic.criteria.signoff import require_signoff
from clinic.db.engine import open_engine
from clinic.db.unit_of_work import SqlUnitOfWork
from clinic.engine import GatewayEngine
from clinic.fanout import LocalFanout, RedisFanout
from clinic.language.answers import answer_parser
from clinic.language.findings import extract, finding_extractor
from clinic.language.text_reader import VocabularyReader
from clinic.language.watch import RedFlagWatch, red_flag_watch
from clinic.logic.approval import RulesInForce
from clinic.passwords import ArgonPasswords
from clinic.services.alerts import Alerts
from clinic.services.answering import Answering
from clinic.services.approval import Approvals
from clinic.services.booking import Bookings, Diary, Gate, ManageLinks
from clinic.services.cases import Cases
from clinic.services.choices import Choices
from clinic.services.clarification import Clarifications
from clinic.services.clinic_hours import ClinicHours
from clinic.services.conversations import FORGET, Conversations
from clinic.services.delivery import Delivery
from clinic.services.disclosure import OWN, Disclosures
from clinic.services.handoff import Handoffs
from clinic.services.inbound import Inbox
from clinic.services.jobs import Jobs
from clinic.services.ports import Clock, Engine, Fanout, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.prescreen.use_cases import Prescreens
from clinic.services.reaction import Reactions
from clinic.services.readiness import Readiness
from clinic.services.records import Records
from clinic.services.safety import Safety
from clinic.services.staff import Passwords, StaffAccounts
from clinic.services.sweep import Sweep
from clinic.services.turn import Turns


@dataclass(frozen=True)
class Outside:
    """The world that the services work with; tests replace parts of it."""

    uows: UnitOfWorkFactory
    engine: Engine
    fanout: Fanout
    profile: Profile
    catalogue: ResponseCatalogue
    watch: RedFlagWatch
    clock: Clock = field(default_factory=SystemClock)
    ids: Ids = field(default_factory=RandomIds)
    passwords: Passwords = field(default_factory=ArgonPasswords)
    pause: Callable[[float], None] = time.sleep
    public_url: str = "http://127.0.0.1"
    link_secret: bytes = field(default_factory=partial(secrets.token_bytes, 32), repr=False)


@dataclass(frozen=True)
class Services:
    """Every use case of the product, by topic."""

    alerts: Alerts
    approval: Approvals
    booking: Bookings
    cases: Cases
    choices: Choices
    clarification: Clarifications
    conversations: Conversations
    disclosure: Disclosures
    handoff: Handoffs
    jobs: Jobs
    prescreen: Prescreens
    reaction: Reactions
    readiness: Readiness
    records: Records
    staff: StaffAccounts
    sweep: Sweep
    turns: Turns


@dataclass(frozen=True)
class Bootstrapped:
    settings: Settings
    profile: Profile
    fanout: LocalFanout
    services: Services


@cache
def services() -> Services:
    """The services of this process's settings, for the action server and the command line."""
    return bootstrap(settings()).services


def bootstrap(chosen: Settings) -> Bootstrapped:
    """Everything for these settings. Connects to nothing but Redis, where one is named.

    Raises ContentUnsigned: production runs no clinical content that nobody has signed.
    """
    if chosen.in_production:
        require_signoff(SystemClock().now().date())
    answer_parser(), finding_extractor()  # loaded now, not while the first patient waits
    profile = load_profile(chosen.profile)
    fanout = RedisFanout(chosen.redis_url) if chosen.redis_url else LocalFanout()
    token = chosen.engine_token.get_secret_value()
    outside = Outside(
        uows=_transactions(chosen.database_url),
        engine=GatewayEngine(chosen.engine_url, token, chosen.engine_timeout_seconds),
        fanout=fanout,
        profile=profile,
        catalogue=load_responses(ROOT / "data" / "responses", profile.placeholders()),
        watch=red_flag_watch(),
        public_url=chosen.public_url,
        link_secret=chosen.session_secret.get_secret_value().encode(),
    )
    return Bootstrapped(chosen, profile, fanout, build_services(outside))


def build_services(outside: Outside) -> Services:
    """Every service over this world."""
    uows, clock, ids = outside.uows, outside.clock, outside.ids
    questions = load_health_questions()
    hours = ClinicHours.of(outside.profile)
    rules = RulesInForce(questions.rules_version, questions.valid_days)
    delivery = Delivery(outside.catalogue, clock, ids, outside.fanout)
    handoffs = Handoffs(uows, clock, ids, delivery, hours)
    reactions = Reactions(uows, clock, ids, handoffs)
    cases = Cases(uows, clock, ids, hours, rules)
    prescreens = _prescreens(outside, questions, cases, handoffs, reactions)
    clarifications = Clarifications(uows, load_label_titles())
    disclosures = Disclosures(uows, clock, ids, yes=questions.titles["yes"], no=questions.titles["no"])
    answering = Answering(uows, outside.engine, delivery, disclosures, handoffs)
    turns = _turns(outside, cases, handoffs, answering)
    return Services(
        alerts=Alerts(uows, clock, ids),
        approval=Approvals(uows, clock, ids, delivery, rules, handoffs),
        booking=_bookings(outside, Gate(clock, rules, prescreens, cases)),
        cases=cases,
        choices=Choices(uows, clarifications, disclosures),
        clarification=clarifications,
        conversations=Conversations(uows, clock, ids, delivery),
        disclosure=disclosures,
        handoff=handoffs,
        jobs=Jobs(uows, clock, {FORGET: lambda payload: outside.engine.forget(str(payload["id"]))}),
        prescreen=prescreens,
        reaction=reactions,
        readiness=Readiness(uows, outside.engine),
        records=Records(uows, clock, ids),
        staff=StaffAccounts(uows, clock, ids, outside.passwords),
        sweep=Sweep(uows, clock, turns),
        turns=turns,
    )


def _prescreens(
    outside: Outside, questions: HealthQuestions, cases: Cases, handoffs: Handoffs, reactions: Reactions
) -> Prescreens:
    return Prescreens(
        uows=outside.uows,
        clock=outside.clock,
        ids=outside.ids,
        content=lambda: questions,
        phrases=load_health_phrases(),
        reader=VocabularyReader(),
        settings={"contains_5ari": outside.profile.formulary.may_contain_5ari},
        cases=cases,
        people=handoffs,
        reactions=reactions,
    )


def _turns(outside: Outside, cases: Cases, handoffs: Handoffs, answering: Answering) -> Turns:
    return Turns(
        uows=outside.uows,
        inbox=Inbox(outside.uows, outside.clock, outside.ids, outside.pause),
        watch=outside.watch,
        safety=Safety(outside.clock, outside.ids, handoffs),
        cases=cases,
        answering=answering,
        delivery=answering.delivery,
    )


def _bookings(outside: Outside, gate: Gate) -> Bookings:
    return Bookings.of(
        outside.profile,
        outside.uows,
        gate,
        ManageLinks(outside.public_url, outside.link_secret),
        Diary.of(outside.profile, outside.clock, outside.ids),
        mentions_health=lambda text: any(finding.assertion in OWN for finding in extract(text)),
    )


def _transactions(url: str) -> UnitOfWorkFactory:
    database = open_engine(url)

    def begin(*, reads_only: bool = False) -> UnitOfWork:
        return SqlUnitOfWork(database, reads_only=reads_only)

    return begin
