"""What is trained with, what is validated with and what is tested with. Nothing is in two of them.

Testing sees other people, other documents, other grounds, other screen layouts, other families of
printers, other makers of cameras: what it finds was not learned by heart.
"""

from typing import Literal, get_args

from training.attacks.camera import CAMERAS, Camera
from training.attacks.layouts import DRAWN
from training.attacks.prints import PRINTERS, Printer
from training.attacks.scanner import SCANNERS, Scanner
from training.attacks.screens import SCREENS, Screen
from workers.specimens.card import sides

Split = Literal["training", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)

_MAKES: dict[Split, tuple[str, ...]] = {
    "training": ("ash", "birch", "cedar", "elm", "fir"),
    "validation": ("gum", "holly"),
    "test": ("ironwood", "juniper"),
}

_LAYOUTS: dict[Split, tuple[str, ...]] = {
    "training": (
        "stripe",
        "stripe-mirrored",
        "stripe-turned",
        "chevron",
        "split",
        "delta",
        "s-stripe",
        "wrgb",
        "rgbw",
        "pentile",
        "diamond",
        *(f"drawn{number}" for number in range(DRAWN)),
    ),
    "validation": ("mosaic", "checker", "triad", "rgby", "brick"),
    "test": ("triangle", "four-in-three", "twins", "bent"),
}

_FAMILIES: dict[Split, tuple[str, ...]] = {
    "training": (
        "laser", "office", "worn", "copier", "press", "inkjet", "draft", "bubble",
        "drawn", "grained",
    ),
    "validation": ("simple", "wavy", "honeycomb", "rings", "green"),
    "test": ("hatched", "spiral", "curve"),
}  # fmt: skip

_DOCUMENTS: dict[Split, tuple[str, ...]] = {
    "training": (
        "cmnd_old", "cmnd_new", "cccd_chip", "cc", "dl_old", "vn_passport", "passport",
        "old_register_card", "new_register_card", "driving_licence_fr", "id_card_fr_old",
        "id_card_fr_2021", "living_permit_fr_2011", "icao_td1", "icao_mrvb", "icao_permit",
    ),
    "validation": ("cccd", "icao_mrva"),
    "test": ("icao_td2", "dl_new", "living_permit_fr_2021", "passport_fr"),
}  # fmt: skip

_SCANNERS: dict[Split, range] = {
    "training": range(42),
    "validation": range(42, 50),
    "test": range(50, len(SCANNERS)),
}

_FIFTHS: dict[Split, tuple[int, ...]] = {"training": (1, 2, 3), "validation": (4,), "test": (0,)}
"""Of the numbers of faces and photographs, modulo 5."""


def cameras(split: Split) -> list[Camera]:
    """The cameras of a split, by maker."""
    return [camera for camera in CAMERAS.values() if camera.make in _MAKES[split]]


def screens(split: Split) -> list[Screen]:
    """The screens of a split, by layout."""
    return [screen for screen in SCREENS.values() if screen.layout in _LAYOUTS[split]]


_PLASTIC = "card"
"""The family that sublimates dyes into plastic, without dots. A split has every third of it."""


def printers(split: Split, *, grey: bool = False, plastic: bool = False) -> list[Printer]:
    """The printers of a split, by family. `grey`: those that print no colours. `plastic`: those
    that print cards, and no others do."""
    if plastic:
        found = [p for name, p in PRINTERS.items() if name.rpartition("-")[0] == _PLASTIC]
        return found[SPLITS.index(split) :: len(SPLITS)]
    return [
        printer
        for name, printer in PRINTERS.items()
        if printer.grey == grey
        and name.removeprefix("grey-").rpartition("-")[0] in _FAMILIES[split]
    ]


def scanners(split: Split) -> list[Scanner]:
    """The scanners of a split."""
    models = list(SCANNERS.values())
    return [models[number] for number in _SCANNERS[split]]


def documents(split: Split) -> list[str]:
    """The codes of the sides of a split's documents."""
    return [code for code in sides() if _document(code) in _DOCUMENTS[split]]


def has(split: Split, number: int) -> bool:
    """Whether the face or the photograph of this number belongs to a split."""
    return number % 5 in _FIFTHS[split]


def _document(code: str) -> str:
    """The longest name of a document that the code of one of its sides begins with."""
    names = [name for group in _DOCUMENTS.values() for name in group if code.startswith(name)]
    # The back that the two oldest Vietnamese cards of twelve digits share is on their side.
    return max(names, key=len, default="")
