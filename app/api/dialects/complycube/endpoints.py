"""ComplyCube's public API, as far as its clients need it for checks of documents and faces."""

from fastapi import APIRouter

router = APIRouter(prefix="/complycube/v1", tags=["complycube"])
