"""What the detector of forgeries looks at: strips of fields and of the border of a portrait."""

import cv2
import numpy as np
import pytest

from workers.vision.presentation import strips

CARD = (85.6, 53.98)
FIELD = (30.0, 20.0, 42.0, 22.0)
PORTRAIT = (4.0, 14.0, 26.0, 43.0)


def card(density: float, turned: float = 0) -> tuple[np.ndarray, np.ndarray]:
    """A grey card with a dark field and a white portrait on a page, and where it lies."""
    turn = cv2.getRotationMatrix2D((0, 0), turned, density)
    to_page = np.vstack([turn, (0, 0, 1)])
    width, height = CARD
    outline = cv2.perspectiveTransform(
        np.float32([[(0, 0), (width, 0), (width, height), (0, height)]]), to_page
    )[0]
    to_page[:2, 2] -= outline.min(axis=0) - 20
    side = int(density * 110)
    page = np.full((side, side, 3), 40, np.uint8)
    for box, tone in (((0, 0, *CARD), 150), (FIELD, 20), (PORTRAIT, 255)):
        left, top, right, bottom = box
        corners = np.float32([[(left, top), (right, top), (right, bottom), (left, bottom)]])
        cv2.fillPoly(page, np.int32(cv2.perspectiveTransform(corners, to_page)), (tone,) * 3)
    return page, to_page


@pytest.mark.parametrize(("density", "turned"), [(9, 0), (24, 0), (24, 90), (15, 200)])
def test_a_field_lies_in_the_middle_of_its_strip_at_one_scale_however_the_card_lies(
    density: float, turned: float
) -> None:
    page, to_page = card(density, turned)
    (cut,) = strips.cut(page, to_page, CARD, [strips.of_field(FIELD)])
    assert cut.shape == (strips.PLANES, strips.HEIGHT, strips.WIDTH)
    rows, columns = np.nonzero(cut[0] < 80)
    assert rows.min() == pytest.approx(24, abs=2) and rows.max() == pytest.approx(47, abs=2)
    assert columns.min() == pytest.approx(18, abs=2) and columns.max() == pytest.approx(161, abs=2)


def test_the_border_of_a_portrait_runs_along_its_strips_and_the_portrait_is_below() -> None:
    page, to_page = card(20)
    border = strips.cut(page, to_page, CARD, strips.of_portrait(PORTRAIT))
    assert len(border) == 6
    for strip in border:
        assert strip[:3, :32].max() < 200 and strip[:3, 40:].min() > 200


def test_beyond_the_card_its_edge_goes_on() -> None:
    page, to_page = card(20)
    (cut,) = strips.cut(page, to_page, CARD, [strips.of_field((0.2, 51, 8, 53))])
    assert cut[0].min() == cut[0].max() == 150


def test_what_was_saved_coarsely_changes_less_when_it_is_saved_again() -> None:
    rng = np.random.default_rng(4)
    page, to_page = card(20)
    page = np.clip(page + rng.normal(0, 12, page.shape), 0, 255).astype(np.uint8)
    _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, strips.QUALITIES[0]])
    saved = cv2.imdecode(data, cv2.IMREAD_COLOR)
    (fresh,), (again,) = (
        strips.cut(one, to_page, CARD, [strips.of_field(FIELD)]) for one in (page, saved)
    )
    assert again[4].mean() < fresh[4].mean() - 20
    assert again[3].mean() < fresh[3].mean()
