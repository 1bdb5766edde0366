"""FinOS' endpoints (seed 003): reading four Vietnamese document kinds, faces, the history."""

import re
import uuid
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from app.api.auth import MayRead, MayVerify
from app.api.bodies import Form
from app.api.dialects.dialect import Asked
from app.api.dialects.facade import Wanted, answer, entries, in_time
from app.api.dialects.finos.catalogue import (
    DRIVING_LICENCE,
    FRAUD,
    HISTORY,
    INDEXING,
    LIVENESS,
    NAME,
    NATIONAL_ID,
    PAIR,
    PASSPORT,
    REGISTRATION,
    SEARCH,
    Endpoint,
)
from app.api.dialects.finos.forms import (
    one_picture,
    one_text,
    read_parts,
    request_ids,
    two_pictures,
    words,
)
from app.api.dialects.finos.history import transaction
from app.api.dialects.finos.openapi import (
    HISTORY_BODY,
    HISTORY_SAID,
    PAIR_BODY,
    form_body,
    said,
)
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
from app.core.errors import InvalidRequestError
from app.core.report import Kind
from app.core.tenants.service import Caller

router = APIRouter(tags=["finos"])


@router.post(
    NATIONAL_ID.path,
    dependencies=[listed_as(NATIONAL_ID.api_code)],
    openapi_extra=form_body("image", options=OPTIONS[:3]),
    responses={**said(NationalIdAnswer, NATIONAL_ID), 422: {"model": NationalIdNotDetected}},
)
async def national_id(request: Request, caller: MayVerify) -> JSONResponse:
    """Reads one side of a Vietnamese identity card."""
    return await _one_side(request, caller, NATIONAL_ID, "national_identity_card")


@router.post(
    DRIVING_LICENCE.path,
    dependencies=[listed_as(DRIVING_LICENCE.api_code)],
    openapi_extra=form_body("image"),
    responses=said(DocumentAnswer, DRIVING_LICENCE),
)
async def driving_licence(request: Request, caller: MayVerify) -> JSONResponse:
    """Reads a Vietnamese driving licence."""
    return await _one_side(request, caller, DRIVING_LICENCE, "driving_license")


@router.post(
    PASSPORT.path,
    dependencies=[listed_as(PASSPORT.api_code)],
    openapi_extra=form_body("image", options=("fraudCheck",)),
    responses=said(DocumentAnswer, PASSPORT),
)
async def passport(request: Request, caller: MayVerify) -> JSONResponse:
    """Reads the data page of a Vietnamese passport."""
    return await _one_side(request, caller, PASSPORT, "passport")


@router.post(
    REGISTRATION.path,
    dependencies=[listed_as(REGISTRATION.api_code)],
    openapi_extra=form_body("image1", optional=("image2",)),
    responses=said(RegistrationAnswer, REGISTRATION),
)
async def registration(request: Request, caller: MayVerify) -> JSONResponse:
    """Reads one or two pictures of a Vietnamese motorbike registration certificate."""
    form = await read_parts(request)
    pictures = {"front": one_picture(form, REGISTRATION, "image1")}
    if "image2" in form.files:
        pictures["back"] = one_picture(form, REGISTRATION, "image2")
    wanted = _document(request, REGISTRATION, form, "vehicle_registration", pictures)
    return await answer(request, caller, wanted)


@router.post(
    PAIR.path,
    dependencies=[listed_as(PAIR.api_code)],
    openapi_extra=PAIR_BODY,
    responses=said(PairAnswer, PAIR),
)
async def verify_pair(request: Request, caller: MayVerify) -> JSONResponse:
    """Compares two faces: two pictures, a selfie and a card, or a selfie and a card's portrait."""
    form = await read_parts(request)
    one, other, of_document = await two_pictures(form)
    details = _details(request)
    if of_document:
        details["portrait"] = "image2"
    threshold = request.headers.get("threshold", "").strip()
    if threshold:
        if not re.fullmatch(r"[1-9]\d?", threshold):
            raise InvalidRequestError("threshold must be a number from 1 to 99")
        details["threshold"] = int(threshold)
    if "yes" in words(form, "fraudCheckLiveness"):
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
    responses=said(LivenessAnswer, LIVENESS),
)
async def liveness(request: Request, caller: MayVerify) -> JSONResponse:
    """Says whether a selfie is of a living face, and how good it is."""
    form = await read_parts(request)
    wanted = Wanted(
        asked=Asked(NAME, LIVENESS.name),
        kind=Kind.LIVENESS,
        api_code=LIVENESS.api_code,
        pictures={"selfie": one_picture(form, LIVENESS, "image")},
        request=_details(request),
    )
    return await answer(request, caller, wanted)


