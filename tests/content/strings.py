"""Every string that reaches a patient and is no response: buttons, pages, widget, errors, staff replies."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from clinic.config import ROOT
from clinic.criteria.booking_titles import load_booking_titles
from clinic.criteria.health_questions import load_health_questions
from clinic.criteria.label_titles import load_label_titles
from clinic.criteria.letters import load_letters
from clinic.criteria.profile import Profile
from clinic.criteria.reaction_questions import load_reaction_questions
from clinic.criteria.responses import PLACEHOLDER
from clinic.criteria.sources import load_sources
from clinic.criteria.strict_yaml import read_yaml
from clinic.web.staff.replies import PATH as REPLIES

WEB: Final = ROOT / "clinic" / "web"
TEMPLATES: Final = WEB / "templates"
WIDGET: Final = ROOT / "widget"
ERRORS: Final = ("errors.py", "error_pages.py", "booking_pages.py", "chat_api.py", "guards.py")
SPOKEN: Final = ("title", "alt", "aria-label", "placeholder")
_JINJA: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_VALUE: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_QUOTED: Final = re.compile(r'"((?:[^"\\\n])*)"|`([^`]*)`')
_IN_JS: Final = re.compile(r"\$\{[^}]*\}")

type Found = Iterator[tuple[str, str]]


def titles() -> Found:
    """The words on buttons."""
    for label, title in load_label_titles().items():
        yield f"label_titles.yml: {label}", title
    for name, title in load_booking_titles().items():
        yield f"booking_titles.yml: {name}", title
    for name, title in load_health_questions().titles.items():
        yield f"health_questions.yml: {name}", title
    for asked, question in load_reaction_questions().questions.items():
        for value, choice in question.choices.items():
            yield f"reaction_questions.yml: {asked} {value}", choice.title


def source_titles() -> Found:
    """What stands under an answer; the names are those of other people's pages."""
    for source in load_sources().values():
        yield f"sources.yml: {source.id}", source.title


def replies() -> Found:
    """What staff put into a chat with one press, before the clinic's own values are filled in."""
    for title, text in read_yaml(REPLIES)["replies"].items():
        yield f"replies.yml: {title}", PLACEHOLDER.sub("it", text)


def letters(profile: Profile) -> Found:
    """The e-mails that leave the chat: the subject, then line by line."""
    for kind, letter in load_letters(profile.placeholders()).items():
        lines = [letter.subject, *letter.text.splitlines()]
        yield from ((f"letters.yml: {kind}", PLACEHOLDER.sub("it", line)) for line in lines if line)


def profile_strings(profile: Profile) -> Found:
    """What the clinic itself writes into texts; its name and address are its own, its hours are a table."""
    for name, value in profile.placeholders().items():
        if name not in ("clinic_name", "clinic_address", "clinic_hours", "privacy_url"):
            yield f"clinic.yml: {name}", value
    for number, line in enumerate(profile.treatment.aftercare.lines, 1):
        yield f"clinic.yml: aftercare {number}", line


def widget_strings() -> Found:
    for number, text in enumerate(texts_of_script(WIDGET / "words.js")):
        yield f"words.js: {number}", text


def widget_code() -> Iterator[Path]:
    """What may hold no words of its own."""
    return (path for path in sorted(WIDGET.glob("*.js")) if path.name != "words.js")


def sentences_of(path: Path) -> Iterator[str]:
    """What reads like a sentence in a script: words that begin with a capital letter."""
    return (text for text in texts_of_script(path) if re.match(r"[A-Z][a-z’']+ [a-z]+", text))


def page_strings() -> Found:
    """The pages that a patient can open."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        if path.parent.name != "staff":
            yield from ((f"{path.relative_to(TEMPLATES)}: {text[:30]}", text) for text in texts_of_page(path))


def error_strings() -> Found:
    """The sentences that errors bring to a chat or a page."""
    for name in ERRORS:
        tree = ast.parse((WEB / name).read_text(encoding="utf-8"))
        documented = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in documented and re.match(r"[A-Z][a-z']+ ", node.value):
                yield f"{name}: {node.value[:30]}", node.value


def everything(profile: Profile) -> list[tuple[str, str]]:
    found = (titles(), replies(), letters(profile), profile_strings(profile))
    return [pair for part in (*found, widget_strings(), page_strings(), error_strings()) for pair in part]


def texts_of_script(path: Path) -> Iterator[str]:
    """The strings of a script, comments left out, with `it` for every value."""
    code = re.sub(
        r"/\*.*?\*/|^\s*//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    for quoted in _QUOTED.finditer(code):
        text = _IN_JS.sub("it", quoted[1] or quoted[2] or "").strip()
        if re.search(r"[A-Za-z]{2}", text):
            yield text


def texts_of_page(path: Path) -> Iterator[str]:
    """Every text and spoken attribute of a template, and the words inside its expressions."""
    source, reader = path.read_text(encoding="utf-8"), _Reader()
    reader.feed(_VALUE.sub("it", _JINJA.sub(" ", source)))
    reader.close()
    yield from reader.found
    for part in re.findall(r"\{[{%].*?[}%]\}", source, re.DOTALL):
        yield from (text for text in re.findall(r'"([^"]*)"', part) if re.match(r"[A-Z]", text))


class _Reader(HTMLParser):
    """Gathers what a reader or a screen reader meets; pieces of one sentence stay together."""

    INLINE = ("a", "em", "strong", "span", "b", "i")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = [""]

    @property
    def found(self) -> list[str]:
        joined = (" ".join(piece.split()) for piece in self.pieces)
        return [text for text in joined if re.search(r"[A-Za-z]{2}", text)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.INLINE:
            self.pieces.append("")
        said = [value for name, value in attrs if name in SPOKEN and value]
        self.pieces[-1:-1] = said

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.INLINE:
            self.pieces.append("")

    def handle_data(self, data: str) -> None:
        self.pieces[-1] += data
