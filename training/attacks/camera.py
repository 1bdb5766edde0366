"""The camera of a phone: what it makes of light. The same for the genuine and for attacks.

A sensor behind a mosaic of filters, its noise, and what the phone then computes: the missing
colours, less noise, white balance, tone, sharpness, and a JPEG.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from training.attacks.light import (
    LEVELS,
    Image,
    Layer,
    Random,
    encoded,
    encoding,
    resized,
    stream,
)
from training.attacks.view import Blur

Raw = npt.NDArray[np.uint16]

_TOP = 65535


@dataclass(frozen=True)
class Camera:
    """One model of phone camera.

    `side`, `selfie`: longer side of its pictures of documents and of faces, pixels. `oversampling`:
    pixels of the sensor for one of the picture, along a side. `sigma`: spread of a point by the
    lens and the pixel's own width, pixels of the sensor. `interpolation`: name of how the mosaic
    is filled in. `shot`, `read`: noise at full scale and in the dark, parts of full scale.
    `denoising`: name of how noise is taken away; `smoothing`: how strongly. `chroma`: sigma by
    which colours are blurred. `balance`: factors of blue and red that are left after white
    balance. `saturation`: 1 is true. `contrast`: of the tone curve, 0 is sRGB's own; `crushed`:
    encoded light below which all is black. `radius`, `amount`: of the sharpening. `quality`: of
    the JPEG; `subsampled`: colours at half resolution.
    """

    name: str
    side: int
    selfie: int
    oversampling: float
    sigma: float
    interpolation: str
    shot: float
    read: float
    denoising: str
    smoothing: float
    chroma: float
    balance: tuple[float, float]
    saturation: float
    contrast: float
    crushed: float
    radius: float
    amount: float
    quality: int
    subsampled: bool

    @property
    def make(self) -> str:
        """Its maker, whose models all compute alike."""
        return self.name.rpartition("-")[0]

    def develop(self, light: Layer, rng: Random, *, gain: float = 1.0) -> Image:
        """The picture of the light on the sensor, which has `oversampling` times its size.

        `gain`: amplification, 1 in good light: noise grows with it.
        """
        raw = _noisy(_mosaic(light), self.shot * gain, self.read * gain, rng)
        colours = INTERPOLATIONS[self.interpolation](raw)
        toned = encoded(self._balanced(colours), self._curve())
        clean = self._denoised(toned)
        if self.amount:
            soft = cv2.GaussianBlur(clean, (0, 0), self.radius)
            clean = np.asarray(cv2.addWeighted(clean, 1 + self.amount, soft, -self.amount, 0))
        size = (
            round(light.shape[1] / self.oversampling),
            round(light.shape[0] / self.oversampling),
        )
        return np.asarray(resized(clean, size), np.uint8)

    def save(self, image: Image) -> bytes:
        """The picture as the phone writes it."""
        return jpeg(image, self.quality, subsampled=self.subsampled)

    def _balanced(self, colours: Raw) -> Layer:
        light = colours.astype(np.float32) / np.float32(_TOP)
        grey = np.array([0.114, 0.587, 0.299])
        mix = self.saturation * np.eye(3) + (1 - self.saturation) * np.tile(grey, (3, 1))
        factors = np.diag([self.balance[0], 1.0, self.balance[1]])
        return np.asarray(cv2.transform(light, (mix @ factors).astype(np.float32)), np.float32)

    def _curve(self) -> Image:
        """sRGB's curve, bent to an S by the contrast, with its blacks crushed."""
        value = encoding(np.arange(LEVELS) / (LEVELS - 1))
        bent = value + 0.06 * self.contrast * np.sin(2 * np.pi * (value - 0.5))
        bent = (bent - self.crushed) / (1 - self.crushed)
        return np.asarray(np.clip(bent * 255 + 0.5, 0, 255), np.uint8)

    def _denoised(self, image: Image) -> Image:
        luma, red, blue = cv2.split(cv2.cvtColor(image, cv2.COLOR_BGR2YCrCb))
        luma = DENOISINGS[self.denoising](luma, self.smoothing)
        if self.chroma:
            red, blue = (cv2.GaussianBlur(plane, (0, 0), self.chroma) for plane in (red, blue))
        joined = cv2.merge([luma, red, blue])
        return np.asarray(cv2.cvtColor(joined, cv2.COLOR_YCrCb2BGR), np.uint8)


def jpeg(image: Image, quality: int, *, subsampled: bool = True) -> bytes:
    """A JPEG file. `subsampled`: 4:2:0, else 4:4:4."""
    factor = (
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420 if subsampled else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444
    )
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, factor]
    done, data = cv2.imencode(".jpg", image, options)
    if not done:
        raise RuntimeError("OpenCV could not write a JPEG")
    return data.tobytes()


