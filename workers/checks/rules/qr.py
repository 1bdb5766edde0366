"""Whether the string that a client read off a card's QR code is that of the card."""

from app.core.report import Check, CheckOutcome, Source
from workers.checks.agreement import Agreement, compare
from workers.checks.rules.verdict import check, sure
from workers.documents.schema import DocumentType
from workers.reading.barcodes import decode_payload
from workers.reading.sources import DocumentReading


def qr_mismatch(document: DocumentType, reading: DocumentReading, qr_string: str | None) -> Check:
    """Whether the string that the client read off the QR code is this card's: print and code."""
    name = "qrMismatch"
    carries = any("vnm_citizen" in side.barcodes for side in document.sides)
    if qr_string is None or not carries:
        reason = "No string was given." if qr_string is None else "Such a card has no QR code."
        return check(name, CheckOutcome.NOT_APPLICABLE, reason)
    payload = decode_payload("qr", qr_string)
    if payload is None or payload.kind != "vnm_citizen":
        reason = "The string is none that a citizen's card carries."
        return check(name, CheckOutcome.ATTENTION, reason)
    pairs = [
        (field_name, said, read)
        for field_name, said in payload.fields.items()
        for source in (reading.visual, reading.barcode)
        if (read := source.get(field_name)) is not None and read.value
    ]
    if not pairs:
        return check(name, CheckOutcome.NOT_PROCESSED, "Nothing was read to compare it with.")
    verdicts = [
        (field_name, compare(field_name, said, read.value), read)
        for field_name, said, read in pairs
    ]
    differing = [(f, read) for f, agreement, read in verdicts if agreement is Agreement.DIFFERENT]
    surely = sorted({f for f, read in differing if read.source is Source.BARCODE or sure(read)})
    measured = {"compared": float(len(pairs)), "differing": float(len(differing))}
    if surely:
        reason = f"Card and string differ: {', '.join(surely)}."
        return check(name, CheckOutcome.ATTENTION, reason, measured)
    if differing:
        reason = "They differ where the print reads too badly to judge."
        return check(name, CheckOutcome.NOT_PROCESSED, reason, measured)
    return check(name, CheckOutcome.CLEAR, None, measured)
