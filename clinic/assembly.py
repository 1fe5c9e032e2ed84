"""How the services of each topic are put together from the world outside and from each other.

In reading order: the world (`Outside`), what every topic stands on (`Ground`), then one function a topic.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Self
from zoneinfo import ZoneInfo

from clinic.clock import RandomIds, SystemClock
from clinic.criteria.follow_ups import load_follow_ups
from clinic.criteria.health_phrases import load_health_phrases
from clinic.criteria.health_questions import HealthQuestions, load_health_questions
from clinic.criteria.profile import Profile
from clinic.criteria.reaction_questions import load_reaction_questions
from clinic.criteria.responses import ResponseCatalogue
from clinic.http_out import HttpOut
from clinic.language.findings import extract
from clinic.language.text_reader import VocabularyReader
from clinic.language.watch import RedFlagWatch
from clinic.logic.approval import RulesInForce
from clinic.logic.codes import code_of
from clinic.passwords import ArgonPasswords
from clinic.services.alarms import Alarms
from clinic.services.answering import Answering
from clinic.services.booking import Bookings, Diary, Gate, ManageLinks
from clinic.services.calendars import Webhook
from clinic.services.cases import Cases
from clinic.services.circumstances import Circumstances
from clinic.services.clarification import Clarifications
from clinic.services.classifier_alarms import ClassifierAlarms
from clinic.services.clinic_hours import ClinicHours
from clinic.services.courses import Courses
from clinic.services.delivery import Delivery
from clinic.services.dialogue import Reply
from clinic.services.disclosure import Disclosures
from clinic.services.follow_ups import FollowUps
from clinic.services.handoff import Handoffs
from clinic.services.hearing import OWN
from clinic.services.inbound import Inbox
from clinic.services.letters import Post
from clinic.services.offered_choices import OfferedChoices
from clinic.services.opening_times import OpeningTimes
from clinic.services.own_matters import OwnMatters
from clinic.services.person_wishes import PersonWishes
from clinic.services.ports import Clock, Engine, Fanout, Ids, UnitOfWorkFactory
from clinic.services.ports.calls import OtherSystems
from clinic.services.ports.letters import Mailer
from clinic.services.prescreen.use_cases import Prescreens
from clinic.services.reaction import Reactions, Reader
from clinic.services.safety import Safety
from clinic.services.said_already import SaidAlready
from clinic.services.second_question import SecondQuestions
from clinic.services.staff import Passwords
from clinic.services.turn import Turns

type Asking = Mapping[str, Callable[[str], tuple[Reply, ...]]]  # form → puts its open question again


@dataclass(frozen=True)
class Outside:
    """The world that the services work with; tests replace parts of it."""

    uows: UnitOfWorkFactory
    engine: Engine
    fanout: Fanout
    profile: Profile
    catalogue: ResponseCatalogue
    watch: RedFlagWatch
    mailer: Mailer
    clock: Clock = field(default_factory=SystemClock)
    ids: Ids = field(default_factory=RandomIds)
    passwords: Passwords = field(default_factory=ArgonPasswords)
    pause: Callable[[float], None] = time.sleep
    public_url: str = "http://127.0.0.1"
    link_secret: bytes = field(default_factory=partial(secrets.token_bytes, 32), repr=False)
    others: OtherSystems = field(default_factory=lambda: OtherSystems(HttpOut()))


@dataclass(frozen=True)
class Ground:
    """What every topic stands on: messages, post, people to call, cases and courses."""

    outside: Outside
    questions: HealthQuestions
    rules: RulesInForce
    delivery: Delivery
    post: Post
    handoffs: Handoffs
    alarms: Alarms
    reactions: Reactions
    cases: Cases
    courses: Courses

    @classmethod
    def of(cls, outside: Outside) -> Self:
        uows, clock, ids, profile = outside.uows, outside.clock, outside.ids, outside.profile
        questions = load_health_questions()
        rules = RulesInForce(questions.rules_version, questions.valid_days)
        delivery = Delivery(outside.catalogue, clock, ids, outside.fanout)
        links, key = ManageLinks(outside.public_url, outside.link_secret), outside.link_secret
        post = Post.of(profile, uows, delivery, outside.mailer, links, partial(code_of, key))
        handoffs = Handoffs(uows, clock, ids, delivery, ClinicHours.of(profile))
        alarms = Alarms(clock, ids, handoffs)
        reader = Reader(load_reaction_questions(), load_health_phrases())
        return cls(
            outside=outside,
            questions=questions,
            rules=rules,
            delivery=delivery,
            post=post,
            handoffs=handoffs,
            alarms=alarms,
            reactions=Reactions(uows, clock, ids, alarms, reader),
            cases=Cases(uows, clock, ids, handoffs.hours, rules, post.letters),
            courses=Courses(clock, ids, ZoneInfo(profile.clinic.time_zone), rules),
        )


def prescreens_on(ground: Ground) -> Prescreens:
    """The health questions."""
    outside, questions = ground.outside, ground.questions
    return Prescreens(
        uows=outside.uows,
        clock=outside.clock,
        ids=outside.ids,
        content=lambda: questions,
        phrases=load_health_phrases(),
        reader=VocabularyReader(),
        settings={"contains_5ari": outside.profile.formulary.may_contain_5ari},
        cases=ground.cases,
        people=ground.handoffs,
        reactions=ground.reactions,
        courses=ground.courses,
    )


def disclosures_on(ground: Ground, about_me: str) -> Disclosures:
    """What patients tell of their health in passing."""
    outside, titles = ground.outside, ground.questions.titles
    yes, no, person = titles["yes"], titles["no"], titles["person"]
    return Disclosures(
        outside.uows, outside.clock, outside.ids, yes=yes, no=no, about_me=about_me, person=person
    )


def bookings_on(ground: Ground, prescreens: Prescreens, webhook: Webhook) -> Bookings:
    """Everything about bookings. Letters and the clinic's other systems follow the diary."""
    outside, clock, listeners = ground.outside, ground.outside.clock, (ground.post.news, webhook.note)
    return Bookings.of(
        outside.profile,
        outside.uows,
        Gate(clock, ground.rules, prescreens, ground.cases, ground.courses),
        ManageLinks(outside.public_url, outside.link_secret),
        Diary.of(outside.profile, clock, outside.ids, listeners=listeners),
        mentions_health=lambda text: any(finding.assertion in OWN for finding in extract(text)),
        letters=ground.post.letters,
        delivery=ground.delivery,
    )


