"""Rasa's lock store, chosen by settings alone: in memory, or in Redis when several processes share work."""

from __future__ import annotations

from rasa.core.lock import TicketLock
from rasa.core.lock_store import InMemoryLockStore, LockStore, RedisLockStore
from rasa.utils.endpoints import EndpointConfig
from redis.connection import parse_url


class ConversationLock(LockStore):
    """Hands everything on to the store that the address in endpoints.yml asks for; empty means in memory."""

    def __init__(self, endpoint_config: EndpointConfig) -> None:
        address = endpoint_config.url
        self._store: LockStore = _redis_store(address) if address else InMemoryLockStore()

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        return self._store.get_lock(conversation_id)

    def delete_lock(self, conversation_id: str) -> None:
        self._store.delete_lock(conversation_id)

    def save_lock(self, lock: TicketLock) -> None:
        self._store.save_lock(lock)


def _redis_store(address: str) -> RedisLockStore:
    parts = parse_url(address)
    return RedisLockStore(
        host=parts.get("host", "localhost"),
        port=parts.get("port", 6379),
        db=parts.get("db", 0),
        username=parts.get("username"),
        password=parts.get("password"),
        use_ssl=address.startswith("rediss://"),
        key_prefix="clinic",
    )
