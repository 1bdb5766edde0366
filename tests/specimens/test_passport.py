import datetime as dt
import json
from dataclasses import replace

import cv2
import numpy as np
import pytest

from workers.specimens.cards.uto_passport import mrz
from workers.specimens.passport import Specimen, render_passport
from workers.specimens.people.utopia import DEMO_HOLDER, utopian
from workers.specimens.person import Person
from workers.specimens.portrait import Image

WIDTH, HEIGHT = 1500, 1056

SEEDS = range(40)


def a_holder(**changes: str) -> Person:
    return replace(DEMO_HOLDER, facts=DEMO_HOLDER.facts | changes)


def check_digit_by_the_book(text: str) -> int:
    """ICAO 9303-3, 4.9, written out again: the product's own code is what is under test."""
    values = {"<": 0} | {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    weights = [7, 3, 1] * len(text)
    return sum(values[c] * w for c, w in zip(text, weights, strict=False)) % 10


@pytest.mark.parametrize("seed", SEEDS)
def test_every_check_digit_of_the_mrz_is_right(seed: int) -> None:
    first, second = mrz(utopian(seed))
    assert len(first) == len(second) == 44
    assert int(second[9]) == check_digit_by_the_book(second[0:9])
    assert int(second[19]) == check_digit_by_the_book(second[13:19])
    assert int(second[27]) == check_digit_by_the_book(second[21:27])
    personal = "0" if second[42] == "<" else second[42]
    assert int(personal) == check_digit_by_the_book(second[28:42])
    composite = second[0:10] + second[13:20] + second[21:43]
    assert int(second[43]) == check_digit_by_the_book(composite)


def test_the_demo_holder_has_the_mrz_of_icaos_own_specimen_but_for_the_expiry() -> None:
    first, second = mrz(utopian(0))
    assert first == "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
    assert second[:21] == "L898902C36UTO7408122F"  # Doc 9303-4, appendix A
    assert second[28:43] == "ZE184226B<<<<<1"


@pytest.mark.parametrize("seed", SEEDS)
def test_holders_are_adults_whose_passports_are_in_force_for_ten_years(seed: int) -> None:
    person = utopian(seed)
    born, issued, expires = (
        dt.date.fromisoformat(person.get(name))
        for name in ("birthDate", "issuingDate", "expirationDate")
    )
    assert issued.year - born.year >= 18
    assert (expires + dt.timedelta(days=1)).year == issued.year + 10
    assert expires > dt.date(2031, 12, 30)


def test_a_surname_too_long_for_the_mrz_is_refused(nobody: Image) -> None:
    long = a_holder(lastName="WOLFESCHLEGELSTEINHAUSENBERGERDORFFVONSTERN")
    with pytest.raises(ValueError, match="longer than its 39"):
        render_passport(1, bearer=long, portrait=nobody)


def test_an_unstated_sex_is_a_filler_in_the_mrz_and_an_x_on_the_page(nobody: Image) -> None:
    specimen = render_passport(1, bearer=a_holder(gender="other"), portrait=nobody)
    assert specimen.truth["mrz"]["lines"][1][20] == "<"
    assert "X" in [piece["text"] for piece in specimen.truth["text"]]
    assert specimen.truth["fields"]["gender"]["value"] == "other"


def test_the_same_seed_gives_the_same_pixels_and_another_seed_others(nobody: Image) -> None:
    once, again, other = (render_passport(seed, portrait=nobody) for seed in (3, 3, 4))
    assert once.image.tobytes() == again.image.tobytes()
    assert once.truth == again.truth
    assert once.image.tobytes() != other.image.tobytes()


def test_the_printed_zone_says_what_the_mrz_says(nobody: Image) -> None:
    specimen = render_passport(0, portrait=nobody)
    printed = [piece["text"] for piece in specimen.truth["text"]]
    for value in ("ERIKSSON", "ANNA MARIA", "L898902C3", "12 AUG 1974", "15 APR 2034", "F"):
        assert value in printed
    fields, visual = specimen.truth["mrz"]["fields"], specimen.truth["fields"]
    for name in ("documentNumber", "birthDate", "expirationDate", "gender", "personalNumber"):
        assert fields[name] == visual[name]["value"]
    assert "SPECIMEN" in printed


def test_the_truth_can_be_written_as_json(nobody: Image) -> None:
    truth = render_passport(5, portrait=nobody).truth
    assert json.loads(json.dumps(truth))["mrz"] == truth["mrz"]


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_the_mrz_is_whole_two_lines_of_44_characters_clear_of_the_edges(
    seed: int, nobody: Image
) -> None:
    specimen = render_passport(seed, portrait=nobody)
    (left, top), _, (right, bottom), _ = specimen.mrz_box
    assert 40 < left < right < WIDTH - 40
    assert HEIGHT - 23.2 * 12 < top < bottom < HEIGHT - 40
    ink = cv2.cvtColor(specimen.image, cv2.COLOR_BGR2GRAY) < 120
    zone = ink[HEIGHT - 250 :]
    lines = runs(zone.any(axis=1))
    assert len(lines) == 2
    for first, last in lines:
        assert len(runs(zone[first:last].any(axis=0))) == 44


def test_the_boxes_are_around_what_they_name(nobody: Image) -> None:
    specimen = render_passport(0, portrait=nobody)
    assert darkest(specimen, specimen.mrz_box) < 40
    inside = crop(specimen, specimen.portrait_box)
    assert inside[5:-5, 5:-5].std() < 4  # the plain picture and nothing else
    for piece in specimen.truth["text"]:
        assert darkest(specimen, piece["box"]) < 190, piece["text"]


def crop(specimen: Specimen, box: object) -> Image:
    corners = np.array(box).round().astype(int)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return specimen.image[top:bottom, left:right]


def darkest(specimen: Specimen, box: object) -> int:
    return int(crop(specimen, box).min())


def runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """The stretches of true values, as half-open ranges."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
