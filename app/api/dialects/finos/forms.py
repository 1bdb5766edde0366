"""Reading FinOS' forms: files, options, ids."""

import asyncio
import re
import uuid

from fastapi import Request

from app.api.bodies import Form, decode_base64, read_form
from app.api.dialects.finos.catalogue import INVALID_IMAGE, PAIR, Endpoint
from app.core.errors import InvalidRequestError, UnsupportedMediaError

MAX_IDS = 1000
MAX_TEXT = 200
PAIR_PARTS = ("image1", "image2", "selfie", "id")
EMPTY = "Param [RequestIds] cannot empty"


async def read_parts(request: Request) -> Form:
    """Reads the form. What is none, or is broken off, has no picture."""
    try:
        return await read_form(request)
    except (UnsupportedMediaError, InvalidRequestError):
        return Form()


def one_picture(form: Form, endpoint: Endpoint, name: str) -> bytes:
    """Returns the one file of a name. Raises `InvalidRequestError` in the endpoint's words."""
    files = form.files.get(name, [])
    if not files:
        raise InvalidRequestError(INVALID_IMAGE if name in form.fields else endpoint.missing)
    if len(files) > 1:
        raise InvalidRequestError(endpoint.repeated)
    return files[0]


def one_text(form: Form, endpoint: Endpoint, name: str) -> str:
    """Returns the one text of a field. Raises `InvalidRequestError` where there is none."""
    values = [value.strip() for value in form.fields.get(name, [])]
    if len(values) != 1 or not 1 <= len(values[0]) <= MAX_TEXT or "\x00" in values[0]:
        raise InvalidRequestError(endpoint.missing)
    return values[0]


async def two_pictures(form: Form) -> tuple[bytes, bytes, bool]:
    """Returns the two pictures of one of the three forms, a selfie first, and whether the second
    one is a document's.

    Raises `InvalidRequestError` for any other combination.
    """
    given = {name for name in PAIR_PARTS if name in form.files}
    text = form.fields.get("idFaceString", []) if given == {"selfie"} else []
    if given == {"image1", "image2"} and words(form, "type") == ["selfie"]:
        return one_picture(form, PAIR, "image1"), one_picture(form, PAIR, "image2"), False
    if given == {"selfie", "id"}:
        return one_picture(form, PAIR, "selfie"), one_picture(form, PAIR, "id"), True
    if len(text) != 1:
        raise InvalidRequestError(PAIR.missing)
    try:
        portrait = await asyncio.to_thread(decode_base64, text[0])
    except ValueError as error:
        raise InvalidRequestError(INVALID_IMAGE) from error
    return one_picture(form, PAIR, "selfie"), portrait, True


def words(form: Form, name: str) -> list[str]:
    """Returns what a field says, in small letters."""
    return [value.strip().lower() for value in form.fields.get(name, [])]


async def request_ids(request: Request) -> list[uuid.UUID]:
    """Reads `requestIds`: repeated fields, one comma-separated field, or either in brackets.

    Raises `InvalidRequestError` where there is none. What is no id is unknown, and left out.
    """
    try:
        form = await read_form(request)
    except UnsupportedMediaError as error:
        raise InvalidRequestError(EMPTY) from error
    given = [*form.fields.get("requestIds", []), *form.fields.get("requestIds[]", [])]
    found_words = [word for value in given for word in re.split(r"[\s,\[\]\"']+", value) if word]
    if not found_words:
        raise InvalidRequestError(EMPTY)
    if len(found_words) > MAX_IDS:
        raise InvalidRequestError(f"Param [RequestIds] has more than {MAX_IDS} values")
    found = []
    for word in dict.fromkeys(found_words):
        try:
            found.append(uuid.UUID(word))
        except ValueError:
            continue
    return found
