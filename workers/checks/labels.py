"""Which field's label stands beside a line, on documents whose layout is not known.

Dates are told by beginnings of words, for their labels are bent in many ways; the other fields by
the labels that `workers.documents.icao_labels` lists.
"""

from collections.abc import Sequence

from app.core.report import TextLine
from workers.checks.printed import folded
from workers.documents import icao_labels

# Beginnings of words, folded, in the languages of documents printed in Latin letters. Expiry
# comes first: "date d'expiration du titre délivré" is a date of expiry.
LABELS = {
    "expirationDate": (
        "EXPIR", "EXPIRY", "VALID UNTIL", "VALIDE JUSQU", "VALABLE JUSQU", "GULTIG BIS", "CADUC",
        "VALIDADE", "VALIDEZ", "SCADENZA", "GELDIG TOT", "CO GIA TRI DEN", "WAZNOSCI", "DEREKIGI",
    ),
    "birthDate": (
        "BIRTH", "NAISSANCE", "NEE LE", "NE E LE", "NE LE", "GEBURTS", "GEB", "NACIMIENTO",
        "NASCIMENTO", "NASCITA", "GEBOORTE", "NGAY SINH", "URODZENIA", "DZIM", "SZULETES",
    ),
    "issuingDate": (
        "ISSUE", "DELIVR", "AUSSTELL", "AUSGESTALLT", "EXPEDI", "EMISSAO", "RILASCIO", "AFGIFTE",
        "NGAY CAP", "WYDANIA", "IZDOSANAS",
    ),
}  # fmt: skip
OTHERS = {
    folded(label): name
    for name, labels in (
        ("lastName", icao_labels.LAST_NAME),
        ("firstName", icao_labels.FIRST_NAME),
        ("documentNumber", icao_labels.DOCUMENT_NUMBER),
        ("personalNumber", icao_labels.PERSONAL_NUMBER),
        ("nationality", icao_labels.NATIONALITY),
        ("placeOfBirth", icao_labels.PLACE_OF_BIRTH),
        ("issuingAuthority", icao_labels.AUTHORITY),
        ("address", icao_labels.ADDRESS),
    )
    for label in labels
}
PLACES = ("PLACE", "LIEU", "LUGAR", "LUOGO", "ORT")  # "place of birth" is no date's label
REACH = 3.0  # line heights from a date up to the label above it


def date_label(text: str) -> str | None:
    """The field whose label this line holds, by the report's name; None where it holds none."""
    apart = text.replace("'", " ").replace("’", " ")  # "d'expiration": two words
    padded = f" {folded(apart)} "
    for name, starts in LABELS.items():
        if any(f" {start}" in padded for start in starts):
            alone = not any(f" {place} " in padded for place in PLACES) or " DATE " in padded
            return name if alone else None
    return None


def field_label(text: str) -> str | None:
    """The same for the labels of all fields; of several the longest counts."""
    padded = f" {folded(text)} "
    held = [label for label in OTHERS if f" {label} " in padded]
    return date_label(text) or (OTHERS[max(held, key=len)] if held else None)


def nearest_label(line: TextLine, lines: Sequence[TextLine]) -> str | None:
    """The field whose label is just above a line, or before it in its row, as its reader sees it;
    None where there is none.
    """
    left, top, right, height = _frame(line)
    best: tuple[float, str] | None = None
    for other in lines:
        label = None if other is line else field_label(other.text)
        if label is None:
            continue
        other_left, other_top, other_right, _ = _frame(other, like=line)
        above = (top - other_top) / height
        overlaps = other_left < right and left < other_right
        beside = abs(above) < 0.6 and other_right <= left + height
        if beside:
            gap = (left - other_right) / height / 4  # a row is read on over wide gaps
        elif overlaps and 0.5 <= above <= REACH:
            gap = above
        else:
            continue
        if best is None or gap < best[0]:
            best = gap, label
    return best[1] if best else None


def _frame(line: TextLine, like: TextLine | None = None) -> tuple[float, float, float, float]:
    """Left, top, right and height of a line along another's direction (its own by default)."""
    (x0, y0), (x1, y1), _, (x3, y3) = (like or line).box
    length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-6)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    along = [x * dx + y * dy for x, y in line.box]
    across = [y * dx - x * dy for x, y in line.box]
    height = max(((x3 - x0) ** 2 + (y3 - y0) ** 2) ** 0.5, 1.0)
    return min(along), (min(across) + max(across)) / 2, max(along), height
