"""The end of a verification."""

from dataclasses import dataclass

from app.core.faces.index import NewFace
from app.core.report import Report


@dataclass(frozen=True)
class Conclusion:
    """The report, and whether there was nothing to verify: no document, no face.

    `face`: what goes into the face index with it.
    """

    report: Report
    nothing_to_verify: bool
    face: NewFace | None = None
