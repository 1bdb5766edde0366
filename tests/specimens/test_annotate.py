import numpy as np
import pytest

from app.core.report import (
    Document,
    Extracted,
    Kind,
    Mrz,
    Outcome,
    PictureName,
    Report,
    Side,
    TextLine,
)
from workers.specimens.annotate import annotate

GREY = np.full((900, 1200, 3), 128, np.uint8)
CARD = [(300.0, 250.0), (900.0, 250.0), (900.0, 650.0), (300.0, 650.0)]
PORTRAIT = [(330.0, 300.0), (480.0, 300.0), (480.0, 500.0), (330.0, 500.0)]
LINE = [(520.0, 320.0), (800.0, 320.0), (800.0, 350.0), (520.0, 350.0)]
MRZ = [(320.0, 560.0), (880.0, 560.0), (880.0, 630.0), (320.0, 630.0)]


@pytest.fixture
def report() -> Report:
    front = PictureName.FRONT
    mrz = Mrz(
        format="td3",
        lines=["P<UTO", "L898902C3"],
        fields={},
        check_digits={},
        valid=True,
        corrections=[],
        confidence=0.9,
        picture=front,
        box=MRZ,
        rotation=0,
    )
    text = [TextLine(text="ERIKSSON", confidence=0.9, box=LINE, picture=front)]
    side = Side(picture=front, side="front", width=1200, height=900, card=CARD, portrait=PORTRAIT)
    document = Document(
        type="passport", country="UTO", sides=[side], extracted=Extracted(mrz=mrz, text=text)
    )
    return Report(kind=Kind.DOCUMENT, outcome=Outcome.CLEAR, documents=[document], version="1")


@pytest.mark.parametrize(
    "box", [CARD, PORTRAIT, LINE, MRZ], ids=["card", "portrait", "text", "mrz"]
)
def test_what_was_found_is_outlined(box: list[tuple[float, float]], report: Report) -> None:
    drawn = annotate(GREY, report, PictureName.FRONT)
    (x0, y0), (x1, _), *_ = box
    edge = drawn[int(y0) - 9 : int(y0) + 3, int(x0 + x1) // 2].astype(int)
    assert np.ptp(edge, axis=1).max() > 60, "no coloured line along the upper edge"


def test_only_what_was_found_on_that_picture_is_drawn(report: Report) -> None:
    drawn = annotate(GREY, report, PictureName.BACK)
    assert (drawn[250:650, 300:900] == 128).all()


def test_the_legend_keeps_clear_of_what_was_found(report: Report) -> None:
    drawn = annotate(GREY, report, PictureName.FRONT)
    dark = np.argwhere((drawn < 40).all(axis=2))
    assert len(dark) > 5000
    inside = (dark > (255, 305)).all(axis=1) & (dark < (645, 895)).all(axis=1)
    assert not inside.any()


def test_the_picture_itself_is_left_alone(report: Report) -> None:
    image = GREY.copy()
    assert annotate(image, report, PictureName.FRONT).shape == image.shape
    assert (image == 128).all()
