"""link other calendars. New tables only: safe on a busy database."""

import sqlalchemy as sa
from alembic import op

import clinic.db.columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhook_events",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_events")),
        sa.UniqueConstraint("booking_id", "sequence", name=op.f("uq_webhook_events_booking_id_sequence")),
    )
    with op.batch_alter_table("webhook_events", schema=None) as batch_op:
        batch_op.create_index("ix_webhook_events_given_up_at", ["given_up_at"], unique=False)

    op.create_table(
        "calendar_sources",
        sa.Column("clinician", sa.String(length=40), nullable=False),
        sa.Column("tried_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("clinician", name=op.f("pk_calendar_sources")),
    )
    op.create_table(
        "busy_times",
        sa.Column("clinician", sa.String(length=40), nullable=False),
        sa.Column("starts_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinician", "starts_at", name=op.f("pk_busy_times")),
    )


def downgrade() -> None:
    op.drop_table("busy_times")
    op.drop_table("calendar_sources")
    with op.batch_alter_table("webhook_events", schema=None) as batch_op:
        batch_op.drop_index("ix_webhook_events_given_up_at")

    op.drop_table("webhook_events")
