"""A patient who types one message after the other, to an engine that is told what it understands."""

from itertools import count

from clinic.services.inbound import Inbound
from clinic.services.ports import EngineTurn
from clinic.services.ports.conversations import Message
from tests.fakes import answer
from tests.services.world import World

NUMBERS = count()


def takes(world: World, text: str) -> tuple[Message, ...]:
    return world.services.turns.take(world.conversation_id, Inbound(f"f{next(NUMBERS)}", text)).messages


def said(world: World, text: str) -> list[str | None]:
    return [message.response for message in takes(world, text)]


def talked_about(world: World, label: str, *responses: str) -> None:
    """The patient asked something that the engine understood as this label."""
    world.engine.reply = answer(*(responses or (f"utter_{label}",)), label=label)
    takes(world, "something that stands by itself")


def titles(messages: tuple[Message, ...]) -> list[str]:
    return [button.title for message in messages for button in message.buttons]


def asked_engine(world: World) -> EngineTurn:
    return world.engine.turns[-1]
