"""Serves the actions to Rasa, and to nobody else: loopback, with the engine token, in one process.

rasa_sdk's own server has no token, listens everywhere by default, starts a second process, and answers a
failure with the whole request, which Rasa then logs. Its executor is used as it is.
"""

import hmac
import logging

import uvicorn
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionNotFoundException
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from actions.base import ActionFailed
from clinic.bootstrap import services
from clinic.config import LOOPBACK, Settings

log = logging.getLogger(__name__)


def create_app(executor: ActionExecutor, token: str) -> Starlette:
    """Return the application; the routes are those Rasa expects of an action server."""
    expected = f"Bearer {token}".encode()

    async def health(request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def webhook(request: Request) -> JSONResponse:
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected):
            return JSONResponse({"error": "token_refused"}, 401)
        try:
            result = await executor.run(await request.json())
        except ActionNotFoundException as problem:
            return JSONResponse({"error": "unknown", "action_name": problem.action_name}, 404)
        except ActionFailed as problem:
            return JSONResponse({"error": str(problem)}, 500)
        return JSONResponse(result.model_dump() if result else None)

    return Starlette(
        routes=[Route("/health", health), Route("/webhook", webhook, methods=["POST"])],
    )


def serve(settings: Settings) -> None:
    """Serve until the process is told to stop. Healthy means warm: no patient waits for the loading."""
    services()
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app(executor, settings.engine_token.get_secret_value())
    # Access lines say nothing that Rasa's own log does not, and come with every action.
    uvicorn.run(
        app, host=LOOPBACK, port=settings.actions_port, access_log=False, log_level="warning", lifespan="off"
    )
