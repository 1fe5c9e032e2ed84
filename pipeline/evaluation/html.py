"""Small pieces of HTML: every table with a caption, every picture with words for whoever cannot see it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape


def section(title: str, *parts: str) -> str:
    return f"<section>\n<h2>{escape(title)}</h2>\n{''.join(parts)}</section>\n"


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>\n"


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose first column names each row; it scrolls sideways where there is little room."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heads)
    body = "".join(_row(row) for row in rows)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>\n"
    )


def picture(svg: str, alt: str, caption: str, kind: str = "") -> str:
    """Return a picture that stands inside the page."""
    data = b64encode(svg.encode()).decode()
    image = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(alt)}">'
    if kind == "wide":  # a picture with small letters keeps its size
        image = f'<div class="wide" role="region" tabindex="0" aria-label="{escape(caption)}">{image}</div>'
    return f'<figure class="{kind}">{image}<figcaption>{escape(caption)}</figcaption></figure>\n'


def folded(title: str, inside: str) -> str:
    return f"<details><summary>{escape(title)}</summary>\n{inside}</details>\n"


def card(title: str, value: str, small: str) -> str:
    return (
        f"<li><span>{escape(title)}</span><strong>{escape(value)}</strong><small>{escape(small)}</small></li>"
    )


def cards(title: str, inside: Sequence[str]) -> str:
    return f'<h3>{escape(title)}</h3>\n<ul class="cards">{"".join(inside)}</ul>\n'


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    data = "".join(f"<td>{escape(cell)}</td>" for cell in others)
    return f'<tr><th scope="row">{escape(first)}</th>{data}</tr>'
