"""The species: genuine captures, and the instruments of attack that reports are split by.

Each lays something before the camera of a setting, or edits the picture that came of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from training.attacks import copies, flat, forgeries, held
from training.attacks.light import Image, Random
from training.attacks.setting import Setting

Lay = Callable[[Setting, Random], None]
Take = Callable[[Setting, Random], Image]
Edit = Callable[[Setting, Image, Random], Image]


@dataclass(frozen=True)
class Species:
    """`kind`: `document` or `face`. `aim`: what is other about the camera. `lay`: what is before
    it. `take`: how the picture comes about, if not by the setting's camera. `edit`: what is done to
    the picture afterwards. `portrait`: it needs a side with the holder's picture. `local`:
    what is forged is one place, the rest is genuine. `whole`: it is taken at once, and cannot be
    looked at through windows."""

    name: str
    kind: str
    attack: bool
    lay: Lay
    edit: Edit | None = None
    portrait: bool | None = None
    take: Take | None = None
    aim: Lay | None = None
    local: bool = False
    whole: bool = False


_ALL = (
    Species("bona_fide", "document", False, copies.lay_genuine),
    Species("screen_replay", "document", True, copies.screen_replay),
    Species("colour_print", "document", True, copies.colour_print),
    Species("plastic_print", "document", True, copies.plastic_print),
    Species("grey_copy", "document", True, copies.grey_copy),
    Species(
        "photo_replacement",
        "document",
        True,
        forgeries.photo_replacement,
        portrait=True,
        local=True,
    ),
    Species("physical_text", "document", True, forgeries.physical_text, local=True),
    Species(
        "digital_photo",
        "document",
        True,
        copies.lay_genuine,
        forgeries.digital_photo,
        portrait=True,
        local=True,
    ),
    Species(
        "digital_text", "document", True, copies.lay_genuine, forgeries.digital_text, local=True
    ),
    Species(
        "recompressed", "document", True, copies.lay_genuine, forgeries.recompressed, local=True
    ),
    Species("scan", "document", False, copies.lay_genuine, take=flat.scan, aim=flat.on_glass),
    Species("scanned_print", "document", True, copies.any_print, take=flat.scan, aim=flat.on_glass),
    Species("specimen", "document", False, flat.nothing, take=flat.specimen, whole=True),
    Species("published", "document", False, flat.nothing, take=flat.published, whole=True),
    Species("live", "face", False, held.life),
    Species("portrait", "face", False, flat.nothing, take=flat.portrait),
    Species("face_print", "face", True, held.face_print),
    Species("face_screen", "face", True, held.face_screen),
    Species("paper_mask", "face", True, held.paper_mask),
)

SPECIES: dict[str, Species] = {species.name: species for species in _ALL}
"""By the names that reports use."""
