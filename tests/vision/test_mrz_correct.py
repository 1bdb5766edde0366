"""What a reading of an MRZ may change, what it must record, and when it stays in doubt."""

import numpy as np
import pytest

from workers.vision.mrz.align import Alignment, Folding, align, fold
from workers.vision.mrz.check_digits import ALPHABET, check_digit
from workers.vision.mrz.correct import Ambiguity, Correction, correct
from workers.vision.mrz.formats import MRVA, TD3

FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
CHARSET = [*ALPHABET, "«", "é", "k", " "]


def scores(text, doubts=None, charset=CHARSET):
    """What a recogniser would give for `text`: four frames a character, of which it fills one.

    `doubts`: {index: {character: probability}} instead of certainty there.
    """
    rows = []
    for index, character in enumerate(text):
        row = np.full(1 + len(charset), 1e-7, np.float32)
        for c, probability in (doubts or {}).get(index, {character: 0.999}).items():
            row[1 + charset.index(c)] = probability
        blank = np.full(1 + len(charset), 1e-7, np.float32)
        blank[0] = 0.999
        rows += [blank, row, blank, blank]
    return np.array(rows)


def read(form, first, second, doubts=None):
    """The lines as corrected; `doubts` are the second line's."""
    folding = Folding(CHARSET)
    rows = [scores(first), scores(second, doubts)]
    return correct(form, [align(row, folding, form.allowed(i)) for i, row in enumerate(rows)])


def test_a_perfect_reading_is_settled_and_nothing_is_changed():
    result = read(TD3, FIRST, SECOND)
    assert (result.lines, result.corrections, result.settled) == ([FIRST, SECOND], [], True)
    assert result.ambiguous == []
    assert result.confidence > 0.99


def test_a_digit_among_letters_becomes_the_letter_it_looks_like():
    result = read(TD3, FIRST, SECOND, {12: {"0": 0.97, "O": 0.02}})
    assert result.lines == [FIRST, SECOND]
    assert result.corrections == [Correction(1, 12, "0", "O", "position_class")]
    assert result.settled


def test_a_character_that_nothing_like_it_explains_stays_in_doubt():
    result = read(TD3, FIRST, SECOND, {12: {"7": 0.97, "O": 0.02}})
    assert result.lines[1][12] == "O"
    assert not result.settled


@pytest.mark.parametrize("length", [36, 40, 43, 46, 50])
def test_a_run_of_fillers_is_brought_to_its_length(length):
    name = FIRST.rstrip("<")
    result = read(TD3, name + "<" * (length - len(name)), SECOND)
    assert result.lines[0] == FIRST
    assert len(result.corrections) == abs(44 - length)
    assert {correction.rule for correction in result.corrections} == {"filler"}


def test_a_character_left_out_that_is_no_filler_leaves_the_reading_in_doubt():
    result = read(MRVA, "V" + FIRST[1:], SECOND[:28] + "IFLND00AMS8030857")
    assert not result.settled
    assert "length" in {correction.rule for correction in result.corrections}


def test_fillers_between_names_are_not_stretched():
    joined = FIRST.replace("<<ANNA", "<ANNA")  # one filler seen where there are two
    assert read(TD3, joined, SECOND).lines[0] == joined + "<"


def test_a_stray_mark_behind_the_names_becomes_a_filler():
    first = FIRST[:40] + "K" + FIRST[41:]
    folding = Folding(CHARSET)
    rows = [scores(first, {40: {"K": 0.6, "<": 0.3}}), scores(SECOND)]
    result = correct(TD3, [align(row, folding, TD3.allowed(i)) for i, row in enumerate(rows)])
    assert result.lines == [FIRST, SECOND]
    assert result.corrections == [Correction(0, 40, "K", "<", "filler")]


def test_a_doubtful_name_is_left_as_read_and_the_reading_in_doubt():
    folding = Folding(CHARSET)
    rows = [scores(FIRST, {6: {"R": 0.6, "P": 0.35}}), scores(SECOND)]
    result = correct(TD3, [align(row, folding, TD3.allowed(i)) for i, row in enumerate(rows)])
    assert result.lines == [FIRST, SECOND]
    assert not result.settled
    assert result.confidence == pytest.approx(0.6, abs=0.05)
    assert result.ambiguous == [Ambiguity(0, 6, "P")]


