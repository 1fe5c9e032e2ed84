"""A problem after treatment: an incident, a person and the safety net at once, then a few short questions.

Read `use_cases` first. Answers live in our tables, every one ever given; the worst grade stands.
"""

from clinic.services.reaction.files import IncidentFiles, IncidentUnknown, ReportFile, reports_of
from clinic.services.reaction.reading import Reader
from clinic.services.reaction.use_cases import Reactions

__all__ = ["IncidentFiles", "IncidentUnknown", "Reactions", "Reader", "ReportFile", "reports_of"]
