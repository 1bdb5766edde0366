"""Barcodes are found and read wherever they are, and nothing else is taken for one."""

import math
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from workers.vision.barcodes import FORMATS, find_barcodes

SHARED = Path(__file__).resolve().parents[3] / "shared"

CITIZEN = (
    "030187003568|192257877|Phạm Thị Thu Thủy|08081987|Nữ|"
    "51/45 Chu Văn An, Phường 12, Quận Bình Thạnh, TP. Hồ Chí Minh|12052021"
)
LICENCE = (
    "@\n\x1e\rANSI 636000100102DL00410278DLDAQT64235789\nDCSQUÉBÉCOIS\nDACRENÉE\nDBB06061986\r"
)
SEAL = "E" * 24 + "Noëlle;DUPRÉ;13/07/1990;X4RTBPFW4;11/02/2030;FRA;CNI;F;Le Bourg;1,62" + "S" * 48

CARRIED = {
    "qr": CITIZEN,
    "microqr": "12345678",
    "pdf417": LICENCE,
    "datamatrix": SEAL,
    "aztec": SEAL,
    "code128": "AB-123456",
    "code39": "AB-123456",
}


def modules(format_, content):
    """A code, one pixel a module, without its quiet zone."""
    code = zxingcpp.create_barcode(content, FORMATS[format_])
    drawn = np.asarray(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    return drawn[: 12 if format_ in ("code128", "code39") else None]


def photographed(code, *, px=4.0, degrees=0.0, tilt=0.0, blur=0.0, noise=0.0, contrast=1.0, seed=1):
    """A code on a patterned ground of 960 × 1280, `px` pixels a module; and its corners."""
    rng = np.random.default_rng(seed)
    fine, quiet = 8, 5
    large = cv2.resize(code, None, fx=fine, fy=fine, interpolation=cv2.INTER_NEAREST)
    border = [quiet * fine] * 4
    large = cv2.copyMakeBorder(large, *border, cv2.BORDER_CONSTANT, value=255)
    height, width = large.shape
    angle = math.radians(degrees)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    from_middle = (corners - corners.mean(axis=0)) * px / fine
    bent = from_middle * (1 + rng.uniform(-tilt, tilt, (4, 2)))
    placed = (bent @ turn.T + (640, 480)).astype(np.float32)
    forth = cv2.getPerspectiveTransform(corners, placed)
    size, over = (1280, 960), 2
    larger = np.diag([over, over, 1.0]) @ forth
    shape = (size[0] * over, size[1] * over)
    code_layer = cv2.warpPerspective(large, larger, shape, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full_like(large, 255), larger, shape)
    layer, mask = (
        cv2.resize(part, size, interpolation=cv2.INTER_AREA) / 255 for part in (code_layer, mask)
    )
    ground = 0.7 + 0.08 * np.sin(np.arange(1280) / 9)[None, :] + rng.normal(0, 0.02, (960, 1280))
    picture = ground * (1 - mask) + (0.1 + 0.8 * layer) * mask
    picture = 255 * (0.5 + (picture - 0.5) * contrast)
    if blur:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    picture = np.clip(picture + rng.normal(0, noise, picture.shape), 0, 255).astype(np.uint8)
    inner = np.array([[quiet, quiet], [-quiet, quiet], [-quiet, -quiet], [quiet, -quiet]]) * fine
    corners_of_code = cv2.perspectiveTransform((corners + inner)[None].astype(np.float32), forth)[0]
    return cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), corners_of_code


@pytest.mark.parametrize("degrees", [0, 90, 203])
@pytest.mark.parametrize("format_", CARRIED)
def test_a_code_of_every_format_is_read_at_any_angle(format_, degrees):
    image, corners = photographed(modules(format_, CARRIED[format_]), degrees=degrees)
    (found,) = find_barcodes(image, expected=[format_])
    assert (found.format, found.text) == (format_, CARRIED[format_])
    assert cv2.contourArea(found.box, oriented=True) > 0  # clockwise as seen
    overlap, _ = cv2.intersectConvexConvex(found.box, corners)
    of_rows_read = format_ in ("code128", "code39")
    assert overlap > 0.8 * cv2.contourArea(found.box if of_rows_read else corners)


def test_the_box_has_the_corners_of_the_code_from_its_own_top_left():
    image, corners = photographed(modules("qr", CITIZEN), degrees=140, tilt=0.1)
    (found,) = find_barcodes(image)
    assert np.abs(found.box - corners).max() < 3


