"""The names of all checks, by group: what a client may ask for, and what a report may hold.

What each measures, on which documents and how well is in docs/checks.md.
"""

from app.core.report.vocabulary import CheckGroup

CHECKS: dict[CheckGroup, tuple[str, ...]] = {
    CheckGroup.MRZ: ("mrzFormat", "mrzChecksum"),
    CheckGroup.CONSISTENCY: (
        "lastName",
        "firstName",
        "dob",
        "gender",
        "nationality",
        "documentNumber",
        "personalNumber",
        "expirationDate",
        "issuingDate",
        "barcodeData",
    ),
    CheckGroup.CONTENT: (
        "dataIntegrity",
        "issuingDate",
        "expirationDate",
        "nationality",
        "specimenCheck",
        "blackListCheck",
    ),
    CheckGroup.RULES: (
        "idNumberFormat",
        "idNumberLength",
        "genderAndBirthDate",
        "province",
        "birthDateFormat",
        "issuingDateFormat",
        "expirationDateFormat",
        "validityPeriod",
        "expiryByAge",
        "qrMismatch",
        "birthDateColon",
        "birthDatePrint",
    ),
    CheckGroup.FORMAT: (
        "modelIdentification",
        "countryModelValidity",
        "documentModelValidity",
        "photocopyDetected",
    ),
    CheckGroup.FORENSIC: (
        "mrzClassification",
        "documentLivenessCheck",
        "printedCopy",
        "tamperingDetected",
        "mrzVisualPlacement",
        "photoLocation",
        "daylightAnalysis",
        "securityElements",
    ),
    CheckGroup.SECURITY_AND_PATTERN: (
        "chipPresent",
        "emblem",
        "hologramPresent",
        "publicPicture",
        "layoutSimilarity",
    ),
    CheckGroup.FRONT_AND_BACK: ("formatAnalysis", "dataConsistency"),
    CheckGroup.CLIENT_VALIDATION: ("ageVerification", "clientDataConsistency"),
    CheckGroup.QUALITY: (
        "blur",
        "glare",
        "resolution",
        "compression",
        "tooSmall",
        "documentTooClose",
        "margin",
        "partialDocument",
        "cornerCut",
        "faceNotDetected",
        "unreadableText",
        "blackAndWhite",
        "capturedFromScreen",
        "unreadPages",
    ),
    CheckGroup.LIVENESS: (
        "multipleFaces",
        "blur",
        "faceSize",
        "eyesClosed",
        "maskPresent",
        "sunglasses",
        "blackAndWhite",
        "printedFace",
        "screen",
    ),
    CheckGroup.FACE: ("faceMatch",),
}

CHECK_NAMES = frozenset(name for names in CHECKS.values() for name in names)
