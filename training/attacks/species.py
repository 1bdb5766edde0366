"""The species: genuine captures, and the instruments of attack that reports are split by.

Each lays something before the camera of a setting, or edits the picture that came of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from training.attacks import alterations, genuine, screens, sources, splits
from training.attacks.camera import jpeg, opened
from training.attacks.genuine import GenuineCard, Place
from training.attacks.light import Image, Layer, Matrix, Random, clouds, encoded, resized
from training.attacks.prints import Paper, Printer, sheet, textured
from training.attacks.scanner import SCANNERS
from training.attacks.setting import Setting, life
from training.attacks.view import Blur, corners_of, look_at, placed, scaling
from workers.specimens.capture import LEVELS, photograph

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


def _genuine(setting: Setting, rng: Random) -> None:
    made = _genuine_card(setting)
    setting.scene.lay(
        made.albedo,
        setting.size,
        setting.homography,
        radius=3.18 if setting.size[0] < 90 else 2.0,  # ISO/IEC 7810
        thickness=made.material.thickness,
        gloss=made.material.gloss,
        roughness=made.material.roughness,
    )


def _genuine_card(setting: Setting) -> GenuineCard:
    """The card of this setting; its attackers had the same one."""
    card = setting.card
    assert card is not None
    left, top = (0.0, 0.0) if card.part is None else card.part[:2]
    return genuine.card(
        card.image,
        Place(card.side.size, left, top, *card.size),
        card.portrait,
        setting.density,
        setting.random("material"),
        setting.grain("wear"),
    )


def _copy(setting: Setting, rng: Random) -> Image:
    """The attacker's digital copy: of the card as it looks, or of a template made out anew."""
    card = setting.card
    assert card is not None
    image = card.image
    if rng.random() < 0.5:
        size = (image.shape[1], image.shape[0])
        image = encoded(np.asarray(resized(_genuine_card(setting).albedo, size), np.float32))
    return sources.first_copy(image, card.size[0], rng, setting.grain("copy"))


def _screen_replay(setting: Setting, rng: Random) -> None:
    models = splits.screens(setting.split)
    screen = models[int(rng.integers(len(models)))]
    image = _copy(setting, rng)
    scale = np.diag([setting.size[0] / image.shape[1], setting.size[1] / image.shape[0], 1.0])
    table = sources.photo(setting.split, rng) if rng.random() < 0.35 else None
    assert setting.card is not None
    # What a phone shows it with, to what a large monitor does.
    shown = float(np.exp(rng.uniform(np.log(600), np.log(2400))))
    pixel = setting.density * setting.card.side.size[0] / shown
    setting.used |= {"shown": round(shown)}
    _show(setting, screen, image, setting.homography @ scale, rng, pixel, table)


def _show(
    setting: Setting,
    screen: screens.Screen,
    image: Image,
    homography: Matrix,
    rng: Random,
    pixel: float,
    around: Image | None,
) -> None:
    """`pixel`: the camera's per pixel of the screen."""
    bright = float(np.exp(rng.normal(0.3, 0.45)))
    setting.used |= {"screen": screen.name, "bright": round(bright, 2)}
    screens.show(
        setting.scene, screen, image, homography, rng, pixel=pixel, around=around, bright=bright,
        grain=setting.grain("screen"),
    )  # fmt: skip


def _colour_print(setting: Setting, rng: Random) -> None:
    _lay_print(setting, splits.printers(setting.split), rng)


def _plastic_print(setting: Setting, rng: Random) -> None:
    _lay_print(setting, splits.printers(setting.split, plastic=True), rng)


def _grey_copy(setting: Setting, rng: Random) -> None:
    _lay_print(setting, splits.printers(setting.split, grey=True), rng)


