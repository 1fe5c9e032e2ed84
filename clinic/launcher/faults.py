"""Why a start is refused or given up."""


class RunRefused(Exception):
    """Mesochat cannot run; the message is one line that says what to do."""
