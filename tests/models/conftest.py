"""The built models, which the tests need as they are: `make setup` builds them."""

from pathlib import Path

import pytest

from workers.models import build, registry


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of the built models; a test that needs them fails without."""
    if problems := build.verify(registry.models_dir()):
        pytest.fail("the models are not built, run `make setup`: " + "; ".join(problems))
    return registry.models_dir()
