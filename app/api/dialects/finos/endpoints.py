"""FinOS' endpoints (seed 003): reading four Vietnamese document kinds, faces, the history."""

import asyncio
import re
import uuid
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from app.api.auth import MayRead, MayVerify
from app.api.bodies import Form, decode_base64, read_form
from app.api.dialects.dialect import Asked
from app.api.dialects.facade import Wanted, answer, entries
from app.api.dialects.finos.catalogue import (
    DRIVING_LICENCE,
    FRAUD,
    HISTORY,
    INDEXING,
    INVALID_IMAGE,
    LIVENESS,
    NAME,
    NATIONAL_ID,
    PAIR,
    PASSPORT,
    REGISTRATION,
    SEARCH,
    Endpoint,
)
from app.api.dialects.finos.history import transaction
from app.api.dialects.finos.openapi import HISTORY_BODY, PAIR_BODY, form_body, said
from app.api.dialects.finos.render import OPTIONS
from app.api.dialects.finos.schemas import (
    DocumentAnswer,
    IndexingAnswer,
    LivenessAnswer,
    NationalIdAnswer,
    NationalIdNotDetected,
    PairAnswer,
    RegistrationAnswer,
    SearchAnswer,
)
from app.api.dialects.headers import header
from app.api.dialects.selfies import same_as_in_liveness
from app.api.refusals import listed_as
from app.core.errors import InvalidRequestError, UnsupportedMediaError
from app.core.report import Kind

router = APIRouter(tags=["finos"])

MAX_IDS = 1000
MAX_TEXT = 200
PAIR_PARTS = ("image1", "image2", "selfie", "id")
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


@router.post(
    PAIR.path,
    dependencies=[listed_as(PAIR.api_code)],
    openapi_extra=PAIR_BODY,
    responses=said(PairAnswer),
)
async def verify_pair(request: Request, caller: MayVerify) -> JSONResponse:
    """Compares two faces: two pictures, a selfie and a card, or a selfie and a card's portrait."""
    form = await _form(request)
    one, other = await _pair(form)
    details = _details(request)
    threshold = request.headers.get("threshold", "").strip()
    if threshold:
        if not re.fullmatch(r"[1-9]\d?", threshold):
            raise InvalidRequestError("threshold must be a number from 1 to 99")
        details["threshold"] = int(threshold)
    if "yes" in _words(form, "fraudCheckLiveness"):
        transaction_id = details.get("transactionId", "")
        if not await same_as_in_liveness(request, caller, transaction_id, one):
            raise InvalidRequestError(FRAUD)
    wanted = Wanted(
        asked=Asked(NAME, PAIR.name),
        kind=Kind.FACE_COMPARE,
        api_code=PAIR.api_code,
        pictures={"image1": one, "image2": other},
        request=details,
    )
    return await answer(request, caller, wanted)


@router.post(
    LIVENESS.path,
    dependencies=[listed_as(LIVENESS.api_code)],
    openapi_extra=form_body("image"),
    responses=said(LivenessAnswer),
)
async def liveness(request: Request, caller: MayVerify) -> JSONResponse:
    """Says whether a selfie is of a living face, and how good it is."""
    form = await _form(request)
    wanted = Wanted(
        asked=Asked(NAME, LIVENESS.name),
        kind=Kind.LIVENESS,
        api_code=LIVENESS.api_code,
        pictures={"selfie": _picture(form, LIVENESS, "image")},
        request=_details(request),
    )
    return await answer(request, caller, wanted)


@router.post(
    INDEXING.path,
    dependencies=[listed_as(INDEXING.api_code)],
    openapi_extra=form_body("image", texts=("numberId", "partition")),
    responses=said(IndexingAnswer),
)
async def indexing_face(request: Request, caller: MayVerify) -> JSONResponse:
    """Puts a face into a partition of the face index, under the client's own number."""
    form = await _form(request)
    details = {"externalId": _text(form, INDEXING, "numberId")}
    return await answer(request, caller, _face(request, INDEXING, Kind.FACE_INDEX, form, details))


@router.post(
    SEARCH.path,
    dependencies=[listed_as(SEARCH.api_code)],
    openapi_extra=form_body("image", texts=("partition",)),
    responses=said(SearchAnswer),
)
async def search(request: Request, caller: MayVerify) -> JSONResponse:
    """Finds the faces of a partition that are most like the one on the picture."""
    form = await _form(request)
    return await answer(request, caller, _face(request, SEARCH, Kind.FACE_SEARCH, form, {}))


def _face(
    request: Request, endpoint: Endpoint, kind: Kind, form: Form, details: dict[str, str]
) -> Wanted:
    """Translates a call of the face index. The page calls its picture `image` and `inage`."""
    form.files.setdefault("image", []).extend(form.files.pop("inage", []))
    partition = _text(form, endpoint, "partition")
    if "/" in partition:  # it stands in addresses of the native API
        raise InvalidRequestError(endpoint.missing)
    return Wanted(
        asked=Asked(NAME, endpoint.name),
        kind=kind,
        api_code=endpoint.api_code,
        pictures={"selfie": _picture(form, endpoint, "image")},
        request={**_details(request), **details, "partition": partition},
    )


def _text(form: Form, endpoint: Endpoint, name: str) -> str:
    """Returns the one text of a field. Raises `InvalidRequestError` where there is none."""
    values = [value.strip() for value in form.fields.get(name, [])]
    if len(values) != 1 or not 1 <= len(values[0]) <= MAX_TEXT or "\x00" in values[0]:
        raise InvalidRequestError(endpoint.missing)
    return values[0]


async def _pair(form: Form) -> tuple[bytes, bytes]:
    """Returns the two pictures of one of the three forms, a selfie first.

    Raises `InvalidRequestError` for any other combination.
    """
    given = {name for name in PAIR_PARTS if name in form.files}
    text = form.fields.get("idFaceString", []) if given == {"selfie"} else []
    if given == {"image1", "image2"} and _words(form, "type") == ["selfie"]:
        return _picture(form, PAIR, "image1"), _picture(form, PAIR, "image2")
    if given == {"selfie", "id"}:
        return _picture(form, PAIR, "selfie"), _picture(form, PAIR, "id")
    if len(text) != 1:
        raise InvalidRequestError(PAIR.missing)
    try:
        portrait = await asyncio.to_thread(decode_base64, text[0])
    except ValueError as error:
        raise InvalidRequestError(INVALID_IMAGE) from error
    return _picture(form, PAIR, "selfie"), portrait


def _words(form: Form, name: str) -> list[str]:
    """Returns what a field says, in small letters."""
    return [value.strip().lower() for value in form.fields.get(name, [])]


def _details(request: Request) -> dict[str, Any]:
    """Returns what every submission holds of a call."""
    transaction_id = header(request, "transactionId")
    return {"transactionId": transaction_id} if transaction_id else {}


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
    return Wanted(
        asked=Asked(
            NAME, endpoint.name, {name: "yes" for name in OPTIONS if "yes" in _words(form, name)}
        ),
        kind=Kind.DOCUMENT,
        api_code=endpoint.api_code,
        pictures=pictures,
        request={**_details(request), "documentType": claimed, "country": "VNM"},
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
    transactions = [
        await transaction(request, entry) for entry in await entries(caller, request_ids)
    ]
    return {
        "requestId": str(request.state.request_id),
        "result": {"details": {"transactions": transactions}},
        "status": "success",
        "statusCode": "200",
    }
