"""What a typed answer is to a question that binds: "shall I cancel it?", "shall I book it?".

Only a plain yes is a yes: nothing is left beside it but courtesies. A "no" in any place, a question, and
words that say more than both are none. Whoever is asked once more loses nothing.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from typing import Final


class Deed(StrEnum):
    """What the question asks for."""

    CANCEL = "cancel"
    BOOK = "book"
    MOVE = "move"
    WAIT = "wait"


class Verdict(Enum):
    YES = auto()
    NO = auto()
    ASKS = auto()  # a question of the patient's own
    WAVERS = auto()  # "wait", "not sure"
    OPEN = auto()  # none of these


_YES: Final = (
    r"(?:yes+|ye+a+h?|yep+|yup|ye|yh|ya+h?|y|aye|sure|ok(?:ay|ey|ie)?|k|of course|ofc|definitely|absolutely"
    r"|certainly|correct|right|alright|fine|good|great|perfect|lovely|confirm(?:ed)?(?: it)?|agreed|i agree"
    r"|(?:its|it is|thats|that is|all|all is|looks|sounds) (?:all )?(?:right|correct|fine|ok|okay|good)"
    r"|go (?:ahead|for it|on)|(?:please )?do(?: (?:it|so|that))?|i do|i am|im sure|i am sure"
    r"|ha+n?(?: ji)?|ji(?: ha+n?)?|bilkul|evet|tamam|oui|si|ja|da|sim)"
)
_COURTESY: Final = (
    r"(?:please|pls|plz|plis|thanks|thank you|thankyou|thx|ta|cheers|so|then|now|just|really|very|much|hi"
    r"|hello|hey|oh|well|um|ah|actually|and|no worries|no problem|dont worry|sorry)"
)
_ASKED: Final = (
    r"(?:(?:can|could|would|will) (?:you|u) (?:please |pls |plz |just )*)?"
    r"(?:(?:i|id|we) (?:want|need|would like|like|have|wanna|gotta) (?:you )?(?:to )?|lets )?"
)
_VISIT: Final = (
    r"(?: (?:it|that|this|one|my|the|me|us|in|on|off|out|for|booking|appointment|appt|visit|talk|consultation"
    r"|session|time|slot|again|completely))*"
)
_LONGER: Final = r"(?: (?:any ?more|after all|that day|then|now))*"
_NOT_COMING: Final = (
    r"(?:i|we) (?:cant|cannot|can not|wont be able to|will not be able to|am not able to|am unable to)"
    rf" (?:come|make(?: it)?|attend|go|do it|do that day){_LONGER}"
    rf"|(?:i|we) (?:dont|do not) (?:need|want) (?:it|that|my \w+|the \w+){_LONGER}"
)
_DEEDS: Final[Mapping[Deed, str]] = {
    Deed.CANCEL: rf"{_ASKED}(?:cancel+|cancle|cansel|canel|delete|remove){_VISIT}|{_NOT_COMING}",
    Deed.BOOK: rf"{_ASKED}(?:book|confirm|reserve|take|keep){_VISIT}|ill take{_VISIT}",
    Deed.MOVE: rf"{_ASKED}(?:book|confirm|take|move|switch|swap|reschedule){_VISIT}|ill take{_VISIT}",
    Deed.WAIT: rf"{_ASKED}(?:put|add|wait){_VISIT}(?: (?:waiting ?list|wait ?list|list))?|ill wait",
}
_NO_WORD: Final = r"(?:no+|nope+|nah+|never|non|nein|hayir|nahi+n?)"
_PLAIN: Final = {
    deed: re.compile(rf"(?:{_COURTESY} )*(?:(?:{_YES}|{words}) (?:{_COURTESY} )*)+")
    for deed, words in _DEEDS.items()
}
_NO_BUT: Final = {
    deed: re.compile(rf"(?:(?:{_NO_WORD}|{_COURTESY}) )*(?:{words}) (?:{_COURTESY} )*")
    for deed, words in _DEEDS.items()
}
_REQUEST: Final = re.compile(rf"(?:(?:{_COURTESY}|{_YES}) )*(?:can|could|would|will) (?:you|u) ")
_OPENER: Final = (
    r"(?:what|whats|how|hows|why|when|whens|where|wheres|which|who|whos|is|are|was|does|did|am i|has|any"
    r"|do (?:i|you|u|we|they)|have (?:i|you|we)|(?:can|could|would|will|should|shall|may) "
    r"(?:i|you|u|we|it|they|there|the|my)|tell me|what if|if i)"
)
_QUESTION: Final = re.compile(
    rf"(?:^|\b(?:and|but|yes|yeah|no|ok|okay|so|wait|also|or|hi|sorry|please|just|well) )(?:{_OPENER}) "
    r"|\b(?:fees?|charge[ds]?|costs?|refund\w*|money back|penalty)\b"
)
_WAVERING: Final = re.compile(
    rf"(?:(?:{_YES}|{_NO_WORD}|{_COURTESY}) )*(?:wait|hang on|hold on|one (?:sec|second|moment|minute)"
    r"|let me (?:think|check|see)|not sure|unsure|maybe|hm+|i (?:dont|do not) know|dunno|idk|i guess)\b"
)
_NEGATED: Final = re.compile(
    rf"\b(?:{_NO_WORD}|dont|do not|not|wont|will not|shouldnt|didnt|without|keep|leave (?:it|that|my|the)"
    r"|stays?|still (?:want|come|coming|need)|(?:changed?|change) (?:my|your) mind)\b"
)
_TAKES_BACK: Final = re.compile(
    r"\b(?:dont|do not|not|never|wont|didnt|did not|shouldnt|no need to)"
    r"(?: (?:want|wish|need|mean|ask|asked|asking|have|like|going|trying|you|me|to|please|just|ever))*"
    r" (?:cancel\w*|cancl\w*|cansel\w*|stop\w*|delete|erase|remove|withdraw|leave|take me off)\b"
)
_ASKS_ABOUT: Final = re.compile(
    rf"(?:(?:{_COURTESY}|{_YES}|but) )*"
    r"(?:what|how|why|when|who|where|which|is|are|does|do (?:i|you)|if|tell me)\b"
)
_STOPS: Final = re.compile(
    rf"(?:{_COURTESY} )*(?:stop|quit|exit|forget (?:it|that)|never ?mind|leave (?:it|that)|no)"
    rf"(?: (?:it|this|that|here|{_COURTESY}))* "
)


def verdict(text: str, deed: Deed) -> Verdict:
    """What the text answers to "shall I do it?"."""
    row = _row(text)
    if _is_plain_yes(row, text, deed):
        return Verdict.YES
    if asks(text):
        return Verdict.ASKS
    if _WAVERING.match(row):
        return Verdict.WAVERS
    if _NO_BUT[deed].fullmatch(row):  # "no, cancel it"
        return Verdict.OPEN
    return Verdict.NO if _NEGATED.search(row) else Verdict.OPEN


def asks(text: str) -> bool:
    """A question, with its mark or without: "is there a fee", "how do i cancel", "what if i am late"."""
    return "?" in text or _QUESTION.search(_row(text)) is not None


def takes_back(text: str) -> bool:
    """ "Do not cancel it", "I don't want to stop"."""
    return _TAKES_BACK.search(_row(text)) is not None


def wonders(text: str) -> bool:
    """A question about the thing, and no wish that it be done: "what happens if I …", not "can you …"."""
    return _ASKS_ABOUT.match(_row(text)) is not None


def only_stops(text: str) -> bool:
    """ "Stop", "forget it": what is being done here shall end, and nothing else."""
    return _STOPS.fullmatch(_row(text)) is not None


def _is_plain_yes(row: str, text: str, deed: Deed) -> bool:
    if "?" in text and not _REQUEST.match(row):
        return False
    return _PLAIN[deed].fullmatch(row) is not None


def _row(text: str) -> str:
    """The words, in small letters, each with a space after it; drawn-out letters are levelled."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"[’'`]", "", plain).replace("👍", " yes ")
    words = re.findall(r"[^\W_]+", re.sub(r"([^\W\d_])\1{2,}", r"\1\1", plain))
    return "".join(f"{word} " for word in words)
