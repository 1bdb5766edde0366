"""Reading HyperVerge's form: one file, what it is said to be, and the checks that are wanted."""

import re
from typing import Any

from fastapi import Request

from app.api.bodies import Form, read_form
from app.api.dialects.headers import header
from app.api.dialects.hyperverge.catalogue import DOCUMENTS, INVALID_FILE, NO_FILE, PARTS
from app.core.errors import InvalidRequestError, UnsupportedMediaError
from app.core.verifications.cuts import KEEP, Cut

FILES = ("image", "pdf")
MAX_TEXT = 200
MAX_QR_STRING = 5000
OLDEST = 150


async def read_parts(request: Request) -> Form:
    """Reads the form. What is none, or is broken off, has no file."""
    try:
        return await read_form(request)
    except (UnsupportedMediaError, InvalidRequestError):
        return Form()


def one_file(form: Form) -> bytes:
    """Returns the one file, `image` or `pdf`. Raises `InvalidRequestError`."""
    given = [file for name in FILES for file in form.files.get(name, [])]
    if not given and any(name in form.fields for name in FILES):
        raise InvalidRequestError(INVALID_FILE)
    if len(given) != 1:
        raise InvalidRequestError(NO_FILE)
    return given[0]


def asked_for(form: Form) -> dict[str, str]:
    """Returns the checks that are asked for. Raises `InvalidRequestError` for another word."""
    asked = {}
    for part in PARTS:
        words = {value.strip().lower() for value in form.fields.get(part, [])}
        if words - {"yes", "no"}:
            raise InvalidRequestError(f'{part} must be "yes" or "no"')
        if "yes" in words:
            asked[part] = "yes"
    return asked


def details(request: Request, form: Form) -> dict[str, Any]:
    """Returns what the submission holds of the call. Raises `InvalidRequestError`.

    The page: a `qrString` is compared where the country is `vnm` and the document `id`.
    """
    told: dict[str, Any] = {KEEP: [Cut.CARD]}
    transaction_id = header(request, "transactionId")
    if transaction_id:
        told["transactionId"] = transaction_id
    country, document = _text(form, "countryId").lower(), _text(form, "documentId").lower()
    if country:
        if not re.fullmatch("[a-z]{3}", country):
            raise InvalidRequestError("countryId must be a code of three letters")
        told["country"] = country.upper()
    if document:
        told["documentType"] = DOCUMENTS.get(document, document)
    qr_string = _text(form, "qrString", MAX_QR_STRING)
    if qr_string and (country, document) == ("vnm", "id"):
        told["qrString"] = qr_string
    age = _text(form, "minimumAge")
    if age:
        if not re.fullmatch("[0-9]{1,3}", age) or int(age) > OLDEST:
            raise InvalidRequestError(f"minimumAge must be a number from 0 to {OLDEST}")
        told["minimumAge"] = int(age)
    return told


def _text(form: Form, name: str, longest: int = MAX_TEXT) -> str:
    """Returns a field's text, `""` where it was not sent."""
    values = form.fields.get(name, [])
    if len(values) > 1 or any(len(value) > longest for value in values):
        raise InvalidRequestError(f"{name} must be one text of at most {longest} characters")
    return values[0].strip() if values else ""
