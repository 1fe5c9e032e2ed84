"""A real Rasa with the trained model, and an action server whose services are stand-ins."""

import os
import subprocess
import threading
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from rasa_sdk.executor import ActionExecutor

from actions.server import create_app
from clinic.config import LOOPBACK, ROOT
from tests.actions.stand_ins import StandInClinic
from tests.plugins.addresses import free_port
from tests.plugins.waiting import wait_until

TOKEN = "the-engine-token-of-these-tests"
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
READY_SECONDS = 120.0
NOTHING: dict[str, Any] = {"text": None, "intent": None, "form": None}


class ActionServer:
    """The product's own action server, in this process, on a free port."""

    def __init__(self, clinic: StandInClinic) -> None:
        self.port = free_port()
        executor = ActionExecutor()
        executor.register_package("actions")
        for action in (type(run.__self__) for run in list(executor.actions.values())):
            executor.register_action(action(clinic.services))
        app = create_app(executor, TOKEN)
        self._server = uvicorn.Server(
            uvicorn.Config(app, host=LOOPBACK, port=self.port, log_level="error", lifespan="off")
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        wait_until(lambda: self._server.started, "The action server is ready")

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()


class Engine:
    """Rasa, started as the launcher starts it; `turn` is what web does."""

    def __init__(self, folder: Path, actions_port: int, database: str = "", redis: str = "") -> None:
        self.folder = folder
        self.url = f"http://{LOOPBACK}:{free_port()}/webhooks/gateway"
        self._log = folder / "engine.log"
        self._environment = {
            **os.environ,
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CLINIC_ACTIONS_PORT": str(actions_port),
            "CLINIC_ENGINE_TOKEN": TOKEN,
            "CLINIC_ENGINE_DATABASE_URL": database or f"sqlite:///{folder / 'engine.db'}",
            "CLINIC_REDIS_URL": redis,
        }
        self.client = httpx.Client(headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30, trust_env=False)

    def start(self, model: Path) -> None:
        port = self.url.split(":")[2].split("/")[0]
        command = [RASA_PYTHON, "-m", "rasa", "run", "--quiet", "--model", model, "-i", LOOPBACK, "-p", port]
        with self._log.open("ab") as log:
            self._rasa = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        wait_until(self._is_ready, "Rasa is ready", READY_SECONDS)

    def stop(self) -> None:
        self._rasa.terminate()
        self._rasa.wait()

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def post(self, body: Any, **headers: str) -> httpx.Response:
        return self.client.post(f"{self.url}/turn", json=body, headers=headers)

    def turn(self, conversation_id: str, message_id: str = "m1", **said: str | None) -> dict[str, Any]:
        body = {"conversation_id": conversation_id, "message_id": message_id, **NOTHING, **said}
        answer = self.post(body)
        assert answer.status_code == httpx.codes.OK, answer.text
        return dict(answer.json())

    def _is_ready(self) -> bool:
        assert self._rasa.poll() is None, f"Rasa did not start: {self.log()[-2000:]}"
        try:
            return self.client.get(f"{self.url}/ready").status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False
