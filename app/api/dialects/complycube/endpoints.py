"""ComplyCube's public API, as far as its clients need it for checks of documents and faces."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from app.api import clients as frame
from app.api.auth import MayManageWebhooks, MayRead, MayRedact, MayVerify
from app.api.clients import kept
from app.api.dialects.complycube.breakdown import IMAGES
from app.api.dialects.complycube.catalogue import NAME, PREFIX
from app.api.dialects.complycube.checks import wanted
from app.api.dialects.complycube.forms import body_of, checked, known_id, narrowing, picture, read
from app.api.dialects.complycube.openapi import listed, made, shown
from app.api.dialects.complycube.schemas import (
    CheckView,
    ClientChanges,
    ClientDetails,
    ClientView,
    Collection,
    DocumentChanges,
    DocumentView,
    ImageView,
    NewCheck,
    NewClient,
    NewDocument,
    NewImage,
    NewLivePhoto,
    NewWebhook,
    SideName,
    WebhookChanges,
    WebhookView,
)
from app.api.dialects.complycube.views import (
    check_view,
    client_view,
    collection,
    document_view,
    photo_view,
    side_view,
    webhook_view,
)
from app.api.refusals import listed_as
from app.api.webhooks import upkeep
from app.core.clients import clients, documents, pictures
from app.core.clients.lists import Narrowed
from app.core.errors import InvalidRequestError, NotFoundError
from app.core.history.service import API_CODES
from app.core.report import Kind

router = APIRouter(prefix=PREFIX, tags=[NAME])

SENSIBLE: dict[str, Any] = {"response_model_exclude_none": True}

Clients = Annotated[Narrowed, Depends(narrowing("type", "email"))]
Documents = Annotated[Narrowed, Depends(narrowing("clientId", "type"))]
Photos = Annotated[Narrowed, Depends(narrowing("clientId"))]
Checks = Annotated[Narrowed, Depends(narrowing("clientId", "type"))]
Webhooks = Annotated[Narrowed, Depends(narrowing())]
KINDS = {"document_check": Kind.DOCUMENT.value, "identity_check": Kind.IDENTITY.value}


@router.post(
    "/clients",
    status_code=201,
    openapi_extra=body_of(NewClient),
    responses=made("client"),
    **SENSIBLE,
)
async def create_client(request: Request, caller: MayVerify) -> ClientView:
    """Makes a client, a person or a company."""
    new = await read(request, NewClient)
    details = new.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"type"})
    _fits(new.type, details)
    return client_view(await kept(clients.create, caller, new.type, details))


@router.get("/clients", responses=listed("client"), **SENSIBLE)
async def list_clients(caller: MayRead, narrowed: Clients) -> Collection[ClientView]:
    """Lists clients, newest first."""
    found, total = await kept(clients.page, caller, narrowed)
    return collection([client_view(one) for one in found], total, narrowed)


@router.get("/clients/{client_id}", responses=shown("client"), **SENSIBLE)
async def get_client(caller: MayRead, client_id: str) -> ClientView:
    """Shows a client."""
    return client_view(await kept(clients.get, caller, known_id(client_id, "client")))


@router.post(
    "/clients/{client_id}",
    openapi_extra=body_of(ClientChanges),
    responses=shown("client"),
    **SENSIBLE,
)
async def update_client(request: Request, caller: MayVerify, client_id: str) -> ClientView:
    """Changes what is sent of a client; the rest stays."""
    own = known_id(client_id, "client")
    changes = (await read(request, ClientChanges)).model_dump(
        mode="json", by_alias=True, exclude_unset=True
    )
    known = await kept(clients.get, caller, own)
    details = dict(known.details)
    for name, value in changes.items():
        both = isinstance(value, dict) and name.endswith("Details")
        details[name] = {**(details.get(name) or {}), **value} if both else value
    whole = checked(ClientDetails, details).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    _fits(known.kind, whole)
    return client_view(await kept(clients.change, caller, own, whole))


@router.delete("/clients/{client_id}", status_code=204)
async def delete_client(caller: MayRedact, client_id: str) -> None:
    """Deletes a client with its documents and photos, and redacts its checks."""
    await frame.forget(caller, known_id(client_id, "client"))


def _fits(kind: str, details: dict[str, Any]) -> None:
    """Raises `InvalidRequestError` where the details are not those of the client's type."""
    needed, other = "personDetails", "companyDetails"
    if kind == "company":
        needed, other = other, needed
    problems = []
    if needed not in details:
        problems.append({"field": needed, "code": "missing", "message": f"a {kind} needs it"})
    if other in details:
        problems.append({"field": other, "code": "unexpected", "message": f"a {kind} has none"})
    if problems:
        raise InvalidRequestError(errors=problems)