def opened(data: bytes) -> Image:
    """A file's pixels, BGR."""
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError("this is no picture")
    return np.asarray(image, np.uint8)


def _mosaic(light: Layer) -> Layer:
    """One colour for each pixel: red, green in the upper row, green, blue in the lower one."""
    raw = np.empty(light.shape[:2], np.float32)
    for row, column, channel in ((0, 0, 2), (0, 1, 1), (1, 0, 1), (1, 1, 0)):
        raw[row::2, column::2] = light[row::2, column::2, channel]
    return raw


def _noisy(raw: Layer, shot: float, read: float, rng: Random) -> Raw:
    """Photons arrive by chance (variance as the light), and reading adds to it; then 16 bits."""
    spread = np.sqrt(np.maximum(raw, 0) * np.float32(shot**2) + np.float32(read**2))
    noise = rng.standard_normal(raw.shape, np.float32)
    return np.asarray(np.clip((raw + spread * noise) * _TOP, 0, _TOP), np.uint16)


def _bilinear(raw: Raw) -> Raw:
    return np.asarray(cv2.cvtColor(raw, cv2.COLOR_BayerRGGB2BGR), np.uint16)


def _edge_aware(raw: Raw) -> Raw:
    return np.asarray(cv2.cvtColor(raw, cv2.COLOR_BayerRGGB2BGR_EA), np.uint16)


_GREEN = [[0, 0, -1, 0, 0], [0, 0, 2, 0, 0], [-1, 2, 4, 2, -1], [0, 0, 2, 0, 0], [0, 0, -1, 0, 0]]
_ROW = [
    [0, 0, 0.5, 0, 0],
    [0, -1, 0, -1, 0],
    [-1, 4, 5, 4, -1],
    [0, -1, 0, -1, 0],
    [0, 0, 0.5, 0, 0],
]
_CROSS = [
    [0, 0, -1.5, 0, 0],
    [0, 2, 0, 2, 0],
    [-1.5, 0, 6, 0, -1.5],
    [0, 2, 0, 2, 0],
    [0, 0, -1.5, 0, 0],
]


def _gradient_corrected(raw: Raw) -> Raw:
    """Malvar, He and Cutler, 2004: bilinear, corrected by the gradient of the known colour."""
    grey = raw.astype(np.float32)
    green, row, column, cross = (
        cv2.filter2D(grey, -1, np.array(kernel, np.float32) / 8, borderType=cv2.BORDER_REFLECT)
        for kernel in (_GREEN, _ROW, np.transpose(_ROW), _CROSS)
    )
    out = np.dstack([grey, green, grey])
    out[0::2, 1::2, 1] = out[1::2, 0::2, 1] = 0
    out[0::2, 1::2, 1], out[1::2, 0::2, 1] = grey[0::2, 1::2], grey[1::2, 0::2]
    out[0::2, 0::2, 0], out[1::2, 1::2, 2] = cross[0::2, 0::2], cross[1::2, 1::2]
    # Red stands beside the greens of its own rows, and above and below those of blue's rows.
    out[0::2, 1::2, 2], out[1::2, 0::2, 2] = row[0::2, 1::2], column[1::2, 0::2]
    out[0::2, 1::2, 0], out[1::2, 0::2, 0] = column[0::2, 1::2], row[1::2, 0::2]
    return np.asarray(np.clip(out, 0, _TOP), np.uint16)


_NEAR = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
_SHARP = np.array([-1, 4, 10, 4, -1]) / 16
_PLACES = {2: (slice(0, None, 2), slice(0, None, 2)), 0: (slice(1, None, 2), slice(1, None, 2))}
"""Rows and columns of the mosaic that have red, and blue."""


def _hue_difference(raw: Raw) -> Raw:
    """Green by its neighbours, then red and blue by how they differ from it (Cok, 1987)."""
    grey = raw.astype(np.float32)
    _, green, _ = cv2.split(cv2.cvtColor(raw, cv2.COLOR_BayerRGGB2BGR))
    return _filled_in(grey, green.astype(np.float32), (0, 2))


def _light_first(raw: Raw) -> Raw:
    """Brightness by a filter that leaves no mosaic, then what is left over of each colour
    (Alleysson, Süsstrunk and Hérault, 2005)."""
    grey = raw.astype(np.float32)
    light = cv2.sepFilter2D(grey, -1, _SHARP, _SHARP, borderType=cv2.BORDER_REFLECT_101)
    return _filled_in(grey, np.asarray(light, np.float32), (0, 1, 2))


