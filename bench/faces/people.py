"""The generated people of the benchmark, and the vectors of their captures.

Pictures of faces of people who do not exist lie at VOUCH_FACES, else at `../shared/faces` beside
the checkout; they are no part of the product.
"""

import hashlib
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from app.core.settings import get_settings
from bench.faces import captures
from workers.models import registry, sessions
from workers.models.choice import DETECTORS
from workers.stages.faces import detector, open_detector
from workers.vision.faces import FaceEmbedder, Use, by_prominence

Vectors = npt.NDArray[np.float32]

SMALLEST = 70.0
"""Height of a face, pixels, from which a picture can be captured again: less is enlarged blur."""

CACHE = Path("var") / "bench-faces.npz"


@dataclass(frozen=True)
class Captures:
    """Vectors of simulated captures, (people, 128) each; row by row of the same person.

    `numbers`: of the people's pictures. `selfie`, `again`: two selfies. `document`: the portrait
    of a document. NaN where no face was found. `left_out`: pictures without a face of `SMALLEST`.
    """

    numbers: npt.NDArray[np.int64]
    selfie: Vectors
    again: Vectors
    document: Vectors
    left_out: int

    def of(self, *, calibration: bool) -> "Captures":
        """Returns the half of the people that curves are fitted to, or the half that tests them."""
        chosen = (self.numbers % 2 == 1) == calibration
        rows = (part[chosen] for part in (self.numbers, self.selfie, self.again, self.document))
        return Captures(*rows, self.left_out)

    def pair(self, use: Use) -> tuple[Vectors, Vectors]:
        """Returns the two captures that a use compares."""
        return (self.document if use is Use.DOCUMENT else self.again), self.selfie


def folder() -> Path:
    """Returns where the pictures are, or should be."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "faces"
    return Path(os.environ.get("VOUCH_FACES", beside))


def embedded() -> Captures:
    """Returns the captures of all people: from `CACHE` where models and captures are as they were.

    Faces are found by the detector that the settings name. Without a cache some minutes on one
    core. Raises `FileNotFoundError` where there are no pictures.
    """
    made_by = _made_by()
    if CACHE.is_file():
        with np.load(CACHE) as kept:
            if str(kept["made_by"]) == made_by:
                parts = (kept[name] for name in ("numbers", "selfie", "again", "document"))
                return Captures(*parts, int(kept["left_out"]))
    found = _embed()
    CACHE.parent.mkdir(exist_ok=True)
    np.savez(CACHE, made_by=made_by, **vars(found))
    return found


def _made_by() -> str:
    """The models and the simulation that the vectors come from."""
    names = {*DETECTORS["mtcnn"], *DETECTORS[get_settings().worker.face_detector], "face-embedding"}
    networks = (registry.sha256(name) for name in sorted(names))
    simulation = hashlib.sha256(Path(captures.__file__).read_bytes()).hexdigest()
    return ",".join((*networks, simulation))


def _embed() -> Captures:
    files = sorted(folder().glob("*.jpg"))
    if not files:
        raise FileNotFoundError(f"there are no pictures of faces at {folder()}")
    # Captures are simulated from what MTCNN finds, so that all detectors see the same ones.
    reference, chosen = open_detector("mtcnn"), detector()
    embedder = FaceEmbedder(sessions.session("face-embedding"))

    def vector(image: captures.Image) -> Vectors:
        faces = by_prominence(chosen.detect(image))
        if not faces:
            return np.full(128, np.nan, np.float32)
        return embedder.embed(image, faces[0])

    rows = []
    for done, file in enumerate(files):
        if done % 100 == 0:
            print(f"{done} of {len(files)} people", file=sys.stderr, flush=True)
        number = int(re.sub(r"\D", "", file.stem))
        image = np.asarray(cv2.imread(str(file)), np.uint8)
        faces = by_prominence(reference.detect(image))
        if not faces or faces[0].box[3] - faces[0].box[1] < SMALLEST:
            continue
        rng = np.random.default_rng([number, 0xFACE])
        selfies = [captures.selfie(image, faces[0], rng) for _ in range(2)]
        document = captures.document(image, faces[0], number, rng)
        rows.append((number, *(vector(picture) for picture in (*selfies, document))))
    numbers, selfie, again, of_document = zip(*rows, strict=True)
    return Captures(
        np.array(numbers, np.int64),
        np.array(selfie, np.float32),
        np.array(again, np.float32),
        np.array(of_document, np.float32),
        len(files) - len(rows),
    )
