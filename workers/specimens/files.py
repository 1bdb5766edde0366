"""Specimens as files: the pictures to send, and the truth about them as JSON."""

import json
from pathlib import Path
from typing import Any

from workers.specimens.capture import photograph
from workers.specimens.card import SIDES, render_card
from workers.specimens.passport import render_passport
from workers.specimens.selfie import HEIGHT, WIDTH, selfie_jpeg

KINDS: tuple[str, ...] = (*SIDES, "selfie")


def write_specimen(
    kind: str, seed: int, level: str, directory: Path, *, turn: float = 0, cut: float = 0
) -> list[Path]:
    """Writes a specimen into `directory`, which is made; returns the files, the picture first.

    `kind`: one of `KINDS`. A side is `SIDE-SEED-LEVEL.jpg` and, beside it, `.json`; a selfie has
    no level: `selfie-SEED.jpg` and `.json`. docs/specimens.md describes the JSON. `turn`: degrees
    clockwise that a side is turned by; `cut`: the part of it that is beyond the picture's right
    edge. Raises `ValueError` for an unknown kind or level, and where a flat side is to be turned
    or cut, `FileNotFoundError` before `vouch models build`.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no specimen {kind!r}: take one of {', '.join(KINDS)}")
    name, jpeg, truth = _selfie(seed) if kind == "selfie" else _side(kind, seed, level, turn, cut)
    directory.mkdir(parents=True, exist_ok=True)
    picture, answers = directory / f"{name}.jpg", directory / f"{name}.json"
    picture.write_bytes(jpeg)
    answers.write_text(json.dumps(truth, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return [picture, answers]


def _side(
    code: str, seed: int, level: str, turn: float, cut: float
) -> tuple[str, bytes, dict[str, Any]]:
    specimen = render_passport(seed) if code == "passport" else render_card(code, seed)
    photo = photograph(specimen.image, seed, level, turn=turn, beyond=(cut, 0))
    height, width = photo.image.shape[:2]
    in_photo = {"level": level, "width": width, "height": height, "page": photo.quad.tolist()}
    zones = {name: photo.place(zone).tolist() for name, zone in specimen.truth["boxes"].items()}
    return f"{code}-{seed}-{level}", photo.jpeg, specimen.truth | {"photo": in_photo | zones}


def _selfie(seed: int) -> tuple[str, bytes, dict[str, Any]]:
    truth = {"type": "selfie", "seed": seed, "width": WIDTH, "height": HEIGHT, "samePerson": True}
    return f"selfie-{seed}", selfie_jpeg(seed), truth
