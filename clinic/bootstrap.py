"""The one place where services meet the database, the engine, the content and the clock.

Nothing happens at import: `services()` builds at its first call, `bootstrap` builds for given settings.
"""

from dataclasses import dataclass
from functools import cache, partial

from clinic.assembly import (
    Ground,
    Outside,
    bookings_on,
    disclosures_on,
    prescreens_on,
    turns_on,
)
from clinic.clock import SystemClock
from clinic.config import ROOT, Settings, settings
from clinic.criteria.label_titles import load_label_titles, load_labels
from clinic.criteria.profile import Profile, load_profile
from clinic.criteria.responses import load_responses
from clinic.criteria.signoff import require_signoff
from clinic.criteria.training_lines import load_training_lines
from clinic.db.unit_of_work import transactions
from clinic.engine import GatewayEngine
from clinic.fanout import LocalFanout, RedisFanout
from clinic.language.answers import answer_parser
from clinic.language.findings import finding_extractor
from clinic.language.follow_ups import follow_up_reader
from clinic.language.other_language import language_identifier
from clinic.language.signals import signal_finder
from clinic.language.watch import red_flag_watch, require_both_detectors
from clinic.mail import mailer_of
from clinic.other_systems import other_systems
from clinic.services.alerts import Alerts
from clinic.services.approval import Approvals
from clinic.services.booking import Bookings
from clinic.services.calendars import Calendars, Webhook
from clinic.services.cases import Cases
from clinic.services.choices import Choices
from clinic.services.clarification import Clarifications
from clinic.services.conversations import FORGET, Conversations
from clinic.services.desk import Desk
from clinic.services.disclosure import Disclosures
from clinic.services.escalation import Escalations
from clinic.services.handoff import Handoffs
from clinic.services.jobs import Jobs
from clinic.services.letters import Letters
from clinic.services.misunderstood import Misunderstood
from clinic.services.prescreen.use_cases import Prescreens
from clinic.services.reaction import IncidentFiles, Reactions
from clinic.services.readiness import Readiness
from clinic.services.records import Records
from clinic.services.staff import StaffAccounts
from clinic.services.sweep import Sweep
from clinic.services.turn import Turns

NLU = ROOT / "data" / "nlu"


@dataclass(frozen=True)
class Services:
    """Every use case of the product, by topic."""

    alerts: Alerts
    approval: Approvals
    booking: Bookings
    calendars: Calendars
    cases: Cases
    choices: Choices
    clarification: Clarifications
    conversations: Conversations
    desk: Desk
    disclosure: Disclosures
    escalations: Escalations
    handoff: Handoffs
    jobs: Jobs
    letters: Letters
    letter_jobs: Jobs
    misunderstood: Misunderstood
    prescreen: Prescreens
    incidents: IncidentFiles
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
    Raises SemanticDetectorMissing: production starts with both red-flag detectors; it runs on with one.
    """
    if chosen.in_production:
        require_signoff(SystemClock().now().date())
        require_both_detectors()
    (
        answer_parser(),
        finding_extractor(),
        follow_up_reader(),
        language_identifier(),
        signal_finder(),
    )  # loaded now, not while the first patient waits
    profile = load_profile(chosen.profile)
    fanout = RedisFanout(chosen.redis_url) if chosen.redis_url else LocalFanout()
    token = chosen.engine_token.get_secret_value()
    outside = Outside(
        uows=transactions(chosen.database_url),
        engine=GatewayEngine(chosen.engine_url, token, chosen.engine_timeout_seconds),
        fanout=fanout,
        profile=profile,
        catalogue=load_responses(ROOT / "data" / "responses", profile.placeholders()),
        watch=red_flag_watch(),
        mailer=mailer_of(chosen, profile.mail.sender(profile.clinic.email)),
        public_url=chosen.public_url,
        link_secret=chosen.session_secret.get_secret_value().encode(),
        others=other_systems(chosen, profile),
    )
    return Bootstrapped(chosen, profile, fanout, build_services(outside))


def build_services(outside: Outside) -> Services:
    """Every service over this world."""
    uows, clock, ids, profile = outside.uows, outside.clock, outside.ids, outside.profile
    ground, titles = Ground.of(outside), load_label_titles()
    delivery, post, handoffs, cases = ground.delivery, ground.post, ground.handoffs, ground.cases
    prescreens, clarifications = prescreens_on(ground), Clarifications(uows, titles)
    webhook = Webhook.of(profile, uows, clock, ids, outside.others)
    bookings = bookings_on(ground, prescreens, webhook)
    told = disclosures_on(ground, titles["about_me"])
    turns = turns_on(ground, prescreens, bookings, clarifications, told)
    return Services(
        alerts=Alerts(uows, clock, ids, post.news),
        approval=Approvals(uows, clock, ids, delivery, ground.rules, handoffs, post.letters),
        booking=bookings,
        calendars=Calendars.of(profile, bookings.diary, bookings.links, webhook),
        cases=cases,
        choices=Choices(uows, clarifications, told, ground.reactions),
        clarification=clarifications,
        conversations=Conversations(uows, clock, ids, delivery, (webhook.note_erasure,)),
        desk=Desk.beside(bookings, delivery, profile.booking.rooms),
        disclosure=told,
        escalations=Escalations(uows, handoffs),
        handoff=handoffs,
        jobs=Jobs(uows, clock, {FORGET: lambda payload: outside.engine.forget(str(payload["id"]))}),
        letters=post.letters,
        letter_jobs=post.jobs,
        misunderstood=Misunderstood(uows, clock, ids, load_labels(), partial(load_training_lines, NLU)),
        prescreen=prescreens,
        incidents=IncidentFiles(uows, clock, ids),
        reaction=ground.reactions,
        readiness=Readiness(uows, outside.engine),
        records=Records(uows, clock, ids),
        staff=StaffAccounts(uows, clock, ids, outside.passwords),
        sweep=Sweep(uows, clock, turns),
        turns=turns,
    )
