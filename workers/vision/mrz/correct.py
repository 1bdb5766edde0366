"""What may be changed in a reading of an MRZ, and when a reading is settled.

Every change is recorded with its ground:
- `position_class`: the character read cannot stand in its column (a letter in a date);
- `filler`: a run of fillers brought to its length, or a stray mark after the names' end;
- `length`: any other character added or left out, since a line has exactly N characters;
- `check_digit`: the one plausible substitution that makes a failing check digit agree.

A check digit catches a single error only where the two characters differ modulo 10: not G for 6,
B for 1, S for 8, A for 0. So where both are likely the reading stays as it is, but unsettled, and
what else may stand there is told: the printed zone can settle it.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from workers.vision.mrz.align import FLOOR, Alignment, Scores, fold
from workers.vision.mrz.check_digits import ALPHABET
from workers.vision.mrz.formats import ANY, CheckDigit, Format
from workers.vision.mrz.parse import agrees

MAX_SUBSTITUTIONS = 2  # per failing check digit: more would make any text agree
PLAUSIBLE = 0.005  # least probability of a character that a check digit may bring in
ALTERNATIVES = 3  # other characters that are tried per column
PROPOSALS = 6  # ways to satisfy one check digit that are kept
CLEARLY_BETTER = 30.0  # odds of the lines against others that satisfy the check digits too
STRAY = 0.02  # least probability of a filler where a mark after the names is erased

CERTAIN = 0.8  # least probability of a character that no check digit covers
CERTAIN_IN_MIXED = 0.95  # the same where letters and digits may stand, and I looks like 1
CHECKED = 0.3  # least probability of one that an agreeing check digit covers

# Letters and digits that OCR-B and what is printed for it make look alike.
PAIRS = ("O0", "D0", "Q0", "I1", "L1", "Z2", "A4", "S5", "G6", "T7", "B8")
LOOK_ALIKES = {
    character: "".join(pair.replace(character, "") for pair in PAIRS if character in pair)
    for character in sorted(set("".join(PAIRS)))
}

Substitution = tuple[int, int, str]  # line, column, character


@dataclass(frozen=True)
class Correction:
    """One character changed after reading. Line and column count from 0; "" is no character."""

    line: int
    column: int
    read: str
    written: str
    rule: str


@dataclass(frozen=True)
class Ambiguity:
    """One character that may be another, as far as the zone itself can tell.

    `alternatives`: what else may stand there, the likeliest first; with them the check digits
    that agree would agree as well (perhaps only together with those of another column).
    """

    line: int
    column: int
    alternatives: str


@dataclass(frozen=True)
class Corrected:
    """The lines as corrected. `settled`: no character is in doubt.

    `rivals`: other lines, nearly as likely, satisfy the check digits as well. `ambiguous`: where
    they differ, and the characters in doubt that no check digit covers.

    `confidence`: probability, 0..1, of the least certain character; an agreeing check digit lets
    through one error in ten, so the doubt about what it covers is divided by ten.
    """

    lines: list[str]
    corrections: list[Correction]
    settled: bool
    rivals: bool
    confidence: float
    ambiguous: list[Ambiguity]


def correct(
    form: Format,
    alignments: Sequence[Alignment],
    other_looks: Sequence[Sequence[Alignment]] = (),
) -> Corrected:
    """The most probable lines of this format, every change recorded.

    `other_looks`: the same rows as they read at other widths. Probabilities are the mean over all
    looks, and no look may find rivals.
    """
    lines = [alignment.text for alignment in alignments]
    corrections = list(_made_by_alignment(form, alignments))
    looks = [[row.probabilities for row in look] for look in (alignments, *other_looks)]
    probabilities = [np.mean(rows, axis=0) for rows in zip(*looks, strict=True)]
    for rule, find in (("filler", _stray_marks), ("check_digit", _substitutions)):
        for line, column, character in find(form, lines, probabilities):
            read = lines[line][column]
            corrections.append(Correction(line, column, read, character, rule))
            lines[line] = _with(lines[line], column, character)
    left_out = any(
        fold(character) != "<" for alignment in alignments for _, character in alignment.dropped
    )
    rivals = {change for look in looks for change in _rivals(form, lines, look)}
    certainties = list(_certainties(form, lines, probabilities))
    return Corrected(
        lines=lines,
        corrections=sorted(corrections, key=lambda c: (c.line, c.column)),
        settled=not left_out and not rivals and all(c.enough for c in certainties),
        rivals=bool(rivals),
        confidence=min(c.probability for c in certainties),
        ambiguous=_ambiguous(form, probabilities, rivals, certainties),
    )


def _made_by_alignment(form: Format, alignments: Sequence[Alignment]) -> Iterator[Correction]:
    for line, alignment in enumerate(alignments):
        allowed = form.allowed(line)
        for column, (read, written) in enumerate(zip(alignment.read, alignment.text, strict=True)):
            seen = fold(read)
            if seen == written:
                continue
            if read and (seen is None or seen not in allowed[column]):
                rule = "position_class"
            else:
                rule = "filler" if "<" in (seen, written) else "length"
            yield Correction(line, column, read, written, rule)
        for column, read in alignment.dropped:
            yield Correction(line, column, read, "", "filler" if fold(read) == "<" else "length")


def _stray_marks(
    form: Format, lines: Sequence[str], probabilities: Sequence[Scores]
) -> list[Substitution]:
    """Characters after three fillers in a row, where names have ended (K and C, mostly)."""
    return [
        (field.span.line, column, "<")
        for field in form.fields
        if field.name in ("names", "lastName", "firstName")
        for text in [field.span.of(list(lines))]
        if "<<<" in text
        for column in range(field.span.start + text.index("<<<"), field.span.end)
        if lines[field.span.line][column] != "<"
        and probabilities[field.span.line][column, ALPHABET.index("<")] >= STRAY
    ]


def _substitutions(
    form: Format, lines: Sequence[str], probabilities: Sequence[Scores]
) -> list[Substitution]:
    """The one plausible way to make all failing check digits agree; empty where there is none."""
    failing = [check for check in form.check_digits if not agrees(form, check, list(lines))]
    if not failing:
        return []
    fields = [check for check in failing if check.name != "composite"] or failing
    ways = [_proposals(form, lines, probabilities, check) for check in fields]
    fitting: list[tuple[float, list[Substitution]]] = []
    for combination in itertools.product(*ways):
        changes = [change for _, part in combination for change in part]
        changed = _apply(lines, changes)
        if all(agrees(form, check, changed) for check in form.check_digits):
            fitting.append((sum(cost for cost, _ in combination), changes))
    fitting.sort(key=lambda way: way[0])
    if not fitting:
        return []
    if len(fitting) > 1 and fitting[1][0] - fitting[0][0] < math.log(CLEARLY_BETTER):
        return []
    return fitting[0][1]


def _rivals(
    form: Format, lines: Sequence[str], probabilities: Sequence[Scores]
) -> set[Substitution]:
    """Where other lines, nearly as likely, that satisfy the check digits as well differ."""
    return {
        change
        for check in form.check_digits
        for cost, changes in _proposals(form, lines, probabilities, check)
        if cost < math.log(CLEARLY_BETTER)
        and all(agrees(form, other, _apply(lines, changes)) for other in form.check_digits)
        for change in changes
    }


def _ambiguous(
    form: Format,
    probabilities: Sequence[Scores],
    rivals: set[Substitution],
    certainties: Sequence["_Certainty"],
) -> list[Ambiguity]:
    """The rivals' characters, and the likeliest others where no check digit covers a doubt."""
    others: dict[tuple[int, int], set[str]] = {}
    for line, column, character in rivals:
        others.setdefault((line, column), set()).add(character)
    for doubt in certainties:
        if not doubt.enough and not doubt.covered:
            scores = probabilities[doubt.line][doubt.column]
            others[doubt.line, doubt.column] = {
                ALPHABET[i]
                for i in np.argsort(-scores)[: ALTERNATIVES + 1]
                if scores[i] >= PLAUSIBLE
                and ALPHABET[i] != doubt.character
                and ALPHABET[i] in form.allowed(doubt.line)[doubt.column]
            }
    return [
        Ambiguity(
            line,
            column,
            "".join(
                ALPHABET[i]
                for i in np.argsort(-probabilities[line][column])
                if ALPHABET[i] in found
            ),
        )
        for (line, column), found in sorted(others.items())
    ]


