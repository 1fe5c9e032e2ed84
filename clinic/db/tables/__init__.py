"""Tables by topic, on one MetaData with a naming convention."""

from clinic.db.columns import metadata
from clinic.db.tables import booking, conversation, handoff, prescreen, staff

__all__ = ["booking", "conversation", "handoff", "metadata", "prescreen", "staff"]