@router.post(
    "/documents",
    status_code=201,
    openapi_extra=body_of(NewDocument),
    responses=made("document"),
    **SENSIBLE,
)
async def create_document(request: Request, caller: MayVerify) -> DocumentView:
    """Makes a document of a client; its sides are uploaded next."""
    new = await read(request, NewDocument)
    named = new.model_dump(exclude={"client_id"})
    own = known_id(new.client_id, "client")
    return document_view(await kept(documents.create, caller, own, named))


@router.get("/documents", responses=listed("document"), **SENSIBLE)
async def list_documents(caller: MayRead, narrowed: Documents) -> Collection[DocumentView]:
    """Lists documents, newest first."""
    found, total = await kept(documents.page, caller, narrowed)
    return collection([document_view(one) for one in found], total, narrowed)


@router.get("/documents/{document_id}", responses=shown("document"), **SENSIBLE)
async def get_document(caller: MayRead, document_id: str) -> DocumentView:
    """Shows a document with what was uploaded of it."""
    own = known_id(document_id, "document")
    return document_view(await kept(documents.get, caller, own))


@router.post(
    "/documents/{document_id}",
    openapi_extra=body_of(DocumentChanges),
    responses=shown("document"),
    **SENSIBLE,
)
async def update_document(request: Request, caller: MayVerify, document_id: str) -> DocumentView:
    """Changes what is sent of a document."""
    own = known_id(document_id, "document")
    changes = (await read(request, DocumentChanges)).model_dump(exclude_none=True)
    return document_view(await kept(documents.change, caller, own, changes))


@router.delete("/documents/{document_id}", status_code=204)
async def delete_document(caller: MayRedact, document_id: str) -> None:
    """Deletes a document and its pictures. Checks keep their copies until they are redacted."""
    own = known_id(document_id, "document")
    await frame.delete_objects(await kept(documents.forget, caller, own))


@router.post(
    "/documents/{document_id}/upload/{side}",
    status_code=201,
    openapi_extra=body_of(NewImage),
    responses=made("side"),
    **SENSIBLE,
)
async def upload_side(
    request: Request, caller: MayVerify, document_id: str, side: SideName
) -> ImageView:
    """Stores a side of a document, in place of the one that is there."""
    document = await kept(documents.get, caller, known_id(document_id, "document"))
    new = await read(request, NewImage)
    stored = await frame.upload(
        caller, document.client_id, await picture(new.data), document.id, side, new.file_name
    )
    return side_view(document, stored)


@router.get(
    "/documents/{document_id}/download/{side}", responses=shown("downloaded side"), **SENSIBLE
)
async def download_side(caller: MayRead, document_id: str, side: SideName) -> ImageView:
    """Gives a side of a document back."""
    document = await kept(documents.get, caller, known_id(document_id, "document"))
    if side not in document.pictures:
        raise NotFoundError(f"the document has no picture of its {side}")
    stored = document.pictures[side]
    return side_view(document, stored, await frame.download(caller, stored))


@router.delete("/documents/{document_id}/{side}", status_code=204)
async def delete_side(caller: MayRedact, document_id: str, side: SideName) -> None:
    """Deletes a side of a document."""
    own = known_id(document_id, "document")
    await frame.delete_objects(await kept(pictures.forget_side, caller, own, side))


@router.post(
    "/livePhotos",
    status_code=201,
    openapi_extra=body_of(NewLivePhoto),
    responses=made("live photo"),
    **SENSIBLE,
)
async def upload_photo(request: Request, caller: MayVerify) -> ImageView:
    """Stores a live photo of a client."""
    new = await read(request, NewLivePhoto)
    own = known_id(new.client_id, "client")
    return photo_view(await frame.upload(caller, own, await picture(new.data)))


@router.get("/livePhotos", responses=listed("live photo"), **SENSIBLE)
async def list_photos(caller: MayRead, narrowed: Photos) -> Collection[ImageView]:
    """Lists live photos, newest first."""
    found, total = await kept(pictures.page_photos, caller, narrowed)
    return collection([photo_view(one) for one in found], total, narrowed)


@router.get("/livePhotos/{photo_id}", responses=shown("live photo"), **SENSIBLE)
async def get_photo(caller: MayRead, photo_id: str) -> ImageView:
    """Shows a live photo, without its data."""
    return photo_view(await kept(pictures.get_photo, caller, known_id(photo_id, "live photo")))