def _proposals(
    form: Format, lines: Sequence[str], probabilities: Sequence[Scores], check: CheckDigit
) -> list[tuple[float, list[Substitution]]]:
    """Ways to satisfy one check digit by at most two substitutions, with their cost in log odds."""
    options: list[tuple[float, Substitution]] = []
    for line, start, end in (*check.covers, check.span):
        allowed = form.allowed(line)
        for column in range(start, end):
            scores = probabilities[line][column]
            now = max(float(scores[ALPHABET.index(lines[line][column])]), PLAUSIBLE)
            for i in np.argsort(-scores)[: ALTERNATIVES + 1]:
                other = ALPHABET[i]
                if (
                    other != lines[line][column]
                    and other in allowed[column]
                    and scores[i] >= PLAUSIBLE
                ):
                    options.append((math.log(now / float(scores[i])), (line, column, other)))
    ways = []
    for count in range(1, MAX_SUBSTITUTIONS + 1):
        for chosen in itertools.combinations(options, count):
            changes = [change for _, change in chosen]
            if len({change[:2] for change in changes}) == count and agrees(
                form, check, _apply(lines, changes)
            ):
                ways.append((sum(cost for cost, _ in chosen), changes))
    return sorted(ways, key=lambda way: way[0])[:PROPOSALS]


