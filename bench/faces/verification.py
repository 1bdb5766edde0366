"""1:1: how often two faces are called one person's wrongly, or not called so, on the test people.

The people are those whom neither a model nor a curve of ours was fitted to.
"""

import math
import time
from collections.abc import Iterator

import cv2
import numpy as np

from app.core.settings import FaceMatchSettings, get_settings
from bench.faces.curves import Distances
from bench.faces.people import embedded, folder
from workers.models import registry, sessions
from workers.stages.faces import detector
from workers.vision.faces import FaceEmbedder, Use, rates, similarity

TARGETS = (1e-2, 1e-3, 1e-4)


def main() -> None:
    if not folder().is_dir():
        print(f"1:1 skipped: there are no pictures of faces at {folder()}.")
        return
    for line in _report():
        print(line, flush=True)


def _report() -> Iterator[str]:
    captures = embedded()
    test = captures.of(calibration=False)
    yield f"1:1 verification; faces found by {get_settings().worker.face_detector}"
    yield (
        f"Generated faces, one picture each: {len(captures.numbers)} people, {captures.left_out} "
        "pictures left out (face too small); test people are those of even numbers."
    )
    yield (
        "Pairs of one person are SIMULATED second captures of one picture: real pairs are harder, "
        "and FNMR on people will be higher."
    )
    settings = FaceMatchSettings()
    for use, least in (
        (Use.DOCUMENT, settings.document_threshold),
        (Use.SELFIE, settings.selfie_threshold),
    ):
        one, other = test.pair(use)
        distances = Distances.between(one, other)
        yield (
            f"\n{TITLES[use]}: {distances.people} pairs of one person, {distances.comparisons} of "
            f"two; no face found on {int(np.isnan(one).any(axis=1).sum())} and "
            f"{int(np.isnan(other).any(axis=1).sum())} captures"
        )
        yield from _by_rate(distances)
        yield from _by_score(distances, least, settings.review_band)
        yield from _bounds(use, distances)
    yield ""
    yield from _times()


TITLES = {Use.DOCUMENT: "Document against selfie", Use.SELFIE: "Selfie against selfie"}


def _by_rate(distances: Distances) -> Iterator[str]:
    yield f"{'FMR':<10}{'distance':<10}{'score':<8}{'FNMR':<9}95 % interval"
    for target in TARGETS:
        distance = distances.at_false_match_rate(target)
        yield (
            f"{target:<10.0e}{distance:<10.3f}{similarity(distance):<8.1f}"
            f"{_missed(distances, distance)}"
        )


def _by_score(distances: Distances, least: float, band: float) -> Iterator[str]:
    yield f"{'score':<10}{'distance':<10}{'FMR':<10}{'95 % interval':<20}{'FNMR':<9}95 % interval"
    named = {least: "  shipped threshold", least - band: "  end of the review band"}
    for score in sorted({*named, 70.0, 80.0, 90.0, 95.0}, reverse=True):
        distance = distance_of(score)
        low, high = distances.false_match_interval(distance)
        yield (
            f"{score:<10g}{distance:<10.3f}{distances.false_matches(distance):<10.3%}"
            f"{f'{low:.3%} – {high:.3%}':<20}{_missed(distances, distance)}{named.get(score, '')}"
        )


def _bounds(use: Use, distances: Distances) -> Iterator[str]:
    """Whether what reports say, "at most 1 in N", holds for people it was not fitted to."""
    curve = rates(use, registry.sha256("face-embedding"), get_settings().worker.face_detector)
    if curve is None:
        yield "Reports tell no error rates: they were not measured for these models."
        return
    yield f"{'reported':<16}{'distance':<10}FMR of the test people"
    for distance, one_in in curve.false_match:
        measured = distances.false_matches(distance)
        exceeded = "  exceeded" if measured > 1 / one_in else ""
        yield f"{f'≤ 1 in {one_in:,}':<16}{distance:<10.3f}{measured:.4%}{exceeded}"


def _missed(distances: Distances, distance: float) -> str:
    rate = distances.false_non_matches(distance)
    low, high = wilson(rate, distances.people)
    return f"{rate:<9.2%}{f'{low:.2%} – {high:.2%}':<18}"


def wilson(rate: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a rate that was counted `count` times (Wilson, 1927)."""
    z = 1.96
    middle = (rate + z * z / (2 * count)) / (1 + z * z / count)
    reach = z / (1 + z * z / count) * math.sqrt(rate * (1 - rate) / count + (z / (2 * count)) ** 2)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def distance_of(score: float) -> float:
    """The distance that has a score: `similarity`, turned around."""
    low, high = 0.0, 2.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if similarity(middle) > score else (low, middle)
    return low


def _times() -> Iterator[str]:
    """Medians on one thread, of ten pictures."""
    embedder = FaceEmbedder(sessions.session("face-embedding"))
    found, embedded_, compared = [], [], []
    for file in sorted(folder().glob("*.jpg"))[:10]:
        image = np.asarray(cv2.imread(str(file)), np.uint8)
        start = time.process_time()
        faces = detector().detect(image)
        found.append(time.process_time() - start)
        if not faces:
            continue
        start = time.process_time()
        vector = embedder.embed(image, faces[0])
        embedded_.append(time.process_time() - start)
        start = time.process_time()
        for _ in range(1000):
            np.linalg.norm(vector - vector[::-1])
        compared.append((time.process_time() - start) / 1000)
    yield (
        f"Time: a face found in {1000 * np.median(found):.0f} ms, embedded in "
        f"{1000 * np.median(embedded_):.1f} ms, two vectors compared in "
        f"{1e6 * np.median(compared):.0f} µs (processor time, medians of 10 pictures)"
    )
