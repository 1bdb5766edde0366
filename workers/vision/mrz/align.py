"""The recogniser's scores as one MRZ line: exactly N characters of the MRZ's alphabet.

A greedy reading drops or doubles fillers in long runs, and reads a letter O where only a digit
can be. Here the most probable CTC path is found among those that spell exactly as many
characters as the format has columns, so a run of fillers gets its right length from the line's.
"""

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workers.vision.mrz.check_digits import ALPHABET

FLOOR = 1e-6  # probability below which a score says nothing
LONG_RUN = 3  # fillers: more than stand between names
ELASTICITY = 0.01  # odds of a filler more or less in a long run
FILLERS = "<‹«＜〈《≤"  # what a recogniser for all scripts takes a filler for

STAY, BLANK = -1, -2  # where a step of the path comes from; else the character before it

Scores = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Alignment:
    """One line, read as exactly N characters.

    `read`: what the recogniser saw in each column, of all its characters ("" where nothing).
    `probabilities`: (N, 37) over the MRZ's alphabet, per column. `dropped`: characters that it
    saw between columns, as (column, character). `score`: log probability of the path.
    """

    text: str
    read: list[str]
    probabilities: Scores
    dropped: list[tuple[int, str]]
    score: float


class Folding:
    """Scores over the recogniser's charset as scores over the blank and the MRZ's alphabet."""

    def __init__(self, charset: Sequence[str]) -> None:
        self.charset = charset
        pairs = [(0, 0)] + [
            (i + 1, ALPHABET.index(c) + 1 if c else 0)
            for i, c in enumerate(map(fold, charset))
            if c is not None
        ]
        self._columns = np.array([column for column, _ in pairs])
        self._sum = np.zeros((len(pairs), len(ALPHABET) + 1), np.float32)
        self._sum[np.arange(len(pairs)), [target for _, target in pairs]] = 1

    def __call__(self, scores: Scores) -> Scores:
        """(frames, 1 + charset) to (frames, 1 + 37): blank, then the alphabet."""
        return np.asarray(scores[:, self._columns] @ self._sum, np.float32)


def fold(character: str) -> str | None:
    """The MRZ character that this one is: without case and accent; "" for a space."""
    if character in ("", " ", "\u3000"):
        return ""
    if character in FILLERS:
        return "<"
    base = unicodedata.normalize("NFKD", character)[0].upper()
    return base if base in ALPHABET else None


def align(scores: Scores, folding: Folding, columns: Sequence[str]) -> Alignment | None:
    """The best path of one character per column, each out of the column's allowed characters.

    `scores`: the recogniser's, (frames, 1 + charset). None where there are fewer frames than
    characters.
    """
    folded = folding(scores)
    if len(folded) < len(columns):
        return None
    allowed = np.array([[c in column for c in ALPHABET] for column in columns])
    path, score = _best_path(np.log(_elastic(np.maximum(folded, FLOOR))), allowed)
    text, read, rows = [], [], []
    for column in range(len(columns)):
        frames = np.flatnonzero(path[:, 0] == column)
        character = int(path[frames[0], 1])
        peak = frames[folded[frames, 1 + character].argmax()]
        text.append(ALPHABET[character])
        seen = int(scores[peak].argmax())
        read.append(folding.charset[seen - 1] if seen else "")
        rows.append(folded[peak, 1:] / max(float(folded[peak, 1:].sum()), FLOOR))
    return Alignment(
        text="".join(text),
        read=read,
        probabilities=np.array(rows, np.float32),
        dropped=_dropped(scores.argmax(axis=1), path[:, 0], folding.charset),
        score=score,
    )


