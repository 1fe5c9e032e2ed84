"""Reads free text at the health questions. Decides nothing and stores nothing.

Free text never counts by itself. Whatever could be an answer is handed on to be read back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic.criteria.health_phrases import HealthPhrases
from clinic.criteria.health_questions import HealthQuestion
from clinic.logic.consent import takes_back, wonders
from clinic.logic.screening import Ending, Outcome
from clinic.services.dialogue import Understood
from clinic.services.ports.prescreens import FoundInText, TextReader
from clinic.services.prescreen.moves import (
    AsksAgain,
    Changes,
    Chose,
    Confirmed,
    Corrects,
    Detailed,
    Elsewhere,
    IsMinor,
    IsSomeoneElse,
    Leaves,
    Mentioned,
    Move,
    Pointing,
    Presses,
    Typed,
    Unread,
    WantsBooking,
    Withdraws,
)
from clinic.services.prescreen.pending import WITH_CONFIRMATION, PendingKind
from clinic.services.prescreen.pressing import RESUMING
from clinic.services.prescreen.sheet import Sheet

OWN = ("present", "uncertain", "historical")  # what may concern the patient; doubt counts
SHORT = 4  # words; a clear yes or no this short is an answer, whatever topic it resembles
ALWAYS_ELSEWHERE = ("talk_to_human", "emergency", "crisis", "report_reaction", "privacy")
SMALL_TALK = ("greet", "thanks", "bot_challenge")
USUALLY_ELSEWHERE = (
    *SMALL_TALK,
    "complaint",
    "out_of_scope",
    "medical_question_other",
    "check_booking",
    "cancel_booking",
    "reschedule_booking",
)
WANTS_ON = ("book_consultation", "start_prescreen")
BY_LABEL = {"affirm": "yes", "deny": "no", "unsure": "not_sure"}


@dataclass(frozen=True)
class _Message:
    """A text and what is known of it, read once."""

    text: str
    label: str
    found: tuple[FoundInText, ...]

    @property
    def is_short(self) -> bool:
        return len(self.text.split()) <= SHORT

    @property
    def is_for_others(self) -> bool:
        return self.label.startswith("faq/") or self.label in ALWAYS_ELSEWHERE


@dataclass(frozen=True)
class MessageReader:
    phrases: HealthPhrases
    reader: TextReader

    def read(self, sheet: Sheet, text: str, understood: Understood) -> Move:
        """What the patient means by this text, as far as it can be told."""
        if text.lstrip().startswith("/"):
            return Unread()  # a typed command has no power, and "false" in it is no answer
        message = _Message(text, understood.label, tuple(self.reader.findings(text)))
        return (
            self._aside(sheet, message)
            or self._at_offer(sheet, message)
            or self._change(sheet, message)
            or self._answer(sheet, message)
        )

    def _aside(self, sheet: Sheet, message: _Message) -> Move | None:
        """What is no answer and no question either; these come first, in any state."""
        if takes_consent_back(self.phrases, message.text):
            return Withdraws()
        if self._says_minor(sheet, message):
            return IsMinor()
        if self.phrases.match("someone_else", message.text) and sheet.has_consent:
            return IsSomeoneElse()
        if self.phrases.match("coaching", message.text):
            return Presses(asks_which_answer=True)
        if self.phrases.match("pressure", message.text):
            return Presses(asks_which_answer=False)
        if self.phrases.match("leave", message.text):
            return Leaves(is_pause=False)
        if self.phrases.match("later", message.text) or message.label == "goodbye":
            return Leaves(is_pause=True)
        return None

    def _says_minor(self, sheet: Sheet, message: _Message) -> bool:
        pointed = pointed_at(sheet, message.found, ("present",))
        return any(
            sheet.content.question(question).choices[value].ends is Ending.MINOR
            for question, value in pointed
        )

    def _at_offer(self, sheet: Sheet, message: _Message) -> Move | None:
        """An answer to what is read back or offered; None when the text says something else."""
        pending = sheet.pending
        if pending is None or (message.is_for_others and not message.is_short):
            return None
        if pending.kind is PendingKind.DETAIL:
            return self._detail(message)
        if pending.kind is PendingKind.EXPERT and message.label == "talk_to_human":
            return Chose(True)
        plain = self._yes_or_no(sheet, message)
        if pending.kind in WITH_CONFIRMATION:
            return None if plain is None else Confirmed(plain)
        if pending.kind in (PendingKind.EXPERT, PendingKind.GO_ON):
            return self._after_stop(pending.kind, plain, message)
        return None

    def _after_stop(self, offered: PendingKind, plain: bool | None, message: _Message) -> Move:
        """ "I pressed wrong", "book a talk", "I don't have it": the offer alone is no answer to that."""
        if offered is PendingKind.GO_ON and self.phrases.is_whole("resume", message.text):
            return Chose(True)
        if any(found.assertion == "negated" for found in message.found):
            return Corrects()
        is_said = message.is_short and self.reader.answer(message.text, ()) in ("yes", "no")
        is_slip = self.phrases.match("change", message.text) or self.phrases.match("resume", message.text)
        if not is_said and (is_slip or message.label in WANTS_ON):
            return Corrects()
        return self._elsewhere(message) or Unread() if plain is None else Chose(plain)

    def _detail(self, message: _Message) -> Move | None:
        if self.phrases.match("no_detail", message.text):
            return Detailed("")
        return None if message.is_for_others else Detailed(message.text)

    def _yes_or_no(self, sheet: Sheet, message: _Message) -> bool | None:
        """A plain yes or no. With words about something else in it, it is none."""
        pending, value = sheet.pending, self.reader.answer(message.text, ()) or BY_LABEL.get(message.label)
        pointing = pointed_at(sheet, message.found, OWN)
        is_same = pending is not None and all(pair == (pending.question, pending.value) for pair in pointing)
        if pointing and not (is_same and value == "yes"):
            return None
        return {"yes": True, "no": False}.get(value or "")

    def _change(self, sheet: Sheet, message: _Message) -> Move | None:
        """ "Change my answer to diabetes", "I meant no": an earlier answer, by name or the last one."""
        named = sheet.content.named(message.text)
        if named and sheet.newest_value(named) and self.phrases.match("change_answer", message.text):
            return Changes(named)
        if not self.phrases.match("change", message.text) or pointed_at(sheet, message.found, OWN):
            return None
        target = named if named and sheet.newest_value(named) else sheet.last_answered
        if target is None:
            return None
        question = sheet.content.question(target)
        value = self.reader.answer(message.text, tuple(question.findings))
        return Typed(target, value) if value in question.choices and value else Changes(target)

    def _answer(self, sheet: Sheet, message: _Message) -> Move:
        question = sheet.open_question
        pointing = pointed_at(sheet, message.found, OWN)
        value = self._value(question, message, sheet) if question is not None else None
        others = tuple(pair for pair in pointing if question is None or pair[0] != question.id)
        if message.is_for_others and not (value and message.is_short):
            return Elsewhere()
        if self.phrases.match("resume", message.text):
            return AsksAgain()
        if question is not None and value is not None:
            return Typed(question.id, value, others)
        statement = self._statement(question, message, others)
        if statement is None and others:
            return Mentioned()
        return statement or self._elsewhere(message) or _by_label(question, message.label)

    def _value(self, question: HealthQuestion, message: _Message, sheet: Sheet) -> str | None:
        """The choice that the text makes of the open question; of several readings the most careful."""
        said = sheet.content.said(question.id, message.text)
        if said is not None:
            return said
        pointing = pointed_at(sheet, message.found, OWN)
        readings = [value for asked, value in pointing if asked == question.id]
        answer = None if pointing and not readings else self._plain_answer(question, message)
        readings += [answer] if answer in question.choices and answer else []
        if not readings:
            return None
        return max(readings, key=lambda value: Outcome(question.choices[value].outcome).severity)

    def _plain_answer(self, question: HealthQuestion, message: _Message) -> str | None:
        """Yes, no, not sure or rather not say. "I take warfarin" is none of them about diabetes."""
        answer = self.reader.answer(message.text, tuple(question.findings))
        if answer is None and self.phrases.match("rather_not_say", message.text):
            return "rather_not_say"
        return "no" if answer is None and _denies(question, message.found) else answer

    def _statement(self, question: HealthQuestion | None, message: _Message, others: Pointing) -> Move | None:
        """ "Is there anything else?" – "I had an operation": a plain statement is the answer."""
        if question is None or question.statement_means is None or message.label in SMALL_TALK:
            return None
        if message.label in (*BY_LABEL, *RESUMING, "book_consultation") or "?" in message.text:
            return None
        return Typed(question.id, question.statement_means, others)

    def _elsewhere(self, message: _Message) -> Move | None:
        if message.label in USUALLY_ELSEWHERE or message.is_for_others:
            return Elsewhere()
        return None


def takes_consent_back(phrases: HealthPhrases, text: str) -> bool:
    """Not "do not delete my answers", nor "what happens if I delete my answers"."""
    return phrases.match("withdraw", text) and not takes_back(text) and not wonders(text)


def _by_label(question: HealthQuestion | None, label: str) -> Move:
    if label in RESUMING:
        return AsksAgain()
    if label == "book_consultation":
        return WantsBooking()
    value = BY_LABEL.get(label)
    if question is not None and value in question.choices and value:
        return Typed(question.id, value)
    return Unread()


def _denies(question: HealthQuestion, found: Sequence[FoundInText]) -> bool:
    """ "I'm not diabetic" answers the question about diabetes."""
    about = [item for item in found if item.concept in question.findings]
    return bool(about) and all(item.assertion == "negated" for item in about)


def pointed_at(sheet: Sheet, found: Sequence[FoundInText], assertions: Sequence[str]) -> Pointing:
    """Which questions the findings speak to. A concept that the open question asks about is its own."""
    question, pairs = sheet.open_question, list[tuple[str, str]]()
    for item in found:
        if item.assertion not in assertions:
            continue
        pointed = sheet.content.pointed_at(item.concept, item.assertion)
        own = [pair for pair in pointed if question is not None and pair[0] == question.id]
        pairs += own or pointed
    return tuple(dict.fromkeys(pairs))
