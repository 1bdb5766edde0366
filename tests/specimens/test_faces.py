"""The specimens' face, seen by the product's own detector and embedder."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from workers.checks import forensic
from workers.models import registry, sessions
from workers.specimens.capture import photograph
from workers.specimens.passport import render_passport
from workers.specimens.portrait import Image
from workers.specimens.selfie import selfie
from workers.vision import spectrum
from workers.vision.faces import Face, FaceDetector, FaceEmbedder

pytestmark = pytest.mark.usefixtures("built_portrait")

NETWORKS = ("face-mtcnn-p", "face-mtcnn-r", "face-mtcnn-o", "face-embedding")
SHARED_FACES = Path(__file__).resolve().parents[3] / "shared" / "faces"


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    if not all(registry.path(name).is_file() for name in NETWORKS):
        pytest.skip("the face models are not there: run `vouch models build`")
    return FaceDetector(*(sessions.session(name) for name in NETWORKS[:3]))


@pytest.fixture(scope="module")
def embedder(detector: FaceDetector) -> FaceEmbedder:
    return FaceEmbedder(sessions.session(NETWORKS[3]))


def only_face(detector: FaceDetector, image: Image) -> Face:
    (face,) = detector.detect(image)
    return face


@pytest.mark.parametrize("level", ["flat", "scan", "phone", "hard"])
def test_a_photographed_passport_has_one_face_and_it_is_in_the_portrait(
    level: str, detector: FaceDetector
) -> None:
    specimen = render_passport(1)
    photo = photograph(specimen.image, 1, level)
    x0, y0, x1, y1 = only_face(detector, photo.image).box
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    assert cv2.pointPolygonTest(photo.place(specimen.portrait_box), middle, False) > 0


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_selfie_matches_the_passport_of_any_seed(
    seed: int, detector: FaceDetector, embedder: FaceEmbedder
) -> None:
    taken = selfie(seed)
    photo = photograph(render_passport(seed + 5).image, seed, "phone").image
    faces = [embedder.embed(image, only_face(detector, image)) for image in (taken, photo)]
    assert np.linalg.norm(faces[0] - faces[1]) < 0.4


def test_somebody_elses_face_in_the_passport_does_not_match(
    detector: FaceDetector, embedder: FaceEmbedder
) -> None:
    others = sorted(SHARED_FACES.glob("*.jpg"))[:3]
    if not others:
        pytest.skip("no second face: the folder of shared samples is not beside the checkout")
    taken = selfie(0)
    ours = embedder.embed(taken, only_face(detector, taken))
    for file in others:
        portrait = cv2.imread(str(file))
        assert portrait is not None
        page = render_passport(1, portrait=portrait.astype(np.uint8)).image
        theirs = embedder.embed(page, only_face(detector, page))
        assert np.linalg.norm(ours - theirs) > 0.68


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_selfies_and_photos_show_no_trace_of_a_screen(seed: int) -> None:
    for image in (selfie(seed), photograph(render_passport(seed).image, seed, "phone").image):
        found = spectrum.measure(image)
        assert found.moire < forensic.MAX_MOIRE / 2
        assert found.grid < forensic.MAX_GRID / 2
