"""Time that staff keep free; openings leave it out. A block that was lifted stays on the record."""

from sqlalchemy import Column, String, Table, Text

from clinic.db.columns import id_column, metadata, moment, one_of, reference

blocked_times = Table(
    "blocked_times",
    metadata,
    id_column(),
    Column("scope", String(10), nullable=False),
    Column("resource", String(40)),  # the clinician or the room; none for the whole clinic
    moment("starts_at", nullable=False),
    moment("ends_at", nullable=False),
    Column("reason", Text, nullable=False),
    reference("staff_users", name="blocked_by_id", index=False),
    moment("created_at", nullable=False),
    moment("lifted_at"),
    reference("staff_users", name="lifted_by_id", nullable=True, index=False),
    one_of("scope", "clinic", "clinician", "room"),
)
