"""ComplyCube's names: paths, document types, the analyses of a document and what they hold."""

from app.core.report import CheckGroup

NAME = "complycube"
PREFIX = "/complycube/v1"

DOCUMENT_TYPES = (
    "passport",
    "driving_license",
    "national_insurance_number",
    "social_security_number",
    "utility_bill",
    "tax_identification_number",
    "national_identity_card",
    "visa",
    "polling_card",
    "residence_permit",
    "birth_certificate",
    "bank_statement",
    "change_of_name",
    "tax_document",
    "company_confirmation_statement",
    "company_annual_accounts",
    "company_statement_of_capital",
    "company_change_of_address",
    "company_incorporation",
    "company_change_of_officers",
    "company_change_of_beneficial_owners",
    "unknown",
    "other",
)
"""What a client may say that a document is (L211–253)."""

DETECTED_TYPES = (
    "passport",
    "driving_license",
    "national_identity_card",
    "residence_permit",
    "visa",
)
"""What a document may be found to be; anything else is `unidentified` (L307–320)."""

ANALYSES: dict[CheckGroup, tuple[str, ...]] = {
    CheckGroup.MRZ: ("mrzFormat", "mrzChecksum"),
    CheckGroup.CONSISTENCY: (
        "lastName",
        "firstName",
        "dob",
        "documentNumber",
        "personalNumber",
        "expirationDate",
        "issuingDate",
    ),
    CheckGroup.CONTENT: (
        "dataIntegrity",
        "issuingDate",
        "expirationDate",
        "nationality",
        "specimenCheck",
        "blackListCheck",
    ),
    CheckGroup.FORMAT: (
        "modelIdentification",
        "countryModelValidity",
        "documentModelValidity",
        "photocopyDetected",
    ),
    CheckGroup.FORENSIC: (
        "documentLivenessCheck",
        "tamperingDetected",
        "daylightAnalysis",
        "mrzVisualPlacement",
        "securityElements",
        "photoLocation",
        "mrzClassification",
    ),
    CheckGroup.FRONT_AND_BACK: ("formatAnalysis", "dataConsistency"),
    CheckGroup.CLIENT_VALIDATION: ("ageVerification", "clientDataConsistency"),
}
"""The analyses, which are groups of checks under the report's own names."""
