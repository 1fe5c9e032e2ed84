"""The files of this tree as a reader of the repository sees them: what git ignores is not among them."""

import subprocess
from functools import cache
from pathlib import Path

from clinic.config import ROOT


@cache
def files() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def texts() -> list[tuple[Path, str]]:
    """Return every text file with what is in it."""
    found = []
    for path in files():
        raw = path.read_bytes()
        if b"\0" not in raw:
            found.append((path, raw.decode("utf-8")))
    return found


def modules(*folders: str) -> list[Path]:
    """Return the Python modules below these folders; all of them without a folder."""
    wanted = [path for path in files() if path.suffix == ".py"]
    return [path for path in wanted if not folders or short(path).parts[0] in folders]


def short(path: Path) -> Path:
    """Return the path as it is written in the repository."""
    return path.relative_to(ROOT)