def _lay_print(setting: Setting, printers: list[Printer], rng: Random) -> None:
    """A print of the card: cut out, or on its sheet."""
    printer, paper = _chosen(setting, printers, rng)
    image = _copy(setting, rng)
    width = setting.size[0]
    whole = rng.random() < 0.35 and setting.used["paper"] != "pvc"
    cornered = whole or rng.random() < 0.5
    albedo = printer.print(image, width, paper, setting.density, rng, setting.grain("print"))
    if whole:
        _lay_sheet(setting, paper, rng)
    if setting.place is None:
        albedo *= _bent((albedo.shape[1], albedo.shape[0]), rng)
    setting.scene.lay(
        albedo,
        setting.size,
        setting.homography,
        radius=0 if cornered else 3.0,
        thickness=0 if whole else paper.thickness,
        gloss=paper.gloss,
        roughness=paper.roughness,
    )


def _lay_sheet(setting: Setting, paper: Paper, rng: Random) -> None:
    """The rest of the sheet, as white as it is."""
    width, height = setting.size
    left, right, up, down = rng.uniform(0.05, 0.8, 4) * height
    size = (width + left + right, height + up + down)
    place = np.array([[1, 0, -left], [0, 1, -up], [0, 0, 1.0]])
    pixels = (round(size[0] * 6), round(size[1] * 6))
    albedo = np.array(paper.tint, np.float32) * textured(paper, pixels, 6, rng)
    setting.scene.lay(
        np.asarray(albedo, np.float32),
        size,
        setting.homography @ place,
        thickness=paper.thickness,
        gloss=paper.gloss,
        roughness=paper.roughness,
    )


def _chosen(setting: Setting, printers: list[Printer], rng: Random) -> tuple[Printer, Paper]:
    printer = printers[int(rng.integers(len(printers)))]
    name = str(rng.choice(printer.papers))
    setting.used |= {"printer": printer.name, "paper": name}
    return printer, sheet(name, rng)


def _bent(size: tuple[int, int], rng: Random) -> Layer:
    """Paper is never flat: light falls on it unevenly, (H, W, 1)."""
    deep = rng.uniform(0, 0.12)
    return (1 + deep * (clouds(size, size[0] / rng.uniform(0.7, 2.5), rng) - 0.5))[..., None]


def _photo_replacement(setting: Setting, rng: Random) -> None:
    _genuine(setting, rng)
    card = setting.card
    assert card is not None and card.portrait is not None
    printer, _ = _chosen(setting, splits.printers(setting.split), rng)
    other = _somebody_else(setting, rng)
    _lay_over(setting, alterations.photo_over(card.portrait, other, printer, setting.density, rng))


def _somebody_else(setting: Setting, rng: Random) -> sources.Face:
    card = setting.card
    assert card is not None
    others = [face for face in sources.faces(setting.split) if face != card.person]
    return others[int(rng.integers(len(others)))]


def _physical_text(setting: Setting, rng: Random) -> None:
    _genuine(setting, rng)
    card = setting.card
    assert card is not None
    printer, _ = _chosen(setting, splits.printers(setting.split), rng)
    name, text, box = alterations.claim(card, rng)
    setting.used |= {"field": name}
    text = alterations.altered(text, rng)
    _lay_over(setting, alterations.strip_over(card, box, text, printer, setting.density, rng))


def _lay_over(setting: Setting, overlay: alterations.Overlay) -> None:
    setting.altered = placed(corners_of(overlay.size), overlay.place)
    setting.scene.lay(
        overlay.albedo,
        overlay.size,
        setting.homography @ overlay.place,
        thickness=overlay.thickness,
        gloss=overlay.gloss,
        roughness=overlay.roughness,
    )


def _digital_text(setting: Setting, image: Image, rng: Random) -> Image:
    card = setting.card
    assert card is not None
    name, text, box = alterations.claim(card, rng)
    setting.used |= {"field": name}
    text = alterations.altered(text, rng)
    setting.altered = _corners(box)
    return alterations.edit_text(image, setting.to_picture(), box, text, rng)