_WAY = np.array([[0, 2, 0, 2, 0], [0, -4, 0, 4, 0], [-1, 0, 2, 0, -1]], np.float32) / 4
"""Of a row around a pixel: the mean of what is beside it, the step there, the bend of its own."""


def _directional(raw: Raw) -> Raw:
    """Green along the way that varies less, bent as the known colour bends; red and blue by how
    they differ from it (Hamilton and Adams, 1997)."""
    grey = raw.astype(np.float32)
    guesses, changes = [], []
    for kernels in (_WAY[:, None, :], _WAY[:, :, None]):
        mean, step, bend = (
            cv2.filter2D(grey, -1, kernel, borderType=cv2.BORDER_REFLECT_101) for kernel in kernels
        )
        guesses.append(mean + bend)
        changes.append(np.abs(step) + 4 * np.abs(bend))
    green = np.where(changes[0] < changes[1], *guesses)
    green[0::2, 1::2], green[1::2, 0::2] = grey[0::2, 1::2], grey[1::2, 0::2]
    return _filled_in(grey, green, (0, 2))


def _median_hue(raw: Raw) -> Raw:
    """Bilinear, and how red and blue differ from green freed of what stands alone (Freeman, 1988).
    What the sensor measured stays."""
    grey = raw.astype(np.float32)
    blue, green, red = cv2.split(_bilinear(raw).astype(np.float32))
    blues, reds = (cv2.medianBlur(plane - green, 5) for plane in (blue, red))
    for colour, rest in ((2, reds), (0, blues)):
        green[_PLACES[colour]] = (grey - rest)[_PLACES[colour]]
    out = np.dstack([green + blues, green, green + reds])
    return np.asarray(np.clip(out, 0, _TOP), np.uint16)


def _filled_in(grey: Layer, base: Layer, colours: tuple[int, ...]) -> Raw:
    """The base in all colours, and to some of them what they differ from it, interpolated."""
    out = np.dstack([base, base, base])
    for colour in colours:
        there = np.zeros_like(grey)
        if colour == 1:
            there[0::2, 1::2] = there[1::2, 0::2] = 1
        else:
            there[_PLACES[colour]] = 1
        kernel = np.array(_NEAR, np.float32)
        rest, weight = (
            cv2.filter2D(plane, -1, kernel, borderType=cv2.BORDER_REFLECT_101)
            for plane in (there * (grey - base), there)
        )
        out[..., colour] += rest / weight
    return np.asarray(np.clip(out, 0, _TOP), np.uint16)


INTERPOLATIONS: dict[str, Callable[[Raw], Raw]] = {
    "bilinear": _bilinear,
    "edge-aware": _edge_aware,
    "gradient-corrected": _gradient_corrected,
    "hue-difference": _hue_difference,
    "light-first": _light_first,
    "directional": _directional,
    "median-hue": _median_hue,
}


def _median(luma: Any, strength: float) -> Any:
    return cv2.addWeighted(luma, 1 - strength, cv2.medianBlur(luma, 3), strength, 0)


def _guided(luma: Any, strength: float) -> Any:
    """The guided filter of He, Sun and Tang (2010) with itself as guide."""
    grey, box = luma.astype(np.float32), (5, 5)
    mean = cv2.blur(grey, box)
    variance = cv2.blur(grey * grey, box) - mean * mean
    kept = variance / (variance + np.float32((14 * strength) ** 2 + 1e-3))
    smooth = cv2.blur(kept, box) * grey + cv2.blur((1 - kept) * mean, box)
    return np.clip(smooth + 0.5, 0, 255).astype(np.uint8)


def _between(luma: Any, strength: float) -> Any:
    """No brighter and no darker than all that is around it."""
    ring = np.ones((3, 3), np.uint8)
    ring[1, 1] = 0
    calm = np.clip(luma, cv2.erode(luma, ring), cv2.dilate(luma, ring))
    return cv2.addWeighted(luma, 1 - strength, calm, strength, 0)


def _cored(luma: Any, strength: float) -> Any:
    """Small differences from a blurred picture are taken away, at two scales."""
    rest = luma.astype(np.float32)
    kept = np.zeros_like(rest)
    for sigma, part in ((0.8, 1.0), (1.6, 0.6)):
        soft = cv2.GaussianBlur(rest, (0, 0), sigma)
        detail = rest - soft
        kept += np.sign(detail) * np.maximum(np.abs(detail) - 5 * part * strength, 0)
        rest = soft
    return np.clip(rest + kept + 0.5, 0, 255).astype(np.uint8)


def _alike(luma: Any, strength: float) -> Any:
    """The mean of pixels around which it looks alike (Buades, Coll and Morel, 2005)."""
    return cv2.fastNlMeansDenoising(luma, None, 1 + 6 * strength, 3, 11)


