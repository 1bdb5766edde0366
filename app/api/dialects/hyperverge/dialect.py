"""HyperVerge as one of the dialects."""

from app.api.dialects.dialect import Dialect
from app.api.dialects.hyperverge.catalogue import NAME, PREFIX
from app.api.dialects.hyperverge.endpoints import router
from app.api.dialects.hyperverge.errors import hyperverge_error
from app.api.dialects.hyperverge.render import render

HYPERVERGE = Dialect(NAME, PREFIX, router, hyperverge_error, render)
