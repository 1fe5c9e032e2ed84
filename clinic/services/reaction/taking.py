"""What one message is to the open question about a problem after a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from clinic.criteria.reaction_questions import ReactionQuestions
from clinic.language.findings import extract
from clinic.logic.reaction import UNREAD, Asked, next_question
from clinic.services.dialogue import Reply, Step, Taken
from clinic.services.ports.conversations import Button, Message
from clinic.services.reaction.interview import ABOUT, INTENT, SURE, Interview
from clinic.services.reaction.reading import Reader, asks, is_question

SOMEONE_ELSE: Final = "someone_else"
STALE: Final = timedelta(hours=1)  # then only clear words are an answer to a question asked before
# Words that are understood as one of these are told to us; anything else is meant for another rule.
TELLING: Final = frozenset(
    {"report_reaction", "affirm", "deny", "unsure", "nlu_fallback", "out_of_scope", "medical_question_other"}
)
# These are meant whatever else the words hold.
NEVER_ANSWERS: Final = frozenset(
    {"talk_to_human", "emergency", "crisis", "privacy", "complaint", "cancel_booking", "reschedule_booking"}
)
BESIDE: Final = frozenset({"out_of_scope"})  # asked for once more, as it may be no problem at all
IN_WORDS: Final = (Asked.WHAT, Asked.WHERE)  # any words are an answer: a person reads them
AGAIN: Final = Step(Taken.KEPT)
ELSEWHERE: Final = Step(Taken.NOT_AN_ANSWER)


@dataclass(frozen=True)
class Taking:
    interview: Interview
    content: ReactionQuestions
    reader: Reader
    message: Message
    now: datetime

    def take(self, button: Button | None, label: str) -> Step:
        """Keep what the message says and find out what comes next."""
        return self._typed(label) if button is None else self._pressed(button)

    def take_late(self, button: Button) -> tuple[Reply, ...]:
        """Keep a choice of questions that have ended; the help where all that was told is graver now."""
        question, value = str(button.data.get("question")), str(button.data.get("value"))
        if value == SOMEONE_ELSE:
            return (Reply("utter_reaction_someone_else"),)
        if self.content.choice(question, value) is None:
            return ()
        self.interview.keep([(Asked(question), value)], self.message, "button")
        return self.interview.help_if_graver(self.message)

    def told_to_the_watch(self) -> Step:
        """The watch answers the message: what it says is kept, and it is never asked about again."""
        question = self._open()
        values = self.reader.answer(question, self.message.text, "", self.now.date())
        return self._kept(question, values or ((UNREAD,) if question in IN_WORDS else ()))

    def _pressed(self, button: Button) -> Step:
        data = button.data
        if button.intent != INTENT or data.get("about") != ABOUT:
            return ELSEWHERE
        question, value = str(data.get("question")), str(data.get("value"))
        is_known = self.content.choice(question, value) is not None
        answered = {answer.question for answer in self.interview.answers}
        is_asked = question == self._open().value or question in answered
        if not is_known or not is_asked or data.get("report") != self.interview.report.id:
            return AGAIN
        if value == SOMEONE_ELSE:
            return self._leave("utter_reaction_someone_else")
        self.interview.keep([(Asked(question), value)], self.message, "button")
        return self.interview.go_on(self.message)

    def _typed(self, label: str) -> Step:
        text = self.message.text
        if self.reader.is_about_someone_else(text):
            return self._leave("utter_reaction_someone_else")
        if self.reader.says_joking(text):
            return self._leave("utter_reaction_left")
        if self.reader.says_fine_now(text):
            self.interview.keep([(Asked.COURSE, "better")], self.message, "text")
            return self._leave("utter_reaction_fine_now")
        if label == "goodbye" or self.reader.leaves(text):
            return self._leave("utter_reaction_left")
        return self._told(label)

    def _told(self, label: str) -> Step:
        question, text = self._open(), self.message.text
        is_telling = label == "report_reaction" or (label in TELLING and not text.rstrip().endswith("?"))
        values = self.reader.answer(question, text, label, self.now.date())
        if not values and label in TELLING and asks(text):
            return self._asked(question)
        if label in NEVER_ANSWERS or (not is_telling and (is_question(text) or not values)):
            step = self._kept(question, ())
            return step if step.taken is Taken.LEFT else ELSEWHERE
        if not values and self.now - self.interview.report.last_activity_at > STALE:
            return AGAIN
        return self._kept(question, values) if values else self._unread(question, label)

    def _asked(self, question: Asked) -> Step:
        """The patient asks how it will go: no machine says that, and it is no answer to our question."""
        step = self._kept(question, ())
        return step if step.taken is Taken.LEFT else Step(Taken.KEPT, (Reply("utter_reaction_ask_team"),))

    def _unread(self, question: Asked, label: str) -> Step:
        """Words are an answer where any will do; a choice is asked for once more, then a person reads it."""
        tried = self.interview.report.bad_answers
        other = self.reader.of_another(question, self.message.text, self.now.date())
        if other and not tried:
            self.interview.change(bad_answers=tried + 1)  # said again, a person reads it
            return self._kept(*other)
        is_answer = (
            question in IN_WORDS and label not in BESIDE and not self.reader.is_abuse(self.message.text)
        )
        if is_answer or tried:
            return self._kept(question, (UNREAD,))
        step = self._kept(question, ())
        if step.taken is Taken.LEFT or self._open() is not question:
            return step
        self.interview.change(bad_answers=tried + 1)
        return Step(Taken.KEPT, (Reply("utter_reaction_not_read"),))

    def _kept(self, question: Asked, values: tuple[str, ...]) -> Step:
        text = self.message.text
        pairs = [(question, value) for value in values]
        pairs += self.reader.in_passing(text, self.now.date())
        self.interview.keep(pairs, self.message, "text")
        concepts = {finding.concept for finding in extract(text) if finding.assertion in SURE}
        return self.interview.go_on(self.message, concepts)

    def _leave(self, response: str) -> Step:
        self.interview.end("left")
        return Step(Taken.LEFT, (Reply(response),))

    def _open(self) -> Asked:
        answered = {answer.question for answer in self.interview.answers}
        return next_question(answered) or Asked.WHAT
