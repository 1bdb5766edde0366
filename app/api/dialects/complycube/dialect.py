"""ComplyCube as one of the dialects."""

from app.api.dialects.complycube.breakdown import IMAGES
from app.api.dialects.complycube.catalogue import NAME, PREFIX
from app.api.dialects.complycube.endpoints import router
from app.api.dialects.complycube.errors import complycube_error
from app.api.dialects.complycube.render import render
from app.api.dialects.dialect import Dialect

COMPLYCUBE = Dialect(
    NAME,
    PREFIX,
    router,
    complycube_error,
    render,
    shows=frozenset(IMAGES),
)
