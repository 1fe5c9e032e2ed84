"""Keeps what the engine's packages say about themselves from the terminal: nobody here can act on it."""

from __future__ import annotations

import logging
import os

from pipeline.training import QUIET


def be_quiet() -> None:
    """Call it before anything heavy is imported: TensorFlow reads the environment then."""
    os.environ.update(QUIET)
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").propagate = False
    logging.getLogger("py.warnings").addHandler(logging.NullHandler())
