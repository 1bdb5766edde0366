"""What the barcodes of identity documents say: their payloads as fields of the report."""

from workers.reading.barcodes import aamva, fra_2ddoc, vnm_citizen
from workers.reading.barcodes.payload import Payload

DECODERS = {
    "qr": (vnm_citizen.decode,),
    "pdf417": (aamva.decode,),
    "datamatrix": (fra_2ddoc.decode,),
}
"""By format of the barcode, as `workers.vision.barcodes` names it."""

FORMATS = {"vnm_citizen": "qr", "aamva": "pdf417", "fra_2ddoc": "datamatrix"}
"""By kind of payload: the format of the barcode that carries it."""


def decode_payload(format_: str, text: str) -> Payload | None:
    """Returns what a barcode of this format says; None where it is of no kind that we know, or
    malformed. Never raises."""
    for decode in DECODERS.get(format_, ()):
        payload = decode(text)
        if payload is not None:
            return payload
    return None


__all__ = ["FORMATS", "Payload", "decode_payload"]
