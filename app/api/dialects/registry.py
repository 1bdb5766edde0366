"""The dialects that Vouch speaks. A further one is a folder beside this file, and a name here."""

from app.api.dialects.complycube.dialect import COMPLYCUBE
from app.api.dialects.dialect import Dialect
from app.api.dialects.finos.dialect import FINOS

DIALECTS: dict[str, Dialect] = {dialect.name: dialect for dialect in (COMPLYCUBE, FINOS)}
