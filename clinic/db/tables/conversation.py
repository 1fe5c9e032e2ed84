"""Conversations, their messages and buttons, what the safety watch saw, and jobs."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text, UniqueConstraint

from clinic.db.columns import (
    ID_LENGTH,
    UtcDateTime,
    id_column,
    json_column,
    metadata,
    moment,
    one_of,
    reference,
)

conversations = Table(
    "conversations",
    metadata,
    id_column(),
    Column("channel", String(20), nullable=False),
    Column("external_id", String(200)),  # the channel's own id of the patient; none on the website
    Column("token_hash", String(64), unique=True),  # SHA-256 of the bearer token
    Column("locale", String(10), nullable=False),
    Column("owner", String(10), nullable=False),
    Column("open_form", String(30)),  # the form the engine must have open; none between forms
    Column("sequence", Integer, nullable=False, default=0),  # of the newest message
    Column("misses", Integer, nullable=False, default=0),  # messages in a row that were not understood
    Column("alert_level", String(2)),  # the worst red flag that staff have not yet lifted: L1, L4, L2, L3
    Column("booking_block", String(30)),  # why nothing may be booked: red_flag, finding, minor, …
    Column("no_contact", Boolean, nullable=False, default=False),  # nothing may go to a phone or mailbox
    Column("turn_lease_until", UtcDateTime),  # one turn at a time, also over several processes
    Column("turn_lease_by", String(ID_LENGTH)),
    moment("created_at", nullable=False),
    moment("last_message_at", nullable=False),
    moment("closed_at"),
    UniqueConstraint("channel", "external_id"),
    one_of("owner", "assistant", "waiting", "staff", "closed"),
)

messages = Table(
    "messages",
    metadata,
    id_column(),
    reference("conversations", index=False),
    Column("sequence", Integer, nullable=False),
    Column("sender", String(10), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("response", String(80)),  # the name of the reviewed text, when it was one
    json_column("sources", list),
    Column("level", String(12), nullable=False),
    Column("client_id", String(64)),  # the sender's own id of the message: a repeat returns the first answer
    reference("messages", name="reply_to_id", nullable=True),
    reference("buttons", name="button_id", nullable=True, index=False),
    reference("staff_users", name="staff_user_id", nullable=True, index=False),
    Column("label", String(40)),
    Column("confidence", Float),
    json_column("ranking", list),
    Column("state", String(10), nullable=False),  # received → answered | failed; sent for what we say
    moment("created_at", nullable=False),
    UniqueConstraint("conversation_id", "sequence"),
    UniqueConstraint("conversation_id", "client_id"),
    one_of("sender", "patient", "assistant", "staff", "system"),
    one_of("kind", "text", "choices", "notice", "emergency"),
    one_of("level", "none", "non_urgent", "urgent", "emergency", "crisis"),
    one_of("state", "received", "answered", "failed", "sent"),
    Index("ix_messages_state", "state", "created_at"),
    Index("ix_messages_label", "label", "created_at"),
)

buttons = Table(
    "buttons",
    metadata,
    id_column(),
    reference("conversations"),
    Column("message_id", String(ID_LENGTH), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("title", String(120), nullable=False),
    Column("intent", String(60), nullable=False),
    json_column("data", dict),
)

red_flags = Table(
    "red_flags",
    metadata,
    id_column(),
    reference("conversations"),
    reference("messages"),
    Column("flag", String(10), nullable=False),  # RF-01 … RF-21
    Column("level", String(2), nullable=False),
    Column("words", Text, nullable=False),
    Column("rule", String(120), nullable=False),
    moment("created_at", nullable=False),
    one_of("level", "L1", "L2", "L3", "L4"),
)

findings = Table(
    "findings",
    metadata,
    id_column(),
    reference("conversations"),
    reference("messages"),
    Column("concept", String(40), nullable=False),
    Column("assertion", String(15), nullable=False),
    Column("words", Text, nullable=False),
    Column("is_noted", Boolean, nullable=False, default=False),  # the patient agreed to pass it on
    moment("created_at", nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    id_column(),
    reference("conversations"),
    reference("messages"),
    Column("kind", String(30), nullable=False),
    Column("level", String(2), nullable=False),
    moment("opened_at", nullable=False),
    moment("closed_at"),
    reference("staff_users", name="closed_by_id", nullable=True, index=False),
)

jobs = Table(
    "jobs",
    metadata,
    id_column(),
    Column("kind", String(40), nullable=False),
    Column("dedup_key", String(120), nullable=False, unique=True),
    json_column("payload", dict),
    moment("run_at", nullable=False),
    moment("lease_until"),
    Column("attempts", Integer, nullable=False, default=0),
    moment("done_at"),
    Column("problem", String(200)),  # the last failure, without anybody's words
    Index("ix_jobs_due", "done_at", "run_at"),
)
