"""Shows clients, documents, pictures, checks and webhooks as ComplyCube's API does."""

import base64
import math
from datetime import datetime
from typing import Any, Protocol, TypeVar

from app.api.clients import ClientCheck
from app.api.dialects.complycube.breakdown import (
    all_extracted,
    analyses,
    extracted,
    images,
    patterns,
)
from app.api.dialects.complycube.catalogue import PREFIX
from app.api.dialects.complycube.faces import face_analyses
from app.api.dialects.complycube.render import NO_DOCUMENT
from app.api.dialects.complycube.schemas import (
    CheckResult,
    CheckView,
    ClientView,
    Collection,
    DocumentView,
    ImageView,
    WebhookView,
)
from app.api.dialects.complycube.values import moment
from app.core.clients.clients import KnownClient
from app.core.clients.documents import KnownDocument
from app.core.clients.lists import Narrowed
from app.core.clients.pictures import KnownPicture
from app.core.report import Kind, Outcome, Report
from app.core.webhooks.checks import CHECK_TYPES, STATUS

Shown = TypeVar("Shown")


class Webhook(Protocol):
    """What is shown of a webhook endpoint."""

    id: Any
    description: Any
    url: Any
    enabled: Any
    event_types: Any
    created_at: Any
    updated_at: Any


def client_view(client: KnownClient) -> ClientView:
    return ClientView.model_validate(
        {
            **client.details,
            "id": str(client.id),
            "type": client.kind,
            "entityName": entity_name(client),
            "createdAt": moment(client.created_at),
            "updatedAt": moment(client.updated_at),
        }
    )


def entity_name(client: KnownClient) -> str:
    """Returns the full name of a person, or the name of a company."""
    person: dict[str, Any] = client.details.get("personDetails") or {}
    company: dict[str, Any] = client.details.get("companyDetails") or {}
    parts = [person.get(name) for name in ("firstName", "middleName", "lastName")]
    return company.get("name") or " ".join(part for part in parts if part)


def document_view(document: KnownDocument) -> DocumentView:
    return DocumentView(
        id=str(document.id),
        client_id=str(document.client_id),
        type=document.type,
        classification=document.classification,
        issuing_country=document.issuing_country,
        images=[side_view(document, picture) for picture in document.pictures.values()] or None,
        created_at=moment(document.created_at),
        updated_at=moment(document.updated_at),
    )


def side_view(
    document: KnownDocument, picture: KnownPicture, data: bytes | None = None
) -> ImageView:
    """Shows a side of a document."""
    return _image(picture, f"{PREFIX}/documents/{document.id}/download/{picture.side}", data, None)


def photo_view(photo: KnownPicture, data: bytes | None = None) -> ImageView:
    """Shows a live photo."""
    link = f"{PREFIX}/livePhotos/{photo.id}/download"
    return _image(photo, link, data, str(photo.client_id))


def _image(
    picture: KnownPicture, link: str, data: bytes | None, client_id: str | None
) -> ImageView:
    return ImageView(
        id=str(picture.id),
        client_id=client_id,
        file_name=picture.file_name,
        document_side=picture.side,
        download_link=link,
        content_type=picture.content_type,
        size=picture.size,
        data=base64.b64encode(data).decode() if data is not None else None,
        created_at=moment(picture.created_at),
        updated_at=moment(picture.updated_at),
    )


def check_view(check: ClientCheck) -> CheckView:
    options = check.asked.options if check.asked is not None else {}
    return CheckView(
        id=str(check.id),
        client_id=str(check.client_id),
        document_id=options.get("documentId"),
        live_photo_id=options.get("livePhotoId"),
        entity_name=options.get("entityName"),
        type=CHECK_TYPES[check.kind],
        status=STATUS[check.state],
        result=_result(check),
        created_at=moment(check.began),
        updated_at=moment(check.changed),
    )


def _result(check: ClientCheck) -> CheckResult | None:
    """Returns the result of a check that is complete; without what a redaction took away."""
    if STATUS[check.state] != "complete":
        return None
    outcome = check.outcome or Outcome.NOT_PROCESSED
    report = check.told.report if check.told is not None else None
    if check.told is None or report is None:
        return CheckResult(outcome=outcome, breakdown={})
    if check.kind is Kind.IDENTITY:
        return CheckResult(outcome=outcome, breakdown=face_analyses(report))
    return CheckResult(outcome=outcome, breakdown=_document_breakdown(check, report))


def _document_breakdown(check: ClientCheck, report: Report) -> dict[str, Any]:
    """Here the analyses stand in the breakdown. A check is about one document, the first."""
    document = report.documents[0] if report.documents else NO_DOCUMENT
    pictures = check.told.pictures if check.told is not None else ()
    return {
        "extractedData": extracted(document),
        "allExtractedData": all_extracted(document),
        **analyses(report, 0),
        "extractedImages": images(0, document, pictures),
        "securityAndPatternAnalysis": patterns(report, 0),
    }


def webhook_view(endpoint: Webhook, secret: str | None = None) -> WebhookView:
    changed: datetime | None = endpoint.updated_at
    return WebhookView(
        id=str(endpoint.id),
        description=endpoint.description,
        url=endpoint.url,
        enabled=endpoint.enabled,
        events=endpoint.event_types,
        secret=secret,
        created_at=moment(endpoint.created_at),
        updated_at=moment(changed or endpoint.created_at),
    )


def collection(items: list[Shown], total: int, narrowed: Narrowed) -> Collection[Shown]:
    """Puts a page in its frame."""
    return Collection[Shown](
        page=narrowed.page,
        page_size=narrowed.page_size,
        total_items=total,
        pages=math.ceil(total / narrowed.page_size),
        items=items,
    )
