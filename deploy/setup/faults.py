"""What went wrong in words a person can act on: one line for each fault that set-up knows."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

DISK_FULL = re.compile(r"no space left on device|disk quota exceeded|os error 28\b", re.IGNORECASE)
NO_NETWORK = re.compile(
    r"dns error|name resolution|failed to lookup address|could not resolve|network is unreachable"
    r"|error sending request|newconnectionerror|connection (refused|reset)|timed out|proxy",
    re.IGNORECASE,
)
WRONG_HASH = re.compile(r"hash mismatch|do not match the hashes", re.IGNORECASE)


class SetupFailed(Exception):
    """Set-up cannot go on; the message is one line that says what to do."""


def explain(what: str, output: str, log: Path) -> SetupFailed:
    """Turn a failed command's output into one line."""
    if DISK_FULL.search(output):
        free = shutil.disk_usage(log.parent).free // 2**20
        return SetupFailed(
            f"The disk is full ({free} MB free). Make room (about 5 GB), then run the command again."
        )
    if WRONG_HASH.search(output):
        return SetupFailed(f"{what}: a package differs from the pinned one and was not installed. See {log}.")
    if NO_NETWORK.search(output):
        return SetupFailed(
            f"{what}: the package index cannot be reached. "
            "Check the network or the proxy, then run the command again."
        )
    said = [line.strip() for line in output.splitlines() if line.strip()]
    last = said[-1] if said else "it said nothing"
    return SetupFailed(f"{what} failed: {last} (all of it: {log})")
