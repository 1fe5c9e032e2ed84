"""What typed words do while a day or a time is picked, and when nothing free is good: the waitlist."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from clinic.logic.consent import Deed, Verdict, verdict, wonders
from clinic.logic.dates import Problem, Wish, WishProblem, moved_to, read_wish
from clinic.logic.waitlist import asks_for_earlier, asks_to_wait, named_clinician, without_clinician
from clinic.services.booking.diary import Diary
from clinic.services.booking.heard import VAGUE, Heard
from clinic.services.booking.plan import BookingStep, Plan, Turned
from clinic.services.booking.questions import Questions
from clinic.services.booking.times import Times
from clinic.services.dialogue import Reply, Taken
from clinic.services.ports import UnitOfWork
from clinic.services.ports.bookings import Booking

ABOUT_TIMES: Final = frozenset(
    {"book_consultation", "reschedule_booking", "affirm", "unsure", "thanks", "greet"}
)
PROBLEM_TEXTS: Final = {
    Problem.PAST: "utter_booking_past",
    Problem.TOO_FAR: "utter_booking_too_far",
    Problem.NO_SUCH_DAY: "utter_booking_no_such_date",
    Problem.NO_SUCH_TIME: "utter_booking_no_such_time",
    Problem.CONTRADICTION: "utter_booking_contradiction",
}
NAMES_A_TIME: Final = frozenset({"book_consultation", "reschedule_booking"})
_EARLIER: Final = re.compile(
    r"\W*(?:(?:even|a bit|much|any|something|please|pls) )*(?:earlier|sooner)(?: (?:please|pls|plz))?\W*",
    re.IGNORECASE,
)
_BARE_NUMBER: Final = re.compile(
    r"\W*(?:(?:at|the|say|maybe|ok|yes|make it|let'?s (?:do|say)|i'?ll take) )*(?P<number>\d{1,2})"
    r"(?: (?:please|pls|plz|then|thanks|works|is (?:good|fine|ok|great)))*\W*",
    re.IGNORECASE,
)
_ABOUT_WHAT_IS_HELD: Final = re.compile(
    r"\W*(?:(?:and|so|but|ok|wait|sorry) )*(?:is|isnt|isn't|was|when is|whens|what day is|what time is)"
    r" (?:it|that|this|the (?:appointment|visit|booking|talk))\b"
    r"(?!.*\b(?:free|possible|ok|okay|instead|better)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Picking:
    """One message of one conversation."""

    uow: UnitOfWork
    conversation_id: str
    diary: Diary
    questions: Questions

    def opened(self, plan: Plan, text: str) -> Turned:
        """A booking begins; a day or a time in the words that began it is not asked for again."""
        if asks_to_wait(text):
            return self.shall_wait(plan, text)
        read = self._read(text)
        if read is None or read.unread:
            return Turned(plan)
        return self._found(plan, read)

    def moved(self, plan: Plan, booking: Booking, text: str) -> Turned:
        """A move begins: "move it to Friday". A day that only says which visit is meant is no wish."""
        target = moved_to(text)
        read = self._read(target or text)
        if read is None or (target is None and (read.unread or self._names(booking, read))):
            return Turned(plan)
        return self._found(plan, read)

    def instead(self, heard: Heard) -> Wish | WishProblem | None:
        """Another day or time than the one that is held, in words that are about nothing else."""
        if _ABOUT_WHAT_IS_HELD.match(heard.text):
            return None
        read = self._read(moved_to(heard.text) or heard.text)
        if read is None or read == Wish() or (read.unread and heard.label not in NAMES_A_TIME):
            return None
        return None if wonders(heard.text) and isinstance(read, WishProblem) else read

    def dated(self, plan: Plan, heard: Heard) -> Turned:
        is_meant = heard.label in VAGUE | ABOUT_TIMES
        if _EARLIER.fullmatch(heard.text):
            return self._earlier(plan, heard.text)
        clinician = named_clinician(heard.text, self.diary.names) if is_meant else None
        if clinician is not None and not wonders(heard.text):
            return self._with_clinician(plan, clinician, heard.text)
        read = self._read(_spelt_out(plan, moved_to(heard.text) or heard.text))
        if read is None or (read.unread and not is_meant):
            return self._not_dated(plan, heard, is_meant=is_meant)
        return self._found(plan, read)

    def _not_dated(self, plan: Plan, heard: Heard, *, is_meant: bool) -> Turned:
        if is_meant and wonders(heard.text):
            return Turned(plan, replies=(Reply("utter_booking_open_question"),))
        missed = Turned(plan, replies=(Reply("utter_booking_not_understood"),), is_miss=True)
        return missed if is_meant else Turned(plan, Taken.NOT_AN_ANSWER)

    def _found(self, plan: Plan, read: Wish | WishProblem) -> Turned:
        if isinstance(read, WishProblem):
            return Turned(plan, replies=(Reply(PROBLEM_TEXTS[read.problem]),))
        return self._times.search(plan, read)

    def _read(self, text: str) -> Wish | WishProblem | None:
        return read_wish(text, self.diary.horizon())

    def _names(self, booking: Booking, read: Wish | WishProblem) -> bool:
        return isinstance(read, Wish) and read.accepts(self.questions.local(booking.starts_at))

    def _earlier(self, plan: Plan, text: str) -> Turned:
        """What comes before is shown; before the first free time there is only the waitlist."""
        if plan.step is BookingStep.TIME and plan.page:
            return Turned(replace(plan, page=0))
        is_first = plan.step is BookingStep.DAY and not (plan.page or plan.wish or plan.from_day)
        return self.shall_wait(plan, text) if is_first and plan.owner_id is None else Turned(to_days(plan, 0))

    def _with_clinician(self, plan: Plan, clinician: str, text: str) -> Turned:
        """Only their times are shown from here on, until other days are asked for."""
        theirs = replace(plan, clinician=clinician)
        name = {"clinician": self.diary.names[clinician]}
        openings = self.questions.bookable(self.uow, self.conversation_id, theirs)
        if not openings:
            none_left = Reply("utter_booking_none_with_clinician", name)
            return Turned(replace(plan, clinician=None), replies=(none_left,))
        told = self._only_with(clinician)
        read = self._read(_spelt_out(plan, without_clinician(text, self.diary.names[clinician])))
        if isinstance(read, Wish) and read != Wish():
            found = self._times.search(theirs, read)
            return replace(found, replies=(told, *found.replies))
        is_there = any(self.questions.day_of(opening) == plan.day for opening in openings)
        shown = theirs if is_there else replace(to_days(plan, 0), clinician=clinician)
        return Turned(replace(shown, page=0, asked=""), replies=(told,))

    def _only_with(self, clinician: str) -> Reply:
        return Reply("utter_booking_with_clinician", {"clinician": self.diary.names[clinician]})

    # The waitlist

    def is_about_waiting(self, plan: Plan, heard: Heard) -> bool:
        is_picking = plan.step in (BookingStep.DAY, BookingStep.TIME) and plan.owner_id is None
        return is_picking and not _is_topic(heard.label) and asks_to_wait(heard.text)

    def shall_wait(self, plan: Plan, text: str) -> Turned:
        """Offer a place on the waitlist, for what is wished now or was wished before."""
        read, until = self._read(text), None
        if asks_for_earlier(text):
            openings = self.questions.bookable(self.uow, self.conversation_id, plan)
            first = self.questions.day_of(openings[0]) if openings else self.diary.horizon().latest
            until = first - timedelta(days=1)
            if until < self.diary.local_day(self.diary.clock.now() + self.diary.notice):
                return Turned(plan, replies=(Reply("utter_booking_too_soon"),))
        said = replace(read, unread=()) if isinstance(read, Wish) else Wish()
        wish = said if said != Wish() else plan.unmet or plan.wish or Wish()
        clinician = named_clinician(text, self.diary.names)
        theirs = replace(plan, clinician=clinician)
        if not self._times.can_be(theirs, wish):
            found = self._times.search(theirs, wish)
            told = (self._only_with(clinician),) if clinician else ()
            return replace(found, replies=(*told, *found.replies))
        return Turned(
            replace(plan, step=BookingStep.WAIT, unmet=wish, until=until, clinician=clinician, asked="")
        )

    def wait(self, plan: Plan) -> Turned:
        """Yes: what is still missing is who they are. What was held is free again."""
        self.uow.bookings.let_go(self.conversation_id, self.diary.clock.now())
        return Turned(replace(plan, waits=True, booking_id=None, asked="").to_next())

    def wait_typed(self, plan: Plan, heard: Heard) -> Turned | None:
        """The answer to "shall I put you on the list?"; None for other words."""
        answer = verdict(heard.text, Deed.WAIT)
        if answer is Verdict.YES:
            return self.wait(plan)
        is_no = heard.label == "deny" or (answer is Verdict.NO and self._read(heard.text) is None)
        return Turned(to_days(plan, 0)) if is_no else None

    @property
    def _times(self) -> Times:
        return Times(self.uow, self.conversation_id, self.diary, self.questions)


def to_days(plan: Plan, page: int) -> Plan:
    """Back to the days; from the first page on, nothing that was wished before limits them."""
    plan = replace(plan, step=BookingStep.DAY, page=page, waits=False, asked="")
    return plan if page else replace(plan, day=None, wish=None, from_day=None, clinician=None)


def _spelt_out(plan: Plan, text: str) -> str:
    """A bare number is a time where times are shown, and a day of the month where days are."""
    found = _BARE_NUMBER.fullmatch(text)
    if found is None:
        return text
    return f"at {found['number']}" if plan.step is BookingStep.TIME else f"the {found['number']}"


def _is_topic(label: str) -> bool:
    return label.startswith("faq/") or label in ("talk_to_human", "complaint", "privacy")
