"""The quality checks judge the numbers of a picture: monotone, with 50 at the threshold."""

import dataclasses

import pytest

from app.core.report import Check, CheckGroup, CheckOutcome, PictureName
from workers.checks.quality import THRESHOLDS, checks
from workers.vision.quality import Quality

GOOD = Quality(
    width=1600,
    height=1200,
    found=True,
    full_frame=False,
    long_side=1100.0,
    short_side=700.0,
    sharpness=300.0,
    glare=0.0,
    colour=14.0,
    brightness=150.0,
    margin=0.1,
    coverage=0.4,
)


def judged(**changes: object) -> dict[str, Check]:
    quality = dataclasses.replace(GOOD, **changes)
    return {check.name: check for check in checks(quality, PictureName.FRONT)}


def test_a_good_picture_passes_every_check():
    found = judged()
    assert list(found) == [
        "blur",
        "glare",
        "tooSmall",
        "partialDocument",
        "documentTooClose",
        "blackAndWhite",
    ]
    for check in found.values():
        assert check.outcome == CheckOutcome.CLEAR
        assert check.group == CheckGroup.QUALITY and check.picture == PictureName.FRONT
        assert check.score > 50 and check.measured and check.reason is None


@pytest.mark.parametrize(
    ("name", "field", "good_to_bad", "threshold"),
    [
        ("blur", "sharpness", [500, 100, 20, 10, 0], "quality.minSharpness"),
        ("glare", "glare", [0, 0.01, 0.02, 0.05, 0.4], "quality.maxGlare"),
        ("tooSmall", "long_side", [2000, 800, 520, 400, 100], "quality.minLongSide"),
        ("partialDocument", "margin", [0.2, 0.05, 0.0, -0.02, -0.3], "quality.minMargin"),
        ("documentTooClose", "coverage", [0.2, 0.6, 0.9, 0.98, 1.0], "quality.maxCoverage"),
        ("blackAndWhite", "colour", [30, 10, 3, 2, 0], "quality.minColour"),
    ],
)
def test_the_score_falls_as_the_picture_gets_worse_and_is_50_at_the_threshold(
    name, field, good_to_bad, threshold
):
    found = [judged(**{field: float(value)})[name] for value in good_to_bad]
    scores = [check.score for check in found]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 5
    assert [check.outcome == CheckOutcome.ATTENTION for check in found] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert all(check.reason for check in found[3:])
    assert judged(**{field: THRESHOLDS[threshold]})[name].score == 50


def test_what_needs_the_edges_is_not_judged_without_them():
    found = judged(found=False)
    for name in ("glare", "partialDocument", "documentTooClose"):
        assert found[name].outcome == CheckOutcome.NOT_PROCESSED
        assert found[name].reason and found[name].score is None
    assert found["blur"].outcome == CheckOutcome.CLEAR


def test_glare_is_judged_on_a_scan_from_border_to_border():
    assert judged(found=False, full_frame=True, glare=0.2)["glare"].outcome == "attention"
