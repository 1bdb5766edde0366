"""HyperVerge's endpoint as data: its path, its checks, and what ours they are."""

from dataclasses import dataclass

from app.core.report import CheckGroup

NAME = "hyperverge"
PREFIX = "/hyperverge/"
PATH = "/hyperverge/v1/readId"
ENDPOINT = "readId"
API_CODE = "VERIFY_DOCUMENT"
"""The name in the history: the page has none."""

NO_FILE = "API call requires one input image or pdf"
INVALID_FILE = "Invalid image or pdf uploaded"
NOT_DETECTED = "No document detected"


@dataclass(frozen=True)
class CheckOf:
    """A check of the page. `name`: what follows the dot of its parameter, `shown` its name in the
    answer. `ours`: the checks of the report that it is.
    `hint`: ours is one that the core gives little weight.
    """

    name: str
    ours: tuple[tuple[CheckGroup, str], ...]
    shown: str = ""
    hint: bool = False

    @property
    def key(self) -> str:
        """The name in the answer."""
        return self.shown or self.name


_PHOTO = ((CheckGroup.FORENSIC, "photoOverlay"), (CheckGroup.FORENSIC, "photoEdit"))
_OVERLAY = ((CheckGroup.FORENSIC, "textOverlay"),)
_EDIT = ((CheckGroup.FORENSIC, "textEdit"),)

FORGERY = "forgeryChecks"
RULE = "ruleChecks"
RULES = CheckGroup.RULES

CHECKS: dict[str, tuple[CheckOf, ...]] = {
    FORGERY: (
        CheckOf("text", (*_OVERLAY, *_EDIT), hint=True),
        CheckOf("photo", _PHOTO, hint=True),
        CheckOf("emblem", ((CheckGroup.SECURITY_AND_PATTERN, "emblem"),), hint=True),
        CheckOf("dateOfBirth", ((RULES, "birthDatePrint"),)),
        CheckOf("colonInDateOfBirth", ((RULES, "birthDateColon"),)),
        CheckOf("idNumberLength", ((RULES, "idNumberLength"),)),
        CheckOf("expiry", ((CheckGroup.CONTENT, "expirationDate"),)),
        CheckOf("provinceMismatch", ((RULES, "province"),), hint=True),
        CheckOf("genderAndDOBMismatch", ((RULES, "genderAndBirthDate"),)),
        CheckOf("mrz", ((CheckGroup.MRZ, "mrzFormat"), (CheckGroup.MRZ, "mrzChecksum"))),
        CheckOf("qrMismatch", ((RULES, "qrMismatch"),)),
        CheckOf("facePhoto", _PHOTO, hint=True),
        CheckOf("digitalText", _EDIT, hint=True),
        CheckOf("physicalText", _OVERLAY, hint=True),
        CheckOf("colorPrintout", ((CheckGroup.FORENSIC, "printedCopy"),), hint=True),
        CheckOf(
            "detectAiForgery",
            ((CheckGroup.FORENSIC, "aiGenerated"),),
            shown="aiForgery",
        ),
    ),
    RULE: (
        CheckOf("idNumber", ((RULES, "idNumberFormat"),)),
        CheckOf("dateOfBirth", ((RULES, "birthDateFormat"),)),
        CheckOf("dateOfIssue", ((RULES, "issuingDateFormat"),)),
        CheckOf("dateOfExpiry", ((RULES, "expirationDateFormat"),)),
        CheckOf("minimumAgeThreshold", ((CheckGroup.CLIENT_VALIDATION, "ageVerification"),)),
    ),
}
"""The 16 forgery checks and 5 rule checks (seed 002), in the order of the page."""

PARTS = tuple(f"{group}.{check.name}" for group, checks in CHECKS.items() for check in checks)
"""The parameters that ask for them."""

DOCUMENTS = {
    "id": "national_identity_card",
    "passport": "passport",
    "dl": "driving_license",
}
"""What `documentId` claims. Any other word is taken as ours for a type of document."""
