"""keep what was sent."""

import sqlalchemy as sa
from alembic import op

import clinic.db.columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_letters",
        sa.Column("dedup_key", sa.String(length=120), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("began_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('sending', 'sent', 'refused')", name=op.f("ck_sent_letters_status")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_sent_letters_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dedup_key", name=op.f("pk_sent_letters")),
    )
    with op.batch_alter_table("sent_letters", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sent_letters_conversation_id"), ["conversation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("sent_letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sent_letters_conversation_id"))

    op.drop_table("sent_letters")
