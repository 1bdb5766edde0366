"""Faces are found where they are, and embeddings follow the person, not the picture."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from workers.models import build, registry
from workers.models.sessions import session
from workers.vision.faces import Face, FaceDetector, FaceEmbedder, align, similarity
from workers.vision.faces.detector import suppress

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="module", autouse=True)
def models():
    if problems := build.verify(registry.models_dir()):
        pytest.fail("the models are not built, run `make setup`: " + "; ".join(problems))


@pytest.fixture(scope="module")
def detector(models):
    return FaceDetector(*(session(f"face-mtcnn-{net}") for net in "pro"))


@pytest.fixture(scope="module")
def embedder(models):
    return FaceEmbedder(session("face-embedding"))


@pytest.fixture(scope="module")
def astronaut(models):
    return cv2.imread(str(registry.path("portrait-astronaut")))


@pytest.fixture(scope="module")
def face(detector, astronaut):
    return detector.detect(astronaut)[0]


@pytest.fixture(scope="module")
def shared():
    if not SHARED.is_dir():
        pytest.skip("the sample pictures are not beside this checkout")
    return SHARED


def turned(image, degrees, scale=1.0):
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    return cv2.warpAffine(image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)


def overlap(one, other):
    """Intersection over union of two boxes."""
    (a, b, c, d), (e, f, g, h) = one, other
    common = max(0, min(c, g) - max(a, e)) * max(0, min(d, h) - max(b, f))
    return common / ((c - a) * (d - b) + (g - e) * (h - f) - common)


def test_the_astronauts_face_is_found_with_its_five_points(detector, astronaut):
    (face,) = detector.detect(astronaut)
    assert overlap(face.box, (180, 65, 265, 173)) > 0.85
    assert 0.95 < face.confidence <= 1
    # By eye on the picture: eyes, tip of the nose, corners of the mouth.
    by_eye = [(203.5, 101), (246, 103.5), (224, 127), (203, 140.5), (246, 141)]
    assert np.abs(face.points - by_eye).max() < 4


@pytest.mark.parametrize("side", [120, 300, 6000])
def test_a_face_is_told_in_the_pixels_of_the_picture_given(side, detector, astronaut, face):
    scaled = cv2.resize(astronaut, (side, side), interpolation=cv2.INTER_AREA)
    (found,) = detector.detect(scaled)
    assert overlap(np.array(found.box) * 512 / side, face.box) > 0.8


@pytest.mark.parametrize("degrees", [-30, -15, 15, 30])
def test_a_head_tilted_aside_is_found(degrees, detector, astronaut):
    assert len(detector.detect(turned(astronaut, degrees))) == 1


def test_the_largest_face_comes_first(detector, astronaut):
    sheet = np.full((512, 900, 3), 200, np.uint8)
    sheet[100:356, 20:276] = cv2.resize(astronaut, (256, 256), interpolation=cv2.INTER_AREA)
    sheet[:, 388:] = astronaut
    large, small = detector.detect(sheet)
    assert large.box[0] > 388 and small.box[2] < 276
    assert large.area > 3 * small.area


def test_a_face_cut_by_the_edge_is_found_beyond_it(detector, embedder, astronaut, face):
    cut = np.ascontiguousarray(astronaut[95:400])
    (found,) = detector.detect(cut)
    assert found.box[1] < 0
    moved = Face(face.box, face.confidence, face.points - np.float32([0, 95]))
    assert np.linalg.norm(embedder.embed(cut, found) - embedder.embed(cut, moved)) < 0.4


TEXTURES = {
    "noise": lambda rng: rng.integers(0, 256, (480, 640, 3), np.uint8),
    "clouds": lambda rng: cv2.resize(
        rng.integers(0, 256, (24, 32, 3), np.uint8), (640, 480), interpolation=cv2.INTER_CUBIC
    ),
    "stripes": lambda rng: np.tile(
        (np.sin(np.arange(640) / 7) * 100 + 128).astype(np.uint8)[None, :, None], (480, 1, 3)
    ),
    "white": lambda rng: np.full((480, 640, 3), 255, np.uint8),
    "print": lambda rng: cv2.putText(
        np.full((480, 640, 3), 230, np.uint8), "P<UTOERIKSSON", (10, 240), 0, 2.4, (30, 30, 30), 4
    ),
}


@pytest.mark.parametrize("texture", TEXTURES)
def test_no_face_is_found_in_a_texture(texture, detector):
    for seed in range(3):
        assert detector.detect(TEXTURES[texture](np.random.default_rng(seed))) == []


@pytest.mark.parametrize("number", [1, 2, 3, 6, 7, 8, 11, 13, 16, 20, 21, 22, 23, 24])
def test_no_face_is_found_in_a_photograph_without_one(number, detector, shared):
    assert detector.detect(cv2.imread(str(shared / f"photos/kodim{number:02}.png"))) == []


@pytest.mark.parametrize("shape", [(1, 1), (11, 500), (12, 12), (10, 5000), (3000, 20)])
def test_a_picture_too_small_for_a_face_has_none(shape, detector):
    assert detector.detect(np.full((*shape, 3), 128, np.uint8)) == []


def test_a_chip_has_the_eyes_and_the_mouth_where_they_belong(detector, astronaut, face):
    chip = align(turned(astronaut, 20), detector.detect(turned(astronaut, 20))[0])
    assert chip.shape == (150, 150, 3) and chip.dtype == np.uint8
    framed = cv2.copyMakeBorder(chip, *[75] * 4, cv2.BORDER_REPLICATE)
    (found,) = detector.detect(framed)
    places = [(47.4, 45.0), (101.4, 45.0), (74.7, 78.7), (47.4, 99.3), (100.5, 98.7)]
    assert np.abs(found.points - 75 - places).max() < 6


@pytest.mark.parametrize("factor", [2, 7.3])
def test_the_chip_of_a_larger_picture_is_the_same(factor, astronaut, face):
    large = cv2.resize(astronaut, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    scale = np.float32(large.shape[0] / 512)
    points = (face.points + np.float32(0.5)) * scale - np.float32(0.5)
    chip = align(large, Face((0, 0, 1, 1), 1, points))
    assert np.abs(chip.astype(int) - align(astronaut, face)).mean() < 1.4


def test_fine_detail_of_a_large_picture_does_not_alias(face):
    """A checkerboard of single pixels is grey from afar, not a moiré of black and white."""
    board = (np.indices((4096, 4096)).sum(axis=0) % 2 * 255).astype(np.uint8)
    chip = align(np.dstack([board] * 3), Face((0, 0, 1, 1), 1, face.points * 8))
    assert np.abs(chip.astype(int) - 127).max() < 12


def test_points_that_are_one_point_cannot_be_aligned(astronaut):
    with pytest.raises(ValueError, match="one point"):
        align(astronaut, Face((0, 0, 1, 1), 1, np.ones((5, 2), np.float32)))


CAPTURES = {
    "tilted": lambda image: turned(image, 20),
    "small": lambda image: cv2.resize(image, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA),
    "large": lambda image: cv2.resize(image, None, fx=5, fy=5, interpolation=cv2.INTER_CUBIC),
    "dark": lambda image: (image * 0.5).astype(np.uint8),
    "jpeg": lambda image: cv2.imdecode(
        cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 40])[1], cv2.IMREAD_COLOR
    ),
    "grey": lambda image: cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR),
    "mirrored": lambda image: np.ascontiguousarray(image[:, ::-1]),
}


@pytest.mark.parametrize("capture", CAPTURES)
def test_an_embedding_hardly_changes_with_the_capture(capture, detector, embedder, astronaut, face):
    picture = CAPTURES[capture](astronaut)
    vector = embedder.embed(picture, detector.detect(picture)[0])
    assert vector.shape == (128,) and vector.dtype == np.float32
    distance = float(np.linalg.norm(vector - embedder.embed(astronaut, face)))
    assert distance < 0.3
    assert similarity(distance) > 95


def pair(shared, detector, embedder, one, other):
    vectors = []
    for name in (one, other):
        picture = cv2.imread(str(shared / f"samples/faces/{name}.jpg"))
        vectors.append(embedder.embed(picture, detector.detect(picture)[0]))
    return similarity(float(np.linalg.norm(vectors[0] - vectors[1])))


def test_two_photographs_of_one_person_are_similar(shared, detector, embedder):
    assert pair(shared, detector, embedder, "obama", "obama2") > 90


@pytest.mark.parametrize("one", ["obama", "obama2", "image_F1", "image_T1"])
def test_photographs_of_two_people_are_not(one, shared, detector, embedder):
    assert pair(shared, detector, embedder, one, "biden") < 50


def test_similarity_falls_from_a_hundred_to_nothing_without_a_step():
    scores = np.array([similarity(distance) for distance in np.linspace(0, 3, 3001)])
    steps = np.diff(scores)
    assert 99 < scores[0] <= 100 and 0 <= scores[-1] < 0.1
    assert (steps < 0).all() and steps.min() > -0.3


def test_the_thresholds_of_distance_and_of_similarity_are_the_same():
    assert similarity(0.50) == pytest.approx(80)
    assert similarity(0.60) == pytest.approx(65)


def test_a_mirrored_face_has_nearly_the_same_embedding(embedder, astronaut, face):
    """Nearly: the places in a chip are not quite symmetrical."""
    order = [1, 0, 2, 4, 3]
    points = np.float32([511, 0]) + face.points[order] * np.float32([-1, 1])
    mirrored = embedder.embed(astronaut[:, ::-1].copy(), Face((0, 0, 1, 1), 1, points))
    assert np.linalg.norm(mirrored - embedder.embed(astronaut, face)) < 0.08


def test_of_overlapping_boxes_the_best_stays():
    boxes = np.float32([[0, 0, 10, 10], [1, 0, 11, 10], [4, 4, 7, 7], [20, 0, 30, 10]])
    scores = np.float32([0.7, 0.9, 0.8, 0.6])
    assert suppress(boxes, scores, 0.5).tolist() == [1, 2, 3]
    assert suppress(boxes, scores, 0.5, contained=True).tolist() == [1, 3]
