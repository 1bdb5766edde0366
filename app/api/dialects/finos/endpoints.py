"""FinOS' endpoints (seed 003): reading four Vietnamese document kinds, and the history."""

import re
import uuid
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from app.api.auth import MayRead, MayVerify
from app.api.bodies import Form, read_form
from app.api.dialects.dialect import Asked
from app.api.dialects.facade import Wanted, answer, entries
from app.api.dialects.finos.catalogue import (
    DRIVING_LICENCE,
    HISTORY,
    INVALID_IMAGE,
    NAME,
    NATIONAL_ID,
    PASSPORT,
    REGISTRATION,
    Endpoint,
)
from app.api.dialects.finos.history import transaction
from app.api.dialects.finos.openapi import HISTORY_BODY, form_body, said
from app.api.dialects.finos.render import OPTIONS
from app.api.dialects.finos.schemas import (
    DocumentAnswer,
    NationalIdAnswer,
    NationalIdNotDetected,
    RegistrationAnswer,
)
from app.api.dialects.headers import header
from app.api.refusals import listed_as
from app.core.errors import InvalidRequestError, UnsupportedMediaError
from app.core.report import Kind

router = APIRouter(tags=["finos"])

MAX_IDS = 1000
EMPTY = "Param [RequestIds] cannot empty"


@router.post(
    NATIONAL_ID.path,
    dependencies=[listed_as(NATIONAL_ID.api_code)],
    openapi_extra=form_body("image", options=OPTIONS[:3]),
    responses={**said(NationalIdAnswer), 422: {"model": NationalIdNotDetected}},
)
async def national_id(request: Request, caller: MayVerify) -> JSONResponse:
    """Reads one side of a Vietnamese identity card."""
    form = await _form(request)
    front = _picture(form, NATIONAL_ID, "image")
    wanted = _document(request, NATIONAL_ID, form, "national_identity_card", {"front": front})
    return await answer(request, caller, wanted)


@router.post(
    DRIVING_LICENCE.path,
    dependencies=[listed_as(DRIVING_LICENCE.api_code)],
    openapi_extra=form_body("image"),
    responses=said(DocumentAnswer),
)
async def driving_licence(request: Request, caller: MayVerify) -> JSONResponse:
    """Reads a Vietnamese driving licence."""
    form = await _form(request)
    front = _picture(form, DRIVING_LICENCE, "image")
    wanted = _document(request, DRIVING_LICENCE, form, "driving_license", {"front": front})
    return await answer(request, caller, wanted)


@router.post(
    PASSPORT.path,
    dependencies=[listed_as(PASSPORT.api_code)],
    openapi_extra=form_body("image", options=("fraudCheck",)),
    responses=said(DocumentAnswer),
)
async def passport(request: Request, caller: MayVerify) -> JSONResponse:
    """Reads the data page of a Vietnamese passport."""
    form = await _form(request)
    front = _picture(form, PASSPORT, "image")
    return await answer(
        request, caller, _document(request, PASSPORT, form, "passport", {"front": front})
    )


@router.post(
    REGISTRATION.path,
    dependencies=[listed_as(REGISTRATION.api_code)],
    openapi_extra=form_body("image1", optional=("image2",)),
    responses=said(RegistrationAnswer),
)
async def registration(request: Request, caller: MayVerify) -> JSONResponse:
    """Reads one or two pictures of a Vietnamese motorbike registration certificate."""
    form = await _form(request)
    pictures = {"front": _picture(form, REGISTRATION, "image1")}
    if "image2" in form.files:
        pictures["back"] = _picture(form, REGISTRATION, "image2")
    wanted = _document(request, REGISTRATION, form, "vehicle_registration", pictures)
    return await answer(request, caller, wanted)


async def _form(request: Request) -> Form:
    """Reads the form. What is none, or is broken off, has no picture."""
    try:
        return await read_form(request)
    except (UnsupportedMediaError, InvalidRequestError):
        return Form()


def _picture(form: Form, endpoint: Endpoint, name: str) -> bytes:
    """Returns the one file of a name. Raises `InvalidRequestError` in the endpoint's words."""
    files = form.files.get(name, [])
    if not files:
        raise InvalidRequestError(INVALID_IMAGE if name in form.fields else endpoint.missing)
    if len(files) > 1:
        raise InvalidRequestError(endpoint.repeated)
    return files[0]


def _document(
    request: Request, endpoint: Endpoint, form: Form, claimed: str, pictures: dict[str, bytes]
) -> Wanted:
    """Translates a call that reads a document. `claimed`: what the endpoint takes it for."""
    given = {name: form.fields[name][0] for name in OPTIONS if name in form.fields}
    options = {name: "yes" for name, value in given.items() if value.strip().lower() == "yes"}
    details = {"documentType": claimed, "country": "VNM"}
    transaction_id = header(request, "transactionId")
    if transaction_id:
        details["transactionId"] = transaction_id
    return Wanted(
        asked=Asked(NAME, endpoint.name, options),
        kind=Kind.DOCUMENT,
        api_code=endpoint.api_code,
        pictures=pictures,
        request=details,
    )


async def _request_ids(request: Request) -> list[uuid.UUID]:
    """Reads `requestIds`: repeated fields, one comma-separated field, or either in brackets.

    Raises `InvalidRequestError` where there is none. What is no id is unknown, and left out.
    """
    try:
        form = await read_form(request)
    except UnsupportedMediaError as error:
        raise InvalidRequestError(EMPTY) from error
    given = [*form.fields.get("requestIds", []), *form.fields.get("requestIds[]", [])]
    words = [word for value in given for word in re.split(r"[\s,\[\]\"']+", value) if word]
    if not words:
        raise InvalidRequestError(EMPTY)
    if len(words) > MAX_IDS:
        raise InvalidRequestError(f"Param [RequestIds] has more than {MAX_IDS} values")
    found = []
    for word in dict.fromkeys(words):
        try:
            found.append(uuid.UUID(word))
        except ValueError:
            continue
    return found


@router.post(HISTORY.path, openapi_extra=HISTORY_BODY)
async def transaction_history(request: Request, caller: MayRead) -> dict[str, Any]:
    """Lists the requests of these ids, newest first; ids that are unknown are left out."""
    request_ids = await _request_ids(request)
    found = await entries(caller, request_ids)
    return {
        "requestId": str(request.state.request_id),
        "result": {"details": {"transactions": [transaction(request, entry) for entry in found]}},
        "status": "success",
        "statusCode": "200",
    }
