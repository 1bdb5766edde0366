"""Faces before a camera: the person, or a print or a screen of theirs that somebody holds up."""

import numpy as np

from training.attacks import sources, splits
from training.attacks.copies import bent, chosen, show
from training.attacks.light import Random, linear
from training.attacks.setting import Setting
from training.attacks.view import corners_of, look_at, seen


def life(setting: Setting, rng: Random) -> None:
    """Puts the person themselves before the camera, and nothing else: they fill the frame."""
    assert setting.selfie is not None
    texture = linear(setting.selfie)
    scene = setting.scene
    scene.albedo = seen(texture, setting.homography, scene.frame, scene.blur.sigma)


def face_print(setting: Setting, rng: Random) -> None:
    """Holds a print of the face before the camera."""
    printer, paper = chosen(setting, splits.printers(setting.split), rng)
    assert setting.selfie is not None
    image = sources.first_copy(setting.selfie, 120, rng, setting.grain("copy"))
    width = float(rng.uniform(90, 280))
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


def face_screen(setting: Setting, rng: Random) -> None:
    """Holds a screen with the face before the camera."""
    models = splits.screens(setting.split)
    screen = models[int(rng.integers(len(models)))]
    assert setting.selfie is not None
    image = sources.first_copy(setting.selfie, 120, rng, setting.grain("copy"))
    _hold_up(setting, rng)
    pixel = float(np.clip(np.exp(rng.normal(np.log(0.9), 0.55)), 0.35, 4.0))
    show(setting, screen, image, setting.homography, rng, pixel, None)
