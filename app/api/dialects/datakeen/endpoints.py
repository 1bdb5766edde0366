"""Datakeen's endpoints (seed 000): a token, one document, several documents."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from app.api import auth
from app.api.auth import MayVerify
from app.api.dialects.datakeen.catalogue import ID, LOGIN, MULTI, NAME, PREFIX
from app.api.dialects.datakeen.forms import Call, read_call, read_credentials
from app.api.dialects.datakeen.openapi import (
    EXAMPLE,
    LOGIN_BODY,
    LOGIN_SAID,
    ONE_BODY,
    SEVERAL_BODY,
    SEVERAL_EXAMPLE,
    said,
)
from app.api.dialects.datakeen.schemas import Recognised, Several, Token
from app.api.dialects.dialect import Answer, Asked
from app.api.dialects.facade import Wanted, answer, answers
from app.api.ratelimit import check_rate
from app.api.refusals import is_transaction, listed_as
from app.core.errors import InvalidRequestError
from app.core.history.service import API_CODES
from app.core.report import Kind
from app.core.tenants.service import Caller

MAX_DOCUMENTS = 10

router = APIRouter(tags=["datakeen"])


async def within_rate(request: Request, caller: MayVerify) -> Caller:
    """Returns the caller. Raises `RateLimitedError` beyond the calls that Datakeen allows."""
    await check_rate(request, caller, NAME)
    return caller


MayCall = Annotated[Caller, Depends(within_rate)]


@router.post(
    LOGIN,
    openapi_extra=LOGIN_BODY,
    responses=LOGIN_SAID,
)
async def log_in(request: Request) -> Token:
    """Gives a token of 24 hours for API credentials: the id and the secret of a key."""
    return Token(token=await auth.log_in(*await read_credentials(request)))


@router.post(
    PREFIX + ID,
    dependencies=[listed_as(API_CODES[Kind.DOCUMENT])],
    openapi_extra=ONE_BODY,
    responses=said(Recognised, EXAMPLE),
)
async def recognise(request: Request, caller: MayCall) -> JSONResponse:
    """Reads and controls one document, of which each file is a side."""
    call = await read_call(request)
    files = [data for document in call.documents for data in document]
    if not files:
        raise InvalidRequestError("file is missing")
    if len(files) > 2:
        raise InvalidRequestError(f"more than two files: send several documents to {PREFIX}{MULTI}")
    return await answer(request, caller, _wanted(request, call, ID, files))


@router.post(
    PREFIX + MULTI,
    dependencies=[listed_as(API_CODES[Kind.DOCUMENT])],
    openapi_extra=SEVERAL_BODY,
    responses=said(Several, SEVERAL_EXAMPLE),
)
async def recognise_several(request: Request, caller: MayCall) -> JSONResponse:
    """Reads and controls several documents, one for each file."""
    call = await read_call(request)
    if not call.documents:
        raise InvalidRequestError("files is missing")
    if len(call.documents) > MAX_DOCUMENTS:
        raise InvalidRequestError(f"more than {MAX_DOCUMENTS} documents")
    wanted = [_wanted(request, call, MULTI, files) for files in call.documents]
    return await answers(request, caller, wanted, _together)


def _together(shown: Sequence[Answer]) -> Answer:
    """Returns one answer of several: their documents, one behind the other."""
    documents = [one for part in shown for one in part.body.get("documents", [part.body])]
    return Answer(200, {"documents": documents, "message": "", "status": 200})


def _wanted(request: Request, call: Call, endpoint: str, files: list[bytes]) -> Wanted:
    kind = Kind.DOCUMENT if call.photo is None else Kind.IDENTITY
    is_transaction(request, API_CODES[kind])
    pictures = dict(zip(("front", "back"), files, strict=False))
    if call.photo is not None:
        pictures["selfie"] = call.photo
    return Wanted(
        asked=Asked(NAME, endpoint),
        kind=kind,
        api_code=API_CODES[kind],
        pictures=pictures,
        request={"expected": call.expected} if call.expected else {},
    )
