"""How well Vouch reads real pictures: `python -m bench.samples [FOLDER]`.

The folder holds `manifest.jsonl` and the pictures that it names, with what is known of each. It
is no part of the product: the argument, else VOUCH_SAMPLES, else `../shared/samples` beside the
checkout. Without it, or without the models, this says so and ends.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.core.report import CheckOutcome, PictureName
from workers.checks import liveness
from workers.models import choice, registry, sessions
from workers.stages.faces import detector
from workers.stages.liveness import detector as presentation_detector
from workers.stages.liveness import meter
from workers.vision import quality, spectrum
from workers.vision.faces import FaceEmbedder, similarity
from workers.vision.faces.embedder import MATCH, REVIEW
from workers.vision.mrz import find_mrz
from workers.vision.text import TextReader

Entry = dict[str, Any]


def main() -> None:
    """Prints a table for the zones, one for pairs of faces, and one for living and shown faces."""
    show(list(_TABLES), sys.argv[1] if len(sys.argv) > 1 else None)


def show(kinds: list[str], given: str | None = None) -> None:
    """Prints the tables of some kinds of pictures (`kind` in the manifest), of the `given` folder
    or the usual one; without it, or without the models, says so."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "samples"
    folder = Path(given or os.environ.get("VOUCH_SAMPLES") or beside)
    manifest = folder / "manifest.jsonl"
    if not manifest.is_file():
        print(f"Skipped: there are no sample pictures at {folder}.")
        return
    missing = [model.name for model in choice.in_use() if not registry.path(model.name).is_file()]
    if missing:
        print(f"Skipped: {', '.join(missing)} missing; run `vouch models build`.")
        return
    entries = [json.loads(line) for line in manifest.read_text("utf-8").splitlines() if line]
    for kind in kinds:
        title, rows = _TABLES[kind]
        chosen = [entry for entry in entries if entry["kind"] == kind]
        print(f"\n{title}: {len(chosen)} of {folder}\n")
        print("\n".join(rows(folder, chosen)))


def _zones(folder: Path, entries: list[Entry]) -> Iterator[str]:
    """Whether each zone's format and lines are those of the manifest, and what was made of it.

    The time is that of the whole picture: detection, every line of text, the zone.
    """
    reader = TextReader(
        sessions.session("text-detection"),
        sessions.session("text-recognition"),
        registry.charset("text-recognition"),
    )
    yield f"{'picture':<22}{'format':<12}{'right':<7}{'lines exact':<13}{'valid':<7}" + (
        f"{'corrections':<13}{'confidence':<12}{'ms':>6}"
    )
    exact = wrong = 0
    for entry in entries:
        image = _picture(folder / entry["file"])
        expected = entry["expected"]
        name = Path(entry["file"]).name
        start = time.perf_counter()
        found = find_mrz(image, reader)
        took = 1000 * (time.perf_counter() - start)
        if found is None:
            yield f"{name:<22}{'not found':<65}{took:>6.0f}"
            continue
        hits = sum(a == b for a, b in zip(found.lines, expected["lines"], strict=False))
        lines = f"{hits} of {len(expected['lines'])}"
        all_exact = found.lines == expected["lines"]
        exact += all_exact
        wrong += found.valid and not all_exact
        yield (
            f"{name:<22}{found.format:<12}{_yes(found.format == expected['format']):<7}"
            f"{lines:<13}{_yes(found.valid):<7}"
            f"{len(found.corrections):<13}{found.confidence:<12.3f}{took:>6.0f}"
        )
    yield f"\nAll lines exact: {exact} of {len(entries)}. Called valid with a wrong line: {wrong}."


def _faces(folder: Path, entries: list[Entry]) -> Iterator[str]:
    """The largest face of either picture, compared; the decision at the product's thresholds."""
    embedder = FaceEmbedder(sessions.session("face-embedding"))

    def embedding(name: str) -> NDArray[np.float32] | None:
        image = _picture(folder / name)
        faces = detector().detect(image)
        return embedder.embed(image, faces[0]) if faces else None

    yield f"{'pair':<32}{'same person':<13}{'distance':<10}{'score':<8}{'decision':<10}right"
    right = 0
    for entry in entries:
        pair = f"{Path(entry['file']).name} / {Path(entry['file_b']).name}"
        same = entry["expected"]["same"]
        one, other = embedding(entry["file"]), embedding(entry["file_b"])
        if one is None or other is None:
            yield f"{pair:<32}{_yes(same):<13}no face found"
            continue
        distance = float(np.linalg.norm(one - other))
        decision = _decision(distance)
        right += decision == ("match" if same else "differ")
        yield (
            f"{pair:<32}{_yes(same):<13}{distance:<10.3f}{similarity(distance):<8.1f}"
            f"{decision:<10}{_yes(decision == ('match' if same else 'differ'))}"
        )
    yield f"\nRight: {right} of {len(entries)}. Match up to {MATCH[0]}, review up to {REVIEW[0]}."


def _shown(folder: Path, entries: list[Entry]) -> Iterator[str]:
    """What the checks that tell of an attack say of each face, and how likely the detector calls
    it one."""
    yield f"{'picture':<22}{'is':<28}{'attack':<9}{'raised':<24}right"
    right = 0
    for entry in entries:
        image = _picture(folder / entry["file"])
        name, expected = Path(entry["file"]).name, entry["expected"]
        kind = expected.get("attack", expected["label"])
        faces = detector().detect(image)
        if not faces:
            yield f"{name:<22}{kind:<28}no face found"
            continue
        box = faces[0].box
        seen = presentation_detector().look(image, box)
        found = liveness.checks(
            PictureName.SELFIE,
            [box],
            quality.measure_face(image, box),
            meter().measure(image, faces[0]),
            seen,
            spectrum.measure(image),
        )
        raised = [
            check.name
            for check in found
            if check.outcome is CheckOutcome.ATTENTION and check.name in liveness.ATTACKS
        ]
        good = bool(raised) == (expected["label"] == "attack")
        right += good
        likely = "-" if seen is None else f"{seen.attack:.3f}"
        yield f"{name:<22}{kind:<28}{likely:<9}{', '.join(raised) or '-':<24}{_yes(good)}"
    yield f"\nRight: {right} of {len(entries)}. Attacks are raised from {liveness.MAX_ATTACK} on."


def _decision(distance: float) -> str:
    if distance <= MATCH[0]:
        return "match"
    return "review" if distance <= REVIEW[0] else "differ"


def _picture(path: Path) -> NDArray[np.uint8]:
    image = cv2.imread(str(path))
    if image is None:
        raise SystemExit(f"{path} is no picture.")
    return np.asarray(image, np.uint8)


def _yes(true: bool) -> str:
    return "yes" if true else "no"


_TABLES = {
    "mrz": ("Machine readable zones", _zones),
    "face_pair": ("Pairs of faces", _faces),
    "pad_face": ("Living faces and shown ones", _shown),
}


if __name__ == "__main__":
    main()
