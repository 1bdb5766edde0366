"""Is it the document itself? Signs of a screen, a photocopy, an editor, a misplaced zone.

Basic checks on one picture: they see what they name and nothing else. A good colour print, or a
screen seen from so far that its pixels blur, passes them. What needs other light, several
pictures or a template is `not_supported`, and says so.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from app.core.report import Box, Check, CheckGroup, CheckOutcome, PictureName
from workers.checks.scoring import at_least, at_most, judged, undone
from workers.vision.quality import Quality
from workers.vision.spectrum import Spectrum

MAX_MOIRE = 10.0
MAX_GRID = 9.3
"""Decibels of the highest isolated peak. Genuine pictures stay under 8.6, and under 11 after two
rounds of JPEG with resizing between them; screens whose pixels show reach 14 to 24."""

MIN_TILES = 4
"""Tiles of 256 pixels: from fewer the spectrum of a single texture stands out."""

MIN_COLOUR = 2.5
"""Lab chroma of a document: grey copies measured 0.6 to 1.5, documents 4.4 and more."""

MIN_SECOND_HUE = 0.9
"""Lab units beside the main direction of the colours. 118 of 120 simulated grey copies, under light
of any tint, measured less; the palest of 132 specimens, printed in one ink, 0.96."""

MAX_MRZ_ANGLE = 4.0
"""Degrees between the MRZ and the lower edge: twice what corners and boxes are in error."""

MIN_MRZ_HEIGHT = 0.5
"""Of the document's height, from the top: ICAO 9303 parts 4 to 6 put every MRZ into the lower
43 % at most (23.2 mm of 53.98 on a TD1 card)."""

ZONE_TOLERANCE = 0.06
"""Of the document's width and height, by which a portrait may miss its zone."""

THRESHOLDS = {
    "forensic.maxMoire": MAX_MOIRE,
    "forensic.maxGrid": MAX_GRID,
    "forensic.minTiles": float(MIN_TILES),
    "forensic.minColour": MIN_COLOUR,
    "forensic.minSecondHue": MIN_SECOND_HUE,
    "forensic.maxMrzAngle": MAX_MRZ_ANGLE,
    "forensic.minMrzHeight": MIN_MRZ_HEIGHT,
    "forensic.zoneTolerance": ZONE_TOLERANCE,
}

EDITORS = (
    "photoshop",
    "gimp",
    "affinity",
    "pixelmator",
    "paint.net",
    "photopea",
    "corel",
    "photoscape",
    "picsart",
    "facetune",
    "canva",
    "inkscape",
    "illustrator",
)
"""Programs for changing pictures that sign their files; those that only sort or crop are out."""

_NOT_SUPPORTED = {
    "daylightAnalysis": "It needs pictures of the document under more than one light.",
    "securityElements": "It needs several angles, or ultraviolet light, and a template.",
}

Zone = tuple[float, float, float, float]
"""x0, y0, x1, y1 as parts of the document's width and height, for a reader of the document."""


def checks(
    picture: PictureName,
    quality: Quality,
    metadata: Mapping[str, str],
    *,
    quad: Box | None = None,
    mrz_box: Box | None = None,
    portrait_box: Box | None = None,
    portrait_zone: Zone | None = None,
) -> list[Check]:
    """The forensic checks of one picture.

    `quad` is the document, where its edges were found (not the picture's own corners); it and
    `mrz_box` are clockwise from the reader's top left.
    `portrait_zone` is where this side of this type of document has its portrait.
    """
    return [
        _photocopy(picture, quality),
        _tampering(picture, metadata),
        _generated(picture, metadata),
        _mrz_placement(picture, quad, mrz_box),
        _portrait_placement(picture, quad, mrz_box, portrait_box, portrait_zone),
        *(
            undone(name, CheckGroup.FORENSIC, picture, reason, CheckOutcome.NOT_SUPPORTED)
            for name, reason in _NOT_SUPPORTED.items()
        ),
    ]


def screen_score(spectrum: Spectrum) -> float:
    """100 where no peak stands out, 50 at the threshold: the lower of moiré's and the grid's."""
    return min(at_most(spectrum.moire, MAX_MOIRE), at_most(spectrum.grid, MAX_GRID))


def screen(
    name: str, group: CheckGroup, picture: PictureName, spectrum: Spectrum | None, reason: str
) -> Check:
    """Whether a document was photographed from a screen. `reason`: what it says where it was."""
    if spectrum is None or spectrum.tiles < MIN_TILES:
        small = "The picture is too small to look for a screen."
        return undone(name, group, picture, small)
    score = screen_score(spectrum)
    return judged(
        name,
        group,
        picture,
        score=score,
        raised=score < 50,
        reason=reason,
        measured={"moire": spectrum.moire, "grid": spectrum.grid},
    )


def colourless(
    name: str,
    group: CheckGroup,
    picture: PictureName,
    colour: float | None,
    reason: str,
    second_hue: float | None = None,
) -> Check:
    """Whether a picture has no colours, once its white balance is taken out.

    `reason`: what it says where it has none. `second_hue` decides where it was measured: pale
    paper has little colour, and yet more than one.
    """
    if colour is None:
        return undone(name, group, picture, "Nearly all of it is black or washed out.")
    if second_hue is None:
        score, measured = at_least(colour, MIN_COLOUR), {"colour": colour}
    else:
        score = at_least(second_hue, MIN_SECOND_HUE)
        measured = {"colour": colour, "secondHue": second_hue}
    return judged(
        name, group, picture, score=score, raised=score < 50, reason=reason, measured=measured
    )


