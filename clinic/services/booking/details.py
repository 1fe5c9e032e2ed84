"""Who a booking is for: the name, the way to reach them, and either of them put right later."""

import re
from dataclasses import dataclass, replace
from typing import Final

from clinic.logic.consent import asks
from clinic.services.booking.heard import SMALL_WORDS, VAGUE, Heard
from clinic.services.booking.plan import ASKED_OTHERWISE, BookingStep, Plan, Turned
from clinic.services.contact import (
    Contact,
    introduces,
    is_contact_attempt,
    is_hardly_name,
    is_surely_name,
    read_contact,
    read_name,
)
from clinic.services.dialogue import Reply, Taken

OPEN_QUESTION: Final = Reply("utter_booking_open_question")
_WHY: Final = re.compile(
    r"^\W*(?:(?:but|and|ok|hm+|wait|no) )*(?:why|how come|what for|what do you need"
    r"|what is (?:it|that|this) for"
    r"|do (?:i|you) (?:have|need|really)|is (?:it|that|this) (?:needed|necessary|required))\b",
    re.IGNORECASE,
)
_NAME_WORDS: Final = re.compile(r"\bnames?\b|\bspel(?:t|led|ling)\b", re.IGNORECASE)
_CONTACT_WORDS: Final = re.compile(
    r"\b(?:phone|mobile|cell|number|e-?mail|mail|contact|address)\b", re.IGNORECASE
)
_TIME_WORDS: Final = re.compile(r"\b(?:time|day|date|hour)s?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Details:
    """One message about who comes."""

    country: str

    def named(self, plan: Plan, heard: Heard) -> Turned:
        if _WHY.match(heard.text):
            return _explained(plan, "utter_booking_explain_name")
        name, is_small = read_name(heard.text), heard.label in VAGUE | SMALL_WORDS
        is_small_word = heard.label in SMALL_WORDS and len(heard.text.split()) == 1
        if name is None or is_small_word or is_hardly_name(heard.text):
            if not is_small:
                return Turned(plan, Taken.NOT_AN_ANSWER)
            if asks(heard.text):
                return Turned(plan, replies=(OPEN_QUESTION,))
            return asked_otherwise(plan, "utter_booking_retry_name")
        is_topic = heard.label.startswith("faq/") and len(heard.text.split()) == 1  # "Cost"
        is_written_as_name = is_surely_name(heard.text) and not is_topic
        is_sure = heard.label in VAGUE or is_written_as_name or heard.text == plan.doubted
        if not is_sure:  # "cost" could be a name; said twice it is one
            return Turned(replace(plan, doubted=heard.text), Taken.NOT_AN_ANSWER)
        return Turned(replace(plan, name=name, doubted="").to_next())

    def contacted(self, plan: Plan, heard: Heard) -> Turned:
        contact = read_contact(heard.text, self.country)
        if contact is not None:
            return Turned(replace(plan, contact=contact).to_next())
        if heard.label == "deny" or _WHY.match(heard.text):
            return _explained(plan, "utter_booking_explain_contact")
        is_small = heard.label in VAGUE | SMALL_WORDS
        if is_small and asks(heard.text) and not is_contact_attempt(heard.text):
            return Turned(plan, replies=(OPEN_QUESTION,))
        if is_small or is_contact_attempt(heard.text):
            return asked_otherwise(plan, "utter_booking_retry_contact")
        return Turned(plan, Taken.NOT_AN_ANSWER)

    def corrected(self, plan: Plan, heard: Heard) -> Turned | None:
        """A new name or contact after all was told, or which of them is wrong; None for other words."""
        if plan.owner_id is not None:  # who it is for is on file
            return None
        contact = read_contact(heard.text, self.country)
        if contact is not None:
            known = plan.contact or Contact()
            both = Contact(contact.phone or known.phone, contact.email or known.email)
            return Turned(replace(plan, contact=both, asked="").to_next())
        if is_contact_attempt(heard.text):
            return asked_otherwise(replace(plan, step=BookingStep.CONTACT), "utter_booking_retry_contact")
        name = read_name(heard.text)
        if name is not None and _is_new_name(plan, heard):
            return Turned(replace(plan, name=name, asked="").to_next())
        step = _wrong_part(heard.text) if heard.label in VAGUE | SMALL_WORDS else None
        return None if step is None else Turned(without(plan, step))


def without(plan: Plan, step: BookingStep) -> Plan:
    """Ask for the name, or the contact, anew."""
    if step is BookingStep.NAME:
        return replace(plan, step=step, name=None)
    return replace(plan, step=step, contact=None)


def asked_otherwise(plan: Plan, response: str) -> Turned:
    """The same question with an example: nothing more is asked after it."""
    return Turned(replace(plan, asked=ASKED_OTHERWISE), replies=(Reply(response),), is_miss=True)


def _explained(plan: Plan, response: str) -> Turned:
    return Turned(plan, replies=(Reply(response),))


def _is_new_name(plan: Plan, heard: Heard) -> bool:
    """Introduced; or, to "what shall I change?", several words that can be nothing else."""
    if is_hardly_name(heard.text) or asks(heard.text):
        return False
    is_alone = plan.step is BookingStep.CHANGE and heard.label in VAGUE and len(heard.text.split()) > 1
    return introduces(heard.text) or (is_alone and _wrong_part(heard.text) is None)


def _wrong_part(text: str) -> BookingStep | None:
    if asks(text) or _TIME_WORDS.search(text):
        return None
    if _NAME_WORDS.search(text):
        return BookingStep.NAME
    return BookingStep.CONTACT if _CONTACT_WORDS.search(text) else None
