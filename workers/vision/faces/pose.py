"""Which of several faces is meant: the largest that looks at the camera."""

from collections.abc import Sequence

import numpy as np

from workers.vision.faces.detector import Face

FRONTAL_NOSE = 0.62
"""How far down the nose is from the eyes to the mouth, of a head that looks straight ahead: the
mean of MTCNN's points, as in `embedder.CHIP_POINTS`."""


def frontality(face: Face) -> float:
    """Returns 1 for a face that looks at the camera, falling to 0 for one that looks aside.

    From the five points alone. A head that turns takes its nose from the middle between the eyes
    and the corners of the mouth towards one side; one that nods takes it up or down. A turn of the
    head in the picture's plane changes nothing. A guess to choose by, not an angle.
    """
    eye, other_eye, nose, mouth, other_mouth = face.points.astype(np.float64)
    eyes, lips = (eye + other_eye) / 2, (mouth + other_mouth) / 2
    down = lips - eyes
    height = float(np.hypot(*down))
    half = max(float(np.hypot(*(other_eye - eye))), float(np.hypot(*(other_mouth - mouth)))) / 2
    if not height or not half:
        return 0.0
    axis, to_nose = down / height, nose - eyes
    along = float(to_nose @ axis)
    aside = float(np.hypot(*(to_nose - along * axis)))
    turned = aside / half
    nodded = 2 * abs(along / height - FRONTAL_NOSE)
    return max(0.0, 1 - max(turned, nodded))


def by_prominence(faces: Sequence[Face]) -> list[Face]:
    """Returns the faces, the one that is meant first: by area times frontality.

    So a face that looks at the camera goes before one beside it that is somewhat larger and turned
    away, and a bystander in the background stays behind either.
    """
    return sorted(faces, key=lambda face: face.area * frontality(face), reverse=True)
