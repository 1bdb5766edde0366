"""All that a genuine capture and the attacks on it share: the camera, the hand, the room, the
table, the card or the face, and how the picture is sent: drawn from split and seed alone."""

import functools
from dataclasses import dataclass, field, replace

import numpy as np

from training.attacks import sources
from training.attacks.camera import Camera, Shot, jpeg, opened
from training.attacks.light import Image, Layer, Matrix, Random, linear, resized, stream
from training.attacks.rooms import Selfie, somewhere
from training.attacks.scene import Room, Scene, ground, room
from training.attacks.sources import Card, Face
from training.attacks.splits import Split, cameras
from training.attacks.view import Blur, corners_of, look_at, magnification, placed, scaling

KEY = 0.34
"""Mean light of the middle of a picture that is well exposed."""

TRUST = 0.7
"""How far exposure follows the mean, as an exponent: a dark room stays somewhat dark."""

HIGHEST = 1.1
"""Where the 95th percentile of its brightest colour may come to lie: some highlights clip."""


THUMBNAIL = 8
"""How much smaller the picture is by which exposure is measured."""

MARGIN = 1.0
"""Of the card that is drawn around a window, mm: what blur and the hand bring in from there."""


@dataclass(frozen=True)
class Exposure:
    """How the phone turned the light up, by colour. `flare`: the light that the lens spreads."""

    factor: Layer
    flare: Layer

    def of(self, light: Layer) -> Layer:
        """The light as the sensor counts it."""
        return np.asarray((light + self.flare) * self.factor, np.float32)


