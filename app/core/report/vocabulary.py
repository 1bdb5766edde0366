"""The words a report is written in. Every value here is part of the public API."""

from enum import StrEnum


class Kind(StrEnum):
    """What a verification verifies."""

    DOCUMENT = "document"
    IDENTITY = "identity"
    FACE_COMPARE = "face_compare"
    LIVENESS = "liveness"
    FACE_INDEX = "face_index"
    FACE_SEARCH = "face_search"


class State(StrEnum):
    """Where a verification stands. The last three are terminal.

    `FAILED` means that there is nothing to verify (no document, no face), `ERROR` that the
    fault is ours, after the retries.
    """

    INIT = "INIT"
    IN_PROGRESS = "IN_PROGRESS"
    FINISHED = "FINISHED"
    FAILED = "FAILED"
    ERROR = "ERROR"

    @property
    def terminal(self) -> bool:
        return self in (State.FINISHED, State.FAILED, State.ERROR)


class Outcome(StrEnum):
    """The result of a whole verification, of a face match, of a PAD group."""

    CLEAR = "clear"
    ATTENTION = "attention"
    NOT_PROCESSED = "not_processed"


class CheckOutcome(StrEnum):
    """The result of one check.

    `not_processed`: it could have been done, but not on this picture (the reason says why).
    `not_applicable`: it does not fit this document or request.
    `not_supported`: this version cannot do it at all.
    """

    CLEAR = "clear"
    ATTENTION = "attention"
    NOT_PROCESSED = "not_processed"
    NOT_APPLICABLE = "not_applicable"
    NOT_SUPPORTED = "not_supported"


class CheckGroup(StrEnum):
    """The groups of checks, named as in the ComplyCube breakdown, and four of our own."""

    MRZ = "mrzAnalysis"
    CONSISTENCY = "consistencyAnalysis"
    CONTENT = "contentAnalysis"
    FORMAT = "formatAnalysis"
    FORENSIC = "forensicAnalysis"
    FRONT_AND_BACK = "frontAndBackAnalysis"
    CLIENT_VALIDATION = "clientValidation"
    SECURITY_AND_PATTERN = "securityAndPatternAnalysis"
    RULES = "ruleChecks"
    QUALITY = "qualityAnalysis"
    LIVENESS = "livenessAnalysis"
    FACE = "faceAnalysis"


class Source(StrEnum):
    """Where a field's value was read."""

    VISUAL = "visual"
    MRZ = "mrz"
    BARCODE = "barcode"


class PictureName(StrEnum):
    """The file parts of a submission."""

    FRONT = "front"
    BACK = "back"
    SELFIE = "selfie"
    IMAGE1 = "image1"
    IMAGE2 = "image2"
