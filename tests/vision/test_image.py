"""A file becomes upright BGR pixels, once, under limits."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps, PngImagePlugin

from workers.vision.image import UndecodableImage, decode

LIMIT = 1_000_000


def scene() -> Image.Image:
    """40 × 30, another colour in each corner: every turn and mirror of it is different."""
    picture = Image.new("RGB", (40, 30), (90, 90, 90))
    for colour, corner in (
        ((255, 0, 0), (0, 0)),
        ((0, 255, 0), (20, 0)),
        ((0, 0, 255), (0, 15)),
    ):
        picture.paste(colour, (*corner, corner[0] + 20, corner[1] + 15))
    return picture


def encoded(picture: Image.Image, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def decoded(data: bytes) -> np.ndarray:
    (picture,) = decode(data, max_pixels=LIMIT)
    assert picture.image.dtype == np.uint8 and picture.image.shape[2] == 3
    return picture.image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_applied_exactly_once(kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"JPEG": {"quality": 100, "subsampling": 0}, "WEBP": {"lossless": True}}
    data = encoded(scene(), kind, exif=exif, **options.get(kind, {}))
    expected = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))[..., ::-1]
    (picture,) = decode(data, max_pixels=LIMIT)
    assert picture.exif_orientation == orientation
    assert picture.image.shape == expected.shape
    assert np.abs(picture.image.astype(int) - expected).mean() < 3


def test_sixteen_bits_become_eight():
    deep = np.full((8, 8, 3), 0x80FF, np.uint16)
    ok, data = cv2.imencode(".png", deep)
    assert ok
    assert (decoded(data.tobytes()) == 0x80).all()


@pytest.mark.parametrize(("mode", "level"), [("L", 200), ("1", 255), ("I;16", 200)])
def test_grey_becomes_three_equal_channels(mode, level):
    value = level * 257 if mode == "I;16" else level
    assert (decoded(encoded(Image.new(mode, (8, 8), value), "PNG")) == level).all()


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("RGBA", (10, 20, 30, 0), (255, 255, 255)),
        ("RGBA", (10, 20, 30, 255), (30, 20, 10)),
        ("RGBA", (0, 0, 0, 51), (204, 204, 204)),
        ("LA", (0, 0), (255, 255, 255)),
    ],
)
def test_what_is_transparent_is_laid_on_white(mode, colour, expected):
    image = decoded(encoded(Image.new(mode, (8, 8), colour), "PNG"))
    assert (image == expected).all()


def test_a_palette_with_a_transparent_colour_is_laid_on_white():
    picture = Image.new("P", (8, 8), 1)
    picture.putpalette([0, 0, 0, 10, 20, 30])
    assert (decoded(encoded(picture, "PNG", transparency=1)) == 255).all()


def test_a_cmyk_jpeg_keeps_its_colours():
    data = encoded(Image.new("RGB", (16, 16), (200, 40, 40)).convert("CMYK"), "JPEG")
    assert np.abs(decoded(data)[8, 8].astype(int) - (40, 40, 200)).max() < 12


def test_a_picture_over_the_pixel_limit_is_refused_before_it_is_decoded():
    data = encoded(Image.new("RGB", (100, 100)), "PNG")
    header_alone = data[:60]
    with pytest.raises(UndecodableImage) as refusal:
        decode(header_alone, max_pixels=9_999)
    assert refusal.value.code == "too_many_pixels"
    assert len(decode(data, max_pixels=10_000)) == 1


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\xff\xd8\xff\xe0", encoded(scene(), "PNG")[:50], b"%PDF-1.7 nothing"]
)
def test_what_is_no_picture_is_undecodable(data):
    with pytest.raises(UndecodableImage):
        decode(data, max_pixels=LIMIT)


def test_the_metadata_says_what_made_a_jpeg():
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Kamera\n", "K-1", "Editor 3\x00"
    (picture,) = decode(encoded(scene(), "JPEG", quality=80, exif=exif), max_pixels=LIMIT)
    assert picture.metadata == {
        "make": "Kamera",
        "model": "K-1",
        "software": "Editor 3",
        "quality": "80",
    }


def test_metadata_that_is_not_there_is_left_out():
    (picture,) = decode(encoded(scene(), "PNG"), max_pixels=LIMIT)
    assert (picture.format, picture.metadata) == ("png", {})


ADDRESS = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def with_comment(comment: bytes) -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = comment
    return exif


def with_texts(**texts: str) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_itxt(name, text, zip=True)
    return info


@pytest.mark.parametrize(
    ("kind", "options", "generator"),
    [
        (
            "JPEG",
            {"xmp": f'<a DigitalSourceType="{ADDRESS}trainedAlgorithmicMedia"/>'.encode()},
            "trainedAlgorithmicMedia",
        ),
        (
            "WEBP",
            {"xmp": f"<a>{ADDRESS}compositeWithTrainedAlgorithmicMedia</a>".encode()},
            "compositeWithTrainedAlgorithmicMedia",
        ),
        ("JPEG", {"xmp": f"<a>{ADDRESS}digitalCapture</a>".encode()}, None),
        (
            "PNG",
            {"pnginfo": with_texts(provenance=f"{ADDRESS}algorithmicMedia")},
            "algorithmicMedia",
        ),
        (
            "PNG",
            {"pnginfo": with_texts(parameters="a card, Steps: 20, Sampler: Euler")},
            "settings of a generator in 'parameters'",
        ),
        (
            "JPEG",
            {"exif": with_comment(b"UNICODE\0" + "Steps: 20, Sampler: Euler".encode("utf-16-be"))},
            "settings of a generator in 'comment'",
        ),
        ("PNG", {"pnginfo": with_texts(Software="NovelAI")}, "novelai"),
        ("PNG", {"pnginfo": with_texts(parameters="gamma 2.2", Software="camera 3")}, None),
        ("JPEG", {"exif": with_comment(b"ASCII\0\0\0on the steps: of the house")}, None),
    ],
)
def test_the_metadata_says_what_a_file_says_of_having_been_generated(kind, options, generator):
    (picture,) = decode(encoded(scene(), kind, **options), max_pixels=LIMIT)
    assert picture.metadata.get("generator") == generator


@pytest.mark.parametrize("quality", [10, 30, 50, 75, 92])
def test_the_jpeg_quality_is_read_from_the_quantisation(quality):
    (picture,) = decode(encoded(scene(), "JPEG", quality=quality), max_pixels=LIMIT)
    assert abs(int(picture.metadata["quality"]) - quality) <= 5


def test_the_pages_of_a_pdf_are_rendered_up_to_the_limit_of_pages():
    pages = [Image.new("RGB", (200, 100), colour) for colour in ("red", "lime", "blue")]
    data = encoded(pages[0], "PDF", resolution=100, save_all=True, append_images=pages[1:])
    pictures = decode(data, max_pixels=LIMIT, pdf_dpi=200, max_pages=2)
    assert [picture.image.shape for picture in pictures] == [(200, 400, 3)] * 2
    for picture, colour in zip(pictures, [(0, 0, 255), (0, 255, 0)], strict=True):
        assert np.abs(picture.image[100, 200].astype(int) - colour).max() < 6


def test_a_large_pdf_page_is_rendered_within_the_pixel_limit():
    data = encoded(Image.new("RGB", (400, 300), "red"), "PDF", resolution=10)
    (picture,) = decode(data, max_pixels=50_000)
    height, width = picture.image.shape[:2]
    assert 45_000 < width * height <= 50_000
