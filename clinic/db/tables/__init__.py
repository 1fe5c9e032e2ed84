"""Tables by topic, on one MetaData with a naming convention."""

from clinic.db.columns import metadata
from clinic.db.tables import (
    blocks,
    booking,
    calendars,
    conversation,
    handoff,
    identity,
    letters,
    misunderstood,
    prescreen,
    reaction,
    staff,
    waitlist,
)

__all__ = [
    "blocks",
    "booking",
    "calendars",
    "conversation",
    "handoff",
    "identity",
    "letters",
    "metadata",
    "misunderstood",
    "prescreen",
    "reaction",
    "staff",
    "waitlist",
]
