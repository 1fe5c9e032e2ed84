"""Tells open browsers that something happened: within this process, or through Redis between several.

A lost event loses no message: listeners read the database after every event and every few seconds anyway.
"""

import asyncio
import json
import logging
import threading
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import redis

from clinic.services.dialogue import Json

log = logging.getLogger(__name__)

CHANNEL = "mesochat"
LOOK_SECONDS = 1.0  # how soon the thread sees that it is to stop
WAITING_EVENTS = 100  # of one listener; an older one is dropped, as the database has it


@dataclass(frozen=True)
class Event:
    topic: str
    name: str
    data: Json


@dataclass(frozen=True, eq=False)
class Listener:
    loop: asyncio.AbstractEventLoop
    queue: "asyncio.Queue[Event]"

    def offer(self, event: Event) -> None:
        if self.queue.full():
            self.queue.get_nowait()
        self.queue.put_nowait(event)


class LocalFanout:
    """Implements `Fanout` within one process; safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, set[Listener]] = defaultdict(set)

    def publish(self, topic: str, event: str, data: Json) -> None:
        with self._lock:
            listeners = tuple(self._listeners.get(topic, ()))
        for listener in listeners:
            if not listener.loop.is_closed():
                listener.loop.call_soon_threadsafe(listener.offer, Event(topic, event, data))

    @asynccontextmanager
    async def listen(self, topic: str) -> AsyncIterator["asyncio.Queue[Event]"]:
        listener = Listener(asyncio.get_running_loop(), asyncio.Queue(WAITING_EVENTS))
        with self._lock:
            self._listeners[topic].add(listener)
        try:
            yield listener.queue
        finally:
            self._drop(topic, listener)

    def _drop(self, topic: str, listener: Listener) -> None:
        with self._lock:
            self._listeners[topic].discard(listener)
            if not self._listeners[topic]:
                del self._listeners[topic]


class RedisFanout(LocalFanout):
    """Implements `Fanout` between processes: publishes to Redis, and a thread hands on what arrives."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = redis.Redis.from_url(url)
        self._subscription = self._redis.pubsub(  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
            ignore_subscribe_messages=True
        )
        self._subscription.subscribe(**{CHANNEL: self._arrived})
        self._thread = self._subscription.run_in_thread(
            sleep_time=LOOK_SECONDS, daemon=True, exception_handler=self._lost
        )

    def publish(self, topic: str, event: str, data: Json) -> None:
        try:
            self._redis.publish(CHANNEL, json.dumps([topic, event, data]))
        except redis.RedisError:
            log.warning("Redis did not take an event; browsers read it a little later")

    def close(self) -> None:
        self._thread.stop()
        self._thread.join(2 * LOOK_SECONDS)  # or it would connect again to what is closed under it
        self._redis.close()

    def _arrived(self, message: dict[str, bytes]) -> None:
        topic, event, data = json.loads(message["data"])
        super().publish(topic, event, data)

    def _lost(self, error: BaseException, *_: object) -> None:
        log.warning("Redis is away (%s); browsers read the database meanwhile", type(error).__name__)
        threading.Event().wait(1.0)
