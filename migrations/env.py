"""Alembic's entry: runs the migrations on the database of the settings."""

from alembic import context
from sqlalchemy import Connection, create_engine, pool, text

from app.core.database import Base
from app.core.settings import get_settings
from app.core.tables import TABLES

MIGRATION_LOCK = 0x766F756368  # "vouch": two migrations never run at once


def run(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
    connection.commit()
    try:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
        connection.commit()


if not TABLES:
    raise RuntimeError("no tables are declared")
engine = create_engine(get_settings().database.url, poolclass=pool.NullPool)
with engine.connect() as connection:
    run(connection)
