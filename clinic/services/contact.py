"""Reads a name, a phone number or an e-mail address out of what was typed. Names may be in any script."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email

LONGEST_NAME: Final = 100
MOST_NAME_WORDS: Final = 6
FEWEST_DIGITS: Final = 6  # fewer are no attempt at a phone number
FICTIONAL: Final = ("+447700900", "+441632960")  # kept free by the regulator: examples and demos use them
_INTRODUCTION: Final = re.compile(
    r"^\W*(?:(?:hi|hello)\W+)?"
    r"(?:my (?:full )?name(?: is|['’]s)?|the name (?:is|should be)|i am|i['’]m|it is|it['’]s|this is|name:?)"
    r"\s+",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"^\W*(?:(?:hi|hello)\W+)?(?:my (?:full )?name|the name|name)\b", re.IGNORECASE)
_FAULTY: Final = re.compile(
    r"(?:still |all )?(?:wrong|incorrect|missing|misspel\w*|spel\w+ wrong"
    r"|not (?:right|correct|mine|spel\w+))\b",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(r"[^\s<>,;:]+@[^\s<>,;:]+")
_JOINERS: Final = "\u200c\u200d"  # they shape letters in Persian and in scripts of India: part of a name
_MARKS: Final = " -‐‑'’‘`.,·‧・ʼ་"
_DIGITS: Final = re.compile(r"\d")
# Each of them may be somebody's name, alone or beside others; a text that is mostly these is none.
_NO_NAME_WORDS: Final = """
a an the this that these those it its i im ive id my mine me you u your we us they he she one ones none any
anything nothing something some name same as is isnt are was be been do does did doesnt dont can cant could
would should shall must have has had want need get got give pay pick choose like know think tell call what
whats why when whens where which who whos how first second third last next other another again before after
earlier sooner later now soon today tomorrow time times day days date book booking booked appointment visit
change cancel move stop wait back help yes yeah no not nope ok okay sure please thanks thank sorry actually
maybe idea so just only too also there here about with without for from of to in on at by and or but if
"""
_NO_NAMES: Final = frozenset(_NO_NAME_WORDS.split())


@dataclass(frozen=True)
class Contact:
    """How the clinic reaches a patient: one of the two, or both."""

    phone: str | None = None  # E.164
    email: str | None = None


def read_name(text: str) -> str | None:
    """The name in a text that could be one; None for a question, a number or a sentence."""
    said = unicodedata.normalize("NFC", _INTRODUCTION.sub("", _visible(text)))
    name = " ".join(said.split()).strip(" .,!")
    is_long = len(name) > LONGEST_NAME or len(name.split()) > MOST_NAME_WORDS
    letters = sum(unicodedata.category(character)[0] in "LM" for character in name)
    if not letters or is_long or any(not _belongs_in_name(character) for character in name):
        return None
    return name


def is_surely_name(text: str) -> bool:
    """True for an introduction, or when every word starts as names do; scripts without capitals count."""
    if _INTRODUCTION.match(text):
        return True
    return all(word[:1] == word[:1].upper() for word in text.split())


def is_hardly_name(text: str) -> bool:
    """True when most words hold sentences together: "the first one", "Why", "can i pay by card"."""
    told = _INTRODUCTION.sub("", text)
    if _NAMED.match(text):
        return _FAULTY.match(told) is not None
    words = re.findall(r"[^\W\d_]+", re.sub(r"['’]", "", told.casefold()))
    return 2 * sum(word in _NO_NAMES for word in words) > len(words)


def introduces(text: str) -> bool:
    """ "My name is …", "The name should be …": nothing else is said."""
    return _NAMED.match(text) is not None and _INTRODUCTION.match(text) is not None


def is_contact_attempt(text: str) -> bool:
    return "@" in text or len(_DIGITS.findall(text)) >= FEWEST_DIGITS


def read_contact(text: str, country: str) -> Contact | None:
    """The phone number and the e-mail address in a text; None when neither is whole.

    A number without a country code is read as one of the clinic's `country`.
    """
    contact = Contact(_phone(_EMAIL.sub(" ", text), country), read_email(text))
    return contact if contact.phone or contact.email else None


def read_email(text: str) -> str | None:
    """The first e-mail address in a text; None when it is not whole."""
    found = _EMAIL.search(text)
    if found is None:
        return None
    try:
        # Whether the mailbox exists is not asked of the network: nothing leaves the machine.
        return validate_email(found[0].rstrip(".!?)"), check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def write_contact(contact: Contact, country: str) -> str:
    """Both as a patient would write them, to be checked by the patient."""
    return ", ".join(filter(None, (_spoken_phone(contact.phone, country), contact.email)))


def _phone(text: str, country: str) -> str | None:
    matcher = phonenumbers.PhoneNumberMatcher(text, country, leniency=phonenumbers.Leniency.POSSIBLE)
    for match in matcher:
        written = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(match.number) or written.startswith(FICTIONAL):
            return str(written)
    return None


def _spoken_phone(phone: str | None, country: str) -> str | None:
    if phone is None:
        return None
    number = phonenumbers.parse(phone)
    is_national = number.country_code == phonenumbers.country_code_for_region(country)
    style = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(number, style.NATIONAL if is_national else style.INTERNATIONAL))


def _visible(text: str) -> str:
    """Without what directs text and is not seen; a space of no width parts words all the same."""
    spaced = text.replace("\u200b", " ")
    return "".join(c for c in spaced if unicodedata.category(c) != "Cf" or c in _JOINERS)


def _belongs_in_name(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" or character in _MARKS or character in _JOINERS