def turns_on(
    ground: Ground,
    prescreens: Prescreens,
    bookings: Bookings,
    clarifications: Clarifications,
    told: Disclosures,
) -> Turns:
    """What happens in a turn."""
    outside, answering = ground.outside, _answering(ground, prescreens, bookings, clarifications, told)
    return Turns(
        uows=outside.uows,
        inbox=Inbox(outside.uows, outside.clock, outside.ids, outside.pause),
        watch=outside.watch,
        safety=answering.alarms.safety,
        cases=ground.cases,
        answering=answering,
        delivery=ground.delivery,
        country=outside.profile.clinic.country,
    )


def _answering(
    ground: Ground,
    prescreens: Prescreens,
    bookings: Bookings,
    clarifications: Clarifications,
    told: Disclosures,
) -> Answering:
    outside, handoffs, reactions = ground.outside, ground.handoffs, ground.reactions
    country = outside.profile.clinic.country
    matters = OwnMatters(prescreens, ground.cases, handoffs, load_health_phrases(), country)
    asking = {"prescreen_form": prescreens.ask, "booking_form": bookings.ask, "reaction_form": reactions.ask}
    follow_ups = _follow_ups(outside, clarifications, asking)
    return Answering(
        uows=outside.uows,
        engine=outside.engine,
        delivery=ground.delivery,
        circumstances=Circumstances.of(told, matters, load_health_phrases(), asking),
        handoffs=handoffs,
        follow_ups=follow_ups,
        offered_choices=OfferedChoices(outside.uows, outside.clock, bookings.diary.horizon),
        opening_times=OpeningTimes(outside.uows, outside.clock, handoffs.hours),
        person_wishes=PersonWishes(outside.uows, outside.clock, handoffs, asking),
        said_already=SaidAlready(follow_ups),
        second_questions=SecondQuestions(clarifications.titles),
        alarms=ClassifierAlarms(Safety(ground.alarms, reactions), outside.watch),
    )


def _follow_ups(outside: Outside, clarifications: Clarifications, asking: Asking) -> FollowUps:
    return FollowUps(
        uows=outside.uows,
        clock=outside.clock,
        rules=load_follow_ups(),
        catalogue=outside.catalogue,
        clarifications=clarifications,
        forms=asking,
    )
