import cv2
import numpy as np
import pytest

from workers.specimens.capture import LEVELS, Image, photograph, photograph_together

MARKS = np.array([(90, 80), (1410, 80), (1410, 976), (90, 976)], np.float32)


@pytest.fixture(scope="module")
def page() -> Image:
    """A white page with a red disc near each corner."""
    sheet = np.full((1056, 1500, 3), 235, np.uint8)
    for x, y in MARKS:
        cv2.circle(sheet, (int(x), int(y)), 22, (20, 20, 200), cv2.FILLED, cv2.LINE_AA)
    return sheet


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("level", LEVELS)
def test_marks_on_the_page_are_where_the_photo_says(level: str, seed: int, page: Image) -> None:
    photo = photograph(page, seed, level, background=np.full((90, 120, 3), 60, np.uint8))
    blue, green, red = (channel.astype(int) for channel in cv2.split(photo.image))
    reddish = ((red > 1.6 * green) & (red > 1.6 * blue) & (red > 60)).astype(np.uint8)
    reddish = cv2.morphologyEx(reddish, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    _, _, stats, centres = cv2.connectedComponentsWithStats(reddish)
    large = [c for c, s in zip(centres[1:], stats[1:], strict=True) if s[cv2.CC_STAT_AREA] > 200]
    for expected in photo.place(MARKS):
        assert min(np.linalg.norm(centre - expected) for centre in large) < 4


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("level", ["scan", "phone", "hard"])
def test_the_quad_is_the_edge_of_the_page_and_inside_the_picture(
    level: str, seed: int, page: Image
) -> None:
    photo = photograph(page, seed, level, background=np.zeros((90, 120, 3), np.uint8))
    height, width = photo.image.shape[:2]
    assert (photo.quad > 0).all()
    assert (photo.quad < (width, height)).all()
    centre = photo.quad.mean(axis=0)
    grey = cv2.cvtColor(photo.image, cv2.COLOR_BGR2GRAY)
    for start, end in zip(photo.quad, np.roll(photo.quad, -1, axis=0), strict=True):
        middle = (start + end) / 2
        inward = (centre - middle) / np.linalg.norm(centre - middle)
        inside, outside = (middle + inward * step for step in (12, -12))
        assert int(grey[pixel(inside)]) > int(grey[pixel(outside)]) + 40


def test_the_quad_starts_at_the_pages_top_left_and_goes_clockwise(page: Image) -> None:
    for level in LEVELS:
        top_left, top_right, bottom_right, bottom_left = photograph(page, 5, level).quad
        assert top_left[0] < top_right[0]
        assert bottom_left[0] < bottom_right[0]
        assert top_left[1] < bottom_left[1]
        assert top_right[1] < bottom_right[1]


@pytest.mark.parametrize("level", LEVELS)
def test_the_same_arguments_give_the_same_bytes(level: str, page: Image) -> None:
    assert photograph(page, 7, level).jpeg == photograph(page, 7, level).jpeg


def test_another_seed_gives_another_photo(page: Image) -> None:
    assert photograph(page, 7).jpeg != photograph(page, 8).jpeg


def test_the_image_is_what_the_jpeg_decodes_to(page: Image) -> None:
    photo = photograph(page, 1)
    decoded = cv2.imdecode(np.frombuffer(photo.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert (decoded == photo.image).all()
    assert photo.image.shape == (1350, 1800, 3)


def test_levels_grow_harder(page: Image) -> None:
    """On the same ground, less and less is left of the fine print."""
    fine = page.copy()
    fine[300:700, 300:1200:4] = 60
    quad = np.array([(300, 300), (1200, 300), (1200, 700), (300, 700)], np.float32)
    upright = np.array([(0, 0), (900, 0), (900, 400), (0, 400)], np.float32)
    contrasts = []
    for level in LEVELS:
        photo = photograph(fine, 3, level)
        back = cv2.getPerspectiveTransform(photo.place(quad), upright)
        seen = cv2.warpPerspective(photo.image, back, (900, 400))
        columns = cv2.cvtColor(seen, cv2.COLOR_BGR2GRAY).astype(float).mean(axis=0)
        contrasts.append(float(np.abs(np.diff(columns)).mean()))
    assert contrasts == sorted(contrasts, reverse=True)


def test_an_unknown_level_is_refused(page: Image) -> None:
    with pytest.raises(ValueError, match="flat, scan, phone, hard"):
        photograph(page, 1, "drone")


@pytest.mark.parametrize("turn", [90, 137, 180, 300])
def test_a_turned_page_lies_as_it_was_asked_to_and_is_whole(turn: float, page: Image) -> None:
    photo = photograph(page, 3, "phone", turn=turn)
    (x0, y0), (x1, y1) = photo.quad[0], photo.quad[1]
    away = (np.degrees(np.arctan2(y1 - y0, x1 - x0)) - turn + 180) % 360 - 180
    assert abs(away) < 12, "the level's own roll and perspective come on top"
    assert (photo.quad > 0).all()
    assert (photo.quad < (1800, 1350)).all()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_page_reaches_beyond_the_edge_that_was_asked_for(seed: int, page: Image) -> None:
    right = photograph(page, seed, "phone", beyond=(0.1, 0)).quad
    assert right[:, 0].max() > 1800
    assert (right[:, 1] > 0).all()
    assert (right[:, 1] < 1350).all()
    upper = photograph(page, seed, "phone", beyond=(0, -0.1)).quad
    assert upper[:, 1].min() < 0


def test_two_pages_on_one_picture_do_not_touch(page: Image) -> None:
    other = np.full_like(page, 60)
    first, second = photograph_together([page, other], 4, "phone")
    assert first.jpeg == second.jpeg
    overlap, _ = cv2.intersectConvexConvex(first.quad, second.quad)
    assert overlap == 0
    for photo, dark in ((first, False), (second, True)):
        middle = photo.image[pixel(photo.quad.mean(axis=0))]
        assert (middle.mean() < 110) == dark


def test_flat_can_neither_be_moved_nor_joined(page: Image) -> None:
    with pytest.raises(ValueError, match="flat"):
        photograph(page, 1, "flat", turn=90)
    with pytest.raises(ValueError, match="flat"):
        photograph_together([page, page], 1, "flat")


def pixel(point: np.ndarray) -> tuple[int, int]:
    return round(float(point[1])), round(float(point[0]))
