"""What a patient tells of their health in passing: the safety point, the answer, then an offer to note it."""

from dataclasses import dataclass
from typing import Final

from clinic.language.findings import Finding, extract
from clinic.services import audit
from clinic.services.dialogue import Choice, Reply
from clinic.services.hearing import OWN, Heard
from clinic.services.ports import Clock, EngineReply, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Message, SeenFinding

FALLBACK = "nlu_fallback"
NOTED_BY_ENGINE = "disclose_condition"  # its rule offers the note itself
OFFER: Final = "utter_disclosure_note_offer"
ASKS_IF_OWN: Final = "utter_disclosure_hypothetical"
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
# After these "what can I do then" asks what is left.
AFTER_A_POINT: Final = frozenset(
    {OFFER, "utter_disclosure_noted", "utter_disclosure_not_noted", "utter_disclosure_not_booked"}
)
LIST: Final = Reply("utter_disclosure_not_booked")
POLICY: Final = Reply("utter_faq/contraindications")
NOTHING_TO_NOTE: Final = (Reply("utter_disclosure_nothing_to_note"),)
OVER_WHEN_PAST = ("pregnancy", "breastfeeding", "cancer")  # past, they stop nobody: a clinician looks
LONGEST_WORDS: Final = 200
ONLY_THE_CLASSIFIER: Final = ("other", "uncertain")  # told, but no rule knows the words: a person looks


def speaks_of_own_health(text: str) -> bool:
    return any(finding.assertion in OWN for finding in extract(text))


def points(found: tuple[Finding, ...]) -> tuple[Reply, ...]:
    """The safety point of everything told, each text once."""
    return tuple(Reply(name) for name in dict.fromkeys(_safety_text(finding) for finding in found))


@dataclass(frozen=True)
class Disclosures:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    yes: str  # button titles
    no: str
    about_me: str
    person: str

    def keep(self, uow: UnitOfWork, message: Message, heard: Heard, label: str = "") -> None:
        """Store what the patient said about themselves. It holds booking back, noted or not."""
        for finding in heard.own:
            self._add(uow, message, finding.concept, str(finding.assertion), finding.words)
        if is_told_unread(heard, label) and message.button_id is None:
            self._add(uow, message, *ONLY_THE_CLASSIFIER, message.text[:LONGEST_WORDS])

    def around(self, heard: Heard, answered: EngineReply) -> tuple[Reply, ...]:
        """The engine's replies with the safety point before and the offer to note it after."""
        label = answered.understood.label
        if is_told_unread(heard, label):
            return (Reply(GENERAL), *answered.replies)
        if not heard.own:
            return NOTHING_TO_NOTE if label == NOTED_BY_ENGINE and _is_denied(heard) else answered.replies
        told = points(heard.own)
        if label == NOTED_BY_ENGINE:
            return (*told, *answered.replies)
        answers = () if label == FALLBACK else answered.replies
        if LIST in told:  # the same list twice says nothing more
            answers = tuple(reply for reply in answers if reply != POLICY)
        return (*told, *answers, self.offer())

    def offer(self) -> Reply:
        """May I note this for the clinic? The safety point before it names a person to talk to."""
        person = Choice(self.person, "talk_to_human")
        return Reply(OFFER, choices=(_choice(self.yes, "yes"), _choice(self.no, "no"), person))

    def ask_if_own(self, message: Message) -> Reply:
        """Is this about you? The button knows which message it asks about."""
        choices = (_choice(self.about_me, "about_me", message=message.id), _choice(self.no, "not_me"))
        return Reply(ASKS_IF_OWN, choices=choices)

    def take(self, conversation_id: str, value: str, message_id: str) -> tuple[Reply, ...]:
        """A pressed or typed answer to one of these questions."""
        match value:
            case "yes":
                return self._note(conversation_id)
            case "about_me":
                return self._take_as_own(conversation_id, message_id)
            case "not_me":
                return (Reply("utter_disclosure_not_own"),)
        return (Reply("utter_disclosure_not_noted"),)

    def _note(self, conversation_id: str) -> tuple[Reply, ...]:
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

    def _take_as_own(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """ "Can diabetics have it?" was about the patient: from now on it is their own disclosure."""
        with self.uows() as uow:
            message = uow.messages.get(message_id)
            if message is None or message.conversation_id != conversation_id:
                return (Reply("utter_nothing_pending"),)
            asked = tuple(f for f in extract(message.text) if f.assertion == "hypothetical")
            kept = {seen.concept for seen in uow.watch.findings(conversation_id)}
            for finding in asked:
                if finding.concept not in kept:
                    self._add(uow, message, finding.concept, "present", finding.words)
            uow.commit()
        return (*points(asked), self.offer())

    def _add(self, uow: UnitOfWork, message: Message, concept: str, assertion: str, words: str) -> None:
        seen = SeenFinding(
            id=self.ids.new_id(),
            conversation_id=message.conversation_id,
            message_id=message.id,
            concept=concept,
            assertion=assertion,
            words=words,
            is_noted=False,
            created_at=self.clock.now(),
        )
        uow.watch.add_finding(seen)


def is_told_unread(heard: Heard, label: str) -> bool:
    """Whether only the classifier sees a disclosure: no rule knows the words, so a person must look."""
    return label == NOTED_BY_ENGINE and not heard.findings and heard.signals.third_person is None


def _is_denied(heard: Heard) -> bool:
    """Nothing but what the patient does not have: there is nothing to note, and it clears nobody."""
    return bool(heard.findings) and len(heard.meant_as("negated")) == len(heard.findings)


def _choice(title: str, value: str, **more: str) -> Choice:
    return Choice(title, "answer_question", {"about": "disclosure", "value": value, **more})


def _safety_text(finding: Finding) -> str:
    if finding.assertion == "historical" and finding.concept in OVER_WHEN_PAST:
        return GENERAL
    return SAFETY_TEXTS.get(finding.concept, GENERAL)
