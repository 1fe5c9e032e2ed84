"""The log file of each process: appended to, moved aside once when large, and quoted when something fails."""

from pathlib import Path
from typing import IO, Final

LARGEST_BYTES: Final = 10 * 2**20
QUOTED_BYTES: Final = 8192


def open_log(path: Path) -> IO[bytes]:
    """Open a log for appending; one that has grown large becomes `<name>.1` first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_BYTES:
        path.replace(path.with_name(f"{path.name}.1"))
    return path.open("ab")


def last_words(path: Path) -> str:
    """Return a sentence with the last line of a log that says something, and where the rest is."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - QUOTED_BYTES))
            lines = log.read().decode(errors="replace").splitlines()
    except FileNotFoundError:
        lines = []
    said = [line.strip() for line in lines if line.strip()]
    return f"Its last line: {said[-1]} (all of it: {path})" if said else f"It said nothing in {path}."
