"""mark what was not understood."""

import sqlalchemy as sa
from alembic import op

import clinic.db.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "label_marks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=True),
        sa.Column("staff_user_id", sa.String(length=32), nullable=False),
        sa.Column("marked_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("exported_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_label_marks_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_label_marks_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_user_id"],
            ["staff_users.id"],
            name=op.f("fk_label_marks_staff_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_marks")),
        sa.UniqueConstraint("message_id", name=op.f("uq_label_marks_message_id")),
    )
    with op.batch_alter_table("label_marks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_label_marks_conversation_id"), ["conversation_id"], unique=False)

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index("ix_messages_label", ["label", "created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_label")

    with op.batch_alter_table("label_marks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_label_marks_conversation_id"))

    op.drop_table("label_marks")
