"""Forgeries of one place of a genuine card: laid over it, or made in the picture of it."""

import numpy as np

from training.attacks import alterations, sources, splits
from training.attacks.copies import chosen, lay_genuine
from training.attacks.light import Image, Layer, Random
from training.attacks.setting import Setting
from training.attacks.view import corners_of, placed


def photo_replacement(setting: Setting, rng: Random) -> None:
    """Lays somebody else's print over the portrait of the genuine card."""
    lay_genuine(setting, rng)
    card = setting.card
    assert card is not None and card.portrait is not None
    printer, _ = chosen(setting, splits.printers(setting.split), rng)
    other = somebody_else(setting, rng)
    _lay_over(setting, alterations.photo_over(card.portrait, other, printer, setting.density, rng))


def somebody_else(setting: Setting, rng: Random) -> sources.Face:
    """Another person of the split than the holder."""
    card = setting.card
    assert card is not None
    others = [face for face in sources.faces(setting.split) if face != card.person]
    return others[int(rng.integers(len(others)))]


def physical_text(setting: Setting, rng: Random) -> None:
    """Lays a strip with another text over a field of the genuine card."""
    lay_genuine(setting, rng)
    card = setting.card
    assert card is not None
    printer, _ = chosen(setting, splits.printers(setting.split), rng)
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
        over=True,
    )


def digital_text(setting: Setting, image: Image, rng: Random) -> Image:
    """The picture of the genuine card with another text in a field."""
    card = setting.card
    assert card is not None
    name, text, box = alterations.claim(card, rng)
    setting.used |= {"field": name}
    text = alterations.altered(text, rng)
    setting.altered = _corners(box)
    return alterations.edit_text(image, setting.to_picture(), box, text, rng)


def digital_photo(setting: Setting, image: Image, rng: Random) -> Image:
    """The picture of the genuine card with somebody else's portrait."""
    card = setting.card
    assert card is not None and card.portrait is not None
    other = somebody_else(setting, rng)
    setting.altered = _corners(card.portrait)
    return alterations.edit_photo(image, setting.to_picture(), card.portrait, other, rng)


def recompressed(setting: Setting, image: Image, rng: Random) -> Image:
    """The picture of the genuine card, a part of which was saved apart and put back."""
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
