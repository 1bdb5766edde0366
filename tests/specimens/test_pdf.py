import numpy as np
import pypdfium2
import pytest

from workers.specimens.pdf import pdf, sheet_of

CARD = np.full((864, 1370, 3), (40, 90, 200), np.uint8)


def test_both_sides_lie_on_one_sheet_in_their_true_size() -> None:
    sheet = sheet_of([CARD, CARD], 16)
    assert sheet.shape == (2339, 1654, 3)
    covered = (sheet != 250).any(axis=2)
    assert abs(covered.any(axis=0).sum() / sheet.shape[1] - 85.6 / 210) < 0.01
    rows = np.diff(covered.any(axis=1).astype(int))
    assert (rows == 1).sum() == 2


def test_every_sheet_is_a_page_of_the_pdf_as_large_as_its_paper() -> None:
    sheets = [sheet_of([CARD], 16), sheet_of([CARD, CARD], 16)]
    document = pypdfium2.PdfDocument(pdf(sheets))
    assert len(document) == 2
    assert document[0].get_size() == pytest.approx((595, 842), abs=1)


def test_sides_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        sheet_of([CARD] * 6, 16)
