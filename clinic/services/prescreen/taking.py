"""Does what a message at the health questions means, and finds out what comes next."""

from dataclasses import dataclass, replace

from clinic.logic.screening import Ending, Outcome
from clinic.services.dialogue import Reply, Step, Taken
from clinic.services.ports import Clock
from clinic.services.ports.conversations import Message
from clinic.services.ports.prescreens import CaseOpener
from clinic.services.prescreen.closing import WITHOUT_DATA, close, withdraw
from clinic.services.prescreen.known import Heard
from clinic.services.prescreen.moves import (
    Answered,
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
    WantsBooking,
    Withdraws,
)
from clinic.services.prescreen.pending import Pending, PendingKind
from clinic.services.prescreen.pressing import back_choices
from clinic.services.prescreen.sitting import Sitting

CLEARING = (PendingKind.READ_BACK, PendingKind.FINDING, PendingKind.CONTRADICTION, PendingKind.CHANGE)
DEALING_WITH_WORDS = (Typed, Confirmed, Changes)  # these say themselves what the message's words are about
AFTER_STOP = (PendingKind.EXPERT, PendingKind.GO_ON)
ENOUGH_WORDS = 3  # a typed "yes" with fewer words is asked for detail


@dataclass(frozen=True)
class Said:
    """How an answer was given: the words, by what, and the message that holds them."""

    words: str
    given_by: str
    message_id: str


