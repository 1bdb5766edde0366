"""A sign of life for whoever watches a process that listens on no port."""

from app.core.settings import get_settings


def say_alive() -> None:
    """Touches the file that the settings name, if they name one."""
    file = get_settings().alive_file
    if file is not None:
        file.touch()
