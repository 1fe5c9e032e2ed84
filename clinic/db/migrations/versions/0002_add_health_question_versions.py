"""add health question versions, and the facts beside the answers.

So that a decision can be replayed after the questions have changed. Safe on a busy table: one column with a
default and one new table.
"""

import sqlalchemy as sa
from alembic import op

import clinic.db.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "health_question_versions",
        sa.Column("rules_version", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("first_used_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("rules_version", name=op.f("pk_health_question_versions")),
    )
    with op.batch_alter_table("prescreens", schema=None) as batch_op:
        batch_op.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("prescreens", schema=None) as batch_op:
        batch_op.alter_column("facts", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("prescreens", schema=None) as batch_op:
        batch_op.drop_column("facts")
    op.drop_table("health_question_versions")
