"""Calls to the clinic's other systems over HTTP: its webhook, its clinicians' calendars.

A name is looked up once, judged, and that very IP is called: what the name leads to a moment later does not
matter. No redirects, no proxies, one time limit for the whole call. Addresses and bodies are never logged.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import httpx

from clinic.logic.addresses import is_this_machine, may_reach, problem_of
from clinic.services.ports.calls import CallFailed, CallProblem

TIME_LIMIT_SECONDS: Final = 10.0
TRIED_AT_MOST: Final = 3  # addresses of one name
DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True)
class _Call:
    method: str
    url: httpx.URL
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    largest: int | None = None  # of the answer; none when only its status counts

    @property
    def host(self) -> str:
        return self.url.raw_host.decode("ascii")

    def request_to(self, client: httpx.AsyncClient, ip: str) -> httpx.Request:
        own = {
            "Host": self.url.netloc.decode("ascii"),
            "User-Agent": "Mesochat",
            "Accept-Encoding": "identity",  # else five megabytes may unpack to as many gigabytes
        }
        return client.build_request(
            self.method,
            self.url.copy_with(host=ip),
            content=self.body,
            headers={**self.headers, **own},
            extensions={"sni_hostname": self.host},  # whose certificate it must be
        )


@dataclass(frozen=True)
class HttpOut:
    """Implements `Calls`."""

    allow_private: bool = False
    seconds: float = TIME_LIMIT_SECONDS
    certificates: ssl.SSLContext | None = None  # whose to believe; none: the public ones

    def __post_init__(self) -> None:
        # httpx writes the whole address of every call into its log, and ours hold secrets.
        logging.getLogger("httpx").setLevel(logging.WARNING)

    def get(self, address: str, largest: int) -> bytes:
        return asyncio.run(self._in_time(_Call("GET", _read(address), largest=largest)))

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> None:
        json = {"Content-Type": "application/json", **headers}
        asyncio.run(self._in_time(_Call("POST", _read(address), body, json)))

    async def _in_time(self, call: _Call) -> bytes:
        try:
            async with asyncio.timeout(self.seconds):
                return await self._made(call)
        except (TimeoutError, httpx.TimeoutException):
            raise CallFailed(CallProblem.SLOW) from None
        except (httpx.HTTPError, OSError):
            raise CallFailed(CallProblem.DOWN) from None

    async def _made(self, call: _Call) -> bytes:
        client = httpx.AsyncClient(
            trust_env=False, verify=self.certificates or _public(), timeout=self.seconds
        )
        async with client:
            for ip in (await self._looked_up(call))[:TRIED_AT_MOST]:
                try:
                    return await _answer(client, call, ip)
                except httpx.ConnectError:
                    continue
        raise CallFailed(CallProblem.DOWN)

    async def _looked_up(self, call: _Call) -> list[str]:
        """The IPs of the name; refused as a whole when one of them may not be called."""
        port = call.url.port or DEFAULT_PORTS[call.url.scheme]
        found = await asyncio.get_running_loop().getaddrinfo(call.host, port, type=socket.SOCK_STREAM)
        ips, is_here = list(dict.fromkeys(str(entry[4][0]) for entry in found)), is_this_machine(call.host)
        if not all(
            may_reach(ip, asked_for_this_machine=is_here, allow_private=self.allow_private) for ip in ips
        ):
            raise CallFailed(CallProblem.NOT_ALLOWED)
        return ips


@cache
def _public() -> ssl.SSLContext:
    """Reading the public certificates takes longer than many a call."""
    return httpx.create_ssl_context(trust_env=False)


def _read(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise CallFailed(CallProblem.NOT_ALLOWED) from None
    if problem_of(address) is not None:
        raise CallFailed(CallProblem.NOT_ALLOWED)
    return url


async def _answer(client: httpx.AsyncClient, call: _Call, ip: str) -> bytes:
    answer = await client.send(call.request_to(client, ip), stream=True, follow_redirects=False)
    try:
        if answer.is_redirect:
            raise CallFailed(CallProblem.REDIRECTED, answer.status_code)
        if not answer.is_success:
            raise CallFailed(CallProblem.REFUSED, answer.status_code)
        return b"" if call.largest is None else await _content(answer, call.largest)
    finally:
        await answer.aclose()


async def _content(answer: httpx.Response, largest: int) -> bytes:
    if answer.headers.get("content-encoding", "identity").lower() != "identity":
        raise CallFailed(CallProblem.ENCODED)
    content = bytearray()
    async for part in answer.aiter_raw():
        content += part
        if len(content) > largest:
            raise CallFailed(CallProblem.TOO_LARGE)
    return bytes(content)
