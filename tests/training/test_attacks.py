"""The attack simulator: same seeds, disjoint splits, twins, and physics that the product sees."""

from itertools import combinations

import cv2
import numpy as np
import pytest

from training.attacks import sources, splits
from training.attacks.alterations import altered
from training.attacks.camera import CAMERAS, DENOISINGS, INTERPOLATIONS
from training.attacks.fields import FORGERIES, PORTRAIT, Place, twins
from training.attacks.light import stream
from training.attacks.papers import PAPERS, sheet
from training.attacks.places import places
from training.attacks.prints import PRINTERS
from training.attacks.rooms import somewhere
from training.attacks.scanner import SCANNERS
from training.attacks.screens import SCREENS, show
from training.attacks.sets import Sample, sample
from training.attacks.setting import camera_of, of_card
from training.attacks.splits import SPLITS
from training.attacks.view import Blur
from training.pad import signals
from workers.specimens.card import SIDES, render_card, sides
from workers.stages.faces import detector
from workers.vision import quality, spectrum

SEED = 21
NEAR = 100
"""A setting whose screen is seen from near: three of the camera's pixels for one of its own."""


@pytest.fixture(scope="module")
def genuine(people: None) -> Sample:
    return sample("training", "bona_fide", SEED)


def test_no_two_splits_share_a_camera_a_screen_a_printer_a_document_or_a_person() -> None:
    for first, second in combinations(SPLITS, 2):
        for members in (
            lambda split: {camera.name for camera in splits.cameras(split)},
            lambda split: {screen.layout for screen in splits.screens(split)},
            lambda split: {printer.name for printer in splits.printers(split)},
            lambda split: {printer.name for printer in splits.printers(split, grey=True)},
            lambda split: {printer.name for printer in splits.printers(split, plastic=True)},
            lambda split: {scanner.name for scanner in splits.scanners(split)},
            lambda split: set(splits.documents(split)),
            lambda split: {number for number in range(1000) if splits.has(split, number)},
        ):
            assert members(first)
            assert not members(first) & members(second)


def test_every_side_screen_printer_and_camera_is_in_a_split() -> None:
    found = [code for split in SPLITS for code in splits.documents(split)]
    assert sorted(found) == sorted(SIDES)
    assert sum(len(splits.screens(split)) for split in SPLITS) == len(SCREENS)
    assert sum(len(splits.cameras(split)) for split in SPLITS) == len(CAMERAS)
    printers = [len(splits.printers(s, grey=g)) for s in SPLITS for g in (False, True)]
    plastic = [len(splits.printers(split, plastic=True)) for split in SPLITS]
    assert sum(printers) + sum(plastic) == len(PRINTERS)
    assert sum(len(splits.scanners(split)) for split in SPLITS) == len(SCANNERS)


def test_a_scan_is_even_and_straight_and_a_print_of_the_same_card_is_made_of_dots(
    people: None,
) -> None:
    scan, printed = (sample("training", name, SEED) for name in ("scan", "scanned_print"))
    assert not scan.attack and printed.attack
    assert scan.quad is not None
    top = scan.quad[1] - scan.quad[0]
    assert abs(np.rad2deg(np.arctan2(top[1], top[0]))) < 3
    dots = [
        np.abs(one.card().astype(float) - cv2.GaussianBlur(one.card(), (0, 0), 1.5)).mean()
        for one in (scan, printed)
    ]
    assert dots[1] > dots[0]


@pytest.mark.parametrize("name", INTERPOLATIONS)
def test_the_mosaic_of_an_even_colour_is_filled_in_with_that_colour(name: str) -> None:
    raw = np.empty((32, 32), np.uint16)
    blue, green, red = 10000, 20000, 30000
    raw[0::2, 0::2], raw[1::2, 1::2] = red, blue
    raw[0::2, 1::2] = raw[1::2, 0::2] = green
    filled = INTERPOLATIONS[name](raw)[4:-4, 4:-4]
    assert np.abs(filled.astype(int) - (blue, green, red)).max() <= 1