@dataclass(frozen=True)
class Window:
    """A part of the sensor: its left and upper edge, its size, pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass
class Setting:
    """`frame`: pixels of the sensor. `homography`: from the unit of the thing of `size` (mm of a
    card, pixels of a face's picture) to the frame. `card`, or `selfie`: the person where they are.
    `behind`: light of what they are before, None for a table; `lid`: albedo of a scanner's lid, if
    there is one. `altered`: the corners of what is not genuine, (4, 2) in that unit, None where it
    is all or nothing. `place`: the number of the part that is rendered, None for all."""

    split: Split
    seed: int
    camera: Camera
    shot: Shot
    frame: tuple[int, int]
    size: tuple[float, float]
    homography: Matrix
    card: Card | None = None
    selfie: Selfie | None = None
    behind: Layer | None = None
    lid: float | None = None
    used: dict[str, str | float] = field(default_factory=dict)
    altered: Layer | None = None
    place: int | None = None
    exposure: Exposure | None = None

    @functools.cached_property
    def around(self) -> Room:
        """The room."""
        return room(self.frame, self.random("room"))

    @functools.cached_property
    def scene(self) -> Scene:
        """What is before the camera: at first what everything lies on."""
        if self.lid is not None:
            return Scene(np.full((*self.frame[::-1], 3), self.lid, np.float32), self.shot.blur)
        return Scene(
            ground(self.frame, self.behind, self.shot.blur, self.random("ground")), self.shot.blur
        )

    def random(self, purpose: str) -> Random:
        """The generator of this setting for one purpose: the same for all species, and for all
        parts of the picture."""
        return stream(self.split, purpose, self.seed)

    def grain(self, purpose: str) -> Random:
        """One that differs from part to part of the picture."""
        return stream(
            self.split,
            f"{purpose} of a part",
            self.seed,
            0 if self.place is None else 1 + self.place,
        )

    @property
    def density(self) -> float:
        """Pixels of the sensor for one of the unit."""
        return magnification(self.homography, self.size)

    def to_picture(self) -> Matrix:
        """The homography to the picture that comes out, whose pixels may be larger."""
        return scaling(1 / self.camera.oversampling) @ self.homography

    def thumbnail(self) -> "Setting":
        """The same seen by so few pixels that it costs nothing: what exposure is measured on."""
        assert self.card is not None
        small = replace(
            self,
            frame=(self.frame[0] // THUMBNAIL, self.frame[1] // THUMBNAIL),
            homography=scaling(1 / THUMBNAIL) @ self.homography,
            shot=replace(self.shot, blur=Blur(0.4)),
            card=replace(self.card, density=3 * self.density / THUMBNAIL),
            used={},
        )
        small.around = self.around
        return small

    def through(self, window: Window, number: int) -> "Setting":
        """The same through a window in which there is nothing but the card."""
        assert self.card is not None
        edges = corners_of((window.width, window.height)) + np.float32([window.left, window.top])
        seen_here = placed(edges, np.linalg.inv(self.homography))
        low, high = seen_here.min(axis=0) - MARGIN, seen_here.max(axis=0) + MARGIN
        card = self.card.cut((float(low[0]), float(low[1]), float(high[0]), float(high[1])))
        assert card.part is not None
        to_window = np.array([[1, 0, -window.left], [0, 1, -window.top], [0, 0, 1.0]])
        from_part = np.array([[1, 0, card.part[0]], [0, 1, card.part[1]], [0, 0, 1.0]])
        part = replace(
            self,
            frame=(window.width, window.height),
            size=card.size,
            homography=to_window @ self.homography @ from_part,
            card=card,
            used={},
            place=number,
        )
        width, height = self.frame
        shown = (window.left / width, window.top / height, window.width / width,
                 window.height / height)  # fmt: skip
        part.around = self.around
        nothing = np.zeros((window.height, window.width, 3), np.float32)
        part.scene = Scene(nothing, self.shot.blur, shown)
        return part

    def metered(self) -> Exposure:
        """Exposed for the middle, and balanced for the mean colour, as far as phones trust it."""
        light = self.scene.light(self.around)
        height, width = light.shape[:2]
        middle = light[height // 6 : -height // 6 : 4, width // 6 : -width // 6 : 4].reshape(-1, 3)
        means = middle.mean(axis=0)
        grey = middle @ np.array([0.114, 0.587, 0.299], np.float32)
        gain = (KEY / max(float(grey.mean()), 1e-3)) ** TRUST
        brightest = middle.max(axis=1)
        gain = min(gain, HIGHEST / max(float(np.percentile(brightest, 95)), 1e-3))
        balance = np.clip((means[1] / np.maximum(means, 1e-3)) ** 0.4, 0.8, 1.25)
        return Exposure(
            (gain * self.shot.exposure * balance).astype(np.float32), self.shot.flare * means
        )

    def take(self) -> Image:
        """The picture as the phone stores it, decoded."""
        exposure = self.exposure or self.metered()
        light = exposure.of(self.scene.light(self.around))
        image = self.camera.develop(light, self.grain("noise"), gain=self.shot.gain)
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

    def face_corners(self) -> Layer | None:
        """Of the face's box, in the picture that comes out, (4, 2); None of a card."""
        if self.selfie is None:
            return None
        left, top, right, bottom = self.selfie.box
        box = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
        return placed(box, self.to_picture())

    def altered_corners(self) -> Layer | None:
        """Of what was forged, in the picture that comes out, (4, 2)."""
        return None if self.altered is None else placed(self.altered, self.to_picture())


def _frame(camera: Camera, longer: int, *, upright: bool) -> tuple[int, int]:
    """Of the sensor: 4 to 3, even numbers of pixels for the mosaic."""
    side = longer * camera.oversampling
    sides = (round(side / 2) * 2, round(side * 0.375) * 2)
    return sides[::-1] if upright else sides


def camera_of(split: Split, seed: int) -> Camera:
    """The camera of the setting of a card."""
    return _camera(split, stream(split, "card", seed))


def _camera(split: Split, rng: Random) -> Camera:
    models = cameras(split)
    return models[int(rng.integers(len(models)))]


def of_card(split: Split, seed: int, *, with_portrait: bool | None = None) -> Setting:
    """Somebody photographs a card on a table. `with_portrait`: see `sources.card`."""
    rng = stream(split, "card", seed)
    camera = _camera(split, rng)
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
    behind = None if lying_on is None else linear(lying_on)
    return Setting(
        split, seed, camera, shot, frame, card.size, homography, card=card, behind=behind
    )


def of_face(split: Split, seed: int, face: Face | None = None) -> Setting:
    """Somebody takes a picture of a face, of anybody's unless it is given; the scene has only what
    is behind it."""
    rng = stream(split, "face", seed)
    camera = _camera(split, rng)
    shot = Shot.draw(camera, rng)
    frame = _frame(camera, camera.selfie, upright=True)
    people = sources.faces(split)
    somebody = people[int(rng.integers(len(people)))]
    face = face or somebody
    selfie = somewhere(split, face, stream(split, "room of a face", seed))
    height, width = selfie.image.shape[:2]
    # They fill the frame, and a little more.
    scale = frame[1] / height * float(rng.uniform(1, 1.15))
    off = [(frame[0] - width * scale) / 2, (frame[1] - height * scale) / 2]
    homography = np.array([[scale, 0, off[0]], [0, scale, off[1]], [0, 0, 1]])
    behind = sources.photo(split, rng)
    return Setting(
        split,
        seed,
        camera,
        shot,
        frame,
        (width, height),
        homography,
        selfie=selfie,
        behind=None if behind is None else linear(behind),
    )
