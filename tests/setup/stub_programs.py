"""Small programs that stand in for the product's in tests of the supervisor: `stub_programs <which> …`.

`serve` answers on a port, `launch` is a launcher of two servers.
"""

import asyncio
import http.server
import os
import signal
import subprocess
import sys
from pathlib import Path

from clinic.launcher.kept import Patience
from clinic.launcher.programs import Program
from clinic.launcher.readiness import answers
from clinic.launcher.run_folder import RunFolder
from clinic.launcher.supervisor import Supervisor

HASTE = Patience(first_pause_seconds=0.02, longest_pause_seconds=0.1, probe_seconds=0.02, grace_seconds=0.3)


class _Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()


def serve(port: str, child_file: str) -> None:
    """Answer on a port; a child of its own ignores requests to end, and its number is left in a file."""
    child = subprocess.Popen([sys.executable, "-c", "import signal; signal.signal(15, 1); signal.pause()"])
    Path(child_file).write_text(str(child.pid))
    http.server.HTTPServer(("127.0.0.1", int(port)), _Answer).serve_forever()


def server(name: str, folder: Path, port: int) -> Program:
    """Return a program that serves; `<name>.child` in the folder names the child it has started."""
    return program(name, folder, "serve", str(port), str(folder / f"{name}.child"), ready_at=port)


def program(name: str, folder: Path, *arguments: str, ready_at: int = 0) -> Program:
    return Program(
        name=name,
        command=(sys.executable, "-m", "tests.setup.stub_programs", *arguments),
        log=folder / f"{name}.log",
        environment=dict(os.environ),
        is_ready=answers(f"http://127.0.0.1:{ready_at}/"),
    )


def launch(folder: str, first_port: str, second_port: str) -> None:
    """Keep two servers running until a signal, as the launcher does."""
    asyncio.run(_launch(Path(folder), int(first_port), int(second_port)))


async def _launch(folder: Path, *ports: int) -> None:
    run_folder = RunFolder(folder)
    supervisor = Supervisor(run_folder, lambda text: print(text, flush=True), HASTE)
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await supervisor.start([server(f"server-{port}", folder, port) for port in ports])
    print("all are ready", flush=True)
    await stopping.wait()
    await supervisor.stop()
    run_folder.release()


if __name__ == "__main__":
    {"serve": serve, "launch": launch}[sys.argv[1]](*sys.argv[2:])
