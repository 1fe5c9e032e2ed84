"""Handoffs to a person, cases for a clinician, and what the clinician decided."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from clinic.db.columns import ID_LENGTH, id_column, json_column, metadata, moment, one_of, reference

_OPEN = text("status IN ('waiting', 'assigned')")

handoffs = Table(
    "handoffs",
    metadata,
    id_column(),
    reference("conversations"),
    Column("reason", String(30), nullable=False),
    Column("level", String(12), nullable=False),
    Column("status", String(10), nullable=False),
    moment("opened_at", nullable=False),
    moment("promised_at"),
    reference("staff_users", name="assigned_to_id", nullable=True, index=False),
    moment("assigned_at"),
    moment("ended_at"),
    one_of("status", "waiting", "assigned", "resolved", "expired", "returned"),
    one_of("level", "none", "non_urgent", "urgent", "emergency", "crisis"),
    Index("uq_handoffs_one_open", "conversation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
)

cases = Table(
    "cases",
    metadata,
    id_column(),
    reference("conversations"),
    reference("prescreens"),
    Column("outcome", String(10), nullable=False),
    Column("status", String(12), nullable=False),
    json_column("flags", list),
    Column("question", Text),  # asked back to the patient
    Column("answer", Text),
    moment("opened_at", nullable=False),
    moment("promised_at"),
    moment("decided_at"),
    moment("escalated_at"),  # the promised time had passed, and everybody was told
    one_of("status", "open", "asked_back", "approved", "declined", "expired"),
)

approvals = Table(
    "approvals",
    metadata,
    id_column(),
    reference("cases"),
    reference("conversations"),
    Column("decision", String(10), nullable=False),
    Column("treatment_type", String(20)),  # what may be booked: consultation, treatment
    Column("sessions", Integer),
    Column("spacing_days", Integer),
    Column("reason", Text, nullable=False),
    reference("staff_users", name="decided_by_id", index=False),
    Column("rules_version", String(80), nullable=False),
    moment("decided_at", nullable=False),
    moment("expires_at"),
    moment(
        "granted_until"
    ),  # the end that the clinician chose: `expires_at` comes before it, with the answers
    Column("renewed_prescreen_id", String(ID_LENGTH)),  # the same answers, given again: it rests on them now
    moment("renewed_at"),
    moment("revoked_at"),
    Column("revoked_reason", String(60)),
    one_of("decision", "approved", "declined"),
)
