"""YuNet, where it was built, finds faces as MTCNN does and as OpenCV decodes them."""

import cv2
import numpy as np
import pytest

from workers.models import registry
from workers.models.sessions import session
from workers.stages.faces import open_detector
from workers.vision.faces import FaceDetector, FaceEmbedder, YuNet

pytestmark = pytest.mark.skipif(
    not registry.path("face-yunet").is_file(),
    reason="the optional model is not there: run `vouch models build --with yunet`",
)


@pytest.fixture(scope="module")
def detector() -> YuNet:
    opened = open_detector("yunet")
    assert isinstance(opened, YuNet)
    return opened


@pytest.fixture(scope="module")
def astronaut() -> np.ndarray:
    return cv2.imread(str(registry.path("portrait-astronaut")))


def test_its_faces_and_points_are_those_that_mtcnn_finds(detector, astronaut):
    other = open_detector("mtcnn")
    assert isinstance(other, FaceDetector)
    (one,), (two,) = detector.detect(astronaut), other.detect(astronaut)
    assert np.abs(np.subtract(one.box, two.box)).max() < 8
    assert np.abs(one.points - two.points).max() < 8
    embedder = FaceEmbedder(session("face-embedding"))
    distance = embedder.embed(astronaut, one) - embedder.embed(astronaut, two)
    assert np.linalg.norm(distance) < 0.3


def test_it_is_decoded_as_opencv_decodes_it(detector, astronaut):
    """At a size that is no multiple of the strides, so that the picture is filled up."""
    picture = np.ascontiguousarray(astronaut[:301, :411])
    graph = np.frombuffer(registry.path("face-yunet").read_bytes(), np.uint8)
    none = np.empty(0, np.uint8)
    reader = cv2.FaceDetectorYN.create("onnx", graph, none, (411, 301), 0.6, 0.3, 5000)
    (expected,) = reader.detect(picture)[1]
    (face,) = detector.detect(picture)
    x, y, width, height = expected[:4]
    np.testing.assert_allclose(face.box, [x, y, x + width, y + height], atol=0.01)
    np.testing.assert_allclose(face.points.ravel(), expected[4:14], atol=0.01)
    assert face.confidence == pytest.approx(expected[14], abs=1e-4)


@pytest.mark.parametrize("side", [120, 300, 6000])
def test_a_face_is_told_in_the_pixels_of_the_picture_given(side, detector, astronaut):
    (face,) = detector.detect(astronaut)
    scaled = cv2.resize(astronaut, (side, side), interpolation=cv2.INTER_AREA)
    (found,) = detector.detect(scaled)
    assert np.abs(np.array(found.box) * 512 / side - face.box).max() < 16


def test_a_face_that_fills_the_picture_is_found(detector, astronaut):
    tight = cv2.resize(astronaut[75:170, 185:262], (519, 640), interpolation=cv2.INTER_CUBIC)
    (face,) = detector.detect(tight)
    assert face.box[3] - face.box[1] > 500


def test_the_largest_face_comes_first(detector, astronaut):
    sheet = np.full((512, 900, 3), 200, np.uint8)
    sheet[100:356, 20:276] = cv2.resize(astronaut, (256, 256), interpolation=cv2.INTER_AREA)
    sheet[:, 388:] = astronaut
    large, small = detector.detect(sheet)
    assert large.box[0] > 388 and small.box[2] < 276


@pytest.mark.parametrize("shape", [(1, 1), (11, 500), (10, 5000), (480, 640)])
def test_a_picture_without_a_face_has_none(shape, detector):
    noise = np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8)
    assert detector.detect(noise) == []
