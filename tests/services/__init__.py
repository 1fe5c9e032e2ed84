"""Use cases with fakes for the ports."""
