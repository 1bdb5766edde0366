"""The rims of the lids are found where they are, and tell how far eyes are open."""

import cv2
import numpy as np
import pytest

from workers.specimens.portrait import astronaut
from workers.stages.faces import detector
from workers.stages.liveness import meter

CORNERS = [(193, 104), (215, 104), (256, 106), (236, 106)]
"""By eye on the picture: outer and inner corner of the picture's left eye, then of the other."""


def face_of(image):
    return detector().detect(image)[0]


def test_the_corners_of_the_eyes_are_found():
    lids = meter().lids(astronaut(), face_of(astronaut()))
    assert lids.shape == (2, 16, 2)
    found = [lids[0, 0], lids[0, 8], lids[1, 0], lids[1, 8]]
    assert np.abs(np.array(found) - CORNERS).max() < 5
    assert (lids[:, 9:, 1].mean(axis=1) < lids[:, 1:8, 1].mean(axis=1)).all(), "upper above lower"


@pytest.mark.parametrize("degrees", [-20, 20])
@pytest.mark.parametrize("scale", [0.8, 2.5])
def test_openness_does_not_follow_the_size_or_the_tilt_of_a_picture(degrees, scale):
    image = astronaut()
    turn = cv2.getRotationMatrix2D((223, 110), degrees, scale)
    turn[:, 2] += (300 - 223, 300 - 110)
    turned = cv2.warpAffine(image, turn, (600, 600), borderMode=cv2.BORDER_REPLICATE)
    straight = meter().openness(image, face_of(image))
    assert meter().openness(turned, face_of(turned)) == pytest.approx(straight, abs=0.05)
    assert straight > 0.2
