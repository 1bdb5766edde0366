"""What is kept of a genuine capture and its forgeries, one file each: strips of their places."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.attacks.fields import PORTRAIT, Place, Twins
from workers.vision.presentation import strips
from workers.vision.presentation.strips import HEIGHT, PLANES, WIDTH

MARGIN = 8
"""Pixels on each side of a strip that are kept: boxes of the product are that far off at most."""

OFF = 4.0
"""Pixels (a third of a mm) by which boxes are off, one deviation; the product's less."""

GENUINE = "genuine"
"""What is not forged."""

Strips = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Card:
    """A genuine capture and its forgeries. `of`: its species. `fields`: (K, 6, 88, 196).
    `portrait`: (6 or 0, 6, 88, 196). `forged`: by species the number of the field that was forged,
    -1 for the portrait, and its strips. `density`: pixels a mm."""

    of: str
    document: str
    density: float
    fields: Strips
    portrait: Strips
    forged: dict[str, tuple[int, Strips]]


def of_twins(twins: Twins, of: str) -> Card:
    """The strips of a genuine capture and of its forgeries."""
    fields = [place for place in twins.genuine if place.name != PORTRAIT]
    names = [place.name for place in fields]

    def cut(place: Place) -> Strips:
        lying = (
            strips.of_portrait(place.box)
            if place.name == PORTRAIT
            else [strips.of_field(place.box)]
        )
        return strips.cut(place.image, place.to_image, twins.size, lying, MARGIN)

    portraits = [cut(place) for place in twins.genuine if place.name == PORTRAIT]
    cuts = np.concatenate([cut(place) for place in fields])
    return Card(
        of,
        str(twins.used["document"]),
        twins.density,
        cuts,
        portraits[0] if portraits else cuts[:0],
        {
            name: (-1 if place.name == PORTRAIT else names.index(place.name), cut(place))
            for name, place in twins.forged.items()
        },
    )


def shown(card: Card, seed: int) -> Iterator[tuple[str, str, int | None, Strips, Strips]]:
    """A card, genuine and with one place forged: the species, the check that is asked, the number
    of the field that was forged, the strips of all fields and those of the portrait's border."""
    rng = np.random.default_rng(seed)
    fields, portrait = off(card.fields, rng), off(card.portrait, rng)
    yield GENUINE, "text", None, fields, portrait
    if len(portrait):
        yield GENUINE, "photo", None, fields, portrait
    for name, (place, own) in card.forged.items():
        forged = off(own, rng)
        if place < 0:
            yield name, "photo", None, fields, forged
        else:
            others = fields.copy()
            others[place] = forged[0]
            yield name, "text", place, others, portrait


def write(card: Card, file: Path) -> None:
    """Keeps a card; a run that is stopped leaves no broken file."""
    partial = file.with_suffix(".part")
    forged = {f"{name}/{number}": cuts for name, (number, cuts) in card.forged.items()}
    with partial.open("wb") as opened:
        np.savez(
            opened, of=card.of, document=card.document, density=card.density, fields=card.fields,
            portrait=card.portrait, **forged,
        )  # fmt: skip
    partial.rename(file)


def read(file: Path) -> Card:
    """A card that was kept."""
    with np.load(file) as kept:
        forged = {}
        for key in kept.files:
            name, slash, number = key.partition("/")
            if slash:
                forged[name] = (int(number), kept[key])
        return Card(
            str(kept["of"]), str(kept["document"]), float(kept["density"]), kept["fields"],
            kept["portrait"], forged,
        )  # fmt: skip


def off(kept: Strips, rng: np.random.Generator) -> Strips:
    """Strips (N, 6, 88, 196) as the product cuts them, (N, 6, 72, 180), each somewhat off."""
    cuts = np.zeros((len(kept), PLANES, HEIGHT, WIDTH), np.uint8)
    for strip, cut in zip(kept, cuts, strict=True):
        begin = np.clip(np.round(rng.normal(0, OFF, 2)), -MARGIN, MARGIN).astype(int) + MARGIN
        cut[:] = strip[:, begin[1] : begin[1] + HEIGHT, begin[0] : begin[0] + WIDTH]
    return cuts


def found(folder: Path, split: str) -> list[Path]:
    """Those of a split that were rendered so far, in order."""
    return sorted((folder / split).glob("*.npz"))


def path(folder: Path, split: str, seed: int) -> Path:
    """Where a card is kept."""
    return folder / split / f"{seed:06d}.npz"
