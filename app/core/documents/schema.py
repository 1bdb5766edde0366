"""What a document type is to a client: its sides, the fields read from them, its checks."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class CatalogueModel(BaseModel):
    """Base: camelCase names. What a newer worker says beyond what is known here is left out: an
    API that is upgraded last must be able to read what its workers publish.
    """

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class FieldInfo(CatalogueModel):
    """One field. `kind`: what its value is, and so how it is normalised (docs/documents.md).
    `optional`: a genuine document may leave it empty.
    """

    name: str
    kind: str
    optional: bool


class SideInfo(CatalogueModel):
    """One side. `side`: `front` or `back`. `mrz`: the formats of the zone that it may carry.
    `barcodes`: the kinds of payload that are read from its barcodes.
    """

    model: str
    side: str
    fields: list[FieldInfo]
    mrz: list[str]
    barcodes: list[str]
    portrait: bool


class DocumentTypeInfo(CatalogueModel):
    """One type. `model`: its code, as in a report. `country`: None where any issuer's is meant.
    `checks`: the names of those that fit it, by group.
    """

    model: str
    type: str
    country: str | None
    sides: list[SideInfo]
    checks: dict[str, list[str]]


class Catalogue(CatalogueModel):
    """Every type that the workers of one version of Vouch read."""

    version: str
    items: list[DocumentTypeInfo]
