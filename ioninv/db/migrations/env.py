"""Alembic's entry: migrations run on the connection that `ioninv.db.migrate` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
