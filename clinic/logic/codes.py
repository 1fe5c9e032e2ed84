"""One-time codes: six digits that reach the contact on file and are typed in the chat.

A code is derived from the random id of its record with the server's key: it is stored nowhere, and whoever
reads the database cannot tell it.
"""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

DIGITS: Final = 6
MOST_TRIES: Final = 5
CODES_AN_HOUR: Final = 3  # for one conversation, and for one address
ACCESS: Final = timedelta(hours=1)  # how long a proof counts
_RUN: Final = re.compile(r"\d[\d\s-]*")
_FEW_WORDS: Final = r"(?:\W+[\w'’]+){0,3}?\W+"
_NOT_RECEIVED: Final = re.compile(
    rf"\b(?:never|not|nothing|no|didn['’]?t|hasn['’]?t|haven['’]?t){_FEW_WORDS}"
    r"(?:got|get|gotten|came|come|arrived?|received?|codes?|e-?mails?|mails?|message)\b"
    rf"|\bre-?send\b|\bsend{_FEW_WORDS}(?:again|another|new)\b|\b(?:another|new) (?:one|code)\b"
    r"|\b(?:never|nothing|not) (?:came|come|arrived|got|received|here|there)\b|\bno (?:code|e-?mail|mail)\b",
    re.IGNORECASE,
)
_NOT_KNOWN: Final = re.compile(
    r"\b(?:no idea|(?:do not|don['’]?t|can['’]?t|cannot|can not) (?:know|have|find|remember|recall)"
    r"|lost|forgot(?:ten)?|not sure|what(?: is|['’]?s)|where)\b",
    re.IGNORECASE,
)


class Verdict(StrEnum):
    FITS = "fits"
    WRONG = "wrong"
    OVER = "over"  # run out, used, or tried too often: only a new code helps


@dataclass(frozen=True)
class CodeState:
    """All that decides whether a code still counts."""

    expires_at: datetime
    tries: int
    is_used: bool

    def is_over(self, now: datetime) -> bool:
        return self.is_used or self.tries >= MOST_TRIES or now >= self.expires_at


def code_of(key: bytes, code_id: str) -> str:
    """The six digits that belong to a record of this id."""
    mac = hmac.new(key, f"one-time-code:{code_id}".encode(), hashlib.sha256)
    return f"{int.from_bytes(mac.digest()) % 10**DIGITS:0{DIGITS}d}"


def judge(state: CodeState, right: str, given: str, now: datetime) -> Verdict:
    """What a typed code is worth; compared in constant time."""
    if state.is_over(now):
        return Verdict.OVER
    return Verdict.FITS if hmac.compare_digest(right.encode(), given.encode()) else Verdict.WRONG


def read_code(text: str) -> str | None:
    """The one row of six digits in a text, in any script and with gaps: "it's 123 456"."""
    plain = "".join(_plain(character) for character in unicodedata.normalize("NFKC", text))
    runs = [re.sub(r"\D", "", run) for run in _RUN.findall(plain)]
    codes = [run for run in runs if len(run) == DIGITS]
    return codes[0] if len(codes) == 1 else None


def says_not_received(text: str) -> bool:
    """ "I never got it", "send me a new one"."""
    return _NOT_RECEIVED.search(text) is not None


def says_not_known(text: str) -> bool:
    """ "No idea what my reference is"."""
    return _NOT_KNOWN.search(text) is not None


def _plain(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdecimal() else character
