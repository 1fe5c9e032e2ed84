"""Renders templates. Every page gets the clinic's profile; nothing a patient wrote is ever marked safe."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from jinja2 import pass_context
from jinja2.runtime import Context

from clinic.config import ROOT
from clinic.logic.when import write_day, write_short_day, write_time
from clinic.web.parts import Parts, parts


@pass_context
def local(context: Context, moment: datetime) -> str:
    """A moment as the clinic's clock shows it: "Tue 24 Nov, 10:30am"."""
    here: Parts = context["here"]
    day = moment.astimezone(here.zone).date()
    return f"{write_short_day(day)}, {write_time(moment, here.zone)}"


@pass_context
def clock(context: Context, moment: datetime) -> str:
    """The time alone, where the day is named already: "10:30am"."""
    here: Parts = context["here"]
    return write_time(moment, here.zone)


def words(name: object) -> str:
    """A status or concept in plain words: `no_show` → no show."""
    return str(name).replace("_", " ")


def by_question(answers: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Answers grouped by question, in the order the questions were first asked; the newest answer last."""
    in_order = list(dict.fromkeys(answer.question_id for answer in answers))
    ranked = sorted(answers, key=lambda answer: (in_order.index(answer.question_id), answer.sequence))
    return [(question, list(given)) for question, given in groupby(ranked, key=lambda a: a.question_id)]


TEMPLATES = Jinja2Templates(directory=ROOT / "clinic" / "web" / "templates")
TEMPLATES.env.filters |= {
    "clock": clock,
    "long_day": write_day,
    "local": local,
    "words": words,
    "by_question": by_question,
}


def page(
    request: Request, template: str, values: Mapping[str, object] | None = None, *, status: int = 200
) -> HTMLResponse:
    here = parts(request)
    shared = {"here": here, "clinic": here.profile, "in_production": here.settings.in_production}
    return TEMPLATES.TemplateResponse(request, template, {**shared, **(values or {})}, status_code=status)
