"""Run by Alembic: migrate on the connection and in the transaction that ``data.records.database`` opened."""

from __future__ import annotations

from alembic import context

from data.records.schema import METADATA

if __name__ == "env_py":  # Alembic's name for it; whoever merely imports it migrates nothing.
    context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
    with context.begin_transaction():
        context.run_migrations()
