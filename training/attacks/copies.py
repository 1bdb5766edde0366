"""The genuine card before a camera, and copies of it in its place: on screens, on paper."""

import numpy as np

from training.attacks import genuine, screens, sources, splits
from training.attacks.genuine import GenuineCard, Place
from training.attacks.light import Image, Layer, Matrix, Random, clouds, encoded, resized
from training.attacks.papers import Paper, sheet, textured
from training.attacks.prints import Printer
from training.attacks.setting import Setting


def lay_genuine(setting: Setting, rng: Random) -> None:
    """Lays the genuine card of a setting before its camera."""
    made = genuine_card(setting)
    setting.scene.lay(
        made.albedo,
        setting.size,
        setting.homography,
        radius=3.18 if setting.size[0] < 90 else 2.0,  # ISO/IEC 7810
        thickness=made.material.thickness,
        gloss=made.material.gloss,
        roughness=made.material.roughness,
    )


def genuine_card(setting: Setting) -> GenuineCard:
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
        image = encoded(np.asarray(resized(genuine_card(setting).albedo, size), np.float32))
    return sources.first_copy(image, card.size[0], rng, setting.grain("copy"))


def screen_replay(setting: Setting, rng: Random) -> None:
    """Shows a copy of the card on a screen."""
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
    show(setting, screen, image, setting.homography @ scale, rng, pixel, table)


def show(
    setting: Setting,
    screen: screens.Screen,
    image: Image,
    homography: Matrix,
    rng: Random,
    pixel: float,
    around: Image | None,
) -> None:
    """Puts a screen with a picture before the camera. `pixel`: the camera's per pixel of it."""
    bright = float(np.exp(rng.normal(0.3, 0.45)))
    setting.used |= {"screen": screen.name, "bright": round(bright, 2)}
    screens.show(
        setting.scene, screen, image, homography, rng, pixel=pixel, around=around, bright=bright,
        grain=setting.grain("screen"),
    )  # fmt: skip


def colour_print(setting: Setting, rng: Random) -> None:
    """Lays a colour print of the card there."""
    _lay_print(setting, splits.printers(setting.split), rng)


def plastic_print(setting: Setting, rng: Random) -> None:
    """Lays a print on plastic there, by a printer of cards."""
    _lay_print(setting, splits.printers(setting.split, plastic=True), rng)


def grey_copy(setting: Setting, rng: Random) -> None:
    """Lays a copy without colours there."""
    _lay_print(setting, splits.printers(setting.split, grey=True), rng)


def any_print(setting: Setting, rng: Random) -> None:
    """Lays a print there, in colour or grey."""
    grey = bool(rng.random() < 0.5)
    _lay_print(setting, splits.printers(setting.split, grey=grey), rng)


def _lay_print(setting: Setting, printers: list[Printer], rng: Random) -> None:
    """A print of the card: cut out, or on its sheet."""
    printer, paper = chosen(setting, printers, rng)
    image = _copy(setting, rng)
    width = setting.size[0]
    whole = rng.random() < 0.35 and setting.used["paper"] != "pvc"
    cornered = whole or rng.random() < 0.5
    albedo = printer.print(image, width, paper, setting.density, rng, setting.grain("print"))
    if whole:
        _lay_sheet(setting, paper, rng)
    if setting.place is None:
        albedo *= bent((albedo.shape[1], albedo.shape[0]), rng)
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


def chosen(setting: Setting, printers: list[Printer], rng: Random) -> tuple[Printer, Paper]:
    """One of the printers and one of its papers; the setting notes which."""
    printer = printers[int(rng.integers(len(printers)))]
    name = str(rng.choice(printer.papers))
    setting.used |= {"printer": printer.name, "paper": name}
    return printer, sheet(name, rng)


def bent(size: tuple[int, int], rng: Random) -> Layer:
    """Paper is never flat: light falls on it unevenly, (H, W, 1)."""
    deep = rng.uniform(0, 0.12)
    return (1 + deep * (clouds(size, size[0] / rng.uniform(0.7, 2.5), rng) - 0.5))[..., None]
