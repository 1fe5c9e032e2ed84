"""Ends every process group it was told of when its standard input closes: when the launcher is gone.

A program of its own, started by path, standard library only. It reads lines: `+123` started, `-123` ended.
"""

import os
import signal
import sys
import time

STEP_SECONDS = 0.05


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        change = groups.add if line.startswith("+") else groups.discard
        change(int(line[1:]))
    end(groups, float(sys.argv[1]))


def end(groups: set[int], grace_seconds: float) -> None:
    """Ask every group to end; after the grace period, make it."""
    _signal(groups, signal.SIGTERM)
    until = time.monotonic() + grace_seconds
    while _living(groups) and time.monotonic() < until:
        time.sleep(STEP_SECONDS)
    _signal(groups, signal.SIGKILL)


def _living(groups: set[int]) -> set[int]:
    return {group for group in groups if _signal({group}, 0)}


def _signal(groups: set[int], number: int) -> bool:
    reached = False
    for group in groups:
        try:
            os.killpg(group, number)
            reached = True
        except (ProcessLookupError, PermissionError):
            pass  # nothing is left of it
    return reached


if __name__ == "__main__":
    main()
