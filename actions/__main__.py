"""`python -m actions`: the action server with this copy's settings."""

import logging
import sys

from actions.server import serve
from clinic.config import SettingsRefused, settings


def main() -> int:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        serve(settings())
    except SettingsRefused as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
