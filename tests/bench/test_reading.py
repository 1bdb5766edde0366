"""The scores of `make bench-reading`: what counts as right, and how sure a rate is."""

import pytest

from bench.reading.score import Counts, Score, nearest, score_text, score_zone, total

TRUTH = {
    "fields": {
        "fullName": {"value": "PHẠM THỊ THU", "printed": "PHẠM THỊ THU"},
        "address": {"value": "12 Ngõ 3, Hà Nội", "printed": "12 Ngõ 3, Hà Nội"},
    },
    "text": [{"text": "12 Ngõ 3,"}, {"text": "Hà Nội"}, {"text": "PHẠM THỊ THU"}],
    "mrz": {"lines": ["AB<", "C<<"]},
}


@pytest.mark.parametrize(
    ("wanted", "text", "edits"),
    [
        ("HÀ", "XXHÀYY", 0),
        ("HÀNỘI", "xHANỘIx", 1),
        ("HÀNỘI", "HNỘI", 1),
        ("ABC", "", 3),
        ("ABC", "AXBC", 1),
    ],
)
def test_print_is_looked_for_anywhere_in_the_text(wanted: str, text: str, edits: int) -> None:
    assert nearest(wanted, text) == edits


def test_every_printed_line_of_a_value_is_looked_for_by_itself() -> None:
    score = Score()
    score_text(score, TRUTH, ["Họ tên: PHẠM THỊ THU", "Hà Nội", "12 Ngo 3,"])
    assert (score.printed.hits, score.printed.of) == (2, 3)
    assert (score.letters.hits, score.letters.of) == (1, 10 + 7 + 5)


def test_a_zone_is_right_only_with_all_its_lines() -> None:
    score = Score()
    for lines in (["AB<", "C<<"], ["AB<", "C<"], None):
        score_zone(score, TRUTH, lines)
    assert (score.zone.hits, score.zone.of) == (1, 3)
    none = Score()
    score_zone(none, {"fields": {}, "text": []}, None)
    assert none.zone.of == 0


def test_an_interval_narrows_with_the_number_and_holds_the_rate() -> None:
    few, many = Counts(9, 10), Counts(900, 1000)
    for counts in (few, many):
        low, high = counts.interval()
        assert low < 0.9 < high
    assert many.interval()[1] - many.interval()[0] < few.interval()[1] - few.interval()[0]
    assert Counts(20, 20).interval()[0] == pytest.approx(0.839, abs=0.001)  # Wilson, n = 20
    assert Counts().interval() == (0.0, 1.0)


def test_scores_add_up_and_come_back_from_json() -> None:
    one = Score()
    one.fields.add(3, 4)
    again = Score.from_json(one.to_json())
    assert total([one, again]).fields == Counts(6, 8)
    assert one.fields == Counts(3, 4)