def _photocopy(picture: PictureName, quality: Quality) -> Check:
    reason = "The document has no colours, like a photocopy."
    return colourless(
        "photocopyDetected", CheckGroup.FORMAT, picture, quality.colour, reason, quality.second_hue
    )


def _tampering(picture: PictureName, metadata: Mapping[str, str]) -> Check:
    """The file's own word for what made it: it convicts, and never acquits."""
    name = "tamperingDetected"
    software = metadata.get("software", "").lower()
    if any(editor in software for editor in EDITORS):
        reason = f"The file was written by a program for changing pictures: {software}."
        return judged(
            name,
            CheckGroup.FORENSIC,
            picture,
            score=0.0,
            raised=True,
            reason=reason,
            measured={},
        )
    reason = "The file names no program for changing pictures; that alone acquits nobody."
    return undone(name, CheckGroup.FORENSIC, picture, reason)


def _generated(picture: PictureName, metadata: Mapping[str, str]) -> Check:
    """The file's own word for having been generated: it convicts, and never acquits."""
    name = "aiGenerated"
    if (generator := metadata.get("generator")) is not None:
        reason = f"The file says that a generator of pictures made it: {generator}."
        return judged(
            name, CheckGroup.FORENSIC, picture, score=0.0, raised=True, reason=reason, measured={}
        )
    reason = "The file does not say that it was generated; that alone acquits nobody."
    return undone(name, CheckGroup.FORENSIC, picture, reason)


def _mrz_placement(picture: PictureName, quad: Box | None, mrz_box: Box | None) -> Check:
    name = "mrzVisualPlacement"
    if mrz_box is None:
        return undone(
            name, CheckGroup.FORENSIC, picture, "No MRZ was read.", CheckOutcome.NOT_APPLICABLE
        )
    if quad is None:
        return undone(
            name, CheckGroup.FORENSIC, picture, "The edges of the document were not seen."
        )
    corners, box = _reader_quad(quad, mrz_box), np.array(mrz_box)
    line, edge = box[1] - box[0] + box[2] - box[3], corners[2] - corners[3]
    angle = abs(_degrees(line, edge))
    height = float(within(corners, box.mean(axis=0)[None])[0, 1])
    return judged(
        name,
        CheckGroup.FORENSIC,
        picture,
        score=min(at_most(angle, MAX_MRZ_ANGLE), at_least(height, MIN_MRZ_HEIGHT)),
        raised=angle > MAX_MRZ_ANGLE or height < MIN_MRZ_HEIGHT,
        reason="The MRZ is not where it belongs: along the lower edge.",
        measured={"angle": round(angle, 2), "height": round(height, 3)},
    )


def _portrait_placement(
    picture: PictureName,
    quad: Box | None,
    mrz_box: Box | None,
    portrait_box: Box | None,
    zone: Zone | None,
) -> Check:
    name = "photoLocation"
    if zone is None:
        reason = "Where the portrait belongs is not known for this document."
        return undone(name, CheckGroup.FORENSIC, picture, reason, CheckOutcome.NOT_APPLICABLE)
    if quad is None or portrait_box is None:
        return undone(
            name,
            CheckGroup.FORENSIC,
            picture,
            "The document's edges or its portrait were not seen.",
        )
    corners = _reader_quad(quad, mrz_box) if mrz_box is not None else np.array(quad)
    x, y = within(corners, np.array(portrait_box).mean(axis=0)[None])[0]
    x0, y0, x1, y1 = zone
    miss = max(x0 - x, x - x1, y0 - y, y - y1, 0.0)
    return judged(
        name,
        CheckGroup.FORENSIC,
        picture,
        score=at_most(miss, ZONE_TOLERANCE),
        raised=miss > ZONE_TOLERANCE,
        reason="The portrait is not where this type of document has it.",
        measured={"x": round(float(x), 3), "y": round(float(y), 3), "miss": round(float(miss), 3)},
    )


def _reader_quad(quad: Box, upright: Box) -> npt.NDArray[np.float64]:
    """The document's corners from the one that is top left for a reader of the box `upright`."""
    corners, box = np.array(quad, np.float64), np.array(upright, np.float64)
    direction = box[1] - box[0] + box[2] - box[3]
    turns = [np.roll(corners, -k, axis=0) for k in range(4)]
    return min(turns, key=lambda c: abs(_degrees(direction, c[1] - c[0] + c[2] - c[3])))


def _degrees(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> float:
    """Angle from `a` to `b`, -180..180."""
    return float(np.rad2deg(np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b)))


def within(
    corners: npt.NDArray[np.float64], points: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Points (n, 2) as parts of the document's width and height, its perspective taken out."""
    rows = []
    for (x, y), (u, v) in zip(corners, ((0, 0), (1, 0), (1, 1), (0, 1)), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, -u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, -v])
    homography = np.linalg.svd(np.array(rows))[2][-1].reshape(3, 3)
    mapped = np.column_stack([points, np.ones(len(points))]) @ homography.T
    return np.asarray(mapped[:, :2] / mapped[:, 2:])