def test_several_codes_are_all_found():
    one, _ = photographed(modules("qr", CITIZEN))
    other, _ = photographed(modules("datamatrix", SEAL))
    found = find_barcodes(np.hstack([one, other]))
    assert {barcode.format for barcode in found} == {"qr", "datamatrix"}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Nguyễn Thị Thùy Trang|Đắk Lắk", "Nguyễn Thị Thùy Trang|Đắk Lắk"),
        ("Nguyê\u0303n", "Nguyễn"),  # composed
        ("Chaussée-du-Québec".encode("latin-1"), "Chaussée-du-Québec"),
        (bytes(range(1, 32)) + b"@\x7f", "".join(map(chr, range(1, 32))) + "@\x7f"),
    ],
)
def test_text_comes_out_as_it_went_in(content, text):
    image, _ = photographed(modules("qr", content))
    (found,) = find_barcodes(image)
    assert found.text == text
    assert found.data in (content, text.encode(), str(content).encode())


def zone_of(corners):
    size = (1280, 960)
    return (*(corners.min(axis=0) / size), *(corners.max(axis=0) / size))


@pytest.mark.parametrize("format_", ["qr", "datamatrix"])
def test_what_is_expected_is_looked_for_closer(format_):
    """Small modules, blurred: of six, one look reads hardly any, closer looks nearly all."""
    at_once = closer = zoned = 0
    for seed in range(6):
        image, corners = photographed(
            modules(format_, CARRIED[format_]), px=2.4, degrees=29 * seed, tilt=0.1, blur=1.1,
            noise=4, contrast=0.7, seed=seed,
        )  # fmt: skip
        at_once += bool(find_barcodes(image))
        closer += bool(find_barcodes(image, expected=[format_]))
        zoned += bool(find_barcodes(image, expected=[format_], zones=[zone_of(corners)]))
    assert at_once <= 2
    assert closer >= 5
    assert zoned >= 5


@pytest.mark.parametrize("seed", range(4))
def test_a_licences_bars_are_laid_level_before_they_are_read(seed):
    image, corners = photographed(
        modules("pdf417", LICENCE), px=3, degrees=12 + 80 * seed, tilt=0.05, blur=0.5, seed=seed
    )
    assert find_barcodes(image) == []
    (found,) = find_barcodes(image, expected=["pdf417"])
    assert found.text == LICENCE
    overlap, _ = cv2.intersectConvexConvex(found.box, corners)
    assert overlap > 0.9 * cv2.contourArea(corners)


def test_a_box_that_a_closer_look_finds_is_in_the_whole_pictures_pixels():
    image, corners = photographed(modules("qr", CITIZEN), px=2.4, blur=1.1, noise=3, seed=3)
    (found,) = find_barcodes(image, expected=["qr"], zones=[zone_of(corners)])
    assert np.abs(found.box - corners).max() < 3


TEXTURES = {
    "blank": lambda rng: np.full((480, 640, 3), 230, np.uint8),
    "noise": lambda rng: rng.integers(0, 256, (480, 640, 3), np.uint8),
    "stripes": lambda rng: np.tile(
        ((np.arange(640) // 5 % 2) * 200 + 30).astype(np.uint8)[None, :, None], (480, 1, 3)
    ),
    "speck": lambda rng: np.full((1, 1, 3), 9, np.uint8),
    "sliver": lambda rng: np.full((3, 900, 3), 9, np.uint8),
}


@pytest.mark.parametrize("texture", TEXTURES)
def test_nothing_is_found_where_nothing_is(texture):
    image = TEXTURES[texture](np.random.default_rng(5))
    assert find_barcodes(image) == []
    everywhere = [(0.0, 0.0, 1.0, 1.0), (0.9, 0.9, 1.4, 1.4), (2.0, 2.0, 3.0, 3.0)]
    assert find_barcodes(image, expected=FORMATS, zones=everywhere) == []
    assert find_barcodes(image, expected=FORMATS) == []


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="maxicode"):
        find_barcodes(np.zeros((9, 9, 3), np.uint8), expected=["qr", "maxicode"])


def test_the_french_specimen_carries_its_seal():
    picture = SHARED / "samples/mrz/test-new-back.png"
    if not picture.is_file():
        pytest.skip("the sample pictures are not beside this checkout")
    (found,) = find_barcodes(cv2.imread(str(picture)))
    assert found.format == "datamatrix"
    assert "Maëlys-Gaëlle;MARTIN;13/07/1990" in found.text
