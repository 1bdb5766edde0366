"""Forgeries of a genuine card: something laid on it, or the picture of it edited."""

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw

from training.attacks.camera import jpeg, opened
from training.attacks.light import Image, Layer, Matrix, Random, resized
from training.attacks.papers import PAPERS
from training.attacks.prints import Printer
from training.attacks.sources import Box, Card, Face
from training.attacks.view import magnification, placed
from workers.specimens import sheet

FONTS = (
    sheet.REGULAR, sheet.BOLD, sheet.SANS, sheet.SANS_BOLD, sheet.SERIF, sheet.SERIF_BOLD,
    sheet.TYPEWRITER,
)  # fmt: skip

CLAIMS = ("fullName", "lastName", "firstName", "birthDate", "documentNumber", "personalNumber",
          "expirationDate", "issuingDate", "gender", "address", "placeOfOrigin")  # fmt: skip
"""Fields that somebody would alter."""


@dataclass(frozen=True)
class Overlay:
    """A piece of paper laid on a card. `albedo`; `size` in mm; `place`: 3×3, from its mm to the
    card's; `thickness` in mm; `gloss`, `roughness` of its surface."""

    albedo: Layer
    size: tuple[float, float]
    place: Matrix
    thickness: float
    gloss: float
    roughness: float


def photo_over(box: Box, face: Face, printer: Printer, seen: float, rng: Random) -> Overlay:
    """A printed portrait of somebody else, cut out and laid over the holder's.

    `seen`: camera pixels per mm. It is a little too large, askew, and of other colours.
    """
    paper = PAPERS[str(rng.choice([name for name in printer.papers if name != "recycled"]))]
    width, height = box[2] - box[0], box[3] - box[1]
    larger = rng.uniform(0.99, 1.1)
    size = (width * larger, height * larger * rng.uniform(0.98, 1.03))
    portrait = _toned(face.portrait(), rng)
    across = 12
    border = np.round(rng.uniform(0, 0.5, 4) * (rng.random() < 0.5) * across).astype(int)
    picture = cv2.resize(portrait, (round(size[0] * across), round(size[1] * across)))
    picture = cv2.copyMakeBorder(picture, *border.tolist(), cv2.BORDER_CONSTANT, value=(255,) * 3)
    albedo = printer.print(np.asarray(picture, np.uint8), size[0], paper, seen, rng)
    place = _askew(box, size, rng, lean=1.6, off=0.5)
    return Overlay(albedo, size, place, paper.thickness, paper.gloss, paper.roughness)


def strip_over(
    card: Card, box: Box, text: str, printer: Printer, seen: float, rng: Random
) -> Overlay:
    """A strip of paper with another text, laid over a field.

    Its ground is white, or a picture of the card's own ground; its letters are of another font.
    """
    names = [name for name in printer.papers if name not in ("recycled", "laminated", "pvc")]
    paper = PAPERS[str(rng.choice(names or ["office"]))]
    height = box[3] - box[1]
    left, right = box[0] - rng.uniform(0.1, 0.8), box[2] + rng.uniform(0.1, 2)
    top, bottom = box[1] - rng.uniform(0, 0.25) * height, box[3] + rng.uniform(0, 0.25) * height
    size = (right - left, bottom - top)
    across = 16
    pixels = (round(size[0] * across), round(size[1] * across))
    if rng.random() < 0.5:
        tone = np.clip(np.array((255, 255, 255)) - rng.uniform(0, 14, 3), 0, 255)
    else:
        tone = ground_of(card.image, box, card.image.shape[1] / card.size[0])
    picture = np.full((pixels[1], pixels[0], 3), tone, np.uint8)
    ink = letters(text, pixels, (box[2] - box[0]) * across, (box[0] - left) * across, rng)
    picture = (picture * (1 - 0.92 * ink[..., None])).astype(np.uint8)
    albedo = printer.print(picture, size[0], paper, seen, rng)
    place = _askew((left, top, right, bottom), size, rng, lean=1.2, off=0.2)
    return Overlay(albedo, size, place, paper.thickness, paper.gloss, paper.roughness)