def _elastic(folded: Scores) -> Scores:
    """The scores with long runs of fillers that may be longer or shorter at little cost.

    In a run of three or more, or one that ends the line, a filler may be skipped and there may
    be more of them; anywhere else a character more or less is as unlikely as it was read.
    """
    best = folded.argmax(axis=1)
    filler = len(ALPHABET)
    peaks = np.flatnonzero((best != 0) & (best != np.concatenate(([0], best[:-1]))))
    within = np.zeros(len(best), bool)
    for is_filler, group in itertools.groupby(peaks, key=lambda peak: best[peak] == filler):
        run = list(group)
        ends_line = run[-1] == peaks[-1]
        if is_filler and (len(run) >= LONG_RUN or ends_line):
            within[run[0] : len(best) if ends_line else run[-1] + 1] = True
    stretched = folded.copy()
    skip, more = within & (best == filler), within & (best == 0)
    stretched[skip, 0] = np.maximum(stretched[skip, 0], ELASTICITY * stretched[skip, filler])
    stretched[more, filler] = np.maximum(stretched[more, filler], ELASTICITY * stretched[more, 0])
    return stretched


def _best_path(log: Scores, allowed: NDArray[np.bool_]) -> tuple[NDArray[np.intp], float]:
    """Viterbi over the CTC lattice. Returns (frames, 2): column (-1: blank) and character; score.

    `emit[n, c]`: best score of a path that now writes c as character n; `rest[n]`: of one that
    is at a blank after n characters. A character follows its like only through a blank.
    """
    count, characters = allowed.shape
    closed = np.where(allowed, 0.0, -np.inf)
    emit = np.full((count, characters), -np.inf)
    rest = np.full(count + 1, -np.inf)
    rest[0] = 0.0
    from_emit = np.zeros((len(log), count, characters), np.int16)  # STAY, BLANK, or a character
    from_rest = np.zeros((len(log), count + 1), np.int16)  # STAY, or a character
    rows = np.arange(count)
    for t, frame in enumerate(log.astype(np.float64)):
        best = emit.argmax(axis=1)
        top = emit[rows, best]
        without = emit.copy()
        without[rows, best] = -np.inf
        second = without.argmax(axis=1)
        before = np.full((count, characters), -np.inf)  # best of the column before, of another c
        before[1:] = top[:-1, None]
        before[rows[1:], best[:-1]] = without[rows[:-1], second[:-1]]
        previous = np.zeros((count, characters), np.int16)
        previous[1:] = best[:-1, None]
        previous[rows[1:], best[:-1]] = second[:-1]

        after_blank = np.broadcast_to(rest[:-1, None], emit.shape)
        choice = np.where(after_blank > emit, np.int16(BLANK), np.int16(STAY))
        value = np.maximum(emit, after_blank)
        choice = np.where(before > value, previous, choice)
        value = np.maximum(value, before)

        ended = np.concatenate(([-np.inf], top))
        from_rest[t] = np.where(ended > rest, np.concatenate(([STAY], best)), STAY)
        rest = np.maximum(rest, ended) + frame[0]
        emit = value + frame[1:] + closed
        from_emit[t] = choice
    return _walk_back(from_emit, from_rest, emit, rest)


def _walk_back(
    from_emit: NDArray[np.int16],
    from_rest: NDArray[np.int16],
    emit: NDArray[np.float64],
    rest: NDArray[np.float64],
) -> tuple[NDArray[np.intp], float]:
    frames, count, _ = from_emit.shape
    path = np.full((frames, 2), -1, np.intp)
    column, character = count - 1, int(emit[-1].argmax())
    score = float(emit[-1, character])
    if rest[-1] >= score:
        column, character, score = count, -1, float(rest[-1])
    for t in range(frames - 1, -1, -1):
        if character < 0:  # at a blank after `column` characters
            step = int(from_rest[t, column])
            if step != STAY:
                column, character = column - 1, step
            continue
        path[t] = column, character
        step = int(from_emit[t, column, character])
        if step == BLANK:
            character = -1  # the blank after the `column` characters before this one
        elif step != STAY:
            column, character = column - 1, step
    return path, score


def _dropped(
    best: NDArray[np.intp], columns: NDArray[np.intp], charset: Sequence[str]
) -> list[tuple[int, str]]:
    """Runs of frames where a character was seen but none written."""
    dropped = []
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(best)], strict=True):
        character = charset[best[start] - 1] if best[start] else ""
        if character.strip() and (columns[start:end] < 0).all():
            dropped.append((int(columns[:start].max(initial=-1)) + 1, character))
    return dropped
