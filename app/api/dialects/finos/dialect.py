"""FinOS as one of the dialects."""

from app.api.dialects.dialect import Dialect
from app.api.dialects.finos.catalogue import NAME, PREFIX
from app.api.dialects.finos.endpoints import router
from app.api.dialects.finos.errors import finos_error
from app.api.dialects.finos.render import render

FINOS = Dialect(NAME, PREFIX, router, finos_error, render)