def _digital_photo(setting: Setting, image: Image, rng: Random) -> Image:
    card = setting.card
    assert card is not None and card.portrait is not None
    other = _somebody_else(setting, rng)
    setting.altered = _corners(card.portrait)
    return alterations.edit_photo(image, setting.to_picture(), card.portrait, other, rng)


def _recompressed(setting: Setting, image: Image, rng: Random) -> Image:
    card = setting.card
    assert card is not None
    name, _, box = alterations.claim(card, rng)
    if card.portrait is not None and rng.random() < 0.4:
        name, box = "portrait", card.portrait
    setting.used |= {"field": name}
    setting.altered = _corners(box)
    return alterations.resave_region(image, setting.to_picture(), box, rng)


def _corners(box: sources.Box) -> Layer:
    left, top, right, bottom = box
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)


def _specimen(setting: Setting, rng: Random) -> Image:
    """No camera at all: the product's own specimens, of any level."""
    card = setting.card
    assert card is not None
    level = str(rng.choice(LEVELS))
    setting.used |= {"level": level}
    photo = photograph(card.image, int(rng.integers(1 << 31)), level)
    to_photo = photo.homography @ np.diag([card.image.shape[1] / card.size[0]] * 2 + [1.0])
    setting.homography = scaling(setting.camera.oversampling) @ to_photo
    return photo.image


def _on_glass(setting: Setting, rng: Random) -> None:
    """On a scanner: the frame is its glass, as large as the card and some more."""
    models = splits.scanners(setting.split)
    scanner = models[int(rng.integers(len(models)))]
    width, height = (side * scanner.density for side in setting.size)
    left, right, up, down = rng.uniform(0.03, 0.3, 4) * min(width, height)
    lean = cv2.getRotationMatrix2D((0, 0), float(rng.normal(0, 0.7)), scanner.density)
    homography = np.vstack([lean, (0, 0, 1)])
    homography[:2, 2] = (left, up) - placed(corners_of(setting.size), homography).min(axis=0)
    setting.homography = homography
    setting.frame = (round(width + left + right), round(height + up + down))
    setting.lid = scanner.lid
    setting.shot = replace(setting.shot, blur=Blur(scanner.sigma))
    setting.camera = replace(
        setting.camera,
        name=scanner.name,
        oversampling=1.0,
        quality=scanner.quality,
        subsampled=scanner.subsampled,
    )


def _scan(setting: Setting, rng: Random) -> Image:
    scanner = SCANNERS[setting.camera.name]
    return scanner.scan(setting.scene.albedo, setting.grain("noise"))


def _published(setting: Setting, rng: Random) -> Image:
    """No camera either: a specimen as it is shown on a page of the web, of any size."""
    card = setting.card
    assert card is not None
    image = card.image
    if rng.random() < 0.4:
        scanner = list(SCANNERS.values())[int(rng.integers(len(SCANNERS)))]
        image = scanner.scan(_genuine_card(setting).albedo, rng)
    density = float(np.exp(rng.uniform(np.log(5), np.log(14))))
    image = _resized(image, density * card.size[0], rng)
    if rng.random() < 0.4:
        image = opened(jpeg(image, int(rng.integers(50, 95))))
    if rng.random() < 0.6:
        larger = float(np.exp(rng.uniform(np.log(0.7), np.log(3))))
        image = _resized(image, larger * image.shape[1], rng)
    setting.homography = scaling(setting.camera.oversampling * image.shape[1] / card.size[0])
    setting.frame = (image.shape[1], image.shape[0])
    return image


def _resized(image: Image, width: float, rng: Random) -> Image:
    """By any of the ways that editors and pages have."""
    way = int(rng.choice((cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)))
    size = (round(width), round(width * image.shape[0] / image.shape[1]))
    return np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)


def _any_print(setting: Setting, rng: Random) -> None:
    grey = bool(rng.random() < 0.5)
    _lay_print(setting, splits.printers(setting.split, grey=grey), rng)


