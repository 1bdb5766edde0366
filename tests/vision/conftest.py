"""The text reader, with the models that `vouch models build` made."""

import pytest

from workers.models import registry, sessions
from workers.vision.text import TextReader


@pytest.fixture(scope="session")
def reader() -> TextReader:
    if not registry.path("text-recognition").is_file():
        pytest.skip("the models are not there: run `vouch models build`")
    return TextReader(
        sessions.session("text-detection"),
        sessions.session("text-recognition"),
        registry.charset("text-recognition"),
    )
