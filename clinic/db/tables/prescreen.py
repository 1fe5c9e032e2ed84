"""Consent and the health questions: every answer ever given, with its words and its rules version."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from clinic.db.columns import ID_LENGTH, id_column, json_column, metadata, moment, one_of, reference

consents = Table(
    "consents",
    metadata,
    id_column(),
    reference("conversations"),
    Column("purpose", String(30), nullable=False),
    Column("text_version", String(20), nullable=False),
    moment("given_at", nullable=False),
    moment("withdrawn_at"),
)

prescreens = Table(
    "prescreens",
    metadata,
    id_column(),
    reference("conversations"),
    reference("patients", nullable=True),
    Column("status", String(15), nullable=False),
    Column("rules_version", String(80), nullable=False),
    Column("current_question", String(20)),
    json_column("pending", dict),  # what waits for a yes: the words read back, the parsed value
    Column("last_message_id", String(ID_LENGTH)),  # the message taken last, so that a repeat changes nothing
    json_column("last_step", dict),
    json_column(
        "facts", dict
    ),  # what counts besides the answers: earlier results, pressure, words not confirmed
    Column("bad_answers", Integer, nullable=False, default=0),
    Column("goes_on", Boolean, nullable=False, default=False),  # asked to answer the rest after a stop
    Column("outcome", String(10)),
    json_column("flags", list),
    moment("started_at", nullable=False),
    moment("last_activity_at", nullable=False),
    moment("completed_at"),
    reference("staff_users", name="lowered_by_id", nullable=True, index=False),
    moment("lowered_at"),
    Column("lowered_reason", Text),
    one_of("status", "asking", "completed", "left", "withdrawn", "expired"),
    Index(
        "uq_prescreens_one_asking",
        "conversation_id",
        unique=True,
        sqlite_where=text("status = 'asking'"),
        postgresql_where=text("status = 'asking'"),
    ),
)

prescreen_answers = Table(
    "prescreen_answers",
    metadata,
    id_column(),
    reference("prescreens", index=False),
    Column("sequence", Integer, nullable=False),
    Column("question_id", String(20), nullable=False),
    Column("value", String(30), nullable=False),
    Column("words", Text, nullable=False),
    Column("given_by", String(15), nullable=False),
    Column("rules_version", String(80), nullable=False),
    reference("messages", nullable=True, index=False),
    moment("answered_at", nullable=False),
    UniqueConstraint("prescreen_id", "sequence"),
    one_of("given_by", "button", "text", "disclosure"),
)

health_question_versions = Table(
    "health_question_versions",  # the questions as they were asked: a decision is replayed with them
    metadata,
    Column("rules_version", String(80), primary_key=True),
    json_column("content", dict),
    moment("first_used_at", nullable=False),
)
