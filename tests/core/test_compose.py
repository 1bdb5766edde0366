"""compose.yaml and the Dockerfile, as far as they can be checked without an engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from app.core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
OURS = ("migrate", "api", "dispatcher", "worker")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    text = (ROOT / "compose.yaml").read_text()
    # Variables get a value each, as `docker compose` gives them from the environment.
    filled = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", re.sub(r"\$\{\w+:\?[^}]*\}", "secret", text))
    parsed: dict[str, Any] = yaml.safe_load(filled)["services"]
    return parsed


def setting(name: str) -> object:
    """The setting that an environment variable sets. Raises `KeyError` where there is none."""
    model: type[BaseModel] = Settings
    *groups, last = name.removeprefix("VOUCH_").lower().split("__")
    for group in groups:
        annotation = model.model_fields[group].annotation
        assert isinstance(annotation, type)
        model = annotation
    return model.model_fields[last]


@pytest.mark.parametrize("name", OURS)
def test_every_variable_of_ours_is_a_setting(services: dict[str, Any], name: str) -> None:
    assert services[name]["environment"]
    for variable in services[name]["environment"]:
        assert setting(variable)


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_without_rights(services: dict[str, Any], name: str) -> None:
    assert services[name]["cap_drop"] == ["ALL"]
    assert services[name]["read_only"] is True
    target = services[name]["build"]["target"]
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    (stage,) = [stage for stage in stages if stage.startswith(f"base AS {target}\n")]
    assert "USER vouch" in stage


def test_no_service_runs_as_root(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert name in OURS or service["user"] not in ("root", "0", "0:0")


def test_what_is_waited_for_is_there_and_says_when_it_is_ready(services: dict[str, Any]) -> None:
    for service in services.values():
        for name, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in services[name]
            else:
                assert how["condition"] == "service_completed_successfully"
                assert services[name]["restart"] == "on-failure"


def test_secrets_come_from_the_environment_alone() -> None:
    text = (ROOT / "compose.yaml").read_text()
    for line in text.splitlines():
        if re.search(r"(PASSWORD|MASTER_KEY|ACCESS_KEY|SECRET_KEY): ", line):
            assert re.search(r": \$\{\w+:\?", line), line


def test_the_image_of_the_api_has_no_models_and_no_opencv() -> None:
    locked = (ROOT / "deploy" / "api.lock").read_text()
    for package in ("opencv", "onnx", "numpy", "pypdfium2", "pillow"):
        assert not re.search(rf"^{package}[\w-]*==", locked, re.MULTILINE), package


def test_the_images_have_the_versions_that_were_tested() -> None:
    tested = _versions("requirements.lock")
    for name in ("deploy/api.lock", "deploy/worker.lock"):
        assert _versions(name) <= tested


def _versions(name: str) -> set[str]:
    return set(re.findall(r"^[\w.-]+(?:\[\w+\])?==[\w.]+", (ROOT / name).read_text(), re.MULTILINE))
