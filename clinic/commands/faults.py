"""Why a command does not do what it was asked."""


class CommandRefused(Exception):
    """The command stops; the message is one line that says what to do."""
