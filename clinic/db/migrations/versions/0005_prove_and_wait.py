"""prove who asks, and wait for a time."""

import sqlalchemy as sa
from alembic import op

import clinic.db.columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

moment = clinic.db.columns.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "one_time_codes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_one_time_codes_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_one_time_codes_booking_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_codes")),
    )
    op.create_index(op.f("ix_one_time_codes_booking_id"), "one_time_codes", ["booking_id"])
    op.create_index("ix_one_time_codes_asked", "one_time_codes", ["conversation_id", "created_at"])

    op.create_table(
        "booking_access",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_booking_access_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_booking_access_booking_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation_id", "booking_id", name=op.f("pk_booking_access")),
    )
    op.create_index(op.f("ix_booking_access_booking_id"), "booking_access", ["booking_id"])

    op.create_table(
        "waitlist",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("appointment_type", sa.String(length=20), nullable=False),
        sa.Column("clinician", sa.String(length=40), nullable=True),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("changes_id", sa.String(length=32), nullable=True),
        sa.Column("hold_id", sa.String(length=32), nullable=True),
        sa.Column("passed", sa.JSON(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.CheckConstraint(
            "appointment_type IN ('consultation', 'treatment')", name=op.f("ck_waitlist_appointment_type")
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'offered', 'taken', 'left', 'over')", name=op.f("ck_waitlist_status")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_waitlist_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["changes_id"], ["bookings.id"], name=op.f("fk_waitlist_changes_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["bookings.id"], name=op.f("fk_waitlist_hold_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist")),
    )
    op.create_index(op.f("ix_waitlist_conversation_id"), "waitlist", ["conversation_id"])
    op.create_index(op.f("ix_waitlist_changes_id"), "waitlist", ["changes_id"])
    op.create_index("ix_waitlist_queue", "waitlist", ["status", "created_at"])
    op.create_index(
        "uq_waitlist_hold",
        "waitlist",
        ["hold_id"],
        unique=True,
        sqlite_where=sa.text("hold_id IS NOT NULL"),
        postgresql_where=sa.text("hold_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("waitlist")
    op.drop_table("booking_access")
    op.drop_table("one_time_codes")