def test_a_failing_check_digit_brings_in_the_one_plausible_character():
    wrong = SECOND[:2] + "8" + SECOND[3:]
    result = read(TD3, FIRST, wrong, {2: {"8": 0.6, "9": 0.39}})
    assert result.lines == [FIRST, SECOND]
    assert result.corrections == [Correction(1, 2, "8", "9", "check_digit")]


def test_a_failing_check_digit_changes_nothing_where_all_was_read_clearly():
    wrong = SECOND[:2] + "8" + SECOND[3:]
    result = read(TD3, FIRST, wrong)
    assert result.lines == [FIRST, wrong]
    assert result.corrections == []


def test_a_failing_check_digit_changes_nothing_where_two_ways_are_as_likely():
    wrong = SECOND[:2] + "8" + SECOND[3:]
    assert check_digit("L898902C3") == check_digit("L888902C4")
    ways = {2: {"8": 0.5, "9": 0.4}, 8: {"3": 0.5, "4": 0.4}}
    result = read(TD3, FIRST, wrong, ways)
    assert result.lines == [FIRST, wrong]
    assert not result.settled
    assert result.ambiguous == [Ambiguity(1, 2, "9"), Ambiguity(1, 8, "4")]


@pytest.mark.parametrize(("read_as", "twin"), [("6", "G"), ("8", "S"), ("0", "A"), ("1", "B")])
def test_twins_modulo_ten_stay_as_read_and_the_reading_in_doubt(read_as, twin):
    number = "L8" + read_as + "8902C3"
    second = number + check_digit(number) + SECOND[10:43]
    second += check_digit(second[:10] + second[13:20] + second[21:43])
    sure = read(TD3, FIRST, second)
    assert sure.settled
    result = read(TD3, FIRST, second, {2: {read_as: 0.8, twin: 0.19}})
    assert result.lines == [FIRST, second]
    assert not result.settled
    assert result.ambiguous == [Ambiguity(1, 2, twin)]


def test_two_errors_that_cancel_out_leave_the_reading_in_doubt():
    # BD against 80: 7·11 + 3·13 and 7·8 + 3·0 are equal modulo ten.
    number = "BD0002028"
    assert check_digit(number) == check_digit("80" + number[2:])
    second = "80" + number[2:] + check_digit(number) + SECOND[10:43]
    second += check_digit(second[:10] + second[13:20] + second[21:43])
    doubts = {0: {"8": 0.86, "B": 0.13}, 1: {"0": 0.57, "D": 0.42}}
    result = read(TD3, FIRST, second, doubts)
    assert not result.settled
    assert result.ambiguous == [Ambiguity(1, 0, "B"), Ambiguity(1, 1, "D")]


def test_mixed_data_that_no_digit_checks_must_be_read_very_clearly():
    first = "V" + FIRST[1:]
    second = SECOND[:28] + "IFLND00AMS803085"
    assert read(MRVA, first, second, {28: {"I": 0.97, "1": 0.02}}).settled
    assert not read(MRVA, first, second, {28: {"I": 0.9, "1": 0.09}}).settled


@pytest.mark.parametrize(
    ("seen", "means"), [("é", "E"), ("k", "K"), ("«", "<"), (" ", ""), ("漢", None), ("7", "7")]
)
def test_characters_fold_to_the_alphabet_of_the_mrz(seen, means):
    assert fold(seen) == means


def test_a_row_of_too_few_frames_is_no_line():
    assert align(scores("P<UTO"), Folding(CHARSET), TD3.allowed(0)) is None


def test_an_alignment_tells_what_was_seen_in_each_column():
    aligned = align(scores("P«UTO" + FIRST[5:]), Folding(CHARSET), TD3.allowed(0))
    assert isinstance(aligned, Alignment)
    assert (aligned.text, aligned.read[:5]) == (FIRST, ["P", "«", "U", "T", "O"])
    assert aligned.probabilities.shape == (44, 37)
    np.testing.assert_allclose(aligned.probabilities.sum(axis=1), 1, atol=1e-3)
