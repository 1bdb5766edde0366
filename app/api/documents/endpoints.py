"""`GET /v1/document-types`: what is supported, and for each which fields and which checks."""

from typing import Annotated

from fastapi import APIRouter, Depends

from app.api.auth import identify
from app.core.database import in_transaction
from app.core.documents import service
from app.core.documents.schema import Catalogue
from app.core.errors import UnavailableError
from app.core.settings import get_settings
from app.core.tenants.service import Caller

router = APIRouter(prefix="/v1/document-types", tags=["document types"])


@router.get("")
async def list_document_types(_: Annotated[Caller, Depends(identify)]) -> Catalogue:
    """Lists the document types that the workers read. Any key will do."""
    timeout = get_settings().dispatcher.worker_timeout
    catalogue = await in_transaction(service.current, timeout)
    if catalogue is None:
        raise UnavailableError("no worker has said yet what it reads")
    return catalogue
