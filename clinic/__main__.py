"""`python -m clinic` is the command line, also where no script was installed."""

from clinic.cli import main

raise SystemExit(main())
