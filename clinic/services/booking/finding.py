"""What one message does while a booking made elsewhere is looked for: which one, then the code."""

import re
from dataclasses import dataclass, replace
from typing import Final

from clinic.logic.codes import Verdict, read_code, says_not_known, says_not_received
from clinic.services.booking.diary import REFERENCE_LENGTH, REFERENCE_LETTERS
from clinic.services.booking.heard import SMALL_WORDS, VAGUE, Heard
from clinic.services.booking.plan import ASKED_OTHERWISE, BookingStep, Plan, Turned
from clinic.services.booking.proving import Named, Proving
from clinic.services.contact import is_contact_attempt, read_contact
from clinic.services.dialogue import Choice, Reply, Taken
from clinic.services.ports import UnitOfWork

STOPS: Final = frozenset({"goodbye", "deny"})
ABOUT_BOOKINGS: Final = frozenset({"check_booking", "cancel_booking", "reschedule_booking"})
_REFERENCE: Final = re.compile(
    rf"(?<![^\W_])[{REFERENCE_LETTERS}]{{{REFERENCE_LENGTH}}}(?![^\W_])", re.IGNORECASE
)


@dataclass(frozen=True)
class Finding:
    """One message of one conversation. Finished means: it is shown whose booking it is."""

    uow: UnitOfWork
    conversation_id: str
    proving: Proving
    country: str
    choices: tuple[Choice, ...]  # beside everything that is said about a code

    def opened(self, plan: Plan, text: str) -> Turned:
        """The search begins; what the words that began it name is not asked for again."""
        named = self._named(Heard(text, "", {}))
        return self._sent(plan, named) if named else Turned(plan)

    def take(self, plan: Plan, heard: Heard) -> Turned:
        if heard.press:
            return self._pressed(plan, heard)
        code = read_code(heard.text) if plan.step is BookingStep.CODE else None
        if code is not None:
            return self._checked(plan, code)
        named = self._named(heard)
        if named is not None:
            return self._sent(plan, named)
        return self._other_words(plan, heard)

    def _pressed(self, plan: Plan, heard: Heard) -> Turned:
        match heard.data("do"):
            case "resend" if plan.step is BookingStep.CODE:
                return self._again(plan)
            case "unknown":
                return self._helped(replace(plan, step=BookingStep.WHICH))
            case "other":
                return Turned(replace(plan, step=BookingStep.WHICH, asked=""))
        return Turned(plan)

    def _named(self, heard: Heard) -> Named | None:
        reference = read_reference(heard.text, is_all=heard.label in VAGUE)
        if reference is not None:
            return Named(reference)
        contact = read_contact(heard.text, self.country)
        return Named(contact=contact) if contact else None

    def _sent(self, plan: Plan, named: Named) -> Turned:
        if not self.proving.send(self.uow, self.conversation_id, named):
            return _too_often(plan)
        return self._told(plan, BookingStep.CODE, "utter_booking_code_sent")

    def _again(self, plan: Plan) -> Turned:
        if not self.proving.send_again(self.uow, self.conversation_id):
            return _too_often(plan)
        return self._told(plan, BookingStep.CODE, "utter_booking_code_sent_again")

    def _checked(self, plan: Plan, code: str) -> Turned:
        match self.proving.check(self.uow, self.conversation_id, code):
            case Verdict.FITS:
                return Turned(plan, Taken.FINISHED)
            case Verdict.WRONG:
                return self._told(plan, BookingStep.CODE, "utter_booking_code_wrong")
        return self._told(plan, BookingStep.CODE, "utter_booking_code_over")

    def _other_words(self, plan: Plan, heard: Heard) -> Turned:
        is_small = heard.label in VAGUE | SMALL_WORDS | ABOUT_BOOKINGS
        if plan.step is BookingStep.CODE and says_not_received(heard.text):
            return self._again(plan)
        if is_small and says_not_known(heard.text):
            return self._helped(plan)
        if heard.label in STOPS:
            left = replace(plan, step=BookingStep.LEFT)
            return Turned(left, Taken.LEFT, (Reply("utter_booking_search_stopped"),))
        if is_small or is_contact_attempt(heard.text):
            return self._helped(plan)
        return Turned(plan, Taken.NOT_AN_ANSWER)

    def _told(self, plan: Plan, step: BookingStep, response: str) -> Turned:
        """The reply is the question itself: nothing more is asked after it."""
        choices = self.choices if step is BookingStep.CODE else ()
        after = replace(plan, step=step, asked=ASKED_OTHERWISE)
        return Turned(after, replies=(Reply(response, choices=choices),))

    def _helped(self, plan: Plan) -> Turned:
        name = "utter_booking_code_help" if plan.step is BookingStep.CODE else "utter_booking_reference_help"
        return replace(self._told(plan, plan.step, name), is_miss=True)


def _too_often(plan: Plan) -> Turned:
    return Turned(replace(plan, step=BookingStep.LEFT), Taken.LEFT, (Reply("utter_booking_code_limit"),))


def read_reference(text: str, *, is_all: bool = False) -> str | None:
    """A reference in the text. Eight plain letters are one only where nothing else was said: `is_all`."""
    whole = re.sub(r"[\s-]", "", text).strip(".!")
    if _REFERENCE.fullmatch(whole) and (is_all or _looks_drawn(whole)):
        return whole.upper()
    found = [word for word in _REFERENCE.findall(text) if _looks_drawn(word)]
    return found[0].upper() if len(found) == 1 else None


def _looks_drawn(word: str) -> bool:
    return word.isupper() or any(character.isdigit() for character in word)
