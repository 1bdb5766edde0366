"""FacePhi as one of the dialects."""

from app.api.dialects.dialect import Dialect
from app.api.dialects.facephi.endpoints import PREFIX, router
from app.api.dialects.facephi.errors import facephi_error
from app.api.dialects.facephi.render import NAME, render

FACEPHI = Dialect(NAME, PREFIX, router, facephi_error, render)
