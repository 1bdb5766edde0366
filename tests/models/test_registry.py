"""The manifest is complete, and only the files it names are run."""

import re
import shutil
import subprocess
import sys
import unicodedata

import numpy as np
import pytest

from workers.models import registry
from workers.models.runtime import ModelUnavailable
from workers.models.sessions import session

NETWORKS = [model.name for model in registry.chosen() if model.task != "asset"]
HEX = re.compile("[0-9a-f]{64}")


@pytest.mark.parametrize("model", registry.models().values(), ids=lambda model: model.name)
def test_every_model_says_what_it_is_and_where_it_comes_from(model):
    assert model.task and model.version and model.attribution and model.output
    assert model.licence in {"Apache-2.0", "MIT", "CC0-1.0", "Public domain"}
    assert HEX.fullmatch(model.sha256)
    assert model.source.kind == "folder" or HEX.fullmatch(model.source.sha256)


def test_the_landmarks_trained_on_non_commercial_data_are_not_among_the_models():
    assert not any("68" in model.member for model in registry.models().values())


def test_the_folder_is_the_one_that_the_environment_names(monkeypatch, tmp_path):
    monkeypatch.setenv("VOUCH_MODELS_DIR", str(tmp_path))
    assert registry.path("face-embedding") == tmp_path / "face-embedding.onnx"


@pytest.mark.parametrize("name", NETWORKS)
def test_a_session_is_opened_once(name, built):
    assert session(name) is session(name)


def test_a_changed_file_is_not_run(built, monkeypatch, tmp_path):
    shutil.copy(built / "face-mtcnn-p.onnx", tmp_path)
    file = tmp_path / "face-mtcnn-p.onnx"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    monkeypatch.setenv("VOUCH_MODELS_DIR", str(tmp_path))
    with pytest.raises(ModelUnavailable, match="has SHA-256"):
        session("face-mtcnn-p")


def test_a_missing_file_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("VOUCH_MODELS_DIR", str(tmp_path))
    with pytest.raises(ModelUnavailable, match="vouch models build"):
        session("face-embedding")


def test_the_charset_has_a_character_for_every_class_but_the_blank(built):
    characters = registry.charset("text-recognition")
    crop = np.zeros((1, 3, 48, 320), np.float32)
    (scores,) = session("text-recognition").run(None, {"x": crop})
    assert len(characters) == scores.shape[-1] - 1
    assert set("ABCXYZ0189<éèçàùœÉÈÇŒÿñßøåÅčřŠžŁłĐ°№·’–") <= set(characters)
    assert characters[-1] == " "


def test_the_charset_has_every_letter_of_vietnamese(built):
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    vowels = [unicodedata.normalize("NFC", v + tone) for v in "aăâeêioôơuưy" for tone in tones]
    letters = {*vowels, "đ"}
    assert len(letters) == 73
    assert letters | {c.upper() for c in letters} <= set(registry.charset("text-recognition"))


def test_running_a_model_needs_none_of_what_building_it_needs(built):
    code = (
        "import sys; from workers.models.sessions import session; from workers.models import build;"
        "session('face-embedding'); build.verify(build.registry.models_dir());"
        "print(sorted({'onnx', 'joblib', 'lz4'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
