"""The booking policy on health answers.

In reading order: questions, history, order, decision, fired, validity.
"""

from clinic.logic.screening.decision import EDITION, Decision, Flag, Reason, assess
from clinic.logic.screening.fired import rules_fired
from clinic.logic.screening.history import Answer, Facts, GivenBy, Reading
from clinic.logic.screening.order import Progress
from clinic.logic.screening.questions import AnswerIs, Choice, Ending, Outcome, Question, SettingIs, worst
from clinic.logic.screening.validity import (
    Lowering,
    LoweringRefusal,
    Refusal,
    booking_refusal,
    has_expired,
    lowering_refusal,
)

__all__ = [
    "EDITION",
    "Answer",
    "AnswerIs",
    "Choice",
    "Decision",
    "Ending",
    "Facts",
    "Flag",
    "GivenBy",
    "Lowering",
    "LoweringRefusal",
    "Outcome",
    "Progress",
    "Question",
    "Reading",
    "Reason",
    "Refusal",
    "SettingIs",
    "assess",
    "booking_refusal",
    "has_expired",
    "lowering_refusal",
    "rules_fired",
    "worst",
]
