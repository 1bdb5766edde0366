"""The fonts that lines are printed in, and those that are kept for the test.

All come from Debian packages (README.md names them); a font prints only texts that it has every
character of.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

ROOT = Path("/usr/share/fonts")
TEX = Path("/usr/share/texmf/fonts/opentype/public/tex-gyre")
HERE = Path(__file__).resolve().parents[2] / "workers/specimens/fonts"

HELD_OUT = ("OpenSans-", "Lato-", "CharisSIL", "texgyreschola", "JetBrainsMono", "Cantarell")
"""Families that only the test prints with, by the beginning of their files' names."""

USUAL = (
    "Arimo", "LiberationSans", "LiberationSerif", "LiberationSansNarrow", "NimbusSans",
    "NimbusRoman", "texgyreheros", "texgyretermes", "FreeSans", "FreeSerif", "DejaVuSans",
    "DejaVuSerif", "Roboto", "NotoSans-", "NotoSerif-", "Carlito", "Inter-",
)  # fmt: skip
"""What cards are really printed in looks like these: they are drawn more often than the others."""

FAINT = ("Thin", "Hairline", "ExtraLight")
DECORATED = (*FAINT, "Italic", "Oblique", "Black")
"""Cuts that are drawn less often; the faint ones are no part of the test."""

UNFIT = (
    "DejaVuMathTeXGyre", "Z003", "texgyrechorus", "D050000L", "StandardSymbols", "LinBiolinum_K",
    "LinLibertine_DR", "LinLibertine_I",
)  # fmt: skip


def files() -> list[Path]:
    """Every font file that may be used, sorted by name."""
    found = [*ROOT.glob("truetype/**/*.ttf"), *ROOT.glob("opentype/**/*.otf"), *TEX.glob("*.otf")]
    return sorted(
        {path.name: path for path in found if _fit(path)}.values(), key=lambda path: path.name
    )


def training() -> list[Path]:
    """The fonts to learn from."""
    return [path for path in files() if not path.name.startswith(HELD_OUT)]


def testing() -> list[Path]:
    """The fonts kept for the test, upright or slanted."""
    kept = [path for path in files() if path.name.startswith(HELD_OUT)]
    return [path for path in kept if not any(word in path.name for word in FAINT)]


def weights(paths: list[Path]) -> list[float]:
    """How often each font is drawn: families alike but for the usual ones, whatever their size."""
    families = Counter(map(family, paths))
    return [
        (6.0 if path.name.startswith(USUAL) else 1.0)
        * (0.25 if any(word in path.name for word in DECORATED) else 1.0)
        / families[family(path)]
        for path in paths
    ]


def family(path: Path) -> str:
    """The beginning of the file's name, before its weight and slant."""
    return re.split(r"[-._]|(?<=[a-z])(?=Bold|Oblique|Italic)", path.name)[0]


def ocr_b() -> list[Path]:
    """The fonts of machine readable zones: OCR-B with round or square ends, seldom slanted."""
    packaged = ROOT / "opentype/ocr-b"
    upright = [HERE / "OCRB.otf", packaged / "OCRBS.otf"]
    return [*upright * 4, packaged / "OCRBL.otf"]


@cache
def covered(path: Path) -> frozenset[str]:
    """The characters that a font has a glyph of."""
    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap() or ()))


@cache
def opened(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The font at an em of so many pixels, laid out without ligatures or joining."""
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _fit(path: Path) -> bool:
    name = path.name
    if name.startswith(UNFIT) or "ocr-b" in str(path):
        return False
    return {*"AZaz09é"} <= covered(path)
