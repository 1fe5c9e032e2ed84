"""What people type besides a plain question, message by message through a whole turn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from clinic.services.delivery import SALES
from tests.fakes import answer
from tests.services.talk import takes
from tests.services.world import World, make_world

FILE = Path(__file__).parent / "data" / "circumstances.yml"
GROUPS = yaml.safe_load(FILE.read_text(encoding="utf-8"))["groups"]
CASES = [
    pytest.param(group, text, id=f"{group['title']}: {text[:40]}")
    for group in GROUPS
    for text in group["messages"]
]


@pytest.fixture(scope="module")
def shared() -> Iterator[World]:
    """One world for all: each message begins a conversation of its own."""
    made = make_world()
    yield made
    made.end()


def test_the_file_is_large_enough_to_say_something() -> None:
    assert len(CASES) >= 120
    assert len({(group["title"], text) for group in GROUPS for text in group["messages"]}) == len(CASES)


@pytest.mark.parametrize(("group", "text"), CASES)
def test_what_follows(shared: World, group: dict[str, Any], text: str) -> None:
    shared.conversation_id = shared.services.conversations.start("website").conversation.id
    shared.engine.reply = answer(*group["engine"], label=group["label"])
    shared.engine.turns.clear()

    heard = takes(shared, text)

    names = [message.response for message in heard]
    assert names == group.get("hears", names)
    assert set(group.get("includes", ())) <= set(names)
    assert set(group.get("never", ())).isdisjoint(names)
    assert names[0] in group.get("first_of", names)
    if "findings" in group:
        assert kept(shared) == set(group["findings"])
    if "block" in group:
        assert shared.conversation().booking_block == group["block"]
    if not group.get("engine_asked", True):
        assert shared.engine.turns == []
    if group.get("offers_no_sale"):
        offered = {button.intent for message in heard for button in message.buttons}
        assert offered.isdisjoint(SALES)
        assert "talk_to_human" in offered


def kept(world: World) -> set[str]:
    with world.uow(reads_only=True) as uow:
        return {seen.concept for seen in uow.watch.findings(world.conversation_id)}
