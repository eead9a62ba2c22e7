"""Alembic's environment: run through ``amparo database upgrade``, which hands over the engine."""

from alembic import context

from amparo.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
