"""What each tile of a capture shows: what the network is taught."""

import cv2
import numpy as np
import numpy.typing as npt

from training.pad.tiles import SIDE

Points = npt.NDArray[np.float32]

CUES: dict[str, tuple[str, ...]] = {
    "document": ("screen", "print", "overlay", "edit"),
    "face": ("screen", "print"),
}
"""What a tile may show, by what is before the camera: a screen's light, a print's dots, something
laid over a genuine card, an editor's work."""

GENUINE = "genuine"

TOLD = ("screen", "print")
"""The cues whose attacks a detector tells. Of what is laid over or edited in one place it sees too
little; the network learns these cues beside the others."""

SHARE = 0.08
"""Of a tile, from which on a forged place counts as shown on it."""

_WHOLE = {
    "screen_replay": "screen",
    "colour_print": "print",
    "grey_copy": "print",
    "scanned_print": "print",
}
_LOCAL = {
    "photo_replacement": "overlay",
    "physical_text": "overlay",
    "digital_photo": "edit",
    "digital_text": "edit",
    "recompressed": "edit",
    "face_print": "print",
    "face_screen": "screen",
}


def cue(species: str) -> str | None:
    """What a species of attack shows, None of a genuine one."""
    return _WHOLE.get(species) or _LOCAL.get(species)


def labels(
    kind: str, species: str, corners: npt.NDArray[np.int64], forged: Points | None
) -> Points:
    """Which cue each tile shows, float32 (N, cues), NaN where it cannot be said.

    `forged`: the corners of the forged place on the flat card, (4, 2); None where it is all or
    nothing.
    """
    cues = CUES[kind]
    marks = np.zeros((len(corners), len(cues)), np.float32)
    if species in _WHOLE:
        marks[:, cues.index(_WHOLE[species])] = 1
    elif species in _LOCAL and forged is not None:
        shares = np.array([_share(corner, forged) for corner in corners])
        shown = np.where(shares > SHARE, 1.0, np.where(shares > 0, np.nan, 0.0))
        marks[:, cues.index(_LOCAL[species])] = shown
        if _LOCAL[species] == "overlay":
            marks[shares > 0, cues.index("print")] = np.nan  # paper laid over is printed too
    return marks


def _share(corner: npt.NDArray[np.int64], forged: Points) -> float:
    square = (np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * SIDE + corner).astype(np.float32)
    area, _ = cv2.intersectConvexConvex(square, forged.astype(np.float32))
    return float(area) / SIDE**2
