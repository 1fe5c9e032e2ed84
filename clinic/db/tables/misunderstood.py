"""The labels that staff give to messages that were not understood."""

from sqlalchemy import Column, String, Table, UniqueConstraint

from clinic.db.columns import id_column, metadata, moment, reference

label_marks = Table(
    "label_marks",
    metadata,
    id_column(),  # new with every change: two people cannot both replace the mark that they saw
    reference("conversations"),
    reference("messages", index=False),
    Column("label", String(40)),  # none: not for training
    reference("staff_users", index=False),
    moment("marked_at", nullable=False),
    moment("exported_at"),
    UniqueConstraint("message_id"),
)
