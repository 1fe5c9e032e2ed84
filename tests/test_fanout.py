"""Events reach whoever listens, within a process and through Redis between two."""

import asyncio
from collections.abc import Iterator

import pytest

from clinic.fanout import WAITING_EVENTS, LocalFanout, RedisFanout


async def _first(listening: LocalFanout, speaking: LocalFanout, topic: str) -> str:
    async with listening.listen(topic) as queue:
        await asyncio.to_thread(speaking.publish, topic, "message", {"sequence": 3})
        event = await asyncio.wait_for(queue.get(), 10)
    return f"{event.topic} {event.name} {event.data}"


@pytest.fixture
def two_processes(redis_url: str) -> Iterator[tuple[RedisFanout, RedisFanout]]:
    one, other = RedisFanout(redis_url), RedisFanout(redis_url)
    yield one, other
    one.close()
    other.close()


def test_an_event_reaches_a_listener_from_another_thread() -> None:
    fanout = LocalFanout()

    assert asyncio.run(_first(fanout, fanout, "c1")) == "c1 message {'sequence': 3}"


def test_an_event_reaches_a_listener_in_another_process(
    two_processes: tuple[RedisFanout, RedisFanout],
) -> None:
    one, other = two_processes

    assert asyncio.run(_first(one, other, "c1")) == "c1 message {'sequence': 3}"


def test_a_slow_listener_loses_the_oldest_events_only() -> None:
    async def listen() -> int:
        fanout = LocalFanout()
        async with fanout.listen("c1") as queue:
            for number in range(WAITING_EVENTS + 1):
                fanout.publish("c1", "message", {"sequence": number})
            await asyncio.sleep(0)
            first = await queue.get()
        sequence = first.data["sequence"]
        assert isinstance(sequence, int)
        return sequence

    assert asyncio.run(listen()) == 1


def test_nobody_listening_is_no_error() -> None:
    LocalFanout().publish("nobody", "message", {})
