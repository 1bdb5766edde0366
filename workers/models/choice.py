"""Which models this process runs: of those that do the same, the ones that the settings name."""

from collections.abc import Mapping

from app.core.settings import get_settings
from workers.models import registry
from workers.models.registry import Model

DETECTORS: Mapping[str, tuple[str, ...]] = {
    "mtcnn": ("face-mtcnn-p", "face-mtcnn-r", "face-mtcnn-o"),
    "yunet": ("face-yunet",),
}
"""The networks of each face detector, by its name in the settings."""


def in_use() -> list[Model]:
    """The models that the stages may open and that reports name."""
    spare = {
        network
        for name, networks in DETECTORS.items()
        if name != get_settings().worker.face_detector
        for network in networks
    }
    return [model for name, model in registry.models().items() if name not in spare]


def build_command() -> str:
    """The command that builds all models in use."""
    options = sorted({model.option for model in in_use()} - {""})
    return " ".join(["vouch models build", *(f"--with {option}" for option in options)])
