"""Patients, bookings and the reserved times that keep two people out of one opening."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, false

from clinic.db.columns import (
    ID_LENGTH,
    UtcDateTime,
    id_column,
    json_column,
    metadata,
    moment,
    one_of,
    reference,
)

patients = Table(
    "patients",
    metadata,
    id_column(),
    reference("conversations"),
    Column("name", String(200), nullable=False),
    Column("phone", String(30)),  # E.164
    Column("email", String(254)),
    moment("created_at", nullable=False),
)

bookings = Table(
    "bookings",
    metadata,
    id_column(),
    Column("reference", String(12), nullable=False, unique=True),
    reference("conversations"),
    reference("patients", nullable=True),
    Column("appointment_type", String(20), nullable=False),
    Column("clinician", String(40), nullable=False),
    Column("room", String(40), nullable=False),
    moment("starts_at", nullable=False),
    moment("ends_at", nullable=False),
    Column("status", String(12), nullable=False),
    moment("hold_expires_at"),
    reference("prescreens", nullable=True, index=False),
    reference("approvals", nullable=True, index=False),
    Column("calendar_uid", String(120), nullable=False),
    Column("calendar_sequence", Integer, nullable=False, default=0),
    Column("manage_token_hash", String(64), unique=True),
    Column("cancel_reason", Text),
    moment("marked_at"),  # when staff said that the patient came, or did not
    Column(
        "uses_session", Boolean, nullable=False, default=False, server_default=false()
    ),  # missed, and used up all the same
    moment("created_at", nullable=False),
    moment("changed_at", nullable=False),
    one_of("appointment_type", "consultation", "treatment"),
    one_of("status", "held", "requested", "confirmed", "cancelled", "expired", "attended", "no_show"),
)

reserved_times = Table(
    "reserved_times",
    metadata,
    # A clinician or a room, in five-minute steps: the constraint that no race gets past, on any engine.
    Column("resource", String(60), primary_key=True),
    Column("starts_at", UtcDateTime, primary_key=True),
    reference("bookings"),
)

booking_drafts = Table(
    "booking_drafts",
    metadata,
    Column(
        "conversation_id",
        String(ID_LENGTH),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("step", String(20), nullable=False),
    json_column("data", dict),
    Column("last_message_id", String(ID_LENGTH)),
    json_column("last_step", dict),
    Column("bad_answers", Integer, nullable=False, default=0),
    moment("changed_at", nullable=False),
)
