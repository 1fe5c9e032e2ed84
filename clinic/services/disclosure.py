"""What a patient tells of their health in passing: the safety point, the answer, then an offer to note it."""

from dataclasses import dataclass

from clinic.language.findings import Finding, extract
from clinic.services import audit
from clinic.services.dialogue import Choice, Reply
from clinic.services.ports import Clock, EngineReply, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Conversation, Message, SeenFinding

OWN = ("present", "uncertain", "historical")  # what may concern the patient; doubt counts (design.md 6)
FALLBACK = "nlu_fallback"
NOTED_BY_ENGINE = "disclose_condition"  # its rule offers the note itself
# Which safety text speaks for a concept; every other concept gets the general one.
SAFETY_TEXTS = {
    "pregnancy": "utter_disclosure_not_booked",
    "possible_pregnancy": "utter_disclosure_may_be_pregnant",
    "breastfeeding": "utter_disclosure_breastfeeding",
    "trying_to_conceive": "utter_disclosure_trying_for_baby",
    "diabetes": "utter_disclosure_not_booked",
    "cancer": "utter_disclosure_not_booked",
    "stroke_paralysis": "utter_disclosure_not_booked",
    "clotting_disorder": "utter_disclosure_not_booked",
    "anticoagulant": "utter_disclosure_blood_thinner",
    "allergy": "utter_disclosure_allergy",
    "injection_reaction": "utter_disclosure_injection_reaction",
    "scalp_infection": "utter_disclosure_scalp_problem",
    "sudden_or_patchy_loss": "utter_disclosure_hair_loss_pattern",
    "advanced_baldness": "utter_disclosure_advanced_baldness",
    "hiv_hepatitis": "utter_disclosure_private",
    "minor_age": "utter_disclosure_under_18",
}
GENERAL = "utter_disclosure_needs_clinician"
OVER_WHEN_PAST = ("pregnancy", "breastfeeding", "cancer")  # past, they stop nobody: a clinician looks


def own_findings(text: str) -> tuple[Finding, ...]:
    """What a text says about its writer's own health."""
    return tuple(finding for finding in extract(text) if finding.assertion in OWN)


def speaks_of_own_health(text: str) -> bool:
    return bool(own_findings(text))


@dataclass(frozen=True)
class Disclosures:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    yes: str  # button titles
    no: str

    def keep(self, uow: UnitOfWork, conversation: Conversation, message: Message) -> tuple[Finding, ...]:
        """Store what the patient said about themselves. It holds booking back, noted or not."""
        if message.button_id is not None:
            return ()
        own = own_findings(message.text)
        for finding in own:
            seen = SeenFinding(
                id=self.ids.new_id(),
                conversation_id=conversation.id,
                message_id=message.id,
                concept=finding.concept,
                assertion=finding.assertion,
                words=finding.words,
                is_noted=False,
                created_at=self.clock.now(),
            )
            uow.watch.add_finding(seen)
        return own

    def around(
        self, conversation: Conversation, found: tuple[Finding, ...], answered: EngineReply
    ) -> tuple[Reply, ...]:
        """The engine's replies with the safety point before and the offer to note it after.

        Inside a form the form reads the finding back itself, so nothing is added.
        """
        if conversation.open_form is not None or not found:
            return answered.replies
        names = dict.fromkeys(_safety_text(finding) for finding in found)
        points = tuple(Reply(name) for name in names)
        if answered.understood.label == NOTED_BY_ENGINE:
            return (*points, *answered.replies)
        answers = () if answered.understood.label == FALLBACK else answered.replies
        return (*points, *answers, self.offer())

    def offer(self) -> Reply:
        """May I note this for the clinic?"""
        choices = tuple(
            Choice(title, "answer_question", {"about": "disclosure", "value": value})
            for title, value in ((self.yes, "yes"), (self.no, "no"))
        )
        return Reply("utter_disclosure_note_offer", choices=choices)

    def note(self, conversation_id: str) -> tuple[Reply, ...]:
        """Mark what was told as passed on, with the patient's consent."""
        with self.uows() as uow:
            noted = uow.watch.note_findings(conversation_id)
            audit.record(
                uow,
                self.clock,
                self.ids,
                actor="patient",
                action="note_disclosure",
                subject="conversation",
                subject_id=conversation_id,
                findings=noted,
            )
            uow.commit()
        return (Reply("utter_disclosure_noted"),)


def _safety_text(finding: Finding) -> str:
    if finding.assertion == "historical" and finding.concept in OVER_WHEN_PAST:
        return GENERAL
    return SAFETY_TEXTS.get(finding.concept, GENERAL)
