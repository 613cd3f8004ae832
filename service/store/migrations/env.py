"""What Alembic runs: the migrations, in the transaction of the connection that it is handed."""

from alembic import context

from service.store.tables import metadata

# No transaction of its own: the caller's covers the check of the revision too.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
