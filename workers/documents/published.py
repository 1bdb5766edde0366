"""The catalogue as clients see it."""

from app.core.documents.schema import Catalogue, DocumentTypeInfo, FieldInfo, SideInfo
from app.core.report import CHECKS, CheckGroup
from app.core.version import VERSION
from workers.checks.rules import OF_TYPES
from workers.documents.catalogue import document_types
from workers.documents.schema import DocumentType, Side

OF_PERSONS = (CheckGroup.LIVENESS, CheckGroup.FACE)
OF_ZONES = ("mrzClassification", "mrzVisualPlacement")


def published() -> Catalogue:
    """Returns all types of this version."""
    return Catalogue(version=VERSION, items=[_type(one) for one in document_types().values()])


def _type(document: DocumentType) -> DocumentTypeInfo:
    return DocumentTypeInfo(
        model=document.code,
        type=document.type,
        country=document.country,
        sides=[_side(side) for side in document.sides],
        checks=_checks(document),
    )


def _side(side: Side) -> SideInfo:
    return SideInfo(
        model=side.code,
        side=side.face,
        fields=[
            FieldInfo(name=field.name, kind=field.kind, optional=field.optional)
            for field in side.fields
        ],
        mrz=list(side.mrz),
        barcodes=list(side.barcodes),
        portrait=side.portrait is not None,
    )


def _checks(document: DocumentType) -> dict[str, list[str]]:
    """The checks that fit: those of zones where it has one, of two sides where it has two, and of
    the rules those that hold for it.
    """
    zone = any(side.mrz for side in document.sides)
    names: dict[str, list[str]] = {
        group.value: [name for name in names if zone or name not in OF_ZONES]
        for group, names in CHECKS.items()
        if group not in OF_PERSONS
    }
    names[CheckGroup.RULES] = [
        name for name in names[CheckGroup.RULES] if name not in OF_TYPES or name in document.rules
    ]
    if not zone:
        del names[CheckGroup.MRZ]
    if len(document.sides) < 2:
        del names[CheckGroup.FRONT_AND_BACK]
    return names
