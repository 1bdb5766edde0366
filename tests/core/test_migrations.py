"""The migrations go up, down and up again, and make the tables that the code declares."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import URL, create_engine, inspect, make_url, pool

from app.core.database import Base
from app.core.tables import TABLES
from app.embedded.stack import Stack

NAMES = {table.__tablename__ for table in TABLES}


@pytest.fixture
def fresh(stack: Stack) -> Iterator[URL]:
    """An empty database in the stack's PostgreSQL."""
    name = f"fresh_{uuid.uuid4().hex}"
    shared = make_url(stack.environment["VOUCH_DATABASE__URL"])
    plain = shared.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield shared.set(database=name)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def start(database: URL, *options: str) -> subprocess.Popen[str]:
    url = database.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli", "migrate", *options],
        env=os.environ | {"VOUCH_DATABASE__URL": url},
        stderr=subprocess.PIPE,
        text=True,
    )


def migrate(database: URL, *options: str) -> None:
    process = start(database, *options)
    _, errors = process.communicate()
    assert process.returncode == 0, errors


def tables(database: URL) -> set[str]:
    engine = create_engine(database, poolclass=pool.NullPool)
    with engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def differences(database: URL) -> list[object]:
    engine = create_engine(database, poolclass=pool.NullPool)
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))


def test_migrations_go_up_down_and_up_again(fresh: URL) -> None:
    migrate(fresh)
    assert tables(fresh) == NAMES
    migrate(fresh, "--down-to", "base")
    assert tables(fresh) == set()
    migrate(fresh)
    assert tables(fresh) == NAMES
    migrate(fresh)
    assert differences(fresh) == [], "the models and the migrations disagree"


def test_a_table_that_differs_is_noticed(fresh: URL) -> None:
    """Shows that the comparison above can fail."""
    migrate(fresh)
    plain = fresh.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        connection.execute("DROP INDEX ix_stages_due")
        connection.execute("ALTER TABLE events ALTER COLUMN type DROP NOT NULL")
        connection.execute("ALTER TABLE workers ADD COLUMN more text")
    assert len(differences(fresh)) == 3


def test_two_migrations_at_once_wait_for_each_other(fresh: URL) -> None:
    both = [start(fresh), start(fresh)]
    for process in both:
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    assert tables(fresh) == NAMES
