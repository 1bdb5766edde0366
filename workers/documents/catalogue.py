"""All document types: every module of this package that has `TYPES`."""

import importlib
import pkgutil
from functools import cache

import workers.documents
from workers.documents.schema import DocumentType


@cache
def document_types() -> dict[str, DocumentType]:
    """Returns the types by code, in the order of their modules' names.

    Raises `ValueError` where two types share a code.
    """
    types: dict[str, DocumentType] = {}
    for module in pkgutil.iter_modules(workers.documents.__path__):
        found = importlib.import_module(f"workers.documents.{module.name}")
        for document_type in getattr(found, "TYPES", ()):
            if document_type.code in types:
                raise ValueError(f"there are two types {document_type.code}")
            types[document_type.code] = document_type
    return types
