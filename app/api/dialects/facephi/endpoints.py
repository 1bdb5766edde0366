"""FacePhi's endpoint (seed 001): is the document genuine?"""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from app.api.auth import MayVerify
from app.api.dialects.dialect import Asked
from app.api.dialects.facade import Wanted, answer
from app.api.dialects.facephi.openapi import BODY, RESPONSES
from app.api.dialects.facephi.parameters import read_parameters
from app.api.dialects.facephi.render import NAME
from app.api.refusals import listed_as
from app.core.report import Kind, PictureName

PREFIX = "/verify/"
API_CODE = "PAD_DOCUMENT"

router = APIRouter(prefix="/verify", tags=["facephi"])


@router.post(
    "/pad/diagnostic",
    dependencies=[listed_as(API_CODE)],
    openapi_extra=BODY,
    responses=RESPONSES,
)
async def diagnostic(request: Request, caller: MayVerify) -> JSONResponse:
    """Says whether a document is credible, doubtful or spoofed, and why."""
    asked = await read_parameters(request, caller)
    wanted = Wanted(
        asked=Asked(NAME, "diagnostic"),
        kind=Kind.IDENTITY if PictureName.SELFIE in asked.pictures else Kind.DOCUMENT,
        api_code=API_CODE,
        pictures=asked.pictures,
        request={"documentType": asked.id_type.lower(), "country": asked.country},
    )
    return await answer(request, caller, wanted)
