"""Which face on a document is the holder's: the portrait, not its ghost, and nobody beside it."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from app.core.report import Kind, PictureName
from workers.findings import Prepared, PreparedPage, PreparedPicture, View
from workers.models import registry
from workers.specimens.card import render_card
from workers.specimens.selfie import selfie
from workers.stages.faces import find_faces
from workers.stages.match import match

FRONT, BACK, SELFIE = PictureName.FRONT, PictureName.BACK, PictureName.SELFIE


@pytest.fixture(scope="module", autouse=True)
def models(built_portrait):
    if not registry.path("face-embedding").is_file():
        pytest.skip("the face models are not there: run `vouch models build`")


@pytest.fixture(scope="module")
def card(models):
    return render_card("id_card_fr_2021_front", 1)


def zone(card):
    return cv2.boundingRect(np.float32(card.portrait_box))


def ghost(card, image, scale=0.4):
    """The card with its portrait once more, small and pale, in its right half."""
    x, y, width, height = zone(card)
    portrait = card.image[y : y + height, x : x + width]
    small = cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    pale = (0.6 * small + 0.4 * 235).astype(np.uint8)
    repeated = image.copy()
    repeated[300 : 300 + pale.shape[0], 1050 : 1050 + pale.shape[1]] = pale
    return repeated


def covered(card, image):
    """The card with a plain sticker over its portrait."""
    x, y, width, height = zone(card)
    without = image.copy()
    without[y : y + height, x : x + width] = (180, 190, 170)
    return without


def job(**pictures):
    """A job of one stage, with cards laid flat and selfies as they are."""
    images = {f"{name}.1": image for name, image in pictures.items()}

    def page(name, image):
        height, width = image.shape[:2]
        quad = [(0, 0), (width, 0), (width, height), (0, height)]
        view = View(
            picture=name, page=1, image=f"{name}.1", size=(width, height), quad=quad,
            edges=True, quality={},
        )  # fmt: skip
        views = [] if name == SELFIE else [view]
        return PreparedPage(number=1, image=f"{name}.1", size=(width, height), views=views)

    prepared = Prepared(
        pictures={
            PictureName(name): PreparedPicture(pages=[page(PictureName(name), image)])
            for name, image in pictures.items()
        }
    )
    found = {"prepare": prepared}
    made = SimpleNamespace(
        kind=Kind.IDENTITY, request={}, image=images.get, found=lambda stage, _: found.get(stage)
    )
    found["faces"] = find_faces(made)
    return made


def inside(portrait, card):
    middle = np.mean(portrait.box, axis=0)
    return cv2.pointPolygonTest(np.float32(card.portrait_box), middle.tolist(), False) > 0


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_the_portrait_is_taken_and_not_its_ghost(turns, card):
    image = np.ascontiguousarray(np.rot90(ghost(card, card.image), turns))
    (portrait,) = job(front=image).found("faces", None).portraits
    assert portrait.share > 0.25
    if turns == 0:
        assert inside(portrait, card)


def test_a_ghost_does_not_stand_in_for_a_portrait_that_is_covered(card):
    image = covered(card, ghost(card, card.image))
    identity = job(front=image, selfie=selfie(1))
    assert identity.found("faces", None).portraits == []
    assert match(identity).missing == [FRONT]


def test_the_back_repeats_the_portrait_and_the_front_is_compared(card):
    back = render_card("id_card_fr_2021_back", 1).image
    back = cv2.resize(back, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    identity = job(back=back, front=card.image, selfie=selfie(1))
    (portrait,) = identity.found("faces", None).portraits
    assert portrait.picture == FRONT and inside(portrait, card)
    (distance,) = match(identity).distances.values()
    assert distance < 0.4


def test_a_small_face_on_a_page_that_is_no_card_is_the_portrait(card):
    sheet = np.full((2400, 1697, 3), 250, np.uint8)
    small = cv2.resize(card.image, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    sheet[200 : 200 + small.shape[0], 300 : 300 + small.shape[1]] = small
    (portrait,) = job(front=sheet).found("faces", None).portraits
    assert portrait.share < 0.17
