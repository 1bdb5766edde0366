"""How sure a value is: from the characters it was read from, and from what it says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from app.core.report import FieldValue, Source
from workers import addresses
from workers.checks.printed import folded
from workers.documents.schema import Kind
from workers.documents.vnm_common import VIETNAM
from workers.reading.normalise import normalised
from workers.reading.page import Page, Piece
from workers.reading.search import bare_letters
from workers.reading.values import Value
from workers.reading.vietnamese import strange_words, with_usual_words
from workers.vision.mrz.dates import UNTIL

REVIEW = 0.9
"""Confidence under which a value is to be reviewed."""
MISFIT = 0.5
"""What is left of the confidence in a value that has not the form of its field."""
REPAIRED = 0.9
"""The same for every character that was changed to give it that form."""
STRANGE = 0.7
"""The same for every word that is no Vietnamese syllable."""
UNLABELLED = 0.95
"""The same where no label says that the value is this field's."""
CONFIRMED = 0.25
"""What is left of the doubt about a word that is the name of an official unit in its place, and
about a value that is one of the few that its field has."""

FRAGMENT, ALIKE = 4, 75.0
"""Letters of a value's first word from which it may be a piece of its label; how like, of 100."""

SYLLABIC = ("fullName", "otherName", "lastName", "firstName", "distinguishingMarks", "ethnicity")
"""Fields of Vietnam's documents whose words are syllables."""


@dataclass(frozen=True)
class Word:
    """A printed word, and the probability of its least certain character."""

    text: str
    probability: float


def field_value(
    value: Value, page: Page, country: str | None, received: date = UNTIL
) -> FieldValue:
    """The value as the report has it; `""`, to be reviewed, where there was no print for it.

    `received`: the day on which the picture was.
    """
    if not value.pieces:
        return FieldValue(value="", confidence=0, to_be_reviewed=True, source=Source.VISUAL)
    found = normalised(value.field, value.text, received)
    text, parts = found.value, dict[str, str]()
    words = _words(value.pieces)
    if country == VIETNAM and value.field.kind in (Kind.ADDRESS, Kind.PLACE):
        text, parts, words = _address(text, words)
    confidence = min((word.probability for word in words), default=0.0)
    confidence *= (1.0 if found.fits else MISFIT) * REPAIRED**found.repairs
    if _begins_like_a_label(value) or _breaks_off(value):
        confidence *= MISFIT
    if found.known:
        confidence = 1 - (1 - confidence) * CONFIRMED
    if value.label is None and not value.field.starts:
        confidence *= UNLABELLED
    if country == VIETNAM and value.field.name in SYLLABIC:
        confidence *= STRANGE ** len(strange_words(text))
    return FieldValue(
        value=text,
        confidence=round(confidence, 4),
        to_be_reviewed=not text or confidence < REVIEW,
        source=Source.VISUAL,
        picture=value.pieces[0].line.source.picture,
        box=page.box(value.pieces),
        printed=value.text,
        parts=parts,
    )


def _begins_like_a_label(value: Value) -> bool:
    """Whether the print begins with a piece of the field's own label: its end was not found."""
    first = bare_letters(next(iter(value.text.split()), ""))
    return len(first) >= FRAGMENT and any(
        fuzz.ratio(first, bare_letters(label)[: len(first)]) >= ALIKE
        for label in value.field.labels
    )


def _breaks_off(value: Value) -> bool:
    """Whether the print ends with a comma: it goes on on a line that was not read."""
    return value.text.rstrip().endswith(",")


def _words(pieces: Sequence[Piece]) -> list[Word]:
    """The words of a value with their doubts; marks alone are no words."""
    words = []
    for piece in pieces:
        for match in re.finditer(r"\S+", piece.text):
            letters = [
                probability
                for character, probability in zip(
                    match[0], piece.probabilities[match.start() : match.end()], strict=True
                )
                if character.isalnum()
            ]
            if letters:
                words.append(Word(match[0], min(letters)))
    return words


def _address(text: str, words: Sequence[Word]) -> tuple[str, dict[str, str], list[Word]]:
    """A Vietnamese address as the law spells its units, its parts, and what doubts are left."""
    text = addresses.correct(with_usual_words(text)).text
    split = addresses.split(text)
    parts = {name: getattr(split, name) for name in ("province", "district", "ward", "street")}
    if not split.known:
        return text, parts, list(words)
    units = {
        word for name in ("province", "district", "ward") for word in folded(parts[name]).split()
    }
    return text, parts, [_less_doubtful(word, units) for word in words]


def _less_doubtful(word: Word, units: set[str]) -> Word:
    doubt = 1 - word.probability
    return Word(word.text, 1 - doubt * CONFIRMED) if folded(word.text) in units else word
