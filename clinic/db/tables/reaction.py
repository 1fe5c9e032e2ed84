"""Reports of a problem after a session, with every answer ever given."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from clinic.db.columns import ID_LENGTH, id_column, json_column, metadata, moment, one_of, reference

reaction_reports = Table(
    "reaction_reports",
    metadata,
    id_column(),
    reference("conversations"),
    reference("incidents"),
    Column("status", String(10), nullable=False),
    Column("level", String(2), nullable=False),  # the gravest so far; it never gets milder
    Column("open_question", String(15)),
    Column("bad_answers", Integer, nullable=False, default=0),  # to the open question
    Column("last_message_id", String(ID_LENGTH)),  # the message taken last: a repeat changes nothing
    json_column("last_step", dict),
    moment("started_at", nullable=False),
    moment("last_activity_at", nullable=False),
    moment("ended_at"),
    one_of("status", "asking", "completed", "left", "alarm"),
    one_of("level", "L1", "L2", "L3"),
    Index(
        "uq_reaction_reports_one_asking",
        "conversation_id",
        unique=True,
        sqlite_where=text("status = 'asking'"),
        postgresql_where=text("status = 'asking'"),
    ),
)

reaction_answers = Table(
    "reaction_answers",
    metadata,
    id_column(),
    reference("reaction_reports", index=False),
    Column("sequence", Integer, nullable=False),
    Column("question", String(15), nullable=False),
    Column("value", String(15), nullable=False),
    Column("words", Text, nullable=False),  # the patient's own
    Column("given_by", String(10), nullable=False),
    reference("messages", index=False),
    moment("answered_at", nullable=False),
    UniqueConstraint("reaction_report_id", "sequence"),
    one_of("given_by", "button", "text"),
)
