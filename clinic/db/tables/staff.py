"""Staff, their sign-ins, and the two records of what they did and what they saw."""

from sqlalchemy import Boolean, Column, Index, String, Table, Text

from clinic.db.columns import id_column, json_column, metadata, moment, one_of, reference

staff_users = Table(
    "staff_users",
    metadata,
    id_column(),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(12), nullable=False),
    Column("registration", String(40)),  # a clinician's registration number, shown with a decision
    Column("password_hash", String(200), nullable=False),
    Column("is_active", Boolean, nullable=False, default=True),
    moment("created_at", nullable=False),
    one_of("role", "reception", "clinician", "admin"),
)

staff_sign_ins = Table(
    "staff_sign_ins",
    metadata,
    id_column(),
    reference("staff_users"),
    Column("token_hash", String(64), nullable=False, unique=True),
    moment("created_at", nullable=False),
    moment("last_seen_at", nullable=False),
    moment("ended_at"),
)

notes = Table(
    "notes",
    metadata,
    id_column(),
    reference("conversations"),
    reference("staff_users", index=False),
    Column("text", Text, nullable=False),
    moment("created_at", nullable=False),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    id_column(),
    moment("at", nullable=False),
    Column("actor", String(40), nullable=False),  # a staff id, or patient, assistant, system
    Column("action", String(40), nullable=False),
    Column("subject", String(30), nullable=False),
    Column("subject_id", String(40), nullable=False),
    json_column("detail", dict),  # never a patient's words, never a health answer
    Index("ix_audit_entries_subject", "subject", "subject_id"),
)

access_log_entries = Table(
    "access_log_entries",
    metadata,
    id_column(),
    moment("at", nullable=False),
    reference("staff_users", index=False),
    reference("conversations"),
    Column("page", String(40), nullable=False),
)
