"""Is the picture of the document good enough to judge? Numbers from `workers.vision.quality`."""

from collections.abc import Mapping
from statistics import median

from app.core.report import Check, CheckGroup, CheckOutcome, PictureName
from workers.checks.consistency import has_layout
from workers.checks.forensic import MIN_COLOUR, colourless, screen
from workers.checks.scoring import at_least, at_most, judged, undone
from workers.reading.merge import zone_fields
from workers.reading.read import SideReading
from workers.vision.quality import Quality
from workers.vision.spectrum import Spectrum

MIN_SHARPNESS = 15.0
"""Of 640 pixels across. Print of 2 mm is lost at a blur of some 3 pixels: specimens measure 100
to 2500 sharp and at most 15 then."""

MAX_GLARE = 0.03
"""Of the document's area, all spots together: one of this size hides a field."""

MIN_LONG_SIDE = 500.0
"""Pixels: 5.8 per millimetre of an ID-1 card, so that print of 1.6 mm is 9 pixels high."""

MIN_MARGIN = -0.005
"""Of the picture's shorter side: a corner farther outside than corners are in error."""

MAX_COVERAGE = 0.97
"""Of the picture's area: nothing of the surroundings is left to see that it is a whole document."""

MIN_RESOLUTION = 720.0
"""Pixels of the picture's shorter side (seed 001: HD)."""

MIN_SURROUNDINGS = 0.05
"""Of the document's width: background that has to be seen around it (seed 001)."""

MAX_CORNER = 0.06
"""Of the document's shorter side, missing at a corner: 3.2 mm of an ID-1 card. The rounded corners
of a whole one are 0.035 (ISO/IEC 7810); those of specimens measured 0.020 at most."""

MIN_COMPRESSION = 70.0
"""JPEG quality after the IJG's scale (seed 001)."""

MIN_FIELDS = 0.5
"""Of the fields that a side of this type has: under it, it is not worth reading what is left."""

MIN_LEGIBILITY = 0.8
"""Confidence of a middling line, where it is not known which fields there are."""

THRESHOLDS = {
    "quality.minSharpness": MIN_SHARPNESS,
    "quality.maxGlare": MAX_GLARE,
    "quality.minLongSide": MIN_LONG_SIDE,
    "quality.minMargin": MIN_MARGIN,
    "quality.minColour": MIN_COLOUR,
    "quality.maxCoverage": MAX_COVERAGE,
    "quality.minResolution": MIN_RESOLUTION,
    "quality.minSurroundings": MIN_SURROUNDINGS,
    "quality.maxCorner": MAX_CORNER,
    "quality.minCompression": MIN_COMPRESSION,
    "quality.minFields": MIN_FIELDS,
    "quality.minLegibility": MIN_LEGIBILITY,
}

_NO_EDGES = "The edges of the document were not seen on the picture."


def checks(
    quality: Quality,
    picture: PictureName,
    *,
    reading: SideReading | None = None,
    face: bool | None = None,
    metadata: Mapping[str, str] | None = None,
    spectrum: Spectrum | None = None,
) -> list[Check]:
    """The quality checks of one picture of a document, in the order of the report.

    `reading`: of the side that it shows; None where it shows none. `face`: one was found on it;
    None where nobody looked. `metadata`: what the file says of itself. `spectrum`: that of the
    native pixels.
    """
    return [
        judged(
            "blur",
            CheckGroup.QUALITY,
            picture,
            score=at_least(quality.sharpness, MIN_SHARPNESS),
            raised=quality.sharpness < MIN_SHARPNESS,
            reason="The document is blurred.",
            measured={"sharpness": quality.sharpness, "leastSharpPrint": quality.worst_sharpness},
        ),
        _glare(quality, picture),
        _resolution(quality, picture),
        _compression(metadata or {}, picture),
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
        _face(reading, face, picture),
        _text(reading, picture),
        black_and_white(quality.colour, CheckGroup.QUALITY, picture, quality.second_hue),
        _screen(spectrum, picture),
    ]


def _resolution(quality: Quality, picture: PictureName) -> Check:
    """`resolution`: the picture itself has fewer pixels than HD."""
    side = float(min(quality.width, quality.height))
    return judged(
        "resolution",
        CheckGroup.QUALITY,
        picture,
        score=at_least(side, MIN_RESOLUTION),
        raised=side < MIN_RESOLUTION,
        reason=f"The picture's shorter side has {side:.0f} pixels, less than {MIN_RESOLUTION:.0f}.",
        measured={"shortSide": side},
    )


def _compression(metadata: Mapping[str, str], picture: PictureName) -> Check:
    """`compression`: the last encoder of a JPEG threw away more than a quality of 70 does."""
    name = "compression"
    if "quality" not in metadata:
        reason = "The picture is no JPEG."
        return undone(name, CheckGroup.QUALITY, picture, reason, CheckOutcome.NOT_APPLICABLE)
    measured = float(metadata["quality"])
    return judged(
        name,
        CheckGroup.QUALITY,
        picture,
        score=at_least(measured, MIN_COMPRESSION),
        raised=measured < MIN_COMPRESSION,
        reason=f"The JPEG's quality is {measured:.0f}, less than {MIN_COMPRESSION:.0f}.",
        measured={"quality": measured},
    )


