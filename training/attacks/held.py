"""Faces before a camera: the person, a print or a screen of theirs that somebody holds up, a mask
of paper that somebody wears."""

import cv2
import numpy as np

from training.attacks import sources, splits
from training.attacks.copies import bent, chosen, show
from training.attacks.light import Layer, Random, linear
from training.attacks.setting import Setting
from training.attacks.view import corners_of, look_at, placed, seen


def life(setting: Setting, rng: Random) -> None:
    """Puts the person themselves before the camera, and nothing else: they fill the frame."""
    assert setting.selfie is not None
    texture = linear(setting.selfie.image)
    scene = setting.scene
    scene.albedo = seen(texture, setting.homography, scene.frame, scene.blur.sigma)


def face_print(setting: Setting, rng: Random) -> None:
    """Holds a print of the face before the camera."""
    printer, paper = chosen(setting, splits.printers(setting.split), rng)
    assert setting.selfie is not None
    image = sources.first_copy(setting.selfie.image, 120, rng, setting.grain("copy"))
    width = float(np.exp(rng.uniform(np.log(90), np.log(600))))  # mm: a photograph, to a poster
    _hold_up(setting, rng)
    seen = setting.density * setting.size[0] / width
    albedo = printer.print(image, width, paper, seen, rng)
    albedo *= bent((albedo.shape[1], albedo.shape[0]), rng)
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
    """Holds a picture of the face before the camera: whole, or so near that the face is in sight
    and one edge or none."""
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
    near = 1.0 if rng.random() < 0.4 else float(rng.uniform(1, 1.8))
    assert setting.selfie is not None
    left, top, right, bottom = setting.selfie.box
    middle = np.array([[(left + right) / 2, (top + bottom) / 2]], np.float32)
    ((x, y),) = placed(middle, homography)
    face = np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]])
    setting.homography = np.linalg.inv(face) @ np.diag([near, near, 1]) @ face @ homography
    setting.altered = corners_of(setting.size)


def face_screen(setting: Setting, rng: Random) -> None:
    """Holds a screen with the face before the camera."""
    models = splits.screens(setting.split)
    screen = models[int(rng.integers(len(models)))]
    assert setting.selfie is not None
    image = sources.first_copy(setting.selfie.image, 120, rng, setting.grain("copy"))
    _hold_up(setting, rng)
    pixel = float(np.clip(np.exp(rng.normal(np.log(0.9), 0.55)), 0.35, 4.0))
    show(setting, screen, image, setting.homography, rng, pixel, None)


def paper_mask(setting: Setting, rng: Random) -> None:
    """Puts a print of another face, cut out, onto the person's own."""
    life(setting, rng)
    printer, paper = chosen(setting, splits.printers(setting.split), rng)
    people = sources.faces(setting.split)
    victim = people[int(rng.integers(len(people)))]
    left, top, right, bottom = victim.box_in_selfie()
    rim = rng.uniform(0.02, 0.3, 4) * (right - left)
    rows = slice(max(0, round(top - rim[0])), round(bottom + rim[1]))
    columns = slice(max(0, round(left - rim[2])), round(right + rim[3]))
    image = np.ascontiguousarray(victim.selfie()[rows, columns])
    size = (float(image.shape[1]), float(image.shape[0]))
    assert setting.selfie is not None
    own = setting.selfie.box
    scale = float(rng.uniform(0.95, 1.2)) * (own[2] - own[0]) / (right - left)
    turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), float(rng.normal(0, 4)), scale)
    turn[:, 2] += np.array([own[0] + own[2], own[1] + own[3]]) / 2 - np.array(size) / 2
    place = setting.homography @ np.vstack([turn, (0, 0, 1)])
    copy = sources.first_copy(image, 160, rng, setting.grain("copy"))
    albedo = printer.print(copy, 160, paper, setting.density * scale * size[0] / 160, rng)
    setting.scene.lay(
        albedo * bent((albedo.shape[1], albedo.shape[0]), rng) * _round(albedo.shape[1], rng),
        size,
        place,
        radius=float(rng.uniform(0.25, 0.5)) * min(size),
        thickness=float(rng.uniform(0.005, 0.04)) * size[0],
        gloss=paper.gloss,
        roughness=paper.roughness,
    )
    setting.altered = corners_of(size)


def _round(width: int, rng: Random) -> Layer:
    """Paper around a head: less light comes back from its sides, (1, W, 1)."""
    across = np.linspace(-1, 1, width, dtype=np.float32)
    return (1 - np.float32(rng.uniform(0, 0.4)) * across**2)[None, :, None]
