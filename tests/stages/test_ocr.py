"""What stage `ocr` does where there is more on the pictures than it has time for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import cv2
import numpy as np
import pytest

from app.core.report import CheckOutcome, Outcome, PictureName, Report
from bench.reading.vouch import MemoryJob
from tests.stack.verify import jpeg
from workers.checks.pages import said
from workers.conclusion import Conclusion
from workers.specimens.card import render_card
from workers.specimens.pdf import pdf
from workers.stages import ocr
from workers.stages.decide import decide
from workers.stages.document_pad import measure_documents
from workers.stages.ocr import read_documents
from workers.stages.prepare import prepare
from workers.vision.mrz import parse

SEED = 7
FRONT, BACK = PictureName.FRONT, PictureName.BACK
BLANK = np.full((500, 800, 3), 255, np.uint8)
STRIP = np.full((20, 800, 3), 255, np.uint8)


def picture(code: str) -> np.ndarray:
    return render_card(code, SEED).image


def clock(step: float) -> Callable[[], float]:
    """So many seconds have passed at every look."""
    times = count(0.0, step)
    return lambda: next(times)


def concluded(job: MemoryJob, step: float = 0.0) -> Conclusion:
    job.finds["prepare"] = prepare(job)
    job.finds["ocr"] = read_documents(job, clock(step))
    job.finds["document_pad"] = measure_documents(job)
    return decide(job)


def unread(report: Report) -> dict[PictureName | None, tuple[CheckOutcome, str | None]]:
    found = [check for check in report.checks if check.name == "unreadPages"]
    return {check.picture: (check.outcome, check.reason) for check in found}


def test_when_the_time_is_spent_first_pages_were_read_and_the_rest_is_said():
    sent = {
        FRONT: pdf([picture("cccd_chip_front"), picture("dl_new_front")]),
        BACK: jpeg(picture("cccd_chip_back")),
    }
    over = concluded(MemoryJob.with_pictures(sent, checks=["mrzChecksum", "unreadPages"]), 12.0)
    (document,) = over.report.documents
    assert [(side.picture, side.page) for side in document.sides] == [(FRONT, 1), (BACK, 1)]
    why = "Of the picture front, page 2 was not all read: the time was spent."
    assert unread(over.report) == {
        FRONT: (CheckOutcome.NOT_PROCESSED, why),
        BACK: (CheckOutcome.CLEAR, None),
    }
    assert over.report.outcome is Outcome.NOT_PROCESSED
    assert ("document_not_read", why) in [(one.code, one.message) for one in over.report.reasons]


def test_what_nobody_had_time_to_read_is_not_called_no_document():
    sent = {FRONT: jpeg(picture("dl_new_front"))}
    over = concluded(MemoryJob.with_pictures(sent, checks=["mrzChecksum"]), 1000.0)
    assert over.report.documents == []
    assert not over.nothing_to_verify
    assert over.report.outcome is Outcome.NOT_PROCESSED
    assert "document_not_read" in [reason.code for reason in over.report.reasons]


def test_pages_behind_the_last_that_is_read_and_such_that_show_nothing_are_said():
    sent = {FRONT: pdf([STRIP, picture("dl_new_front"), BLANK, BLANK, BLANK, BLANK])}
    over = concluded(MemoryJob.with_pictures(sent))
    (document,) = over.report.documents
    assert [(side.picture, side.page) for side in document.sides] == [(FRONT, 2)]
    reason = "Of 6 pages, pages 1, 5 and 6 were left out."
    assert unread(over.report) == {FRONT: (CheckOutcome.NOT_PROCESSED, reason)}


def test_of_more_print_than_documents_have_the_largest_is_read(monkeypatch: pytest.MonkeyPatch):
    page = BLANK.copy()
    for row in range(6):
        for column in range(5):
            size = 1.4 if column == 2 else 0.5
            at = (30 + 150 * column, 60 + 75 * row)
            cv2.putText(page, "K7M" if column == 2 else "a7b", at, 0, size, (20, 20, 20), 2)
    monkeypatch.setattr(ocr, "MOST_PRINT", 6 * 320)
    job = MemoryJob.with_pictures({FRONT: jpeg(page)})
    over = concluded(job)
    (read,) = job.finds["ocr"].sides
    assert [line.text for line in read.lines] == 6 * ["K7M"]
    reason = (
        "Of the picture front, page 1 was not all read: there is more print than documents have."
    )
    assert unread(over.report) == {FRONT: (CheckOutcome.NOT_PROCESSED, reason)}


def test_nobody_on_a_picture_was_born_after_the_day_it_was_received():
    back = render_card("cccd_chip_back", SEED)
    born = date.fromisoformat(parse(back.truth["mrz"]["lines"]).fields["birthDate"])
    job = MemoryJob.with_pictures({FRONT: jpeg(back.image)})
    job.finds["prepare"] = prepare(job)
    (read,) = read_documents(replace(job, received=born - timedelta(days=1))).sides
    assert read.mrz.fields["birthDate"] == born.replace(year=born.year - 100).isoformat()


def test_pages_are_said_as_one_says_them():
    assert said([2]) == "page 2 was"
    assert said([2, 5, 6, 7, 9]) == "pages 2, 5 to 7 and 9 were"