@pytest.mark.parametrize(
    "name",
    [
        "stripe-0",
        "diamond-1",
        "triad-2",
        "rgby-3",
        "mosaic-4",
        "triangle-5",
        "four-in-three-0",
        "twins-1",
        "bent-2",
    ],
)
def test_a_screens_grid_shows_from_near_and_vanishes_from_afar(name: str) -> None:
    frame, blur = (240, 180), Blur(0.5)
    near, far = (
        SCREENS[name].grid(np.diag([pixel, pixel, 1.0]), frame, blur) for pixel in (4.3, 0.37)
    )
    assert near.std() > 0.2
    assert far.std() < 0.01
    assert near.mean() == pytest.approx(1, abs=0.05)


def test_a_hand_that_shakes_wipes_the_grid_out_along_its_way() -> None:
    screen, homography = SCREENS["stripe-0"], np.diag([3.3, 3.3, 1.0])
    steady, shaken = (
        screen.grid(homography, (120, 90), Blur(0.5, shake)) for shake in ((0, 0), (8, 0))
    )
    assert shaken[0].std() < steady[0].std() / 4


@pytest.mark.parametrize(
    "name",
    ["laser-0", "copier-1", "inkjet-2", "bubble-3", "grey-laser-1", "simple-0", "wavy-1",
     "honeycomb-2", "rings-3", "green-4", "drawn-5", "grained-6",
     "hatched-7", "spiral-8", "curve-0"],
)  # fmt: skip
def test_a_print_of_a_tone_is_as_dark_as_the_tone_and_made_of_dots(name: str) -> None:
    tones = []
    for value in (40, 120, 200):
        patch = np.full((60, 60, 3), value, np.uint8)
        print_ = PRINTERS[name].print(patch, 6, PAPERS["coated"], 40, stream("tone"))
        tones.append(print_.mean())
        assert print_.std(axis=(0, 1)).mean() > 0.006
    assert tones[0] < tones[1] < tones[2]


@pytest.mark.parametrize("name", DENOISINGS)
def test_noise_reduction_leaves_an_even_picture_alone_and_calms_noise(name: str) -> None:
    even = np.full((48, 48), 120, np.uint8)
    assert (DENOISINGS[name](even, 0.6) == even).all()
    noisy = np.clip(120 + stream("noise").normal(0, 5, (48, 48)), 0, 255).astype(np.uint8)
    assert DENOISINGS[name](noisy, 0.6).std() < 0.95 * noisy.std()


def test_no_two_sheets_of_a_kind_of_paper_are_alike() -> None:
    first, second = (sheet("office", stream("sheet", number)) for number in range(2))
    assert first != second and first.tint == pytest.approx(PAPERS["office"].tint, abs=0.12)


def test_the_same_seed_gives_the_same_file(genuine: Sample) -> None:
    assert sample("training", "bona_fide", SEED).jpeg == genuine.jpeg
    assert sample("training", "bona_fide", SEED + 1).jpeg != genuine.jpeg


def test_the_camera_of_a_setting_is_known_before_anything_is_rendered(genuine: Sample) -> None:
    assert camera_of("training", SEED).name == genuine.used["camera"]


@pytest.mark.parametrize("species", ["photo_replacement", "physical_text", "digital_text"])
def test_a_forgery_differs_from_the_genuine_card_in_one_place(
    species: str, genuine: Sample
) -> None:
    forged = sample("training", species, SEED)
    assert forged.attack and forged.used["camera"] == genuine.used["camera"]
    changed = np.abs(forged.image().astype(int) - genuine.image()).max(axis=2) > 40
    rows, columns = np.nonzero(changed)
    assert 0.0002 < changed.mean() < 0.15
    assert forged.altered is not None and genuine.altered is None
    left, top = forged.altered.min(axis=0) - 20
    right, bottom = forged.altered.max(axis=0) + 20
    near = (rows > top) & (rows < bottom) & (columns > left) & (columns < right)
    assert near.mean() > 0.97


def test_squares_of_a_capture_are_what_the_whole_capture_shows_there(people: None) -> None:
    whole = sample("validation", "scan", 4)
    parts = places("validation", "scan", 4)
    assert len(parts.squares) > 6 and parts.used["camera"] == whole.used["camera"]
    image = whole.image()
    for square in parts.squares:
        near = cv2.matchTemplate(image, square, cv2.TM_SQDIFF)
        assert np.sqrt(near.min() / square.size) < 18


