"""The dialects that Vouch speaks. A further one is a folder beside this file, and a name here."""

from app.api.dialects.complycube.dialect import COMPLYCUBE
from app.api.dialects.datakeen.dialect import DATAKEEN
from app.api.dialects.dialect import Dialect
from app.api.dialects.facephi.dialect import FACEPHI
from app.api.dialects.finos.dialect import FINOS
from app.api.dialects.hyperverge.dialect import HYPERVERGE

DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect for dialect in (COMPLYCUBE, DATAKEEN, FACEPHI, FINOS, HYPERVERGE)
}