@dataclass(frozen=True)
class Taking:
    """One message at the questions. `concepts` are what its words mention, for lists of medicines."""

    sitting: Sitting
    clock: Clock
    cases: CaseOpener
    message: Message
    concepts: frozenset[str]
    pointing: Pointing

    def take(self, move: Move) -> Step:
        """Apply the move; whatever it is, the class so far is written down."""
        self.sitting.note_read(self.message.id, has_findings=bool(self.pointing))
        if not isinstance(move, DEALING_WITH_WORDS):
            self.sitting.hear(self.pointing, self.message.id)
        step = self._apply(move)
        if self.sitting.sheet.prescreen.status == "asking":
            self.sitting.note_decision()
        return step

    def _apply(self, move: Move) -> Step:
        match move:
            case Elsewhere():
                self._read_back_what_was_heard()
                return Step(Taken.NOT_AN_ANSWER)
            case Leaves(is_pause):
                return self._leave("utter_prescreen_paused" if is_pause else "utter_prescreen_left")
            case Withdraws():
                return Step(Taken.LEFT, withdraw(self.sitting, self.clock, self.cases))
            case IsSomeoneElse():
                return self._close(Ending.SOMEONE_ELSE)
            case IsMinor():
                return self._close(Ending.MINOR)
            case Answered() | Typed() | Confirmed() | Detailed():
                return self._continue(*self._taken(move))
            case _:
                return self._continue(*self._turned(move))

    def _taken(self, move: Answered | Typed | Confirmed | Detailed) -> tuple[Reply, ...]:
        """The moves that give an answer or the makings of one."""
        match move:
            case Answered(question, value):
                return self._answered(question, value, Said(self.message.text, "button", self.message.id))
            case Typed(question, value, others):
                return self._typed(question, value, others)
            case Confirmed(is_right):
                return self._confirmed(is_right)
            case Detailed(words):
                return self._detailed(words)

    def _turned(self, move: Move) -> tuple[Reply, ...]:
        """The moves that change what is asked, or nothing at all."""
        sheet = self.sitting.sheet
        match move:
            case Mentioned() if sheet.has_consent:
                self.sitting.change(bad_answers=0)
            case Changes(question):
                self.sitting.wait_for(Pending(PendingKind.CHANGE, question))
            case Chose(accepts):
                self._chose(accepts)
            case Presses(asks_which_answer):
                self.sitting.know(replace(self.sitting.sheet.known, pressure=True))
                return (
                    Reply("utter_prescreen_no_coaching" if asks_which_answer else "utter_prescreen_bypass"),
                )
            case Corrects():
                return (Reply("utter_outcome_only_person"),)
            case WantsBooking():
                is_stopped = sheet.pending is not None and sheet.pending.kind in AFTER_STOP
                return (Reply("utter_outcome_only_person" if is_stopped else "utter_prescreen_book_later"),)
            case AsksAgain():
                pass
            case _:
                self._not_read()
        return ()

    def _answered(self, question_id: str, value: str, said: Said) -> tuple[Reply, ...]:
        """Store an answer; what was waiting about the same question is settled with it."""
        sheet = self.sitting.sheet
        ends = sheet.content.question(question_id).choices[value].ends
        if ends in WITHOUT_DATA:
            return close(self.sitting, self.clock, ends)
        before, pending = sheet.newest_value(question_id), sheet.pending
        if pending is not None and pending.question == question_id and pending.kind in CLEARING:
            self._clear_up(pending)
        self.sitting.keep(question_id, value, said.words, said.given_by, said.message_id)
        self._ask_detail(question_id, value, said)
        return (*self._change_noted(question_id, before, value), *self._follow_up(question_id, value, before))

    def _clear_up(self, pending: Pending) -> None:
        """R-08, asked once: the words were shown to the patient and the answer that follows is theirs."""
        choices, known = (
            self.sitting.sheet.content.question(pending.question).choices,
            self.sitting.sheet.known,
        )
        if pending.value and choices[pending.value].outcome != Outcome.C:
            known = known.hearing(Heard(pending.question, pending.value, pending.message_id, clarified=True))
        self.sitting.know(known.clarifying(pending.question))
        self.sitting.wait_for(None)

    def _ask_detail(self, question_id: str, value: str, said: Said) -> None:
        choice = self.sitting.sheet.content.question(question_id).choices[value]
        if choice.asks_detail and (said.given_by == "button" or len(said.words.split()) < ENOUGH_WORDS):
            self.sitting.wait_for(Pending(PendingKind.DETAIL, question_id, value))

    def _change_noted(self, question_id: str, before: str | None, after: str) -> tuple[Reply, ...]:
        content = self.sitting.sheet.content
        if before is None or before == after:
            return ()
        titles = {"before": content.title(question_id, before), "after": content.title(question_id, after)}
        return (Reply("utter_answer_changed", titles),) if titles["before"] != titles["after"] else ()

    def _follow_up(self, question_id: str, value: str, before: str | None) -> tuple[Reply, ...]:
        then = self.sitting.sheet.content.question(question_id).choices[value].then
        return (Reply(then),) if then and before != value else ()

    def _typed(self, question_id: str, value: str, others: Pointing) -> tuple[Reply, ...]:
        """Words are read back before they count, except where they say nothing about health."""
        self.sitting.hear(others, self.message.id)
        sheet, text = self.sitting.sheet, self.message.text
        if not sheet.content.question(question_id).reads_back:
            return self._answered(question_id, value, Said(text, "text", self.message.id))
        listed = sheet.content.listed(question_id, value, text, self.concepts)
        is_open = sheet.open_question is not None and sheet.open_question.id == question_id
        kind = PendingKind.READ_BACK if is_open else PendingKind.FINDING
        self.sitting.wait_for(Pending(kind, question_id, listed, self.message.id))
        self.sitting.change(bad_answers=0)
        return ()

    def _confirmed(self, is_right: bool) -> tuple[Reply, ...]:
        pending = self.sitting.sheet.pending
        if pending is None:
            return ()
        if not is_right:
            self._clear_up(pending)
            self.sitting.change(bad_answers=0)
            return ()
        message = self.sitting.uow.messages.get(pending.message_id)
        self.sitting.wait_for(None)
        said = Said(message.text if message else "", pending.given_by, pending.message_id)
        return self._answered(pending.question, pending.value, said)

    def _detailed(self, words: str) -> tuple[Reply, ...]:
        """More words on a Yes: for the clinician to read; a listed medicine in them raises the answer."""
        pending = self.sitting.sheet.pending
        self.sitting.wait_for(None)
        if pending is None or not words:
            return ()
        value = self.sitting.sheet.content.listed(pending.question, pending.value, words, self.concepts)
        self.sitting.keep(pending.question, value, words, "text", self.message.id)
        return ()

    def _chose(self, accepts: bool) -> None:
        pending = self.sitting.sheet.pending
        self.sitting.wait_for(None)
        if pending is not None and pending.kind is PendingKind.EXPERT:
            self.sitting.know(replace(self.sitting.sheet.known, wants_expert=accepts))
        elif pending is not None and pending.kind is PendingKind.GO_ON:
            self.sitting.know(replace(self.sitting.sheet.known, was_offered_rest=True))
            self.sitting.change(goes_on=accepts)

    def _not_read(self) -> None:
        """A read-back that is not answered is dropped: the question is asked by buttons instead."""
        sheet = self.sitting.sheet
        if sheet.pending is not None and sheet.pending.kind is PendingKind.READ_BACK:
            self._clear_up(sheet.pending)
        self.sitting.change(bad_answers=sheet.prescreen.bad_answers + 1)

    def _leave(self, response: str) -> Step:
        """The answers stay for an hour; the class so far stays for good."""
        self.sitting.note_decision()
        self.sitting.change(status="left")
        self.sitting.change_conversation(open_form=None)
        return Step(Taken.LEFT, (Reply(response, choices=back_choices(self.sitting.sheet)),))

    def _close(self, ending: Ending) -> Step:
        return Step(Taken.LEFT, close(self.sitting, self.clock, ending))

    def _continue(self, *replies: Reply) -> Step:
        """What comes after an answer: the end, an offer, something to read back, or the next question."""
        sheet = self.sitting.sheet
        if sheet.prescreen.status != "asking":
            return Step(Taken.LEFT, replies)
        self._read_back_what_was_heard()
        ending = self.sitting.sheet.decision.ending
        if ending in (None, Ending.DONE, Ending.STOPPED):
            return Step(Taken.FINISHED if self._is_finished() else Taken.KEPT, replies)
        return Step(Taken.LEFT, (*replies, *close(self.sitting, self.clock, ending)))

    def _is_finished(self) -> bool:
        """After a stop: first the expert, then the rest; each is offered once."""
        sheet = self.sitting.sheet
        if sheet.pending is not None or sheet.decision.ending is None:
            return False
        if sheet.decision.ending is Ending.DONE or sheet.known.wants_expert is False:
            return True
        if sheet.known.wants_expert is None:
            self.sitting.wait_for(Pending(PendingKind.EXPERT))
            return False
        if not sheet.known.was_offered_rest and sheet.has_more_after_stop:
            self.sitting.wait_for(Pending(PendingKind.GO_ON))
            return False
        return True

    def _read_back_what_was_heard(self) -> None:
        """What the patient said in passing is read back at once, but never before the opening is done."""
        sheet = self.sitting.sheet
        if sheet.pending is not None or not sheet.is_past_opening or sheet.decision.ending is Ending.STOPPED:
            return
        unresolved = next((r for r in sheet.decision.unresolved if sheet.content.knows(r.question)), None)
        if unresolved is None:
            return
        is_answered = sheet.newest_value(unresolved.question) is not None
        kind = PendingKind.CONTRADICTION if is_answered else PendingKind.FINDING
        message_id = next(
            h.message_id
            for h in sheet.known.heard
            if (h.question, h.value) == (unresolved.question, unresolved.value)
        )
        self.sitting.wait_for(Pending(kind, unresolved.question, unresolved.value, message_id, "disclosure"))
