"""Begins the health questions: anew, where they stopped within the hour, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from clinic.criteria.health_questions import HealthQuestions
from clinic.logic.screening import Ending, Outcome, worst
from clinic.services.dialogue import Reply, Step, Taken
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.conversations import Conversation
from clinic.services.ports.prescreens import Prescreen
from clinic.services.prescreen.known import Known
from clinic.services.prescreen.sitting import FORM, Sitting

ASKED_ON = "website"  # health questions are asked on the clinic's own page only (design.md section 7)
BLOCKED = {
    "red_flag": "utter_outcome_emergency",
    "minor": "utter_prescreen_under_18",
    "reaction": "utter_booking_blocked",
}
NEEDED_A_PERSON = (Outcome.B, Outcome.A, Outcome.E)
UNFINISHED = ("asking", "left")


@dataclass(frozen=True)
class Starting:
    """One transaction; `settings` are the clinic's, None where it does not know."""

    uow: UnitOfWork
    clock: Clock
    ids: Ids
    content: HealthQuestions
    settings: Mapping[str, bool | None]

    def start(self, conversation: Conversation) -> Step:
        """Open the form, or say why it stays closed."""
        refusal = self._refusal(conversation)
        if refusal is not None:
            self.uow.conversations.change(conversation.id, open_form=None)
            return Step(Taken.LEFT, (Reply(refusal),))
        newest = self.uow.prescreens.newest(conversation.id)
        if newest is not None and self.can_resume(newest):
            self.uow.prescreens.change(newest.id, status="asking")
            self.uow.conversations.change(conversation.id, open_form=FORM)
            return Step(Taken.KEPT, (Reply("utter_prescreen_resumed"),))
        return Step(Taken.KEPT, self.begin(conversation, newest))

    def can_resume(self, prescreen: Prescreen) -> bool:
        """Within the hour, under the same rules, and not after an emergency."""
        idle = self.clock.now() - prescreen.last_activity_at
        return (
            prescreen.status in UNFINISHED
            and idle <= timedelta(minutes=self.content.resume_minutes)
            and prescreen.rules_version == self.content.rules_version
            and prescreen.outcome != Outcome.E
        )

    def begin(self, conversation: Conversation, before: Prescreen | None) -> tuple[Reply, ...]:
        """A new prescreen. What an earlier one came to is known to it (R-09)."""
        now, earlier = self.clock.now(), self._earlier(conversation)
        was_left = before is not None and before.status in UNFINISHED
        if before is not None and was_left:
            self.uow.prescreens.change(before.id, status="expired", pending={})
        had_answers = before is not None and bool(self.uow.prescreens.answers(before.id))
        restarted = was_left and had_answers and earlier is None
        known = Known(self.settings, earlier=earlier, restarted=restarted)
        prescreen = Prescreen(
            id=self.ids.new_id(),
            conversation_id=conversation.id,
            status="asking",
            rules_version=self.content.rules_version,
            started_at=now,
            last_activity_at=now,
            pending={},
            last_step={},
            facts=known.stored(),
        )
        self.uow.prescreens.add(prescreen)
        self.sitting(conversation, prescreen).note_decision()
        self.uow.prescreens.keep_questions(self.content.rules_version, self.content.stored(), now)
        self.uow.conversations.change(conversation.id, open_form=FORM)
        if earlier is not None:
            return (Reply("utter_prescreen_repeat"),)
        return (Reply("utter_prescreen_started_again"),) if restarted else ()

    def sitting(self, conversation: Conversation, prescreen: Prescreen) -> Sitting:
        return Sitting.load(self.uow, self.clock, self.ids, conversation, prescreen, self.content)

    def _refusal(self, conversation: Conversation) -> str | None:
        if conversation.channel != ASKED_ON:
            return "utter_prescreen_on_website"
        if conversation.booking_block in BLOCKED:
            return BLOCKED[conversation.booking_block]
        if self._said_minor(conversation):
            self.uow.conversations.change(conversation.id, booking_block="minor")
            return BLOCKED["minor"]
        return None

    def _said_minor(self, conversation: Conversation) -> bool:
        """Stated or implied anywhere in the conversation (clinical.md 3.6)."""
        return any(
            self.content.question(question).choices[value].ends is Ending.MINOR
            for seen in self.uow.watch.findings(conversation.id)
            if seen.assertion == "present"
            for question, value in self.content.pointed_at(seen.concept, seen.assertion)
        )

    def _earlier(self, conversation: Conversation) -> Outcome | None:
        since = self.clock.now() - timedelta(days=self.content.repeat_days)
        recent = [p for p in self.uow.prescreens.of(conversation.id) if p.last_activity_at >= since]
        return worst_result(recent)


def worst_result(prescreens: list[Prescreen]) -> Outcome | None:
    """The worst outcome that needed a person; None when none did."""
    outcomes = [Outcome(p.outcome) for p in prescreens if p.outcome in tuple(NEEDED_A_PERSON)]
    return worst(*outcomes) if outcomes else None
