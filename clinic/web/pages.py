"""Renders templates. Every page gets the clinic's profile; nothing is marked safe."""

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from clinic.config import ROOT
from clinic.web.parts import parts

TEMPLATES = Jinja2Templates(directory=ROOT / "clinic" / "web" / "templates")


def page(
    request: Request, template: str, values: Mapping[str, object] | None = None, *, status: int = 200
) -> HTMLResponse:
    here = parts(request)
    shared = {"clinic": here.profile, "in_production": here.settings.in_production}
    return TEMPLATES.TemplateResponse(request, template, {**shared, **(values or {})}, status_code=status)
