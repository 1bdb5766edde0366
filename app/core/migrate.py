"""Bringing the database to the tables of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config

import migrations


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return config


def upgrade(revision: str = "head") -> None:
    """Applies the migrations up to a revision. Two at once wait for each other."""
    command.upgrade(_config(), revision)


def downgrade(revision: str) -> None:
    """Takes migrations back down to a revision (`base`: all of them)."""
    command.downgrade(_config(), revision)
