"""What `make run` starts: the four processes of one copy, watched and ended together.

In reading order: `start` (the order of things), `programs` (what runs), `supervisor` (keeps it running),
`watch` (ends it even if the launcher is killed), `readiness`, `addresses`, `run_folder`.
"""