def test_what_is_chosen_is_the_same_for_all_squares_and_their_grain_is_not(people: None) -> None:
    paper = places("training", "grey_copy", 2)
    assert (places("training", "grey_copy", 2).squares == paper.squares).all()
    tones = paper.squares.reshape(len(paper.squares), -1, 3)
    assert np.ptp(np.percentile(tones, 90, axis=1), axis=0).max() < 90
    rest = paper.squares.astype(float) - [cv2.blur(one, (5, 5)) for one in paper.squares]
    assert abs(np.corrcoef(rest[0].ravel(), rest[1].ravel())[0, 1]) < 0.3


def test_a_screen_from_near_has_a_peak_in_the_spectra_of_its_squares_that_the_card_has_not(
    people: None,
) -> None:
    card, screen = (places("training", species, NEAR) for species in ("bona_fide", "screen_replay"))
    peaks = [signals.measure(one.squares, one.density)[: 2 * len(signals.BANDS)].max()
             for one in (card, screen)]  # fmt: skip
    assert peaks[1] > peaks[0] + 0.5


@pytest.mark.parametrize("species", ["photo_replacement", "digital_text", "live"])
def test_a_forgery_of_one_place_has_no_squares_that_show_it_everywhere(species: str) -> None:
    with pytest.raises(ValueError, match="not the same all over"):
        places("training", species, 1)


def test_a_place_is_forged_within_its_box_and_looks_else_as_the_genuine_one(people: None) -> None:
    made = twins("training", SEED)
    genuine = {place.name: place for place in made.genuine}
    assert PORTRAIT in genuine and set(made.forged) == set(FORGERIES)
    for name, forged in made.forged.items():
        before = genuine[forged.name].image
        assert forged.image.shape == before.shape, name
        rough = np.abs(forged.image.astype(int) - before).mean(axis=2)
        inside = _box(forged, grown=2.2)
        assert rough[inside].mean() > 0.5, name
        assert rough[~inside].mean() < 1, name


def test_what_a_place_of_a_capture_shows_the_whole_capture_shows_there(people: None) -> None:
    whole = sample("training", "scan", SEED).image()
    for place in twins("training", SEED, "scan").genuine:
        near = cv2.matchTemplate(whole, place.image, cv2.TM_SQDIFF)
        assert np.sqrt(near.min() / place.image.size) < 18, place.name


def test_on_what_no_camera_took_nothing_is_laid(people: None) -> None:
    assert set(twins("training", SEED, "specimen").forged) == {
        "digital_photo", "digital_text", "recompressed",
    }  # fmt: skip


def _box(place: Place, grown: float) -> np.ndarray:
    """Which pixels of a place are its box's, `grown` by so many mm."""
    left, top, right, bottom = place.box
    box = np.float32([(left - grown, top - grown), (right + grown, top - grown),
                      (right + grown, bottom + grown), (left - grown, bottom + grown)])  # fmt: skip
    corners = cv2.perspectiveTransform(box[None], place.to_image)[0]
    mask = np.zeros(place.image.shape[:2], np.uint8)
    cv2.fillPoly(mask, [corners.astype(np.int32)], 1)
    return mask.astype(bool)


def test_a_grey_copy_has_lost_its_colours(genuine: Sample) -> None:
    copy = sample("training", "grey_copy", SEED)
    assert quality.colour(copy.card()) < quality.colour(genuine.card()) / 2


@pytest.mark.parametrize("name", ["stripe-1", "diamond-0"])
def test_the_products_spectrum_rises_on_a_screen(name: str, genuine: Sample) -> None:
    setting = of_card("training", SEED, with_portrait=True)
    assert setting.card is not None
    image = setting.card.image
    unit = np.diag([setting.size[0] / image.shape[1], setting.size[1] / image.shape[0], 1.0])
    show(
        setting.scene, SCREENS[name], image, setting.homography @ unit, stream("held"),
        pixel=2.4, around=None, bright=1.5,
    )  # fmt: skip
    screen, card = (spectrum.measure(picture) for picture in (setting.take(), genuine.image()))
    assert max(screen.moire, screen.grid) > max(card.moire, card.grid) + 4