_FROM = [[0, 1, 0], [0, -1, 0], [0, 0, 0]]


def _diffusing(luma: Any, strength: float) -> Any:
    """Light flows to the pixels beside it where the step is small (Perona and Malik, 1990)."""
    light = luma.astype(np.float32)
    for _ in range(4):
        flow = np.zeros_like(light)
        for turn in range(4):
            kernel = np.rot90(np.array(_FROM, np.float32), turn)
            step = cv2.filter2D(light, -1, kernel, borderType=cv2.BORDER_REFLECT)
            flow += step * cv2.exp(-((step / 12) ** 2))
        light += 0.2 * strength * flow
    return np.clip(light + 0.5, 0, 255).astype(np.uint8)


DENOISINGS: dict[str, Callable[[Any, float], Any]] = {
    "bilateral": lambda luma, strength: cv2.bilateralFilter(luma, 5, 4 + 24 * strength, 1.6),
    "median": _median,
    "guided": _guided,
    "between": _between,
    "cored": _cored,
    "alike": _alike,
    "diffusing": _diffusing,
}

_MAKES = {
    "ash": ("bilinear", "bilateral"),
    "birch": ("edge-aware", "guided"),
    "cedar": ("edge-aware", "bilateral"),
    "elm": ("gradient-corrected", "median"),
    "fir": ("bilinear", "guided"),
    "gum": ("hue-difference", "between"),
    "holly": ("light-first", "cored"),
    "ironwood": ("directional", "alike"),
    "juniper": ("median-hue", "diffusing"),
}
"""Invented makers of phones, and what their software does. Which of them is trained with:
`splits.py`."""

MODELS = 24
"""Of each maker."""

SIDES = (1400, 4200)
"""Longer sides of pictures of documents, pixels: what applications send, to what phones take."""


def _model(make: str, number: int) -> Camera:
    rng = stream("camera", make, number)
    side = float(np.exp(rng.uniform(np.log(SIDES[0]), np.log(SIDES[1]))))
    interpolation, denoising = _MAKES[make]
    read = float(np.exp(rng.uniform(np.log(0.0002), np.log(0.003))))
    return Camera(
        name=f"{make}-{number}",
        side=round(side),
        selfie=int(rng.integers(380, 620)),
        oversampling=float(rng.choice((1.0, rng.uniform(1.05, 1.35)))),
        # Lenses do not grow with the pixels: the more there are, the less each is worth.
        sigma=float(rng.uniform(0.4, 0.7) * (side / SIDES[0]) ** 0.3),
        interpolation=interpolation,
        shot=float(read * rng.uniform(4, 9)),
        read=read,
        denoising=denoising,
        smoothing=float(rng.uniform(0.0, 0.9)),
        chroma=float(rng.choice((0, rng.uniform(0.8, 2.5)))),
        balance=(float(rng.uniform(0.88, 1.12)), float(rng.uniform(0.9, 1.1))),
        saturation=float(rng.uniform(0.85, 1.15)),
        contrast=float(rng.uniform(0, 0.8)),
        crushed=float(rng.uniform(0, 0.16)),
        radius=float(rng.uniform(0.7, 1.8)),
        amount=float(rng.choice((0, rng.uniform(0.2, 1.2)))),
        quality=int(rng.integers(76, 98)),
        subsampled=bool(rng.random() < 0.75),
    )


CAMERAS: dict[str, Camera] = {
    f"{make}-{number}": _model(make, number) for make in _MAKES for number in range(MODELS)
}


@dataclass(frozen=True)
class Shot:
    """One picture. `exposure`: how bright, 1 is right. `flare`: part of all light that a lens with
    fingerprints spreads over everything. `gain`: 1 in good light."""

    exposure: float
    flare: float
    blur: Blur
    gain: float

    @staticmethod
    def draw(camera: Camera, rng: Random) -> "Shot":
        """How somebody holds this camera: mostly well."""
        unsteady = rng.random() < 0.3
        length, way = rng.uniform(1, 3.5) * unsteady, rng.uniform(0, np.pi)
        defocus = rng.uniform(0, 0.35) if rng.random() < 0.75 else rng.uniform(0.35, 1.1)
        return Shot(
            exposure=float(np.exp(rng.normal(-0.05, 0.2))),
            flare=float(rng.uniform(0.005, 0.05)),
            blur=Blur(
                float(np.hypot(camera.sigma, defocus)),
                (float(length * np.cos(way)), float(length * np.sin(way))),
            ),
            gain=float(np.exp(rng.uniform(0, 1.0))),
        )
