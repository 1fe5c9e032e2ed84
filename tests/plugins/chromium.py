"""Chromium: the one on the path, else Debian's package, else Playwright's own; driven by Playwright.

Its connections are cut to loopback: a page that asks for anything else fails its test.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENT: Final = ("-o", "DPkg::Lock::Timeout=120")  # s: the machine may be installing something of its own
NEAR: Final = ("127.0.0.1", "localhost", None)  # None: data: and blob: addresses


@pytest.fixture(scope="session")
def chromium_path(pytestconfig: pytest.Config) -> str:
    """The path of a Chromium that starts."""
    found = found_or_installed(pytestconfig.rootpath / "var" / "chromium.lock")
    if not found:
        pytest.fail("No Chromium: install it (Debian: apt-get install chromium).", pytrace=False)
    return found


def found_or_installed(lock: Path) -> str | None:
    """Return the path of a Chromium. One at a time: the processes of one test run ask together."""
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        return _on_the_path() or _from_debian() or _from_playwright()


# Playwright occupies the event loop of its thread: it ends with each module, so that others can have theirs.
@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A headless Chromium for this module's tests."""
    # As root, Chromium has no sandbox of its own; the pages are ours.
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=flags)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a new visitor. An error in its scripts, or a request beyond this machine, fails the test."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce")
    faults: list[str] = []
    context.route(lambda url: urlsplit(url).hostname not in NEAR, lambda route: _refuse(route, faults))
    visited = context.new_page()
    visited.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    yield visited
    context.close()
    assert not faults


def _refuse(route: Route, faults: list[str]) -> None:
    faults.append(f"request beyond this machine: {route.request.url}")
    route.abort()


def _on_the_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name)) and _starts(path)), None)


def _from_debian() -> str | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    for command in (
        ["apt-get", *PATIENT, "update"],
        ["apt-get", *PATIENT, "install", "--yes", "--no-install-recommends", "chromium"],
    ):
        if not _succeeds(command):
            return None
    return _on_the_path()


def _from_playwright() -> str | None:
    if not _succeeds([sys.executable, "-m", "playwright", "install", "chromium"]):
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _starts(path) else None


def _starts(path: str) -> bool:
    return _succeeds([path, "--version"])


def _succeeds(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return done.returncode == 0
