"""The clinic's own calendars: what its webhook is told, and the busy times read from clinicians'."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint

from clinic.db.columns import ID_LENGTH, UtcDateTime, id_column, metadata, moment

webhook_events = Table(
    "webhook_events",
    metadata,
    id_column(),
    # No foreign key: when a booking is erased, the clinic's calendar must still hear that it is off.
    Column("booking_id", String(ID_LENGTH), nullable=False),
    Column("sequence", Integer, nullable=False),  # 1, 2, … of one booking
    Column("body", Text, nullable=False),  # the very bytes that are signed
    moment("created_at", nullable=False),
    moment("delivered_at"),
    moment("given_up_at"),
    Column("problem", String(40)),  # of the last attempt
    UniqueConstraint("booking_id", "sequence"),
    Index("ix_webhook_events_given_up_at", "given_up_at"),
)

calendar_sources = Table(
    "calendar_sources",
    metadata,
    Column("clinician", String(40), primary_key=True),
    moment("tried_at", nullable=False),
    moment("read_at"),  # of the copy that is kept; none while nothing could be read yet
    Column("problem", String(40)),  # of the last attempt; none when it went well
)

busy_times = Table(
    "busy_times",
    metadata,
    # Times alone: what fills them is nobody's business here.
    Column("clinician", String(40), primary_key=True),
    Column("starts_at", UtcDateTime, primary_key=True),
    moment("ends_at", nullable=False),
)
