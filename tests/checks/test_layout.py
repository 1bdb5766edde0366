"""Print that was moved is told from a card that is laid out otherwise altogether."""

import numpy as np
import pytest

from app.core.report import Check, CheckOutcome, PictureName, TextLine
from workers.checks.layout import layout
from workers.specimens.capture import photograph
from workers.specimens.card import render_card

CODE = "living_permit_fr_2021_front"
NOBODY = np.full((54, 42, 3), 150, np.uint8)
SPECIMEN = render_card(CODE, 3, portrait=NOBODY)
PHOTO = photograph(SPECIMEN.image, 3, "hard")
MILLIMETRE = SPECIMEN.image.shape[1] / 85.6


def judged(moved: dict[str, float], code: str | None = CODE, edges: bool = True) -> Check:
    """`moved`: millimetres to the right by what the print begins with; "" is all print."""
    lines = []
    for piece in SPECIMEN.truth["text"]:
        by = next((mm for word, mm in moved.items() if piece["text"].startswith(word)), 0.0)
        box = PHOTO.place(np.add(piece["box"], (by * MILLIMETRE, 0)))
        placed = [(float(x), float(y)) for x, y in box]
        lines.append(
            TextLine(text=piece["text"], confidence=0.95, box=placed, picture=PictureName.FRONT)
        )
    quad = [(float(x), float(y)) for x, y in PHOTO.quad]
    return layout(PictureName.FRONT, code, quad if edges else None, lines)


def test_print_in_its_places_is_alike_however_the_card_was_photographed() -> None:
    check = judged({})
    assert (check.outcome, check.score) == (CheckOutcome.CLEAR, 100.0)
    assert check.measured["farthest"] < 1


@pytest.mark.parametrize(
    ("millimetres", "outcome"), [(3, "clear"), (6, "clear"), (12, "attention"), (-12, "attention")]
)
def test_one_piece_that_stands_elsewhere_was_moved(millimetres: float, outcome: str) -> None:
    check = judged({"NATIONALITÉ": millimetres})
    assert check.outcome == outcome
    if outcome == "attention":
        assert "NATIONALITÉ" in (check.reason or "")


def test_all_print_a_little_aside_is_an_error_of_the_corners() -> None:
    assert judged({"": 3}).outcome == CheckOutcome.CLEAR


def test_a_card_that_is_laid_out_otherwise_is_not_judged() -> None:
    elsewhere = {"TITRE": 20, "RESIDENCE": -15, "DATE": 25, "TYPE": -9, "SEXE": 30, "NOM": 11}
    check = judged({word: float(mm) for word, mm in elsewhere.items()})
    assert check.outcome == CheckOutcome.NOT_PROCESSED
    assert check.measured["similarity"] < 0.75


@pytest.mark.parametrize(("code", "edges"), [(None, True), ("cmnd_old_back", True), (CODE, False)])
def test_without_layout_print_or_edges_nothing_is_said(code: str | None, edges: bool) -> None:
    assert judged({}, code, edges).outcome == CheckOutcome.NOT_PROCESSED
