"""Whether a face is found, and how fast: every detector that is built, on the same pictures."""

import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from bench.faces import captures
from bench.faces.people import folder
from workers.models import registry
from workers.models.choice import DETECTORS
from workers.stages.faces import open_detector
from workers.vision.faces import Detector, by_prominence

CAPTURED = 4
"""Of every so many people a selfie and a document are simulated: drawing documents takes time."""
WITHOUT_FACES = (1, 2, 3, 5, 6, 7, 8, 10, 11, 13, 16, 19, 20, 21, 22, 23, 24)
"""Of Kodak's pictures (`kodim01.png` to `kodim24.png`) those that show nobody's face."""


def main() -> None:
    files = sorted(folder().glob("*.jpg"))
    if not files:
        print(f"Detection skipped: there are no pictures of faces at {folder()}.")
        return
    for line in table(files, sorted((folder().parent / "photos").glob("kodim*.png"))):
        print(line, flush=True)


def table(people: list[Path], photographs: list[Path]) -> Iterator[str]:
    """A row for each detector. Captures are simulated from the face that MTCNN finds."""
    without = [file for file in photographs if int(file.stem[-2:]) in WITHOUT_FACES]
    yield "Detection: pictures on which a face was found; one thread, processor time, medians"
    yield f"{'detector':<10}{'generated':<13}{'selfie':<13}{'document':<13}{'no face':<13}ms"
    reference = open_detector("mtcnn")
    for name, networks in DETECTORS.items():
        if not all(registry.path(network).is_file() for network in networks):
            yield f"{name:<10}not built"
            continue
        detector, times = open_detector(name), []
        found, selfies, documents = [], [], []
        for number, file in enumerate(people):
            image = _read(file)
            start = time.process_time()
            found.append(bool(detector.detect(image)))
            times.append(time.process_time() - start)
            if number % CAPTURED == 0:
                selfie, document = _captured(image, number, reference)
                selfies += [bool(detector.detect(one)) for one in selfie]
                documents += [bool(detector.detect(one)) for one in document]
        wrong = [bool(detector.detect(_read(file))) for file in without]
        counts = "".join(
            f"{f'{sum(part)} of {len(part)}':<13}" for part in (found, selfies, documents, wrong)
        )
        yield f"{name:<10}{counts}{1000 * np.median(times):.0f}"


def _read(file: Path) -> captures.Image:
    return np.asarray(cv2.imread(str(file)), np.uint8)


def _captured(
    image: captures.Image, number: int, reference: Detector
) -> tuple[list[captures.Image], list[captures.Image]]:
    """A selfie and a document with the face of a picture; none where there is no face."""
    faces = by_prominence(reference.detect(image))
    if not faces:
        return [], []
    rng = np.random.default_rng([number, 0xDE7EC7])
    selfie = captures.selfie(image, faces[0], rng)
    return [selfie], [captures.document(image, faces[0], number, rng)]
