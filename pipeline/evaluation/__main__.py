"""`python -m pipeline.evaluation`."""

from pipeline.evaluation.command import main

raise SystemExit(main())
