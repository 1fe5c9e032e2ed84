"""Set-up of a fresh machine with nothing but its own Python (3.9 or later) and the standard library.

In reading order: `__main__` (the order of things), `environments`, `model`, `interpreters`, `installer`,
`commands`, `faults`.
"""
