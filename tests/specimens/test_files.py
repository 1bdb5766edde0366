import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from workers.specimens.capture import photograph
from workers.specimens.files import write_specimen
from workers.specimens.passport import render_passport
from workers.specimens.portrait import passport_portrait
from workers.specimens.selfie import selfie

PORTRAIT = (420, 540)

pytestmark = pytest.mark.usefixtures("built_portrait")


def test_a_passport_is_written_with_the_truth_about_it(tmp_path: Path) -> None:
    picture, answers = write_specimen("passport", 2, "phone", tmp_path / "new" / "folder")
    assert picture.name == "passport-2-phone.jpg"
    specimen = render_passport(2)
    photo = photograph(specimen.image, 2, "phone")
    assert picture.read_bytes() == photo.jpeg
    truth = json.loads(answers.read_text("utf-8"))
    assert truth["mrz"]["lines"] == specimen.truth["mrz"]["lines"]
    assert np.allclose(truth["photo"]["page"], photo.quad)
    assert truth["photo"]["width"] == photo.image.shape[1]


def test_a_side_can_be_written_turned_and_cut(tmp_path: Path) -> None:
    _, answers = write_specimen("cc_back", 2, "phone", tmp_path, turn=90, cut=0.1)
    photo = json.loads(answers.read_text("utf-8"))["photo"]
    (x0, y0), (x1, y1), *_ = photo["page"]
    assert y1 - y0 > 4 * abs(x1 - x0), "its upper edge goes down"
    assert max(x for x, _ in photo["page"]) > photo["width"]


def test_a_selfie_is_written_as_the_selfie_decodes(tmp_path: Path) -> None:
    picture, answers = write_specimen("selfie", 2, "phone", tmp_path)
    assert (cv2.imread(str(picture)) == selfie(2)).all()
    assert json.loads(answers.read_text("utf-8"))["type"] == "selfie"


def test_an_unknown_kind_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"passport, .*selfie"):
        write_specimen("visa", 1, "phone", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_selfies_are_900_by_1100_and_follow_their_seed() -> None:
    assert selfie(1).shape == (1100, 900, 3)
    assert selfie(1).tobytes() == selfie(1).tobytes()
    assert selfie(1).tobytes() != selfie(2).tobytes()


def test_the_selfie_is_another_picture_than_the_portrait() -> None:
    """Not the same pixels under another size: best aligned, they still differ in light and form."""
    portrait = cv2.cvtColor(passport_portrait(*PORTRAIT), cv2.COLOR_BGR2GRAY)
    face = portrait[140:420, 70:350]
    grey = cv2.cvtColor(selfie(0), cv2.COLOR_BGR2GRAY)
    best = max(
        float(
            cv2.matchTemplate(grey, cv2.resize(face, None, fx=s, fy=s), cv2.TM_CCOEFF_NORMED).max()
        )
        for s in np.arange(1.0, 1.8, 0.05)
    )
    assert best < 0.98


def test_the_portraits_head_takes_seventy_to_eighty_percent_of_its_height() -> None:
    width, height = PORTRAIT
    portrait = passport_portrait(width, height).astype(int)
    column = portrait[:, width // 2 - 10 : width // 2 + 10].mean(axis=(1, 2))
    crown = int(np.flatnonzero(column < 170)[0])
    chin = int(np.flatnonzero(column < 45)[0])  # the black collar begins under the chin
    assert 0.68 < (chin - crown) / height < 0.82