@router.post(
    INDEXING.path,
    dependencies=[listed_as(INDEXING.api_code)],
    openapi_extra=form_body("image", texts=("numberId", "partition")),
    responses=said(IndexingAnswer, INDEXING),
)
async def indexing_face(request: Request, caller: MayVerify) -> JSONResponse:
    """Puts a face into a partition of the face index, under the client's own number."""
    form = await read_parts(request)
    details = {"externalId": one_text(form, INDEXING, "numberId")}
    return await answer(request, caller, _face(request, INDEXING, Kind.FACE_INDEX, form, details))


@router.post(
    SEARCH.path,
    dependencies=[listed_as(SEARCH.api_code)],
    openapi_extra=form_body("image", texts=("partition",)),
    responses=said(SearchAnswer, SEARCH),
)
async def search(request: Request, caller: MayVerify) -> JSONResponse:
    """Finds the faces of a partition that are most like the one on the picture."""
    form = await read_parts(request)
    return await answer(request, caller, _face(request, SEARCH, Kind.FACE_SEARCH, form, {}))


def _face(
    request: Request, endpoint: Endpoint, kind: Kind, form: Form, details: dict[str, str]
) -> Wanted:
    """Translates a call of the face index. The page calls its picture `image` and `inage`."""
    form.files.setdefault("image", []).extend(form.files.pop("inage", []))
    partition = one_text(form, endpoint, "partition")
    if "/" in partition:  # it stands in addresses of the native API
        raise InvalidRequestError(endpoint.missing)
    return Wanted(
        asked=Asked(NAME, endpoint.name),
        kind=kind,
        api_code=endpoint.api_code,
        pictures={"selfie": one_picture(form, endpoint, "image")},
        request={**_details(request), **details, "partition": partition},
    )


def _details(request: Request) -> dict[str, Any]:
    """Returns what every submission holds of a call."""
    transaction_id = header(request, "transactionId")
    return {"transactionId": transaction_id} if transaction_id else {}


async def _one_side(
    request: Request, caller: Caller, endpoint: Endpoint, claimed: str
) -> JSONResponse:
    """Answers a call that sends one side of a document as `image`."""
    form = await read_parts(request)
    pictures = {"front": one_picture(form, endpoint, "image")}
    return await answer(request, caller, _document(request, endpoint, form, claimed, pictures))


def _document(
    request: Request, endpoint: Endpoint, form: Form, claimed: str, pictures: dict[str, bytes]
) -> Wanted:
    """Translates a call that reads a document. `claimed`: what the endpoint takes it for."""
    return Wanted(
        asked=Asked(
            NAME, endpoint.name, {name: "yes" for name in OPTIONS if "yes" in words(form, name)}
        ),
        kind=Kind.DOCUMENT,
        api_code=endpoint.api_code,
        pictures=pictures,
        request={**_details(request), "documentType": claimed, "country": "VNM"},
    )


async def _transactions(
    request: Request, caller: Caller, ids: list[uuid.UUID]
) -> list[dict[str, str]]:
    return [await transaction(request, entry) for entry in await entries(caller, ids)]


@router.post(HISTORY.path, openapi_extra=HISTORY_BODY, responses=HISTORY_SAID)
async def transaction_history(request: Request, caller: MayRead) -> dict[str, Any]:
    """Lists the requests of these ids, newest first; ids that are unknown are left out."""
    ids = await request_ids(request)
    transactions = await in_time(_transactions(request, caller, ids))
    return {
        "requestId": str(request.state.request_id),
        "result": {"details": {"transactions": transactions}},
        "status": "success",
        "statusCode": "200",
    }
