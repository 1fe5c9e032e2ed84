"""Whose answers wait for a clinician may leave an e-mail address or a phone number, and is reached there."""

from dataclasses import replace
from typing import Final

from clinic.logic.approval import UNDECIDED
from clinic.services.contact import Contact, read_contact, read_email, write_contact
from clinic.services.dialogue import Reply
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.bookings import Patient
from clinic.services.ports.conversations import Conversation, Message

LEAVE: Final = Reply("utter_approval_leave_address")
RETRY: Final = Reply("utter_approval_retry_address")
MOST_WORDS: Final = 8
"""“you can reach me at sam@mail.example please”; a longer text is about something else as well."""
MOST_WORDS_WITH_NUMBER: Final = 14
"""A number is typed as up to five words."""


def offer(uow: UnitOfWork, conversation_id: str) -> tuple[Reply, ...]:
    """Ask whoever has left no address; nobody must."""
    conversation, patient = uow.conversations.get(conversation_id), uow.bookings.patient(conversation_id)
    is_private = conversation is None or conversation.no_contact
    return () if is_private or (patient is not None and patient.email) else (LEAVE,)


def take(
    uow: UnitOfWork, clock: Clock, ids: Ids, conversation: Conversation, message: Message, country: str
) -> tuple[Reply, ...]:
    """Keep the address or number that was written; nothing where it is none. A later one takes its place."""
    text = message.text
    known = uow.bookings.patient(conversation.id)
    if message.button_id is not None or "?" in text or not _is_awaited(uow, conversation, known):
        return ()
    if "@" not in text:
        return note_phone(uow, clock, ids, conversation, message, country)
    if len(text.split()) > MOST_WORDS:
        return ()
    email = read_email(text)
    if email is None:
        return (RETRY,)
    patient = known or Patient(ids.new_id(), conversation.id, "", clock.now())
    uow.bookings.keep_patient(replace(patient, email=email))
    return (Reply("utter_approval_address_noted", {"email": email}),)


def note_phone(
    uow: UnitOfWork, clock: Clock, ids: Ids, conversation: Conversation, message: Message, country: str
) -> tuple[Reply, ...]:
    """Keep the phone number in a short text for the clinic's team; nothing where there is none."""
    if conversation.no_contact or len(message.text.split()) > MOST_WORDS_WITH_NUMBER:
        return ()
    read = read_contact(message.text, country)
    if read is None or read.phone is None:
        return ()
    known = uow.bookings.patient(conversation.id)
    patient = known or Patient(ids.new_id(), conversation.id, "", clock.now())
    uow.bookings.keep_patient(replace(patient, phone=read.phone))
    return (Reply("utter_approval_phone_noted", {"phone": write_contact(Contact(read.phone), country)}),)


def _is_awaited(uow: UnitOfWork, conversation: Conversation, known: Patient | None) -> bool:
    """A clinician is to answer, no form asks for an address, and no booking goes by the one on file."""
    case = next(iter(uow.cases.of(conversation.id)), None)
    is_open = case is not None and case.status in UNDECIDED
    is_free = conversation.open_form is None and not conversation.no_contact
    return is_open and is_free and not (known and known.email and uow.bookings.of(conversation.id))
