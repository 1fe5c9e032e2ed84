"""Why a booking, a mark or a block could not be made, in words for the desk."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from clinic.logic.blocks import BlockProblem
from clinic.logic.booking import MarkProblem, Permit
from clinic.services.alerts import ReasonMissing
from clinic.services.booking import OpeningTaken
from clinic.services.desk import (
    AlreadyBooked,
    BlockRefused,
    BookingChanged,
    BookingRefused,
    CallerProblem,
    CallerRefused,
    MarkRefused,
    OffCourse,
)

NO_TIME_CHOSEN: Final = "Choose a time first."
REFUSALS: Final[Mapping[type[Exception], str]] = {
    AlreadyBooked: "The patient has such an appointment already. Move that one instead.",
    BookingChanged: "A colleague or the patient was quicker. Below is how it stands now.",
    OffCourse: "That session does not fit the course: one stands open, none is left, it comes too early, or "
    "after the end of the approval.",
    OpeningTaken: "Somebody else has just taken that time, or it is blocked. These are free.",
    ReasonMissing: "Not cancelled: write the reason first. It stays on the record.",
}
# By kind: members of two kinds may have the same value.
REASONS: Final[Mapping[type[StrEnum], Mapping[StrEnum, str]]] = {
    Permit: {
        Permit.BLOCKED: "Booking is blocked: a red flag or a problem after treatment. Ask a clinician.",
        Permit.UNAVAILABLE: "The health questions cannot be read right now, so nothing can be booked.",
        Permit.QUESTIONS_FIRST: "The patient must answer the health questions in the chat first.",
        Permit.NEW_FINDING: "The patient has said something new of their health. The questions come first.",
        Permit.UNDER_REVIEW: "A clinician must look at the health answers of this patient first.",
        Permit.NOT_OFFERED: "The clinic does not book this after the health answers. A clinician decides.",
        Permit.DECLINED: "A clinician has declined this.",
        Permit.APPROVAL_EXPIRED: "The clinician’s approval has run out. The questions come first.",
        Permit.TREATMENT_NEEDS_APPROVAL: "A treatment session needs a clinician’s approval first.",
    },
    CallerProblem: {
        CallerProblem.NAME: "Write a name of up to 100 letters.",
        CallerProblem.PHONE: "That is no whole phone number. One from abroad starts with its country code.",
        CallerProblem.EMAIL: "That is no whole e-mail address.",
        CallerProblem.NO_CONTACT: "Write a phone number or an e-mail address: we must be able to reach them.",
    },
    MarkProblem: {
        MarkProblem.NOT_BEGUN: "That visit has not begun.",
        MarkProblem.OTHERWISE: "A colleague was quicker, or the booking has changed. See below how it is.",
        MarkProblem.TOO_LATE: "A mark can be taken back on its own day only.",
    },
    BlockProblem: {
        BlockProblem.UNKNOWN: "Choose what is blocked.",
        BlockProblem.NO_TIME: "Write from when to when.",
        BlockProblem.BACKWARDS: "The end must come after the start.",
        BlockProblem.OVER: "That time is over.",
        BlockProblem.TOO_LONG: "A block lasts a year at most.",
        BlockProblem.NO_REASON: "Write the reason first.",
    },
}


def because(problem: StrEnum) -> str:
    """The sentence for what is wrong."""
    return REASONS[type(problem)][problem]


def refused(refusal: Exception) -> str:
    """The sentence for a refusal; every kind has one."""
    match refusal:
        case BookingRefused():
            return because(refusal.permit)
        case CallerRefused() | MarkRefused() | BlockRefused():
            return because(refusal.problem)
    return REFUSALS[type(refusal)]
