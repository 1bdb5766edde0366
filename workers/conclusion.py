"""The end of a verification."""

from dataclasses import dataclass, field

from app.core.faces.index import NewFace
from app.core.report import Report
from app.core.verifications.models import Picture


@dataclass(frozen=True)
class Conclusion:
    """The report, and whether there was nothing to verify: no document, no face.

    `face`: what goes into the face index with it. `pictures`: what was stored to be kept.
    """

    report: Report
    nothing_to_verify: bool
    face: NewFace | None = None
    pictures: list[Picture] = field(default_factory=list)
