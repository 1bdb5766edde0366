"""Shows any verification that fits in FinOS' form."""

from collections.abc import Callable, Collection

from app.api.dialects.dialect import Answer, Told
from app.api.dialects.finos import documents, faces, national_id, recognition
from app.api.dialects.finos.catalogue import (
    DRIVING_LICENCE,
    ENDPOINTS,
    INDEXING,
    LIVENESS,
    NAME,
    NATIONAL_ID,
    PAIR,
    PASSPORT,
    REGISTRATION,
    SEARCH,
    Endpoint,
)
from app.api.dialects.finos.errors import FAULT, failure
from app.core.errors import NotAcceptableError
from app.core.report import Kind, State

FORMS: dict[str, Callable[[Told, Collection[str]], Answer]] = {
    NATIONAL_ID.name: national_id.national_id,
    DRIVING_LICENCE.name: documents.driving_licence,
    PASSPORT.name: documents.passport,
    REGISTRATION.name: documents.registration,
    PAIR.name: faces.pair,
    LIVENESS.name: faces.liveness,
    INDEXING.name: recognition.indexing_face,
    SEARCH.name: recognition.search,
}
"""How the answer of each endpoint is made of a report, and of the options that say `yes`."""

SIDES = {NATIONAL_ID.name: frozenset(national_id.SIDES)} | {
    name: frozenset(sides) for name, sides in documents.SIDES.items()
}
"""The sides of documents that each endpoint reads."""

BY_KIND = {
    Kind.FACE_COMPARE: PAIR,
    Kind.LIVENESS: LIVENESS,
    Kind.FACE_INDEX: INDEXING,
    Kind.FACE_SEARCH: SEARCH,
}
"""The endpoints that are about no document."""

OPTIONS = ("enableAddressSplit", "qualityCheck", "forgeryCheck", "fraudCheck")
"""Form fields that say `yes` or `no`. What was not asked for in FinOS' words is shown with all."""


def render(told: Told) -> Answer:
    """Returns the answer of the endpoint that the verification came through, or would have.

    Raises `NotAcceptableError` where FinOS has no endpoint for it.
    """
    asked = told.asked
    if asked is not None and asked.dialect == NAME:
        endpoint = ENDPOINTS[asked.endpoint]
        options = [name for name, value in asked.options.items() if value == "yes"]
    else:
        endpoint, options = _fitting(told), list(OPTIONS)
    if told.state is State.ERROR:
        transaction_id = told.request.get("transactionId", "")
        return Answer(500, failure(endpoint, 500, FAULT, str(told.request_id), transaction_id))
    return FORMS[endpoint.name](told, options)


def _fitting(told: Told) -> Endpoint:
    """Returns the endpoint for a verification that came another way."""
    if told.kind in BY_KIND:
        return BY_KIND[told.kind]
    if told.kind is Kind.DOCUMENT and told.state is State.ERROR:
        return NATIONAL_ID
    shown = {
        side.model
        for document in (told.report.documents if told.report is not None else ())
        for side in document.sides
    }
    for name, sides in SIDES.items():
        if told.kind is Kind.DOCUMENT and shown & sides:
            return ENDPOINTS[name]
    raise NotAcceptableError(
        f"FinOS has no answer for the kind `{told.kind}` with this document"
        if told.kind is Kind.DOCUMENT
        else f"FinOS has no answer for the kind `{told.kind}`"
    )