def _face(reading: SideReading | None, face: bool | None, picture: PictureName) -> Check:
    """`faceNotDetected`: the side has a portrait by its type, and none is seen."""
    name = "faceNotDetected"
    side = reading.side if reading is not None and has_layout(reading) else None
    if side is not None and side.portrait is None:
        reason = "This side has no portrait."
        return undone(name, CheckGroup.QUALITY, picture, reason, CheckOutcome.NOT_APPLICABLE)
    if face is None or (side is None and not face):
        reason = "Nobody looked for faces." if face is None else "Whether it has one is not known."
        return undone(name, CheckGroup.QUALITY, picture, reason)
    return judged(
        name,
        CheckGroup.QUALITY,
        picture,
        score=100.0 if face else 0.0,
        raised=not face,
        reason="The portrait is not seen.",
        measured={},
    )


def _text(reading: SideReading | None, picture: PictureName) -> Check:
    """`unreadableText`: most fields of the side could not be read, or its lines read badly."""
    name = "unreadableText"
    if reading is None:
        return undone(name, CheckGroup.QUALITY, picture, "There is no document to read.")
    needed = [one.name for one in reading.side.fields if not one.optional] if reading.side else []
    if needed:
        said = [reading.visual, zone_fields(reading.type, reading.mrz), reading.barcode]
        values = {name for fields in said for name, value in fields.items() if value.value}
        read = sum(one in values for one in needed)
        value, least = read / len(needed), MIN_FIELDS
        measured, reason = "fieldsRead", f"{read} of {len(needed)} fields could be read."
    else:
        value = median([line.confidence for line in reading.lines] or [0.0])
        least, measured = MIN_LEGIBILITY, "lineConfidence"
        reason = "The print can hardly be read."
    return judged(
        name,
        CheckGroup.QUALITY,
        picture,
        score=at_least(value, least),
        raised=value < least,
        reason=reason,
        measured={measured: round(value, 3)},
    )


def _screen(spectrum: Spectrum | None, picture: PictureName) -> Check:
    """`capturedFromScreen`: what `documentLivenessCheck` measured, as advice on the picture."""
    reason = "The pixels of a screen show."
    return screen("capturedFromScreen", CheckGroup.QUALITY, picture, spectrum, reason)


def black_and_white(
    colour: float | None, group: CheckGroup, picture: PictureName, second_hue: float | None = None
) -> Check:
    """`blackAndWhite`: the picture has no colours: see `colourless`."""
    reason = "The picture has no colours."
    return colourless("blackAndWhite", group, picture, colour, reason, second_hue)


def _glare(quality: Quality, picture: PictureName) -> Check:
    if not (quality.found or quality.full_frame):
        # White surroundings would count as glare.
        return undone("glare", CheckGroup.QUALITY, picture, _NO_EDGES)
    if quality.glare is None or quality.glare_spot is None:
        white = "The document is white: glare cannot be told from its paper."
        return undone("glare", CheckGroup.QUALITY, picture, white)
    return judged(
        "glare",
        CheckGroup.QUALITY,
        picture,
        score=at_most(quality.glare, MAX_GLARE),
        raised=quality.glare > MAX_GLARE,
        reason="A reflection hides a part of the document.",
        measured={"glare": quality.glare, "largestSpot": quality.glare_spot},
    )


def _framing(quality: Quality, picture: PictureName) -> list[Check]:
    """What needs the document's edges; of a page from border to border only the margin is known."""
    if not (quality.found or quality.full_frame):
        names = ("documentTooClose", "margin", "partialDocument", "cornerCut")
        return [undone(name, CheckGroup.QUALITY, picture, _NO_EDGES) for name in names]
    margin = judged(
        "margin",
        CheckGroup.QUALITY,
        picture,
        score=at_least(quality.surround, MIN_SURROUNDINGS),
        raised=quality.surround < MIN_SURROUNDINGS,
        reason="Less of the background is seen around the document than 5 % of its width.",
        measured={"surround": quality.surround},
    )
    if not quality.found:
        first, *rest = (
            undone(name, CheckGroup.QUALITY, picture, _NO_EDGES)
            for name in ("documentTooClose", "partialDocument", "cornerCut")
        )
        return [first, margin, *rest]
    return [
        _closeness(quality, picture),
        margin,
        _partial(quality, picture),
        _cut(quality, picture),
    ]


def _closeness(quality: Quality, picture: PictureName) -> Check:
    return judged(
        "documentTooClose",
        CheckGroup.QUALITY,
        picture,
        score=at_most(quality.coverage, MAX_COVERAGE),
        raised=quality.coverage > MAX_COVERAGE,
        reason="The document was taken from too near: its surroundings are not seen.",
        measured={"coverage": quality.coverage},
    )


def _partial(quality: Quality, picture: PictureName) -> Check:
    where = ", ".join(quality.sides_outside)
    return judged(
        "partialDocument",
        CheckGroup.QUALITY,
        picture,
        # 0 where a fifth of the picture's shorter side is missing.
        score=at_least(quality.margin + 0.2, MIN_MARGIN + 0.2),
        raised=quality.margin < MIN_MARGIN,
        reason="A part of the document lies outside of the picture"
        + (f": {where}." if where else "."),
        measured={"margin": quality.margin, "outside": quality.outside},
    )


def _cut(quality: Quality, picture: PictureName) -> Check:
    """`cornerCut`: a corner of the card itself is missing, as of those that were made invalid."""
    cut = max(quality.corner_cuts, default=0.0)
    if cut == 0:
        reason = "The corners cannot be told from what the document lies on."
        return undone("cornerCut", CheckGroup.QUALITY, picture, reason)
    return judged(
        "cornerCut",
        CheckGroup.QUALITY,
        picture,
        score=at_most(cut, MAX_CORNER),
        raised=cut > MAX_CORNER,
        reason="A corner of the document is missing.",
        measured={"cut": cut},
    )
