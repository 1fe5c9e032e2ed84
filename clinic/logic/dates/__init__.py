"""What a patient's words say about a day and a time: "next tues", "not mornings", "the 15th after 5".

In reading order: `wish` (the result), `words` (spelling), `days`, `months`, `times` and `signs` (phrases),
`reading` (all together), `moves` (which words of a move to read), `spoken` (a wish in words).
"""

from clinic.logic.dates.moves import moved_to
from clinic.logic.dates.reading import read_wish
from clinic.logic.dates.spoken import write_wish
from clinic.logic.dates.wish import Horizon, PartOfDay, Problem, Wish, WishProblem

__all__ = ["Horizon", "PartOfDay", "Problem", "Wish", "WishProblem", "moved_to", "read_wish", "write_wish"]
