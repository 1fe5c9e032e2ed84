"""keep reaction reports."""

import sqlalchemy as sa
from alembic import op

import clinic.db.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reaction_reports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("open_question", sa.String(length=15), nullable=True),
        sa.Column("bad_answers", sa.Integer(), nullable=False),
        sa.Column("last_message_id", sa.String(length=32), nullable=True),
        sa.Column("last_step", sa.JSON(), nullable=False),
        sa.Column("started_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_activity_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("level IN ('L1', 'L2', 'L3')", name=op.f("ck_reaction_reports_level")),
        sa.CheckConstraint(
            "status IN ('asking', 'completed', 'left', 'alarm')", name=op.f("ck_reaction_reports_status")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_reaction_reports_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_reaction_reports_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaction_reports")),
    )
    with op.batch_alter_table("reaction_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reaction_reports_conversation_id"), ["conversation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reaction_reports_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(
            "uq_reaction_reports_one_asking",
            ["conversation_id"],
            unique=True,
            sqlite_where=sa.text("status = 'asking'"),
            postgresql_where=sa.text("status = 'asking'"),
        )

    op.create_table(
        "reaction_answers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reaction_report_id", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=15), nullable=False),
        sa.Column("value", sa.String(length=15), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(length=10), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("answered_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("given_by IN ('button', 'text')", name=op.f("ck_reaction_answers_given_by")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_reaction_answers_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reaction_report_id"],
            ["reaction_reports.id"],
            name=op.f("fk_reaction_answers_reaction_report_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaction_answers")),
        sa.UniqueConstraint(
            "reaction_report_id", "sequence", name=op.f("uq_reaction_answers_reaction_report_id_sequence")
        ),
    )


def downgrade() -> None:
    op.drop_table("reaction_answers")
    with op.batch_alter_table("reaction_reports", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_reaction_reports_one_asking",
            sqlite_where=sa.text("status = 'asking'"),
            postgresql_where=sa.text("status = 'asking'"),
        )
        batch_op.drop_index(batch_op.f("ix_reaction_reports_incident_id"))
        batch_op.drop_index(batch_op.f("ix_reaction_reports_conversation_id"))

    op.drop_table("reaction_reports")
