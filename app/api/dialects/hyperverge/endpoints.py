"""HyperVerge's endpoint (seed 002): reading a document, with checks that are asked for."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from app.api.auth import MayVerify
from app.api.dialects.dialect import Asked
from app.api.dialects.facade import Wanted, answer
from app.api.dialects.hyperverge.catalogue import API_CODE, ENDPOINT, NAME, PATH
from app.api.dialects.hyperverge.forms import asked_for, details, one_file, read_parts
from app.api.dialects.hyperverge.openapi import BODY, RESPONSES
from app.api.refusals import listed_as
from app.core.report import Kind

router = APIRouter(tags=["hyperverge"])


@router.post(
    PATH,
    dependencies=[listed_as(API_CODE)],
    openapi_extra=BODY,
    responses=RESPONSES,
)
async def read_id(request: Request, caller: MayVerify) -> JSONResponse:
    """Reads a document, and makes the forgery and rule checks that are asked for."""
    form = await read_parts(request)
    wanted = Wanted(
        asked=Asked(NAME, ENDPOINT, asked_for(form)),
        kind=Kind.DOCUMENT,
        api_code=API_CODE,
        pictures={"front": one_file(form)},
        request=details(request, form),
    )
    return await answer(request, caller, wanted)