def _nothing(setting: Setting, rng: Random) -> None:
    """What no camera sees needs nothing before it."""


def _life(setting: Setting, rng: Random) -> None:
    life(setting)


def _face_print(setting: Setting, rng: Random) -> None:
    printer, paper = _chosen(setting, splits.printers(setting.split), rng)
    assert setting.selfie is not None
    image = sources.first_copy(setting.selfie, 120, rng, setting.grain("copy"))
    width = float(rng.uniform(90, 280))
    _hold_up(setting, rng)
    seen = setting.density * setting.size[0] / width
    albedo = printer.print(image, width, paper, seen, rng)
    albedo *= _bent((albedo.shape[1], albedo.shape[0]), rng)
    border = float(rng.uniform(0, 0.08)) * setting.size[0] * (rng.random() < 0.6)
    if border:
        larger = (setting.size[0] + 2 * border, setting.size[1] + 2 * border)
        shift = np.array([[1, 0, -border], [0, 1, -border], [0, 0, 1.0]])
        plain = np.full((8, 8, 3), paper.tint, np.float32)
        setting.scene.lay(plain, larger, setting.homography @ shift, gloss=paper.gloss)
    setting.scene.lay(
        albedo,
        setting.size,
        setting.homography,
        gloss=paper.gloss,
        roughness=paper.roughness,
    )


def _hold_up(setting: Setting, rng: Random) -> None:
    """Holds a picture of the face before the camera: so near that it fills the frame, or not."""
    frame = setting.scene.frame
    fill = float(rng.uniform(0.62, 0.98))
    homography = look_at(
        setting.size,
        frame,
        rng,
        fill=fill,
        tilt=float(abs(rng.normal(0, 9))),
        roll=float(rng.normal(0, 5)),
    )
    near = 1.0 if rng.random() < 0.4 else float(rng.uniform(1, 1.45))
    middle = np.array([[1, 0, -frame[0] / 2], [0, 1, -frame[1] / 2], [0, 0, 1]])
    setting.homography = np.linalg.inv(middle) @ np.diag([near, near, 1]) @ middle @ homography
    setting.altered = corners_of(setting.size)


def _face_screen(setting: Setting, rng: Random) -> None:
    models = splits.screens(setting.split)
    screen = models[int(rng.integers(len(models)))]
    assert setting.selfie is not None
    image = sources.first_copy(setting.selfie, 120, rng, setting.grain("copy"))
    _hold_up(setting, rng)
    pixel = float(np.clip(np.exp(rng.normal(np.log(0.9), 0.55)), 0.35, 4.0))
    _show(setting, screen, image, setting.homography, rng, pixel, None)


_ALL = (
    Species("bona_fide", "document", False, _genuine),
    Species("screen_replay", "document", True, _screen_replay),
    Species("colour_print", "document", True, _colour_print),
    Species("plastic_print", "document", True, _plastic_print),
    Species("grey_copy", "document", True, _grey_copy),
    Species("photo_replacement", "document", True, _photo_replacement, portrait=True, local=True),
    Species("physical_text", "document", True, _physical_text, local=True),
    Species("digital_photo", "document", True, _genuine, _digital_photo, portrait=True, local=True),
    Species("digital_text", "document", True, _genuine, _digital_text, local=True),
    Species("recompressed", "document", True, _genuine, _recompressed, local=True),
    Species("scan", "document", False, _genuine, take=_scan, aim=_on_glass),
    Species("scanned_print", "document", True, _any_print, take=_scan, aim=_on_glass),
    Species("specimen", "document", False, _nothing, take=_specimen, whole=True),
    Species("published", "document", False, _nothing, take=_published, whole=True),
    Species("live", "face", False, _life),
    Species("face_print", "face", True, _face_print),
    Species("face_screen", "face", True, _face_screen),
)

SPECIES: dict[str, Species] = {species.name: species for species in _ALL}
"""By the names that reports use."""
