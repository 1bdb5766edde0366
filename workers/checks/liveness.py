"""Was a living face before the camera? Numbers from the detector and from `workers.vision`.

Passive, on one picture: a face on a screen or on paper, as the detector of attacks
(`workers.vision.presentation.selfie`) and the spectrum of the whole picture tell it, a colourless
print, and pictures that have to be taken again: too poor to tell, or the face is not wholly seen.
How often it errs, on which data, is in docs/checks.md. A moulded mask passes.
"""

from collections.abc import Sequence

from app.core.report import Attack, Check, CheckGroup, PictureName
from workers.checks.forensic import MAX_GRID, MAX_MOIRE, MIN_COLOUR, screen
from workers.checks.quality import black_and_white
from workers.checks.scoring import at_least, at_most, attack, judged, suspected, undone
from workers.vision.faces import Visibility
from workers.vision.presentation.selfie import Shown
from workers.vision.quality import FaceQuality
from workers.vision.spectrum import Spectrum

FaceBox = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels."""

MIN_SHARPNESS = 15.0
"""Of a face 150 pixels across: the least of 157 sharp faces measured 19; of the same blurred by
four pixels of 480, 98 % measured less than 15."""

MAX_MASK = 0.5
MAX_SUNGLASSES = 0.5
"""How surely, by the two regressions: what is likelier."""

ATTACKS = ("screen", "printedFace", "blackAndWhite")
"""The checks that tell of an attack; the others ask for another picture."""

MAX_ATTACK = 0.75
"""How likely an attack may be in the eyes of the detector, 0..1."""

SEEN = ("eyesClosed", "maskPresent", "sunglasses")
"""The checks of what is seen of a face."""

MIN_FACE = 80.0
"""Pixels of the face box's shorter side: half of the 150 that the embedding sees."""

MAX_SECOND_FACE = 0.35
"""Area of the second face over that of the first: smaller ones are bystanders or pictures."""

MIN_OPENNESS = 0.125
"""Height over width of an open eye. Of 20 generated faces with closed eyes 17 have less, of 275
with open ones one, a grin; a real, broad smile has 0.146."""

TOO_SMALL = "The face is too small to tell."
TOO_POOR = "The face is too small or too blurred to tell."

THRESHOLDS = {
    "liveness.minSharpness": MIN_SHARPNESS,
    "liveness.minFace": MIN_FACE,
    "liveness.maxSecondFace": MAX_SECOND_FACE,
    "liveness.minOpenness": MIN_OPENNESS,
    "liveness.maxMask": MAX_MASK,
    "liveness.maxSunglasses": MAX_SUNGLASSES,
    "liveness.minColour": MIN_COLOUR,
    "liveness.maxMoire": MAX_MOIRE,
    "liveness.maxGrid": MAX_GRID,
    "liveness.maxAttack": MAX_ATTACK,
}


def checks(
    picture: PictureName,
    boxes: Sequence[FaceBox],
    face: FaceQuality | None,
    visible: Visibility | None,
    shown: Shown | None,
    spectrum: Spectrum | None,
) -> list[Check]:
    """The liveness checks of one selfie.

    `boxes`: all faces, the one that is meant first. `face`, `visible`: that one, measured. `shown`:
    what the detector of attacks says of it, None where it is too small. `spectrum`: of the whole
    picture at its native pixels. Without a face only `screen` can be done.
    """
    if not boxes or face is None or visible is None:
        reason = "There is no face on the picture."
        names = ("multipleFaces", "blur", "faceSize", *SEEN, "blackAndWhite", "printedFace")
        return [
            *(undone(name, CheckGroup.LIVENESS, picture, reason) for name in names),
            _screen(picture, None, spectrum),
        ]
    areas = sorted((_area(box) for box in boxes), reverse=True)
    second = areas[1] / areas[0] if len(areas) > 1 and areas[0] > 0 else 0.0
    side = min(boxes[0][2] - boxes[0][0], boxes[0][3] - boxes[0][1])
    if face.sharpness < MIN_SHARPNESS:
        shown = None  # who did not hold still is asked again, and not called a fraud
    return [
        judged(
            "multipleFaces",
            CheckGroup.LIVENESS,
            picture,
            score=at_most(second, MAX_SECOND_FACE),
            raised=second > MAX_SECOND_FACE,
            reason="There is more than one face on the picture.",
            measured={"faces": float(len(boxes)), "second": round(second, 3)},
        ),
        judged(
            "blur",
            CheckGroup.LIVENESS,
            picture,
            score=at_least(face.sharpness, MIN_SHARPNESS),
            raised=face.sharpness < MIN_SHARPNESS,
            reason="The face is blurred.",
            measured={"sharpness": face.sharpness},
        ),
        judged(
            "faceSize",
            CheckGroup.LIVENESS,
            picture,
            score=at_least(side, MIN_FACE),
            raised=side < MIN_FACE,
            reason=f"The face is {side:.0f} pixels wide; {MIN_FACE:.0f} are needed.",
            measured={"side": round(side, 1)},
        ),
        *(_seen(picture, visible) if side >= MIN_FACE else _too_small(picture)),
        black_and_white(face.colour, CheckGroup.LIVENESS, picture),
        _printed(picture, shown),
        _screen(picture, shown, spectrum),
    ]


