"""Of several faces the one is meant that is large and looks at the camera."""

import numpy as np
import pytest

from workers.vision.faces import Face, by_prominence, frontality
from workers.vision.faces.embedder import CHIP_POINTS

AHEAD = CHIP_POINTS.astype(np.float32)


def face(points=AHEAD, size=100.0):
    """A face whose box is `size` wide and high."""
    return Face((0, 0, size, size), 0.99, np.asarray(points, np.float32))


def aside(by):
    """The nose moved towards one eye by so much of half their distance."""
    points = AHEAD.copy()
    points[2, 0] += by * 27
    return points


def test_a_face_that_looks_ahead_is_frontal_and_one_that_turns_is_less_and_less():
    looks = [frontality(face(aside(by))) for by in (0, 0.3, 0.6, 0.9)]
    assert looks[0] > 0.95
    assert looks == sorted(looks, reverse=True) and looks[-1] < 0.15
    assert frontality(face(aside(-0.6))) == pytest.approx(looks[2], abs=0.06)


def test_a_face_that_looks_down_is_not_frontal():
    points = AHEAD.copy()
    points[2, 1] += 15
    assert frontality(face(points)) < 0.6


@pytest.mark.parametrize("degrees", [20, 90, -135])
def test_turning_the_picture_changes_nothing(degrees):
    a = np.radians(degrees)
    turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    points = aside(0.4)
    assert frontality(face(points @ turn.T)) == pytest.approx(frontality(face(points)), abs=1e-4)


def test_points_that_are_one_point_look_nowhere():
    assert frontality(face(np.ones((5, 2)))) == 0


def test_who_looks_at_the_camera_goes_before_somebody_larger_who_does_not():
    frontal, turned = face(size=100), face(aside(0.7), size=125)
    assert by_prominence([turned, frontal]) == [frontal, turned]


def test_a_bystander_far_behind_stays_behind_however_he_looks():
    holder, bystander = face(aside(0.4), size=100), face(size=50)
    assert by_prominence([bystander, holder]) == [holder, bystander]
