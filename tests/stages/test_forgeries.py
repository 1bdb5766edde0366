"""Stage `forgeries`: places of a document are held against each other."""

import numpy as np
import pytest

from app.core.report import Check, CheckOutcome, PictureName
from bench.reading.vouch import MemoryJob
from tests.stack.verify import jpeg
from training.attacks import alterations
from training.attacks.light import stream
from training.attacks.sets import sample
from workers.specimens.capture import photograph
from workers.specimens.card import Specimen, render_card, sides
from workers.specimens.portrait import passport_portrait
from workers.stages.decide import decide
from workers.stages.faces import find_faces
from workers.stages.forgeries import look_for_forgeries
from workers.stages.ocr import read_documents
from workers.stages.prepare import prepare

CODE, SEED = "cccd_chip_front", 7
NAMES = ("photoOverlay", "photoEdit", "textOverlay", "textEdit")


class Other:
    """Somebody else's portrait: the specimens' own face, mirrored."""

    def portrait(self) -> np.ndarray:
        return np.ascontiguousarray(passport_portrait(360, 480)[:, ::-1])


def shown(picture: bytes) -> dict[str, Check]:
    job = MemoryJob.with_pictures({PictureName.FRONT: picture})
    job.finds["prepare"] = prepare(job)
    job.finds["ocr"] = read_documents(job)
    job.finds["faces"] = find_faces(job)
    job.finds["forgeries"] = look_for_forgeries(job)
    return {check.name: check for check in decide(job).report.checks if check.name in NAMES}


def raised(found: dict[str, Check]) -> list[str]:
    return [name for name, check in found.items() if check.outcome is CheckOutcome.ATTENTION]


def captured(code: str = CODE, level: str = "phone") -> tuple[Specimen, np.ndarray, np.ndarray]:
    """A specimen, a picture of it, and the homography from its millimetres to the picture."""
    specimen = render_card(code, SEED)
    shot = photograph(specimen.image, SEED, level)
    scale = specimen.image.shape[1] / sides()[code].size[0]
    return specimen, shot.image, shot.homography @ np.diag([scale, scale, 1])


def box_of(specimen: Specimen, name: str) -> tuple[float, float, float, float]:
    scale = specimen.image.shape[1] / sides()[CODE].size[0]
    corners = np.array(specimen.truth["fields"][name]["box"]) / scale
    return *corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()


@pytest.mark.parametrize("level", ["flat", "scan", "phone", "hard"])
@pytest.mark.parametrize(
    "code", [CODE, "cmnd_old_front", "passport_fr_front", "id_card_fr_2021_front"]
)
def test_a_specimen_is_clear_or_could_not_be_judged(code: str, level: str) -> None:
    specimen = render_card(code, SEED)
    found = shown(photograph(specimen.image, SEED, level).jpeg)
    assert set(found) == set(NAMES)
    assert raised(found) == []


def test_a_side_without_a_portrait_needs_none() -> None:
    found = shown(photograph(render_card("cccd_chip_back", SEED).image, SEED, "phone").jpeg)
    assert found["photoOverlay"].outcome is CheckOutcome.NOT_APPLICABLE


def test_an_edited_field_is_named() -> None:
    specimen, image, to_picture = captured()
    rng = stream("an edited field", 6)
    box = box_of(specimen, "birthDate")
    edited = alterations.edit_text(image, to_picture, box, "28/09/1991", rng)
    found = shown(jpeg(edited))
    assert raised(found) == ["textEdit"]
    assert "birthDate" in (found["textEdit"].reason or "")


def test_another_portrait_in_the_picture_is_seen() -> None:
    _, image, to_picture = captured()
    left, top, width, height = 3, 21, 20, 26.2
    box = (left, top, left + width, top + height)
    edited = alterations.edit_photo(image, to_picture, box, Other(), stream("a portrait", 1))
    assert raised(shown(jpeg(edited))) == ["photoEdit"]


@pytest.mark.parametrize(
    ("species", "name"), [("physical_text", "textOverlay"), ("photo_replacement", "photoOverlay")]
)
def test_what_is_laid_over_a_card_before_a_camera_is_seen(
    people: None, species: str, name: str
) -> None:
    assert raised(shown(sample("validation", "bona_fide", 3).jpeg)) == []
    assert raised(shown(sample("validation", species, 3).jpeg)) == [name]
