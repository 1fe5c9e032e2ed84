"""create tables."""

import sqlalchemy as sa
from alembic import op

import clinic.db.columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_subject", ["subject", "subject_id"], unique=False)

    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("owner", sa.String(length=10), nullable=False),
        sa.Column("open_form", sa.String(length=30), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("alert_level", sa.String(length=2), nullable=True),
        sa.Column("booking_block", sa.String(length=30), nullable=True),
        sa.Column("no_contact", sa.Boolean(), nullable=False),
        sa.Column("turn_lease_until", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("turn_lease_by", sa.String(length=32), nullable=True),
        sa.Column("created_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_message_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "owner IN ('assistant', 'waiting', 'staff', 'closed')", name=op.f("ck_conversations_owner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_conversations_channel_external_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_conversations_token_hash")),
    )
    op.create_table(
        "health_question_versions",
        sa.Column("rules_version", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("first_used_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("rules_version", name=op.f("pk_health_question_versions")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("dedup_key", sa.String(length=120), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("run_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lease_until", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_jobs_dedup_key")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_due", ["done_at", "run_at"], unique=False)

    op.create_table(
        "staff_users",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("registration", sa.String(length=40), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('reception', 'clinician', 'admin')", name=op.f("ck_staff_users_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_users")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_users_email")),
    )
    op.create_table(
        "access_log_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("staff_user_id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_access_log_entries_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_user_id"],
            ["staff_users.id"],
            name=op.f("fk_access_log_entries_staff_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log_entries")),
    )
    with op.batch_alter_table("access_log_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_log_entries_conversation_id"), ["conversation_id"], unique=False
        )

    op.create_table(
        "booking_drafts",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("last_message_id", sa.String(length=32), nullable=True),
        sa.Column("last_step", sa.JSON(), nullable=False),
        sa.Column("bad_answers", sa.Integer(), nullable=False),
        sa.Column("changed_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_booking_drafts_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_booking_drafts")),
    )
    op.create_table(
        "buttons",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("intent", sa.String(length=60), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_buttons_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buttons")),
        sa.UniqueConstraint("token", name=op.f("uq_buttons_token")),
    )
    with op.batch_alter_table("buttons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buttons_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_buttons_message_id"), ["message_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("given_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_consents_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_conversation_id"), ["conversation_id"], unique=False)

    op.create_table(
        "handoffs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("opened_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("promised_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("assigned_to_id", sa.String(length=32), nullable=True),
        sa.Column("assigned_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "level IN ('none', 'non_urgent', 'urgent', 'emergency', 'crisis')", name=op.f("ck_handoffs_level")
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'assigned', 'resolved', 'expired', 'returned')",
            name=op.f("ck_handoffs_status"),
        ),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"],
            ["staff_users.id"],
            name=op.f("fk_handoffs_assigned_to_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_handoffs_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoffs")),
    )
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handoffs_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(
            "uq_handoffs_one_open",
            ["conversation_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('waiting', 'assigned')"),
            postgresql_where=sa.text("status IN ('waiting', 'assigned')"),
        )

    op.create_table(
        "notes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("staff_user_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_notes_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_user_id"], ["staff_users.id"], name=op.f("fk_notes_staff_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_conversation_id"), ["conversation_id"], unique=False)

    op.create_table(
        "patients",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("created_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_patients_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patients")),
    )
    with op.batch_alter_table("patients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patients_conversation_id"), ["conversation_id"], unique=False)

    op.create_table(
        "staff_sign_ins",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_user_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_user_id"],
            ["staff_users.id"],
            name=op.f("fk_staff_sign_ins_staff_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_sign_ins_token_hash")),
    )
    with op.batch_alter_table("staff_sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_sign_ins_staff_user_id"), ["staff_user_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("response", sa.String(length=80), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.Column("reply_to_id", sa.String(length=32), nullable=True),
        sa.Column("button_id", sa.String(length=32), nullable=True),
        sa.Column("staff_user_id", sa.String(length=32), nullable=True),
        sa.Column("label", sa.String(length=40), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("ranking", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'choices', 'notice', 'emergency')", name=op.f("ck_messages_kind")
        ),
        sa.CheckConstraint(
            "level IN ('none', 'non_urgent', 'urgent', 'emergency', 'crisis')", name=op.f("ck_messages_level")
        ),
        sa.CheckConstraint(
            "sender IN ('patient', 'assistant', 'staff', 'system')", name=op.f("ck_messages_sender")
        ),
        sa.CheckConstraint(
            "state IN ('received', 'answered', 'failed', 'sent')", name=op.f("ck_messages_state")
        ),
        sa.ForeignKeyConstraint(
            ["button_id"], ["buttons.id"], name=op.f("fk_messages_button_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_messages_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reply_to_id"], ["messages.id"], name=op.f("fk_messages_reply_to_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_user_id"], ["staff_users.id"], name=op.f("fk_messages_staff_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "conversation_id", "client_id", name=op.f("uq_messages_conversation_id_client_id")
        ),
        sa.UniqueConstraint("conversation_id", "sequence", name=op.f("uq_messages_conversation_id_sequence")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_reply_to_id"), ["reply_to_id"], unique=False)
        batch_op.create_index("ix_messages_state", ["state", "created_at"], unique=False)

    op.create_table(
        "prescreens",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("patient_id", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=15), nullable=False),
        sa.Column("rules_version", sa.String(length=80), nullable=False),
        sa.Column("current_question", sa.String(length=20), nullable=True),
        sa.Column("pending", sa.JSON(), nullable=False),
        sa.Column("last_message_id", sa.String(length=32), nullable=True),
        sa.Column("last_step", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("bad_answers", sa.Integer(), nullable=False),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("started_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_activity_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("completed_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lowered_by_id", sa.String(length=32), nullable=True),
        sa.Column("lowered_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lowered_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('asking', 'completed', 'left', 'withdrawn', 'expired')",
            name=op.f("ck_prescreens_status"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_prescreens_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lowered_by_id"],
            ["staff_users.id"],
            name=op.f("fk_prescreens_lowered_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patients.id"], name=op.f("fk_prescreens_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescreens")),
    )
    with op.batch_alter_table("prescreens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prescreens_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prescreens_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(
            "uq_prescreens_one_asking",
            ["conversation_id"],
            unique=True,
            sqlite_where=sa.text("status = 'asking'"),
            postgresql_where=sa.text("status = 'asking'"),
        )

    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("prescreen_id", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("opened_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("promised_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'asked_back', 'approved', 'declined', 'expired')",
            name=op.f("ck_cases_status"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_cases_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["prescreen_id"], ["prescreens.id"], name=op.f("fk_cases_prescreen_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cases_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_prescreen_id"), ["prescreen_id"], unique=False)

    op.create_table(
        "findings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("concept", sa.String(length=40), nullable=False),
        sa.Column("assertion", sa.String(length=15), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_noted", sa.Boolean(), nullable=False),
        sa.Column("created_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_findings_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_findings_message_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_findings_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_findings_message_id"), ["message_id"], unique=False)

    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("opened_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["staff_users.id"], name=op.f("fk_incidents_closed_by_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_incidents_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_incidents_message_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incidents_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incidents_message_id"), ["message_id"], unique=False)

    op.create_table(
        "prescreen_answers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("prescreen_id", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=30), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(length=15), nullable=False),
        sa.Column("rules_version", sa.String(length=80), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=True),
        sa.Column("answered_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "given_by IN ('button', 'text', 'disclosure')", name=op.f("ck_prescreen_answers_given_by")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_prescreen_answers_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["prescreen_id"],
            ["prescreens.id"],
            name=op.f("fk_prescreen_answers_prescreen_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescreen_answers")),
        sa.UniqueConstraint(
            "prescreen_id", "sequence", name=op.f("uq_prescreen_answers_prescreen_id_sequence")
        ),
    )
    op.create_table(
        "red_flags",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("flag", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("created_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level IN ('L1', 'L2', 'L3', 'L4')", name=op.f("ck_red_flags_level")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_red_flags_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_red_flags_message_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_red_flags")),
    )
    with op.batch_alter_table("red_flags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_red_flags_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_red_flags_message_id"), ["message_id"], unique=False)

    op.create_table(
        "approvals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("treatment_type", sa.String(length=20), nullable=True),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("spacing_days", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.String(length=32), nullable=False),
        sa.Column("rules_version", sa.String(length=80), nullable=False),
        sa.Column("decided_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.String(length=60), nullable=True),
        sa.CheckConstraint("decision IN ('approved', 'declined')", name=op.f("ck_approvals_decision")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_approvals_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_approvals_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff_users.id"], name=op.f("fk_approvals_decided_by_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approvals_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approvals_conversation_id"), ["conversation_id"], unique=False)

    op.create_table(
        "bookings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("patient_id", sa.String(length=32), nullable=True),
        sa.Column("appointment_type", sa.String(length=20), nullable=False),
        sa.Column("clinician", sa.String(length=40), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("starts_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("hold_expires_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("prescreen_id", sa.String(length=32), nullable=True),
        sa.Column("approval_id", sa.String(length=32), nullable=True),
        sa.Column("calendar_uid", sa.String(length=120), nullable=False),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("manage_token_hash", sa.String(length=64), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("created_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "appointment_type IN ('consultation', 'treatment')", name=op.f("ck_bookings_appointment_type")
        ),
        sa.CheckConstraint(
            "status IN ('held', 'requested', 'confirmed', 'cancelled', 'expired', 'attended', 'no_show')",
            name=op.f("ck_bookings_status"),
        ),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approvals.id"], name=op.f("fk_bookings_approval_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_bookings_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patients.id"], name=op.f("fk_bookings_patient_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["prescreen_id"], ["prescreens.id"], name=op.f("fk_bookings_prescreen_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("manage_token_hash", name=op.f("uq_bookings_manage_token_hash")),
        sa.UniqueConstraint("reference", name=op.f("uq_bookings_reference")),
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bookings_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bookings_patient_id"), ["patient_id"], unique=False)

    op.create_table(
        "reserved_times",
        sa.Column("resource", sa.String(length=60), nullable=False),
        sa.Column("starts_at", clinic.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_reserved_times_booking_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("resource", "starts_at", name=op.f("pk_reserved_times")),
    )
    with op.batch_alter_table("reserved_times", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reserved_times_booking_id"), ["booking_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reserved_times", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reserved_times_booking_id"))

    op.drop_table("reserved_times")
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bookings_patient_id"))
        batch_op.drop_index(batch_op.f("ix_bookings_conversation_id"))

    op.drop_table("bookings")
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approvals_conversation_id"))
        batch_op.drop_index(batch_op.f("ix_approvals_case_id"))

    op.drop_table("approvals")
    with op.batch_alter_table("red_flags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_red_flags_message_id"))
        batch_op.drop_index(batch_op.f("ix_red_flags_conversation_id"))

    op.drop_table("red_flags")
    op.drop_table("prescreen_answers")
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incidents_message_id"))
        batch_op.drop_index(batch_op.f("ix_incidents_conversation_id"))

    op.drop_table("incidents")
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_findings_message_id"))
        batch_op.drop_index(batch_op.f("ix_findings_conversation_id"))

    op.drop_table("findings")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_prescreen_id"))
        batch_op.drop_index(batch_op.f("ix_cases_conversation_id"))

    op.drop_table("cases")
    with op.batch_alter_table("prescreens", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_prescreens_one_asking",
            sqlite_where=sa.text("status = 'asking'"),
            postgresql_where=sa.text("status = 'asking'"),
        )
        batch_op.drop_index(batch_op.f("ix_prescreens_patient_id"))
        batch_op.drop_index(batch_op.f("ix_prescreens_conversation_id"))

    op.drop_table("prescreens")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_state")
        batch_op.drop_index(batch_op.f("ix_messages_reply_to_id"))

    op.drop_table("messages")
    with op.batch_alter_table("staff_sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_sign_ins_staff_user_id"))

    op.drop_table("staff_sign_ins")
    with op.batch_alter_table("patients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patients_conversation_id"))

    op.drop_table("patients")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_conversation_id"))

    op.drop_table("notes")
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_handoffs_one_open",
            sqlite_where=sa.text("status IN ('waiting', 'assigned')"),
            postgresql_where=sa.text("status IN ('waiting', 'assigned')"),
        )
        batch_op.drop_index(batch_op.f("ix_handoffs_conversation_id"))

    op.drop_table("handoffs")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_conversation_id"))

    op.drop_table("consents")
    with op.batch_alter_table("buttons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_buttons_message_id"))
        batch_op.drop_index(batch_op.f("ix_buttons_conversation_id"))

    op.drop_table("buttons")
    op.drop_table("booking_drafts")
    with op.batch_alter_table("access_log_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_log_entries_conversation_id"))

    op.drop_table("access_log_entries")
    op.drop_table("staff_users")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_due")

    op.drop_table("jobs")
    op.drop_table("health_question_versions")
    op.drop_table("conversations")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject")

    op.drop_table("audit_entries")
