"""Pages for patients: the plain chat page, and in development the demo clinic's website."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from clinic.web.pages import page

router = APIRouter(include_in_schema=False)
demo = APIRouter(include_in_schema=False)


@router.get("/chat")
def chat_page(request: Request) -> HTMLResponse:
    return page(request, "chat.html")


@router.get("/privacy")
def privacy_page(request: Request) -> HTMLResponse:
    return page(request, "privacy.html")


@demo.get("/")
def demo_website(request: Request) -> HTMLResponse:
    return page(request, "demo_website.html")
