"""How many barcodes are read: `python -m bench.barcodes [N]`.

N specimens (default 20) of every side that carries a code, photographed at each capture level; and
N codes with modules of a few pixels, blurred, noisy and turned, on a plain ground. Each is read
with one look, and then as an expected format. Printed with n and milliseconds for each row.
"""

import sys
import time

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from workers.specimens.capture import LEVELS, photograph
from workers.specimens.card import render_card, sides
from workers.vision.barcodes import FORMATS, find_barcodes

Picture = NDArray[np.uint8]
Case = tuple[Picture, str, str]
"""A picture, and its code's format and text."""

FIRST_SEED = 7000
FINE = 8  # pixels a module of the code as it is drawn
SIDE = 1000  # pixels of a degraded picture

DEGRADED = {
    "3 to 4 px": ((3.0, 4.0), (0.5, 1.0), (2, 5)),
    "2.5 to 3 px": ((2.5, 3.0), (0.8, 1.3), (3, 6)),
    "2 to 2.5 px": ((2.0, 2.5), (0.8, 1.3), (3, 6)),
}
"""Pixels a module, sigma of the blur, sigma of the noise in grey levels: ranges drawn from."""


def main() -> None:
    """Prints a row for each side and level, and for each degradation."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    seeds = range(FIRST_SEED, FIRST_SEED + count)
    carrying = [side for side in sides() if render_card(side, FIRST_SEED).truth["barcodes"]]
    for side in carrying:
        for level in LEVELS:
            _print_row(f"{side}, {level}", [_captured(side, level, seed) for seed in seeds])
    for side in carrying:
        for name in DEGRADED:
            cases = [_degraded(side, name, seed) for seed in seeds]
            _print_row(f"code of {side}, {name} a module", cases)
    for name in DEGRADED:
        licences = [_licence(seed) for seed in seeds]
        cases = [
            _drawn("pdf417", text, name, seed) for text, seed in zip(licences, seeds, strict=True)
        ]
        _print_row(f"driving licence, {name} a module", cases)


def _print_row(name: str, cases: list[Case]) -> None:
    told = []
    for label, closer in (("one look", False), ("expected", True)):
        start = time.process_time()
        read = sum(
            any(
                code.text == text
                for code in find_barcodes(picture, expected=[format_] if closer else [])
            )
            for picture, format_, text in cases
        )
        spent = 1000 * (time.process_time() - start) / max(len(cases), 1)
        told.append(f"{label} {read} of {len(cases)}, {spent:.0f} ms")
    print(f"{name}: {'; '.join(told)}", flush=True)


def _captured(side: str, level: str, seed: int) -> Case:
    specimen = render_card(side, seed)
    code = specimen.truth["barcodes"][0]
    return photograph(specimen.image, seed, level).image, code["format"], code["text"]


def _degraded(side: str, name: str, seed: int) -> Case:
    code = render_card(side, seed).truth["barcodes"][0]
    return _drawn(code["format"], code["text"], name, seed)


def _licence(seed: int) -> str:
    """What the PDF417 of a fictional licence says."""
    return (
        f"@\n\x1e\rANSI 636000100102DL00410278ZV03190008DLDAQT{seed:08}\nDCSSAMPLE\nDDEN\n"
        "DACMICHAEL\nDDFN\nDADJOHN\nDDGN\nDCAD\nDCBK\nDCDPH\nDBD06062019\nDBB06061986\n"
        "DBA12102024\nDBC1\nDAU068 in\nDAYBRO\nDAG2300 WEST BROAD STREET\nDAIRICHMOND\nDAJVA\n"
        "DAK232690000  \nDCF2424244747474786102204\nDCGUSA\nDCK123456789\nDDAF\r"
    )


def _drawn(format_: str, text: str, name: str, seed: int) -> Case:
    """The code small, blurred, turned, on a plain ground."""
    sizes, blurs, noises = DEGRADED[name]
    rng = np.random.default_rng(seed)
    symbol = zxingcpp.create_barcode(text, FORMATS[format_], force_square=True)
    drawn = np.asarray(zxingcpp.write_barcode_to_image(symbol, scale=FINE), np.uint8)
    ink = (30 + drawn * (195 / 255)).astype(np.uint8)
    scale = rng.uniform(*sizes) / FINE
    middle = (drawn.shape[1] / 2, drawn.shape[0] / 2)
    turn = cv2.getRotationMatrix2D(middle, rng.uniform(0, 360), scale)
    turn[:, 2] += SIDE / 2 - np.array(middle)
    smooth = cv2.GaussianBlur(ink, (0, 0), 0.4 / scale)  # what a pixel's area takes together
    picture = cv2.warpAffine(smooth, turn, (SIDE, SIDE), borderValue=225.0)
    blurred = cv2.GaussianBlur(picture, (0, 0), rng.uniform(*blurs)).astype(np.float32)
    noisy = blurred + rng.normal(0, rng.uniform(*noises), blurred.shape)
    grey = np.clip(noisy, 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8), format_, text


if __name__ == "__main__":
    main()
