"""Names the rules of the booking policy that a decision rests on, for those who read it later."""

from collections.abc import Mapping
from typing import Final

from clinic.logic.screening.decision import Decision, Flag
from clinic.logic.screening.questions import Outcome

BY_FLAG: Final[Mapping[Flag, str]] = {
    Flag.RED_FLAG: "R-01",
    Flag.ANSWER_CHANGED: "R-07",
    Flag.CONTRADICTION: "R-08",
    Flag.UNCONFIRMED: "R-08",
    Flag.REPEAT_SCREEN: "R-09",
    Flag.PRESSURE: "R-16",
    Flag.UNREADABLE: "R-18",
    Flag.HOLD: "R-20",
}


def rules_fired(decision: Decision) -> tuple[str, ...]:
    """The rules in the order of their numbers, each once; every decision rests on one at least."""
    weights = {reason.outcome for reason in decision.reasons}
    fired = {BY_FLAG[flag] for flag in decision.flags if flag in BY_FLAG}
    if Outcome.A in weights:
        fired.add("R-02")
    elif Outcome.B in weights:
        fired.add("R-03")
    if decision.ending is None or decision.outcome is Outcome.INCOMPLETE:
        fired.add("R-05")
    elif decision.outcome is Outcome.C:
        fired.add("R-04")
    if decision.is_final:
        fired.add("R-19")
    return tuple(sorted(fired))
