"""A portrait that is nobody, and the real one where the models have been built."""

import numpy as np
import pytest

from workers.models import registry
from workers.specimens.portrait import ASSET, Image


@pytest.fixture(scope="session")
def nobody() -> Image:
    """A plain picture in the place of the portrait: most of these tests are not about it."""
    return np.full((540, 420, 3), 150, np.uint8)


@pytest.fixture(scope="session")
def built_portrait() -> None:
    """Skips where `vouch models build` has not fetched the specimens' face."""
    if not registry.path(ASSET).is_file():
        pytest.skip("the portrait is not there: run `vouch models build`")
