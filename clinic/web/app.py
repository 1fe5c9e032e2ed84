"""The web application: one door for patients, staff and machines. Nothing runs at import."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware

from clinic.bootstrap import Bootstrapped, bootstrap
from clinic.config import ROOT, settings
from clinic.web import booking_pages, calendar_feed, chat_api, health, site
from clinic.web.error_pages import register_error_pages
from clinic.web.errors import register_errors
from clinic.web.guards import BodyLimit, OriginGuard, SecurityHeaders
from clinic.web.parts import Parts
from clinic.web.staff import (
    accounts,
    blocks,
    bookings,
    calendars,
    cases,
    content,
    conversations,
    handoffs,
    incidents,
    misunderstood,
    new_booking,
    queue,
    searching,
    sign_in,
    waitlist,
)
from clinic.web.staff.access import register_access
from clinic.web.wording import load_wording

WAITING_TURNS = 80  # threads: a turn spends its time waiting for the engine


def create_app() -> FastAPI:
    """The application of this process's settings; uvicorn's factory."""
    return build_app(bootstrap(settings()))


def build_app(booted: Bootstrapped) -> FastAPI:
    """The application over these services; tests bring their own."""
    stopping = False

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        nonlocal stopping
        anyio.to_thread.current_default_thread_limiter().total_tokens = WAITING_TURNS
        yield
        stopping = True

    app = FastAPI(title="Mesochat", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.parts = Parts(
        settings=booted.settings,
        services=booted.services,
        profile=booted.profile,
        fanout=booted.fanout,
        now=booted.services.handoff.clock.now,  # the services' own clock: pages and promises agree
        wording=load_wording(),
        is_stopping=lambda: stopping,
    )
    register_errors(app, booted.profile.clinic.phone)
    register_error_pages(app)
    register_access(app)
    _guard(app, booted)
    _route(app, booted)
    return app


def _guard(app: FastAPI, booted: Bootstrapped) -> None:
    """Guards run from the last added to the first: headers on every answer, then size, origin, CORS."""
    origins = list(booted.settings.allowed_origins)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["authorization", "content-type", "last-event-id"],
    )
    app.add_middleware(OriginGuard, own=booted.settings.public_url, allowed=frozenset(origins))
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders, embedders=tuple(origins))


def _route(app: FastAPI, booted: Bootstrapped) -> None:
    app.include_router(chat_api.router)
    app.include_router(health.router)
    app.include_router(site.router)
    app.include_router(booking_pages.router)
    app.include_router(calendar_feed.router)
    for part in (
        sign_in,
        queue,
        handoffs,
        searching,
        conversations,
        cases,
        new_booking,
        bookings,
        blocks,
        waitlist,
        calendars,
        incidents,
        misunderstood,
        content,
        accounts,
    ):
        app.include_router(part.router)
    if not booted.settings.in_production:
        app.include_router(site.demo)
    app.mount("/widget", StaticFiles(directory=ROOT / "widget"), name="widget")
    app.mount("/static", StaticFiles(directory=ROOT / "clinic" / "web" / "static"), name="static")
