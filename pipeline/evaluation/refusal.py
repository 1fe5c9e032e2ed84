"""Why a measurement is not made."""


class EvaluationRefused(Exception):
    """Nothing is measured; the message is one line that says what to do."""
