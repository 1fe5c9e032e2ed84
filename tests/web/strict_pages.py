"""Reads a page as strictly as the style asks: every page that a test opens is checked on the way."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

import httpx

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta"}
APART = {"dd", "dt", "h1", "h2", "h3", "h4", "li", "p", "td", "th"}  # begin a line of their own
TYPED = ("input", "textarea", "select")
POINTING = ("for", "aria-labelledby", "aria-describedby")


@dataclass
class Page(HTMLParser):
    """What a page holds; `text` is what a reader sees of its main part."""

    status: int
    source: str
    address: str
    title: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    captions: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        assert not self._open, f"{self.address}: not closed: {self._open}"
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag in APART:
            self.text += " "
        if tag not in VOID:
            self._open.append(tag)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((tag, ""))
        if tag == "caption":
            self.captions.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1:] == [tag], f"{self.address}: </{tag}> closes {self._open[-3:]}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "title" in self._open:
            self.title += data
        if "main" in self._open:
            self.text += data
        if self._open and self._open[-1] in ("h1", "h2", "h3", "h4"):
            tag, said = self.headings[-1]
            self.headings[-1] = (tag, said + data)
        if "caption" in self._open:
            self.captions[-1] += data

    def all(self, name: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag == name]

    @property
    def forms(self) -> list[str]:
        return [form["action"] for form in self.all("form")]


def read(response: httpx.Response) -> Page:
    """The page of an answer, checked."""
    page = Page(response.status_code, response.text, str(response.url))
    _check_outline(page)
    _check_forms(page)
    _check_references(page)
    _check_tables(page)
    _check_scripts(page, response)
    return page


def _check_outline(page: Page) -> None:
    tops = [said.strip() for tag, said in page.headings if tag == "h1"]
    assert len(tops) == 1, f"{page.address}: exactly one h1, not {tops}"
    assert page.title.strip().startswith(tops[0]), f"{page.address}: the title starts with the h1"
    levels = [int(tag[1]) for tag, _ in page.headings]
    skipped = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
    assert not skipped, f"{page.address}: headings skip a level: {page.headings}"
    assert page.all("html")[0].get("lang"), f"{page.address}: say the language"
    assert not [image for image in page.all("img") if "alt" not in image]


def _check_forms(page: Page) -> None:
    labelled = {label.get("for") for label in page.all("label")}
    for tag in TYPED:
        for control in page.all(tag):
            is_seen = control.get("type") != "hidden"
            assert not is_seen or control.get("id") in labelled, f"{page.address}: give {control} a label"


def _check_references(page: Page) -> None:
    counted = Counter(attributes["id"] for _, attributes in page.tags if "id" in attributes)
    assert not [one for one, count in counted.items() if count > 1], f"{page.address}: ids are unique"
    for _, attributes in page.tags:
        for name in POINTING:
            for pointed in attributes.get(name, "").split():
                assert pointed in counted, f"{page.address}: {name} points at {pointed}, which is not there"
        target = attributes.get("href", "")
        assert not target.startswith("#") or target[1:] in counted, f"{page.address}: {target} leads nowhere"


def _check_tables(page: Page) -> None:
    assert len(page.captions) == len(page.all("table")), f"{page.address}: every table has a caption"
    assert all(said.strip() for said in page.captions)
    assert not [head for head in page.all("th") if "scope" not in head], f"{page.address}: scope every th"


def _check_scripts(page: Page, response: httpx.Response) -> None:
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert response.headers["cache-control"] == "no-store"
    assert not page.all("style"), f"{page.address}: no inline style"
    assert not [script for script in page.all("script") if "src" not in script], (
        f"{page.address}: no inline script"
    )
    for tag, attributes in page.tags:
        handlers = [name for name in attributes if name.startswith("on") or name == "style"]
        assert not handlers, f"{page.address}: <{tag}> carries {handlers}"
