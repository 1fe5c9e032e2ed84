"""Rasa's line to the action server: one kept connection, short patience, no patient's words in errors."""

from __future__ import annotations

from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

REJECTED = 400  # the action server's way of saying "this action does not want to run": Rasa reads its body
PATIENCE_SECONDS = 6.0  # shorter than web's patience with us, so that a slow action is still reported


class ActionEndpoint(EndpointConfig):
    """Stock Rasa opens a connection a call, waits 300 seconds, and on failure logs the whole request."""

    _open_session: aiohttp.ClientSession | None = None

    @classmethod
    def like(cls, stock: EndpointConfig) -> ActionEndpoint:
        return cls(stock.url, stock.params, stock.headers, **stock.kwargs)

    async def request(  # type: ignore[override]  # the arguments Rasa's remote actions use
        self, method: str = "post", *, json: dict[str, Any], **ignored: Any
    ) -> dict[str, Any]:
        async with self._session().post(self.url, json=_slimmed(json)) as answer:
            if answer.status == REJECTED:
                raise ClientResponseError(answer.status, str(answer.reason), await answer.text())
            if not answer.ok:
                raise ClientResponseError(answer.status, str(answer.reason), "")
            return dict(await answer.json())

    async def close(self) -> None:
        if self._open_session:
            await self._open_session.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._open_session is None or self._open_session.closed:
            timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
            self._open_session = aiohttp.ClientSession(headers=self.headers, timeout=timeout)
        return self._open_session


def _slimmed(call: dict[str, Any]) -> dict[str, Any]:
    """Leave out what our actions never read: past events, and the domain with every response in it."""
    return {**call, "tracker": {**call["tracker"], "events": []}, "domain": {}}
