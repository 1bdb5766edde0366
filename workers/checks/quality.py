"""Is the picture of the document good enough to judge? Numbers from `workers.vision.quality`."""

from app.core.report import Check, CheckGroup, PictureName
from workers.checks.scoring import at_least, at_most, judged, undone
from workers.vision.quality import Quality

MIN_SHARPNESS = 15.0
"""Of 640 pixels across. Print of 2 mm is lost at a blur of some 3 pixels: specimens measure 100
to 2500 sharp and at most 15 then."""

MAX_GLARE = 0.03
"""Of the document's area: a spot of this size hides a field."""

MIN_LONG_SIDE = 500.0
"""Pixels: 5.8 per millimetre of an ID-1 card, so that print of 1.6 mm is 9 pixels high."""

MIN_MARGIN = -0.005
"""Of the picture's shorter side: a corner farther outside than corners are in error."""

MIN_COLOUR = 2.5
"""Lab chroma: grey prints measured 0.6 to 1.5, documents 4.4 and more, selfies 2.6 and more."""

MAX_COVERAGE = 0.97
"""Of the picture's area: nothing of the surroundings is left to see that it is a whole document."""

THRESHOLDS = {
    "quality.minSharpness": MIN_SHARPNESS,
    "quality.maxGlare": MAX_GLARE,
    "quality.minLongSide": MIN_LONG_SIDE,
    "quality.minMargin": MIN_MARGIN,
    "quality.minColour": MIN_COLOUR,
    "quality.maxCoverage": MAX_COVERAGE,
}

_NO_EDGES = "The edges of the document were not seen on the picture."


def checks(quality: Quality, picture: PictureName) -> list[Check]:
    """The quality checks of one picture of a document, in the order of the report."""
    return [
        judged(
            "blur",
            CheckGroup.QUALITY,
            picture,
            score=at_least(quality.sharpness, MIN_SHARPNESS),
            raised=quality.sharpness < MIN_SHARPNESS,
            reason="The document is blurred.",
            measured={"sharpness": quality.sharpness},
        ),
        _glare(quality, picture),
        judged(
            "tooSmall",
            CheckGroup.QUALITY,
            picture,
            score=at_least(quality.long_side, MIN_LONG_SIDE),
            raised=quality.long_side < MIN_LONG_SIDE,
            reason=f"The document is {quality.long_side:.0f} pixels wide, "
            f"less than {MIN_LONG_SIDE:.0f}.",
            measured={"longSide": quality.long_side},
        ),
        *_framing(quality, picture),
        black_and_white(quality.colour, CheckGroup.QUALITY, picture),
    ]


def black_and_white(colour: float, group: CheckGroup, picture: PictureName) -> Check:
    """`blackAndWhite`: the picture has no colours, once its white balance is taken out."""
    return judged(
        "blackAndWhite",
        group,
        picture,
        score=at_least(colour, MIN_COLOUR),
        raised=colour < MIN_COLOUR,
        reason="The picture has no colours.",
        measured={"colour": colour},
    )


def _glare(quality: Quality, picture: PictureName) -> Check:
    if not (quality.found or quality.full_frame):
        # White surroundings would count as glare.
        return undone("glare", CheckGroup.QUALITY, picture, _NO_EDGES)
    return judged(
        "glare",
        CheckGroup.QUALITY,
        picture,
        score=at_most(quality.glare, MAX_GLARE),
        raised=quality.glare > MAX_GLARE,
        reason="A reflection hides a part of the document.",
        measured={"glare": quality.glare},
    )


def _framing(quality: Quality, picture: PictureName) -> list[Check]:
    names = ("partialDocument", "documentTooClose")
    if not quality.found:
        return [undone(name, CheckGroup.QUALITY, picture, _NO_EDGES) for name in names]
    return [
        judged(
            names[0],
            CheckGroup.QUALITY,
            picture,
            # 0 where a fifth of the picture's shorter side is missing.
            score=at_least(quality.margin + 0.2, MIN_MARGIN + 0.2),
            raised=quality.margin < MIN_MARGIN,
            reason="A part of the document lies outside of the picture.",
            measured={"margin": quality.margin},
        ),
        judged(
            names[1],
            CheckGroup.QUALITY,
            picture,
            score=at_most(quality.coverage, MAX_COVERAGE),
            raised=quality.coverage > MAX_COVERAGE,
            reason="The document was taken from too near: its surroundings are not seen.",
            measured={"coverage": quality.coverage},
        ),
    ]
