"""From a check that is asked for to a submission."""

from typing import Any

from app.api.clients import download, kept
from app.api.dialects.complycube.catalogue import NAME
from app.api.dialects.complycube.countries import ALPHA_3
from app.api.dialects.complycube.forms import known_id
from app.api.dialects.complycube.schemas import NewCheck
from app.api.dialects.complycube.values import moment
from app.api.dialects.complycube.views import entity_name
from app.api.dialects.dialect import Asked
from app.api.dialects.facade import Wanted
from app.core.clients import documents, pictures
from app.core.clients.clients import KnownClient
from app.core.clients.documents import KnownDocument
from app.core.errors import InvalidRequestError, NotFoundError
from app.core.history.service import API_CODES
from app.core.report import Kind
from app.core.tenants.service import Caller
from app.core.verifications.cuts import KEEP, Cut

CLAIMS = {"firstName": "firstName", "lastName": "lastName", "dob": "birthDate", "gender": "gender"}
"""What a person's details claim, and the core's names."""


async def wanted(caller: Caller, client: KnownClient, new: NewCheck) -> Wanted:
    """Translates a check. Raises `InvalidRequestError` for what it lacks, and `NotFoundError`."""
    document = await kept(documents.get, caller, known_id(new.document_id, "document"))
    if document.client_id != client.id:
        raise NotFoundError("the client has no such document")
    if "front" not in document.pictures:
        raise InvalidRequestError(
            errors=[
                {
                    "field": "documentId",
                    "code": "missing",
                    "message": "the front of the document was not uploaded",
                }
            ]
        )
    shown = {side: await download(caller, picture) for side, picture in document.pictures.items()}
    kind = Kind.DOCUMENT if new.type == "document_check" else Kind.IDENTITY
    options = _options(client, document)
    if kind is Kind.IDENTITY:
        if new.live_photo_id is None:
            raise InvalidRequestError(
                errors=[
                    {
                        "field": "livePhotoId",
                        "code": "missing",
                        "message": "an identity check needs a live photo",
                    }
                ]
            )
        photo = await kept(pictures.get_photo, caller, known_id(new.live_photo_id, "live photo"))
        if photo.client_id != client.id:
            raise NotFoundError("the client has no such live photo")
        shown["selfie"] = await download(caller, photo)
        options["livePhotoId"] = str(photo.id)
    return Wanted(
        asked=Asked(NAME, new.type, options),
        kind=kind,
        api_code=API_CODES[kind],
        pictures=shown,
        request=_request(client, document),
    )


def _options(client: KnownClient, document: KnownDocument) -> dict[str, str]:
    """Returns what the check shows of client and document, as they are now."""
    return {
        "clientId": str(client.id),
        "clientType": client.kind,
        "entityName": entity_name(client),
        "clientCreatedAt": moment(client.created_at),
        "clientUpdatedAt": moment(client.updated_at),
        "documentId": str(document.id),
        "documentCreatedAt": moment(document.created_at),
        "documentUpdatedAt": moment(document.updated_at),
    }


def _request(client: KnownClient, document: KnownDocument) -> dict[str, Any]:
    person: dict[str, Any] = client.details.get("personDetails") or {}
    expected = {ours: person[theirs] for theirs, ours in CLAIMS.items() if person.get(theirs)}
    request: dict[str, Any] = {
        KEEP: [Cut.PORTRAIT, Cut.CODE],
        "documentType": document.type,
        "expected": expected | {"email": client.details["email"]},
    }
    if document.issuing_country is not None:
        request["country"] = ALPHA_3[document.issuing_country]
    return request
