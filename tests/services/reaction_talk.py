"""A patient with a problem after a session, at real turns; the engine is played by what its rules do."""

from dataclasses import dataclass, field

from clinic.services.dialogue import Reply, Taken
from clinic.services.inbound import Inbound
from clinic.services.ports import EngineReply, EngineTurn
from clinic.services.ports.conversations import Incident, Message
from clinic.services.reaction import ReportFile, reports_of
from tests.fakes import understood
from tests.services.world import World


@dataclass
class Reporter:
    world: World
    label: str = "report_reaction"  # what the engine makes of the next text
    count: int = 0
    heard: tuple[Message, ...] = field(default=())

    def __post_init__(self) -> None:
        self.world.engine.during = self._think

    def says(self, text: str, label: str = "report_reaction") -> list[str | None]:
        self.label = label
        return self._sends(Inbound(self._next(), text))

    def presses(self, title: str) -> list[str | None]:
        tokens = {button.title: button.token for message in self.heard for button in message.buttons}
        return self._sends(Inbound(self._next(), button_token=tokens[title]))

    def walks(self, *titles: str) -> list[str | None]:
        heard: list[str | None] = []
        for title in titles:
            heard = self.presses(title)
        return heard

    def file(self) -> ReportFile:
        with self.world.uow(reads_only=True) as uow:
            return reports_of(uow, self.world.conversation_id)[-1]

    def given(self) -> list[tuple[str, str]]:
        return [(answer.question, answer.value) for answer in self.file().answers]

    def incidents(self) -> tuple[Incident, ...]:
        with self.world.uow(reads_only=True) as uow:
            return uow.watch.incidents()

    def _next(self) -> str:
        self.count += 1
        return f"r{self.count}"

    def _sends(self, inbound: Inbound) -> list[str | None]:
        messages = self.world.services.turns.take(self.world.conversation_id, inbound).messages
        self.heard = messages or self.heard
        return [message.response for message in messages]

    def _think(self, turn: EngineTurn) -> None:
        label = turn.intent or self.label
        self.world.engine.reply = EngineReply(self._replies(turn, label), understood(label))

    def _replies(self, turn: EngineTurn, label: str) -> tuple[Reply, ...]:
        service = self.world.services.reaction
        if turn.form != "reaction_form":
            is_report = label == "report_reaction"
            return (
                service.report(turn.conversation_id, turn.message_id) if is_report else (self._answer(label),)
            )
        step = service.take_message(turn.conversation_id, turn.message_id, understood(label))
        if step.taken is Taken.LEFT:
            return step.replies
        if step.taken is Taken.FINISHED:
            return (*step.replies, *service.submit(turn.conversation_id))
        said = (self._answer(label),) if step.taken is Taken.NOT_AN_ANSWER else step.replies
        return (*said, *service.ask(turn.conversation_id))

    def _answer(self, label: str) -> Reply:
        return Reply(f"utter_{label}" if label.startswith("faq/") else "utter_nothing_pending")