@router.get("/livePhotos/{photo_id}/download", responses=shown("downloaded live photo"), **SENSIBLE)
async def download_photo(caller: MayRead, photo_id: str) -> ImageView:
    """Gives a live photo back."""
    photo = await kept(pictures.get_photo, caller, known_id(photo_id, "live photo"))
    return photo_view(photo, await frame.download(caller, photo))


@router.delete("/livePhotos/{photo_id}", status_code=204)
async def delete_photo(caller: MayRedact, photo_id: str) -> None:
    """Deletes a live photo."""
    own = known_id(photo_id, "live photo")
    await frame.delete_objects(await kept(pictures.forget_photo, caller, own))


@router.post(
    "/checks",
    status_code=201,
    openapi_extra=body_of(NewCheck),
    dependencies=[listed_as(API_CODES[Kind.DOCUMENT])],
    responses=made("started check"),
    **SENSIBLE,
)
async def create_check(request: Request, caller: MayVerify) -> CheckView:
    """Starts a check of a document, or of a document and a live photo."""
    new = await read(request, NewCheck)
    client = await kept(clients.get, caller, known_id(new.client_id, "client"))
    submission = await wanted(caller, client, new)
    request_id = await frame.start_check(request, caller, client.id, submission)
    return check_view(await frame.get_check(request, caller, request_id))


@router.get("/checks", responses=listed("identity check"), **SENSIBLE)
async def list_checks(request: Request, caller: MayRead, narrowed: Checks) -> Collection[CheckView]:
    """Lists checks, newest first; their results without pictures."""
    kind = KINDS.get(narrowed.kind, narrowed.kind) if narrowed.kind is not None else None
    found, total = await frame.page_checks(request, caller, replace(narrowed, kind=kind))
    return collection([check_view(one) for one in found], total, narrowed)


@router.get("/checks/{check_id}", responses=shown("document check"), **SENSIBLE)
async def get_check(request: Request, caller: MayRead, check_id: str) -> CheckView:
    """Shows a check, with its result once it is complete."""
    own = known_id(check_id, "check")
    return check_view(await frame.get_check(request, caller, own, IMAGES))


@router.post(
    "/webhooks",
    status_code=201,
    openapi_extra=body_of(NewWebhook),
    responses=made("made webhook"),
    **SENSIBLE,
)
async def create_webhook(request: Request, caller: MayManageWebhooks) -> WebhookView:
    """Makes a webhook. The secret is in this answer and nowhere else."""
    new = await read(request, NewWebhook)
    webhook, secret = await upkeep.create(
        caller, NAME, new.url, new.description or "", list(new.events), new.enabled
    )
    return webhook_view(webhook, secret)


@router.get("/webhooks", responses=listed("webhook"), **SENSIBLE)
async def list_webhooks(caller: MayManageWebhooks, narrowed: Webhooks) -> Collection[WebhookView]:
    """Lists webhooks, newest first. Paged, but not filtered: nobody has many."""
    every = list(reversed(await upkeep.listed(caller, NAME)))
    first = (narrowed.page - 1) * narrowed.page_size
    views = [webhook_view(one) for one in every[first : first + narrowed.page_size]]
    return collection(views, len(every), narrowed)


@router.get("/webhooks/{webhook_id}", responses=shown("webhook"), **SENSIBLE)
async def get_webhook(caller: MayManageWebhooks, webhook_id: str) -> WebhookView:
    """Shows a webhook."""
    return webhook_view(await upkeep.get(caller, NAME, known_id(webhook_id, "webhook")))


@router.post(
    "/webhooks/{webhook_id}",
    openapi_extra=body_of(WebhookChanges),
    responses=shown("webhook"),
    **SENSIBLE,
)
async def update_webhook(
    request: Request, caller: MayManageWebhooks, webhook_id: str
) -> WebhookView:
    """Changes what is sent of a webhook."""
    own = known_id(webhook_id, "webhook")
    changes = (await read(request, WebhookChanges)).model_dump(exclude_none=True)
    if "events" in changes:
        changes["event_types"] = changes.pop("events")
    return webhook_view(await upkeep.change(caller, NAME, own, changes))


@router.delete("/webhooks/{webhook_id}", status_code=204)
async def delete_webhook(caller: MayManageWebhooks, webhook_id: str) -> None:
    """Deletes a webhook."""
    await upkeep.delete(caller, NAME, known_id(webhook_id, "webhook"))
