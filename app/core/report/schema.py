"""The report: what one verification found out. Pure data; every dialect is rendered from it.

camelCase in JSON, snake_case in Python. Scores run from 0 to 100, where 100 is genuine, or
the same person. Boxes are four corners in pixels of the upright picture, clockwise from the
corner that is top left for a reader of the text. `page` counts from 1: of a PDF every page is a
picture of its own.
"""

import uuid
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from app.core.report.vocabulary import (
    CheckGroup,
    CheckOutcome,
    Kind,
    Outcome,
    PictureName,
    Source,
)

Score = Annotated[float, Field(ge=0, le=100)]
Confidence = Annotated[float, Field(ge=0, le=1)]
Page = Annotated[int, Field(ge=1)]
Box = list[tuple[float, float]]


class ReportModel(BaseModel):
    """Base of everything in a report: camelCase names, nothing unknown."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Reason(ReportModel):
    """Why an outcome is not `clear`: a stable code and a sentence for a person."""

    code: str
    message: str


class Check(ReportModel):
    """One check. `measured` holds the numbers that decided, so that it can be replayed.

    `document`: the place in `documents`, from 0, of the one that it is about, where it is about
    one.
    """

    name: str
    group: CheckGroup
    outcome: CheckOutcome
    score: Score | None = None
    reason: str | None = None
    picture: PictureName | None = None
    document: int | None = None
    measured: dict[str, float] = Field(default_factory=dict)


class FieldValue(ReportModel):
    """One value read from a document. `confidence` runs from 0 to 1.

    `value` is normalised (docs/documents.md), `printed` is the text as it stands on the
    document, `parts` what an address is made of (province, district, ward, street).
    `to_be_reviewed`: empty, read with little confidence, or not what another source says.
    """

    value: str
    confidence: Confidence
    to_be_reviewed: bool
    source: Source
    picture: PictureName | None = None
    page: Page = 1
    box: Box | None = None
    printed: str | None = None
    parts: dict[str, str] = Field(default_factory=dict)


class TextLine(ReportModel):
    """One line of print as it was read, before anyone asked what it means.

    `characters`: for each character of `text` its probability and where its middle stands along
    the line, 0..1. It serves the reading alone and is no part of the report.
    """

    text: str
    confidence: Confidence
    box: Box
    picture: PictureName
    page: Page = 1
    characters: list[tuple[float, float]] = Field(default_factory=list, exclude=True, repr=False)


class MrzCorrection(ReportModel):
    """One character of an MRZ that was changed after reading, and on what ground.

    `line` and `column` count from 0. `rule`: `position_class` (a letter where ICAO 9303 has
    only digits, or the reverse), `filler`, `check_digit`, or `length` (a character too many or too
    few in a row).
    """

    line: int
    column: int
    read: str
    written: str
    rule: str


class MrzAmbiguity(ReportModel):
    """One character of an MRZ that may be another as far as the zone itself can tell.

    `line` and `column` count from 0. `alternatives`: what else may stand there, the likeliest
    first.
    """

    line: int
    column: int
    alternatives: str


class Mrz(ReportModel):
    """A machine readable zone.

    `valid`: the form is right, every check digit agrees, and no character is in doubt; those that
    are, are in `ambiguous`.
    `rotation`: the quarter turns, in degrees clockwise, that bring the zone upright.
    """

    format: str
    lines: list[str]
    fields: dict[str, str]
    check_digits: dict[str, bool]
    valid: bool
    corrections: list[MrzCorrection]
    ambiguous: list[MrzAmbiguity] = Field(default_factory=list)
    confidence: Confidence
    picture: PictureName
    page: Page = 1
    box: Box
    rotation: int


class Barcode(ReportModel):
    """A barcode as it was decoded. `format`: `qr`, `pdf417`, `datamatrix` and the like."""

    format: str
    text: str
    picture: PictureName
    page: Page = 1
    box: Box


class Extracted(ReportModel):
    """Everything read from one document. `fields`: the best value of each, over all sources."""

    fields: dict[str, FieldValue] = Field(default_factory=dict)
    visual: dict[str, FieldValue] = Field(default_factory=dict)
    mrz: Mrz | None = None
    barcode: dict[str, FieldValue] = Field(default_factory=dict)
    barcodes: list[Barcode] = Field(default_factory=list)
    text: list[TextLine] = Field(default_factory=list)


class Side(ReportModel):
    """One side of a document: what it was found to be, where its card is, and the portrait.

    `side`: `front`, `back`, or `unknown`. `model`: the side's code (`cccd_chip_front`), None
    where it was not identified; `confidence` is in that. `width` and `height` are the picture's.
    `rotation`: the quarter turns, in degrees clockwise, that bring the side upright.
    """

    picture: PictureName
    page: Page = 1
    side: str
    model: str | None = None
    confidence: Confidence = 0.0
    width: int
    height: int
    rotation: int = 0
    card: Box | None = None
    portrait: Box | None = None


class Document(ReportModel):
    """One document. `type` is `unidentified` where it is none that we know.

    `model`: the code of the type in the catalogue (`cccd_chip`), None where none fits;
    `confidence` is in that.
    """

    type: str
    model: str | None = None
    country: str | None
    confidence: Confidence = 0.0
    sides: list[Side]
    extracted: Extracted


class FaceMatch(ReportModel):
    """The comparison of two faces. `distance` is the L2 distance of the embeddings.

    `false_match_one_in`: N, where of pairs of different people at most 1 in N are as alike; None
    where that many are that nothing can be said. `confidence`: in the decision, one person or two;
    1/2 is undecided. Both come from measured curves, see docs/models.md. `summary`: the result in
    words.
    """

    outcome: Outcome
    score: Score | None = None
    threshold: Score | None = None
    distance: float | None = None
    false_match_one_in: int | None = None
    confidence: Confidence | None = None
    summary: str | None = None
    reasons: list[Reason] = Field(default_factory=list)


class FaceIndex(ReportModel):
    """The face that was put into the index: `clear` where it is there, since `indexed_at`.

    The index knows it by `partition` and `external_id`, and by the verification.
    """

    outcome: Outcome
    partition: str
    external_id: str
    indexed_at: datetime | None = None
    reasons: list[Reason] = Field(default_factory=list)


class Candidate(FaceMatch):
    """A face of the index, compared with the one that is searched for.

    `request_id`: the verification that put it there.
    """

    request_id: uuid.UUID
    external_id: str
    indexed_at: datetime


class FaceSearch(ReportModel):
    """A search in one partition of the face index: the candidates, the best first.

    `compared`: how many faces of the partition were compared; `outdated`: how many could not be,
    because another model made their vectors. `floor`: the score under which none is a candidate.
    """

    outcome: Outcome
    partition: str
    compared: int = 0
    outdated: int = 0
    floor: Score
    candidates: list[Candidate] = Field(default_factory=list)
    reasons: list[Reason] = Field(default_factory=list)


class Attack(ReportModel):
    """A PAD or liveness result: the outcome of the group of checks under it."""

    outcome: Outcome
    score: Score | None = None
    reasons: list[Reason] = Field(default_factory=list)


class ModelUse(ReportModel):
    """A model that took part, by its hash."""

    name: str
    version: str
    sha256: str


class Report(ReportModel):
    """The one report of a verification."""

    kind: Kind
    outcome: Outcome
    reasons: list[Reason] = Field(default_factory=list)
    documents: list[Document] = Field(default_factory=list)
    checks: list[Check] = Field(default_factory=list)
    face_match: FaceMatch | None = None
    face_index: FaceIndex | None = None
    face_search: FaceSearch | None = None
    liveness: Attack | None = None
    document_pad: Attack | None = None
    models: list[ModelUse] = Field(default_factory=list)
    thresholds: dict[str, float] = Field(default_factory=dict)
    version: str