def _askew(box: Box, size: tuple[float, float], rng: Random, *, lean: float, off: float) -> Matrix:
    angle = np.radians(rng.normal(0, lean / 2))
    middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]) + rng.normal(0, off / 2, 2)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    place = np.eye(3)
    place[:2, :2] = turn
    place[:2, 2] = middle - turn @ (np.array(size) / 2)
    return place


def _toned(portrait: Image, rng: Random) -> Image:
    """Another camera, another light: a cast, another contrast."""
    tone = (portrait.astype(np.float32) - 128) * rng.uniform(0.85, 1.2) + 128
    tone = (tone + rng.uniform(-15, 15)) * (1 + rng.normal(0, 0.05, 3))
    return np.clip(tone, 0, 255).astype(np.uint8)


def ground_of(image: Image, box: Box, scale: float) -> Layer:
    """The colour behind the letters of a field, BGR 0..255: the paler half of its pixels."""
    left, top, right, bottom = (round(side * scale) for side in box)
    part = image[max(top, 0) : bottom, max(left, 0) : right].reshape(-1, 3)
    light = part.sum(axis=1)
    return np.asarray(np.median(part[light >= np.median(light)], axis=0), np.float32)


def letters(text: str, size: tuple[int, int], width: float, left: float, rng: Random) -> Layer:
    """How much of every pixel is ink, 0..1, (height, width): a line in some font.

    It is about `width` pixels long, as the text that it stands for, and begins at `left`.
    """
    page = PillowImage.new("L", size)
    name = str(rng.choice(FONTS))
    fitting = 40 * width / max(sheet.font(name, 40).getlength(text), 1)
    font = sheet.font(name, round(max(6, fitting * rng.uniform(0.93, 1.05)), 1))
    ImageDraw.Draw(page).text((left, size[1] / 2), text, fill=255, font=font, anchor="lm")
    return np.asarray(page, np.float32) / np.float32(255)


def altered(text: str, rng: Random) -> str:
    """The same kind of text, with some of its characters exchanged for others of their kind."""
    characters = list(text)
    places = [k for k, character in enumerate(characters) if character.isalnum()]
    for k in rng.choice(places, min(len(places), int(rng.integers(1, 5))), replace=False):
        old = characters[k]
        kind = "0123456789" if old.isdigit() else "ABCDEFGHIKLMNOPRSTUV"
        new = str(rng.choice([c for c in kind if c != old.upper()]))
        characters[k] = new.lower() if old.islower() else new
    return "".join(characters)


def claim(card: Card, rng: Random) -> tuple[str, str, Box]:
    """Some field that is worth altering: its name, its text and its place."""
    fields = card.fields()
    names = [name for name in CLAIMS if name in fields] or list(fields)
    name = str(rng.choice(names))
    return name, *fields[name]


def edit_text(image: Image, homography: Matrix, box: Box, text: str, rng: Random) -> Image:
    """The picture of a card after an editor replaced the text of one field.

    `homography`: from mm of the card to pixels. The old text is painted over with its ground, with
    a piece of the card beside it, or smoothed away; the new one is set in some font.
    """
    grown = _grown(box, 0.12 * (box[3] - box[1]))
    region, mask = _region(image, homography, grown)
    part = image[region].copy()
    way = str(rng.choice(("smoothed", "plain", "cloned")))
    scale = magnification(homography, (box[0] + box[2], box[1] + box[3]))
    dark = np.percentile(part.reshape(-1, 3), 4, axis=0).astype(np.float32)
    if way == "smoothed":
        clean = cv2.inpaint(part, (mask > 0.5).astype(np.uint8), 3, cv2.INPAINT_TELEA)
    elif way == "plain":
        tone = np.percentile(part.reshape(-1, 3), 65, axis=0)
        clean = np.broadcast_to(tone.astype(np.uint8), part.shape)
    else:
        up = round((grown[3] - grown[1]) * scale)
        rows, columns = region
        start = (
            rows.start - up
            if rows.start >= up
            else min(rows.start + up, image.shape[0] - part.shape[0])
        )
        clean = image[start : start + part.shape[0], columns]
    if rng.random() < 0.5:
        mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.5, 2)), np.float32)
    edited = part + mask[..., None] * (clean.astype(np.float32) - part)
    size = (round((grown[2] - grown[0]) * scale * 1.25), round((grown[3] - grown[1]) * scale))
    ink = letters(text, size, (box[2] - box[0]) * scale, (box[0] - grown[0]) * scale, rng)
    ink = _into(ink, homography, (grown[0], grown[1]), scale, region)
    if rng.random() < 0.6:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.3, 0.9)), np.float32)
    edited += ink[..., None] * (dark - edited)
    if rng.random() < 0.35:
        grain = rng.standard_normal(part.shape[:2], np.float32) * np.float32(rng.uniform(0.5, 3))
        edited += (grain * mask)[..., None]
    return _put(image, region, edited)


