"""The console in a browser: the application of the web tests, served on a free port of this machine."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Locator, Page, expect

from tests.plugins.waiting import wait_until
from tests.services.booking_world import small_clinic
from tests.services.world import PASSWORD
from tests.web.console import Site


class ConsolePage:
    """A person at the console."""

    def __init__(self, page: Page, base_url: str, site: Site) -> None:
        self.page, self.base_url, self.site = page, base_url, site
        self.main = page.get_by_role("main")
        self.log = page.get_by_role("log")
        self.refused: list[str] = []
        page.on("console", lambda said: self._hear(said.text))

    def goes_to(self, path: str) -> "ConsolePage":
        self.page.goto(self.base_url + path)
        return self

    def signs_in(self, role: str, name: str = "") -> "ConsolePage":
        person = self.site.clinic.staff(role, name)
        self.goes_to("/staff/sign-in")
        self.page.get_by_label("E-mail").fill(person.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()
        return self

    def tabs_to(self, wanted: Locator) -> None:
        """Press Tab until it has the focus, which can be seen all the way."""
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                shown = wanted.evaluate("element => getComputedStyle(element).outlineStyle")
                assert shown != "none", "the focus cannot be seen"
                return
        raise AssertionError(f"Tab does not reach {wanted}")

    def _hear(self, said: str) -> None:
        if "Content Security Policy" in said:
            self.refused.append(said)


@contextmanager
def served(folder: Path) -> Iterator[tuple[Site, str]]:
    """The site and its address, while the block runs."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        site = Site.of(small_clinic(folder), url)
        server = uvicorn.Server(uvicorn.Config(site.app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            wait_until(lambda: server.started, "The console is served")
            yield site, url
        finally:
            server.should_exit = True
            thread.join()