def liveness(checks: Sequence[Check]) -> Attack:
    """The result of all liveness checks: attention where one of them is. 100 is genuine.

    The score is the lowest of the checks; `not_processed` where none could be done.
    """
    return attack(check for check in checks if check.group == CheckGroup.LIVENESS)


def _seen(picture: PictureName, visible: Visibility) -> list[Check]:
    eyes = "The eyes are behind sunglasses."
    return [
        judged(
            "eyesClosed",
            CheckGroup.LIVENESS,
            picture,
            score=at_least(visible.eyes, MIN_OPENNESS),
            raised=visible.eyes < MIN_OPENNESS,
            reason="The eyes are closed.",
            measured={"openness": visible.eyes},
        )
        if visible.sunglasses <= MAX_SUNGLASSES
        else undone("eyesClosed", CheckGroup.LIVENESS, picture, eyes),
        judged(
            "maskPresent",
            CheckGroup.LIVENESS,
            picture,
            score=at_most(visible.mask, MAX_MASK),
            raised=visible.mask > MAX_MASK,
            reason="A mask covers a part of the face.",
            measured={"mask": visible.mask},
        ),
        judged(
            "sunglasses",
            CheckGroup.LIVENESS,
            picture,
            score=at_most(visible.sunglasses, MAX_SUNGLASSES),
            raised=visible.sunglasses > MAX_SUNGLASSES,
            reason="Sunglasses cover the eyes.",
            measured={"sunglasses": visible.sunglasses},
        ),
    ]


def _too_small(picture: PictureName) -> list[Check]:
    return [undone(name, CheckGroup.LIVENESS, picture, TOO_SMALL) for name in SEEN]


def _printed(picture: PictureName, shown: Shown | None) -> Check:
    reason = "The face is on a print: it was not there itself."
    if shown is None:
        return undone("printedFace", CheckGroup.LIVENESS, picture, TOO_POOR)
    return _attack("printedFace", picture, shown, "print", reason)


def _screen(picture: PictureName, shown: Shown | None, spectrum: Spectrum | None) -> Check:
    """The worse of what the detector says and of what the spectrum does: the one looks at a face
    made small, the other at the pixels of the picture as it came."""
    reason = "The face is on a screen: it was not there itself."
    pixels = screen("screen", CheckGroup.LIVENESS, picture, spectrum, reason)
    if shown is None:
        return pixels
    told = _attack("screen", picture, shown, "screen", reason)
    worse = min(told, pixels, key=lambda check: 100.0 if check.score is None else check.score)
    return worse.model_copy(update={"measured": told.measured | pixels.measured})


def _attack(name: str, picture: PictureName, shown: Shown, kind: str, reason: str) -> Check:
    return suspected(
        name,
        CheckGroup.LIVENESS,
        picture,
        likely=shown.suspicion(kind),
        most=MAX_ATTACK,
        reason=reason,
        seen_at={"pixels": shown.pixels},
    )


def _area(box: FaceBox) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