@dataclass(frozen=True)
class _Certainty:
    """How certain a character is. `covered`: by a check digit that agrees. `enough`: to settle."""

    line: int
    column: int
    character: str
    probability: float
    covered: bool
    enough: bool


def _certainties(
    form: Format, lines: list[str], probabilities: Sequence[Scores]
) -> Iterator[_Certainty]:
    """Of every character up to each line's last that is no filler."""
    covered = {
        (line, column)
        for check in form.check_digits
        if agrees(form, check, lines)
        for line, start, end in (*check.covers, check.span)
        for column in range(start, end)
    }
    for line, text in enumerate(lines):
        end_of_text = len(text.rstrip("<"))
        allowed = form.allowed(line)
        for column, character in enumerate(text[:end_of_text]):
            scores = probabilities[line][column]
            certain = _certainty(scores, character, allowed[column])
            checked = (line, column) in covered
            mixed = allowed[column] == ANY
            least = CHECKED if checked else CERTAIN_IN_MIXED if mixed else CERTAIN
            yield _Certainty(
                line,
                column,
                character,
                probability=1 - (1 - certain) / 10 if checked else certain,
                covered=checked,
                enough=certain >= least,
            )


def _certainty(scores: Scores, character: str, allowed: str) -> float:
    """How likely a character is where only `allowed` can stand.

    Probability that went to a look-alike which cannot stand there (the digit 0 among letters)
    is shared out among those that can; what went to anything else stays doubt.
    """
    possible = float(sum(scores[ALPHABET.index(c)] for c in allowed))
    excluded = LOOK_ALIKES.get(character, "")
    alike = float(sum(scores[ALPHABET.index(c)] for c in excluded if c not in allowed))
    share = float(scores[ALPHABET.index(character)]) / max(possible, FLOOR)
    return min(1.0, share * (possible + alike))


def _apply(lines: Sequence[str], changes: Sequence[Substitution]) -> list[str]:
    changed = list(lines)
    for line, column, character in changes:
        changed[line] = _with(changed[line], column, character)
    return changed


def _with(text: str, column: int, character: str) -> str:
    return text[:column] + character + text[column + 1 :]