def edit_photo(image: Image, homography: Matrix, box: Box, face: Face, rng: Random) -> Image:
    """The picture of a card after an editor put another portrait into it."""
    region, mask = _region(image, homography, box)
    scale = magnification(homography, (box[0] + box[2], box[1] + box[3]))
    size = (round((box[2] - box[0]) * scale), round((box[3] - box[1]) * scale))
    portrait = resized(_toned(face.portrait(), rng), size)
    flat = np.dstack(
        [
            _into(portrait[..., k].astype(np.float32), homography, (box[0], box[1]), scale, region)
            for k in range(3)
        ]
    )
    part = image[region].astype(np.float32)
    inside = mask > 0.9
    if rng.random() < 0.7 and inside.any():
        # A careful forger matches brightness and contrast.
        for channel in range(3):
            old, new = part[..., channel][inside], flat[..., channel][inside]
            flat[..., channel] = (flat[..., channel] - new.mean()) * (
                old.std() / max(new.std(), 1)
            ) + old.mean()
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.4, 2.5)), np.float32)
    return _put(image, region, part + mask[..., None] * (flat - part))


def resave_region(image: Image, homography: Matrix, box: Box, rng: Random) -> Image:
    """The picture after a part of it was cut out, saved or scaled apart, and put back."""
    region, mask = _region(image, homography, _grown(box, rng.uniform(0, 2)))
    part = image[region]
    saved = opened(jpeg(part, int(rng.integers(30, 75))))
    if rng.random() < 0.5:
        less = rng.uniform(0.5, 0.9)
        smaller = (max(8, round(part.shape[1] * less)), max(8, round(part.shape[0] * less)))
        saved = resized(resized(saved, smaller), (part.shape[1], part.shape[0]))
    return _put(image, region, part + mask[..., None] * (saved.astype(np.float32) - part))


Region = tuple[slice, slice]


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _region(image: Image, homography: Matrix, box: Box) -> tuple[Region, Layer]:
    """The part of the picture around a box of the card, and which of its pixels are the box's."""
    corners = np.array([(box[x], box[y]) for x, y in ((0, 1), (2, 1), (2, 3), (0, 3))], np.float32)
    points = placed(corners, homography)
    height, width = image.shape[:2]
    left, top = np.clip(np.floor(points.min(axis=0)).astype(int) - 4, 0, (width - 9, height - 9))
    right, bottom = np.clip(
        np.ceil(points.max(axis=0)).astype(int) + 4, (left + 8, top + 8), (width, height)
    )
    mask = np.zeros((bottom - top, right - left), np.uint8)
    inside = np.round((points - (left, top) - 0.5) * 16).astype(np.int32)
    cv2.fillPoly(mask, [inside], 255, cv2.LINE_AA, shift=4)
    return (slice(int(top), int(bottom)), slice(int(left), int(right))), mask / np.float32(255)


def _into(
    plane: Layer, homography: Matrix, corner: tuple[float, float], scale: float, region: Region
) -> Layer:
    """A plane whose top left corner is at `corner` of the card, `scale` pixels a mm, as it lies in
    the region."""
    rows, columns = region
    to_card = np.array([[1 / scale, 0, corner[0]], [0, 1 / scale, corner[1]], [0, 0, 1]])
    shift = np.array([[1, 0, -columns.start], [0, 1, -rows.start], [0, 0, 1]])
    size = (columns.stop - columns.start, rows.stop - rows.start)
    return np.asarray(
        cv2.warpPerspective(plane, shift @ homography @ to_card, size, flags=cv2.INTER_LINEAR),
        np.float32,
    )


def _put(image: Image, region: Region, part: Layer) -> Image:
    edited = image.copy()
    edited[region] = np.clip(part + 0.5, 0, 255).astype(np.uint8)
    return edited
