"""The health questions before booking.

In reading order: use_cases (what others call), starting, reading and pressing (a message → a move), taking
(the move → what is stored), asking, explaining, closing, submitting; sheet and sitting hold the record;
permission and record answer for it later.
"""

from clinic.services.prescreen.permission import Permission
from clinic.services.prescreen.record import PrescreenRecord, RecordedAnswer, Replay
from clinic.services.prescreen.use_cases import Prescreens

__all__ = ["Permission", "PrescreenRecord", "Prescreens", "RecordedAnswer", "Replay"]
