"""Who waits for a time."""

from sqlalchemy import Column, Date, Index, String, Table, text

from clinic.db.columns import id_column, json_column, metadata, moment, one_of, reference

waitlist = Table(
    "waitlist",
    metadata,
    id_column(),
    reference("conversations"),
    Column("appointment_type", String(20), nullable=False),
    Column("clinician", String(40)),  # none: any
    json_column("wish", dict),
    Column("until", Date, nullable=False),
    Column("status", String(10), nullable=False),
    reference("bookings", name="changes_id", nullable=True),
    reference("bookings", name="hold_id", nullable=True, index=False),
    json_column("passed", list),
    moment("created_at", nullable=False),
    moment("changed_at", nullable=False),
    one_of("appointment_type", "consultation", "treatment"),
    one_of("status", "waiting", "offered", "taken", "left", "over"),
    Index("ix_waitlist_queue", "status", "created_at"),
    # One held time is offered to one person.
    Index(
        "uq_waitlist_hold",
        "hold_id",
        unique=True,
        sqlite_where=text("hold_id IS NOT NULL"),
        postgresql_where=text("hold_id IS NOT NULL"),
    ),
)
