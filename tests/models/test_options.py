"""Optional models: built only when they are asked for, and no burden to whoever does not."""

import pytest
from typer.testing import CliRunner

from app import cli
from app.core.settings import get_settings
from workers import main as worker
from workers.models import build, choice, registry


@pytest.fixture
def settings(monkeypatch):
    """Chooses a detector as the environment does."""

    def choose(detector: str) -> None:
        monkeypatch.setenv("VOUCH_WORKER__FACE_DETECTOR", detector)
        get_settings.cache_clear()

    yield choose
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.fixture
def folder(built, monkeypatch, tmp_path):
    """A folder of models of its own, with those that every build brings."""
    for model in registry.chosen():
        (tmp_path / model.file).symlink_to(built / model.file)
    monkeypatch.setenv("VOUCH_MODELS_DIR", str(tmp_path))
    return tmp_path


def test_an_option_that_is_not_known_is_refused_and_the_known_ones_are_named(folder):
    done = CliRunner().invoke(cli.main, ["models", "build", "--with", "yuent"])
    assert done.exit_code == 2
    assert "no optional model is named yuent; there are: yunet" in done.output


def test_a_build_without_options_brings_no_optional_model(folder):
    done = CliRunner().invoke(cli.main, ["models", "build"])
    assert done.exit_code == 0 and "built and unchanged" in done.output
    assert not (folder / "face-yunet.onnx").exists()
    assert CliRunner().invoke(cli.main, ["models", "verify"]).exit_code == 0


def test_an_optional_model_that_is_there_is_verified(folder):
    (folder / "face-yunet.onnx").write_bytes(b"not a network")
    (problem,) = build.verify(folder)
    assert problem.startswith("face-yunet: face-yunet.onnx has SHA-256")


def test_the_list_says_how_to_build_an_optional_model():
    lines = CliRunner().invoke(cli.main, ["models", "list"]).output.splitlines()
    assert [line.split()[0] for line in lines if line.endswith("--with yunet")] == ["face-yunet"]


def test_a_worker_runs_the_networks_of_its_detector_alone(settings):
    settings("mtcnn")
    names = [model.name for model in choice.in_use()]
    assert names == [model.name for model in registry.chosen()]
    settings("yunet")
    names = [model.name for model in choice.in_use()]
    assert "face-yunet" in names and not any("mtcnn" in name for name in names)


def test_a_worker_without_the_model_of_its_detector_does_not_start(folder, settings):
    settings("yunet")
    with pytest.raises(worker.ModelsMissingError) as raised:
        worker.main()
    assert "face-yunet.onnx is missing" in str(raised.value)
    assert "run `vouch models build --with yunet`" in str(raised.value)


def test_a_detector_that_nobody_knows_is_refused(settings):
    settings("haar")
    with pytest.raises(ValueError, match="face_detector"):
        get_settings()
