"""Alembic's entry: runs the numbered steps on the connection that `clinic.db.migrate` hands over."""

from alembic import context

from clinic.db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
)
with context.begin_transaction():
    context.run_migrations()