def test_a_face_on_a_screen_or_on_paper_has_the_camera_of_the_living_one(people: None) -> None:
    live, *attacks = (
        sample("test", species, 5)
        for species in ("live", "face_screen", "face_print", "paper_mask")
    )
    assert not live.attack and all(attack.attack for attack in attacks)
    assert {attack.used["camera"] for attack in attacks} == {live.used["camera"]}
    assert {attack.image().shape for attack in attacks} == {live.image().shape}
    assert len({live.jpeg, *(attack.jpeg for attack in attacks)}) == 4


def test_a_face_lies_in_its_capture_where_it_is_said_to_lie(people: None) -> None:
    for species in ("live", "portrait", "face_print", "face_screen", "paper_mask"):
        made = sample("training", species, 2)
        assert made.face is not None
        told = np.array(max(detector().detect(made.image()), key=lambda face: face.area).box)
        true = np.concatenate([made.face.min(axis=0), made.face.max(axis=0)])
        assert np.abs(told - true).max() < 0.25 * (true[2] - true[0])


def test_who_is_put_into_another_room_stays_who_they_are(people: None) -> None:
    """Seed by seed they are where they came from, or elsewhere."""
    person = sources.faces("training")[0]
    selfie, alone = person.selfie(), person.silhouette() > 0.999
    assert 0.2 < alone.mean() < 0.9
    left, top, right, bottom = person.box_in_selfie()
    face = selfie[top:bottom, left:right].astype(int)
    rooms = [somewhere("training", person, stream("rooms", seed)) for seed in range(16)]
    moved = [room for room in rooms if not np.array_equal(room.image, selfie)]
    near = [room for room in moved if room.image.shape == selfie.shape]
    assert 4 <= len(moved) <= 13 and 1 <= len(near) < len(moved)
    for room in moved:
        x, y = (round(side) for side in room.box[:2])
        there = room.image[y : y + bottom - top, x : x + right - left]
        told = alone[top:bottom, left:right]
        assert np.abs(there[told] - face[told]).max() <= 1
    for room in near:
        assert np.abs(room.image[alone].astype(int) - selfie[alone]).max() <= 1
        assert np.abs(room.image[~alone].astype(int) - selfie[~alone]).mean() > 5


def test_who_stands_further_away_has_more_of_the_room_around_them(people: None) -> None:
    person = sources.faces("training")[0]
    rooms = [somewhere("training", person, stream("rooms", seed)) for seed in range(16)]
    width = person.selfie().shape[1]
    further = [room for room in rooms if room.image.shape[1] > width]
    assert further
    for room in further:
        assert room.image.shape[:2] == room.person.shape
        assert room.person[-1].max() > 0.9 > 0.1 > room.person[0].max()
        assert room.person.mean() < 0.8 * person.silhouette().mean()


def test_a_cut_out_person_is_the_same_whoever_was_cut_out_before(people: None) -> None:
    first, second = sources.faces("training")[2:4]
    alone = first.silhouette()
    sources.silhouette_of.cache_clear()
    second.silhouette()
    assert np.array_equal(first.silhouette(), alone)


def test_a_photograph_that_stands_in_for_a_face_has_it_in_its_middle(people: None) -> None:
    face = sources.stand_in("training", stream("stand-ins", 1))
    if face is None:
        pytest.skip("there are no photographs: set VOUCH_PHOTOS")
    made = sample("training", "live", 3, face)
    assert made.face is not None
    (height, width), middle = made.image().shape[:2], made.face.mean(axis=0)
    assert 0.1 * width < middle[0] < 0.9 * width and 0.1 * height < middle[1] < 0.9 * height


@pytest.mark.parametrize("code", SIDES)
def test_every_side_has_print_that_can_be_altered(code: str, people: None) -> None:
    specimen = render_card(code, 4, portrait=sources.faces("training")[0].portrait())
    card = sources.Card(sides()[code], specimen, sources.faces("training")[0])
    for text, (left, top, right, bottom) in card.fields().values():
        assert altered(text, stream("text")) != text
        assert 0 <= left < right <= card.size[0] and 0 <= top < bottom <= card.size[1]


def test_an_altered_text_is_another_of_the_same_kind() -> None:
    other = altered("12/05/1987", stream("text"))
    assert other != "12/05/1987"
    assert [c.isdigit() for c in other] == [c.isdigit() for c in "12/05/1987"]
