"""Documents with an MRZ as ICAO 9303 defines it: what the zone itself says that they are."""

from app.core.report import Mrz

# ICAO 9303-5, 4.2.2 and 9303-6: the first letter of the document code is fixed, the second is
# the issuer's. "R" in second place marks a residence permit in the uniform format of
# Regulation (EC) 1030/2002, and is used so outside the EU too.
RESIDENCE_PERMITS = ("IR", "AR", "CR")
CREW = "AC"

# D1 is a driving licence's line (Regulation (EU) 383/2012).
GENERAL = {"P": "passport", "V": "visa", "I": "national_identity_card", "D": "driving_license"}

GERMANY = "D"  # the one state whose ICAO code is not ISO 3166-1 alpha-3


def document_type(mrz: Mrz) -> str:
    """Returns the type that the document code names: `passport`, `visa`, `driving_license`,
    `national_identity_card`, `residence_permit`, or `unidentified`.
    """
    code = mrz.fields.get("documentCode", mrz.lines[0][:2]).rstrip("<")
    if code in RESIDENCE_PERMITS:
        return "residence_permit"
    if code[:1] in ("A", "C"):
        return "unidentified" if code == CREW else "national_identity_card"
    return GENERAL.get(code[:1], "unidentified")


def issuing_country(mrz: Mrz) -> str | None:
    """Returns the issuing state, ISO 3166-1 alpha-3 or one of ICAO's own codes (`UTO`, `UNO`)."""
    return alpha3(mrz.fields.get("issuingCountry", "").rstrip("<")) or None


def alpha3(code: str) -> str:
    """Returns the ISO 3166-1 alpha-3 code of a state whose ICAO code is another; else `code`."""
    return "DEU" if code == GERMANY else code
