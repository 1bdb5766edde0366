"""The same picture is known again; another person's document of the same type is not it."""

import cv2
import numpy as np

from workers.specimens.capture import photograph
from workers.specimens.card import render_card
from workers.vision.geometry import rectify
from workers.vision.known import fingerprints_of
from workers.vision.likeness import BITS, distance, fingerprint, fingerprints

GREY = np.full((54, 42, 3), 150, np.uint8)
DARK = np.full((54, 42, 3), 60, np.uint8)
MOST = 0.11 * BITS  # workers.checks.authenticity


def test_the_same_picture_is_known_again_however_it_comes() -> None:
    card = render_card("cccd_chip_front", 3, portrait=GREY).image
    known = fingerprint(card)
    small = cv2.resize(card, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    bad = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 30])[1]
    dark = (card * np.linspace(0.5, 0.9, card.shape[1])[None, :, None]).astype(np.uint8)
    photo = photograph(card, 5, "phone")
    for name, again in {
        "saved": cv2.imdecode(bad, cv2.IMREAD_COLOR),
        "shaded": dark,
        "photographed": rectify(photo.image, photo.quad),
    }.items():
        assert distance(known, fingerprint(again)) <= MOST, name
    assert distance(known, fingerprints(np.ascontiguousarray(np.rot90(card, 3)))[1]) == 0


def test_documents_of_two_people_are_two_pictures() -> None:
    one = render_card("cccd_chip_front", 3, portrait=GREY).image
    other = render_card("cccd_chip_front", 4, portrait=DARK).image
    assert distance(fingerprint(one), fingerprint(other)) > MOST


def test_a_file_has_the_fingerprint_of_the_card_on_it() -> None:
    card = render_card("cccd_chip_front", 3, portrait=GREY).image
    (found,) = fingerprints_of(photograph(card, 5, "phone").jpeg, max_pixels=50_000_000)
    assert distance(found, fingerprint(card)) <= MOST
