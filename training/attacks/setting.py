"""All that a genuine capture and the attacks on it share: the camera, the hand, the room, the
table, the card or the face, and how the picture is sent: drawn from split and seed alone."""

from dataclasses import dataclass, field

import numpy as np

from training.attacks import sources
from training.attacks.camera import Camera, Shot, jpeg, opened
from training.attacks.light import Image, Layer, Matrix, Random, linear, resized, stream
from training.attacks.scene import Room, Scene, ground, room
from training.attacks.sources import Card, Face
from training.attacks.splits import Split, cameras
from training.attacks.view import Blur, corners_of, look_at, magnification, placed, scaling, seen

KEY = 0.34
"""Mean light of the middle of a picture that is well exposed."""

TRUST = 0.7
"""How far exposure follows the mean, as an exponent: a dark room stays somewhat dark."""

HIGHEST = 1.1
"""Where the 95th percentile of its brightest colour may come to lie: some highlights clip."""


@dataclass
class Setting:
    """`homography`: from the unit of the thing of `size` (mm of a card, pixels of a face's picture)
    to the frame, the sensor's pixels. `card` or `face`: who it is about. `altered`: the corners of
    what is not genuine, (4, 2) in that unit, None where it is all or nothing."""

    split: Split
    seed: int
    camera: Camera
    shot: Shot
    around: Room
    scene: Scene
    size: tuple[float, float]
    homography: Matrix
    card: Card | None = None
    face: Face | None = None
    used: dict[str, str | float] = field(default_factory=dict)
    altered: Layer | None = None

    def random(self, purpose: str) -> Random:
        """The generator of this setting for one purpose: the same for all species."""
        return stream(self.split, purpose, self.seed)

    @property
    def density(self) -> float:
        """Pixels of the sensor for one of the unit."""
        return magnification(self.homography, self.size)

    def to_picture(self) -> Matrix:
        """The homography to the picture that comes out, whose pixels may be larger."""
        return scaling(1 / self.camera.oversampling) @ self.homography

    def take(self) -> Image:
        """The picture as the phone stores it, decoded."""
        light = self._metered(self.scene.light(self.around))
        image = self.camera.develop(light, self.random("noise"), gain=self.shot.gain)
        return opened(self.camera.save(image))

    def send(self, image: Image) -> tuple[bytes, float]:
        """The file that arrives, and the factor of its size: some are shrunk and saved anew."""
        rng = self.random("sending")
        if rng.random() < 0.6:
            return jpeg(image, self.camera.quality, subsampled=self.camera.subsampled), 1.0
        factor = float(rng.uniform(0.75, 1)) if rng.random() < 0.5 else 1.0
        size = (round(image.shape[1] * factor), round(image.shape[0] * factor))
        smaller = np.asarray(resized(image, size), np.uint8)
        return jpeg(smaller, int(rng.integers(68, 95))), size[0] / image.shape[1]

    def corners(self) -> Layer:
        """Of the thing, in the picture that comes out, (4, 2), clockwise from its own top left."""
        return placed(corners_of(self.size), self.to_picture())

    def altered_corners(self) -> Layer | None:
        """Of what was forged, in the picture that comes out, (4, 2)."""
        return None if self.altered is None else placed(self.altered, self.to_picture())

    def _metered(self, light: Layer) -> Layer:
        """Exposed for the middle, and balanced for the mean colour, as far as phones trust it."""
        height, width = light.shape[:2]
        middle = light[height // 6 : -height // 6 : 4, width // 6 : -width // 6 : 4].reshape(-1, 3)
        means = middle.mean(axis=0)
        grey = middle @ np.array([0.114, 0.587, 0.299], np.float32)
        gain = (KEY / max(float(grey.mean()), 1e-3)) ** TRUST
        brightest = middle.max(axis=1)
        gain = min(gain, HIGHEST / max(float(np.percentile(brightest, 95)), 1e-3))
        balance = np.clip((means[1] / np.maximum(means, 1e-3)) ** 0.4, 0.8, 1.25)
        factor = (gain * self.shot.exposure * balance).astype(np.float32)
        return np.asarray((light + self.shot.flare * means) * factor, np.float32)


def _frame(camera: Camera, longer: int, *, upright: bool) -> tuple[int, int]:
    """Of the sensor: 4 to 3, even numbers of pixels for the mosaic."""
    side = longer * camera.oversampling
    sides = (round(side / 2) * 2, round(side * 0.375) * 2)
    return sides[::-1] if upright else sides


def of_card(split: Split, seed: int, *, with_portrait: bool | None = None) -> Setting:
    """Somebody photographs a card on a table. `with_portrait`: see `sources.card`."""
    rng = stream(split, "card", seed)
    models = cameras(split)
    camera = models[int(rng.integers(len(models)))]
    shot = Shot.draw(camera, rng)
    frame = _frame(camera, camera.side, upright=False)
    card = sources.card(split, rng, with_portrait=with_portrait)
    homography = look_at(
        card.size,
        frame,
        rng,
        fill=float(rng.uniform(0.66, 0.88)),
        tilt=float(abs(rng.normal(0, 8))),
        roll=float(rng.normal(0, 4)),
    )
    lying_on = sources.photo(split, rng) if rng.random() < 0.4 else None
    on = None if lying_on is None else linear(lying_on)
    around = room(frame, rng)
    scene = Scene(ground(frame, on, shot.blur, rng), shot.blur)
    return Setting(split, seed, camera, shot, around, scene, card.size, homography, card=card)


def of_face(split: Split, seed: int) -> Setting:
    """Somebody takes a picture of a face; the scene has only what is behind it."""
    rng = stream(split, "face", seed)
    models = cameras(split)
    camera = models[int(rng.integers(len(models)))]
    shot = Shot.draw(camera, rng)
    frame = _frame(camera, camera.selfie, upright=True)
    people = sources.faces(split)
    face = people[int(rng.integers(len(people)))]
    height, width = face.selfie().shape[:2]
    # They fill the frame, and a little more.
    scale = frame[1] / height * float(rng.uniform(1, 1.15))
    off = [(frame[0] - width * scale) / 2, (frame[1] - height * scale) / 2]
    homography = np.array([[scale, 0, off[0]], [0, scale, off[1]], [0, 0, 1]])
    behind = sources.photo(split, rng)
    around = room(frame, rng)
    scene = Scene(
        ground(frame, None if behind is None else linear(behind), Blur(2), rng), shot.blur
    )
    return Setting(split, seed, camera, shot, around, scene, (width, height), homography, face=face)


def life(setting: Setting) -> None:
    """Puts the person themselves before the camera, and nothing else: they fill the frame."""
    assert setting.face is not None
    texture = linear(setting.face.selfie())
    scene = setting.scene
    scene.albedo = seen(texture, setting.homography, scene.frame, scene.blur.sigma)
