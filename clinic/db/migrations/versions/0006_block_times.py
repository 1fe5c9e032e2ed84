"""block times, and courses of sessions."""

import sqlalchemy as sa
from alembic import op

import clinic.db.columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blocked_times",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("resource", sa.String(length=40), nullable=True),
        sa.Column("starts_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("blocked_by_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint("scope IN ('clinic', 'clinician', 'room')", name=op.f("ck_blocked_times_scope")),
        sa.ForeignKeyConstraint(
            ["blocked_by_id"],
            ["staff_users.id"],
            name=op.f("fk_blocked_times_blocked_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"],
            ["staff_users.id"],
            name=op.f("fk_blocked_times_lifted_by_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocked_times")),
    )
    # Columns that may be empty or have a default: no table is written anew, on either engine.
    op.add_column(
        "bookings", sa.Column("marked_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "bookings", sa.Column("uses_session", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "cases", sa.Column("escalated_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "approvals", sa.Column("granted_until", clinic.db.columns.UtcDateTime(timezone=True), nullable=True)
    )
    op.add_column("approvals", sa.Column("renewed_prescreen_id", sa.String(length=32), nullable=True))
    op.add_column(
        "approvals", sa.Column("renewed_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    for column in ("renewed_at", "renewed_prescreen_id", "granted_until"):
        op.drop_column("approvals", column)
    op.drop_column("cases", "escalated_at")
    op.drop_column("bookings", "uses_session")
    op.drop_column("bookings", "marked_at")
    op.drop_table("blocked_times")
