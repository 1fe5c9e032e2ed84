"""The letters that went. No address: that is the patient's row, and goes with it."""

from sqlalchemy import Column, String, Table

from clinic.db.columns import metadata, moment, one_of, reference

sent_letters = Table(
    "sent_letters",
    metadata,
    Column("dedup_key", String(120), primary_key=True),
    reference("conversations"),
    Column("kind", String(20), nullable=False),
    Column("message_id", String(300), nullable=False),
    Column("status", String(10), nullable=False),
    moment("began_at", nullable=False),
    moment("ended_at"),
    one_of("status", "sending", "sent", "refused"),
)
