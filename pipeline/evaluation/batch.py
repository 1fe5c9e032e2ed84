"""Answers texts for another program: a JSON list of texts comes in, a JSON list of answers goes out.

    python -m pipeline.evaluation.batch [--root FOLDER] [--model ARCHIVE]

The tests of understanding run in another environment than the model; here it is loaded once for all of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from pipeline.evaluation.quiet import be_quiet
from pipeline.evaluation.recipe import read_recipe
from pipeline.evaluation.refusal import EvaluationRefused


def main() -> int:
    """Answer once; what stands in the way is one line."""
    parser = argparse.ArgumentParser(description="Answer a batch of texts.")
    parser.add_argument("--root", type=Path, default=Path("."), help="where config.yml and data/ are")
    parser.add_argument("--model", type=Path, help="another trained archive than the standing one")
    options = parser.parse_args()
    be_quiet()
    try:
        from pipeline.evaluation.ours import archive_to_ask, ask_archive

        archive = archive_to_ask(options.root, options.model)
        answers = ask_archive(archive, read_recipe(options.root), json.load(sys.stdin))
    except EvaluationRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    json.dump([asdict(answer) for answer in answers], sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
