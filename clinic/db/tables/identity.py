"""One-time codes that were asked for, and what a conversation may see after a proof."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from clinic.db.columns import ID_LENGTH, id_column, metadata, moment, reference

one_time_codes = Table(
    "one_time_codes",
    metadata,
    id_column(),
    reference("conversations", index=False),
    # Without a booking nothing was sent: the record is there so that limits tell nobody who is a patient.
    reference("bookings", nullable=True),
    moment("created_at", nullable=False),
    moment("expires_at", nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    moment("used_at"),
    Index("ix_one_time_codes_asked", "conversation_id", "created_at"),
)

booking_access = Table(
    "booking_access",
    metadata,
    Column(
        "conversation_id",
        String(ID_LENGTH),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column(
        "booking_id",
        String(ID_LENGTH),
        ForeignKey("bookings.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    moment("expires_at", nullable=False),
)
