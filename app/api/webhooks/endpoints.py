"""Webhook endpoints: make, change, delete, look at deliveries, send one again."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.auth import MayManageWebhooks
from app.api.idempotency import MayRepeat
from app.api.verifications.schemas import ApiModel, LongText
from app.api.webhooks.addresses import WebAddress
from app.core.database import in_transaction
from app.core.webhooks import service
from app.core.webhooks.models import Delivery, Event, WebhookEndpoint

router = APIRouter(prefix="/v1/webhook-endpoints", tags=["webhooks"])
callback_router = APIRouter(prefix="/v1/callback-secret", tags=["webhooks"])

EventType = Literal[
    "verification.finished",
    "verification.failed",
    "verification.error",
    "verification.resolved",
]


class NewEndpoint(ApiModel):
    """An address to tell. No `eventTypes` means all of them."""

    url: WebAddress
    description: LongText = ""
    event_types: Annotated[list[EventType], Field(max_length=20, default_factory=list)]


class EndpointChanges(ApiModel):
    """What is to change; the rest stays."""

    url: WebAddress | None = None
    description: LongText | None = None
    event_types: Annotated[list[EventType], Field(max_length=20)] | None = None
    enabled: bool | None = None


class EndpointView(ApiModel):
    """An endpoint. `disabledReason` says why Vouch itself disabled it."""

    id: uuid.UUID
    url: str
    description: str
    event_types: list[str]
    enabled: bool
    disabled_reason: str | None
    created_at: datetime


class EndpointWithSecret(EndpointView):
    """An endpoint with the secret that signs its deliveries. Shown this once."""

    secret: str


class Endpoints(ApiModel):
    items: list[EndpointView]


class DeliveryView(ApiModel):
    """One event on its way to one endpoint. `eventId` is the `webhook-id` header."""

    id: uuid.UUID
    event_id: uuid.UUID
    event_type: str
    request_id: uuid.UUID
    state: Literal["pending", "delivered", "failed"]
    attempts: int
    next_attempt_at: datetime | None
    last_status: int | None
    last_error: str | None
    created_at: datetime
    delivered_at: datetime | None


class Deliveries(ApiModel):
    items: list[DeliveryView]


class CallbackSecret(ApiModel):
    secret: str


def _view(endpoint: WebhookEndpoint) -> EndpointView:
    return EndpointView.model_validate(endpoint, from_attributes=True)


def _with_secret(
    session: Session, tenant_id: uuid.UUID, endpoint_id: uuid.UUID
) -> EndpointWithSecret:
    endpoint = service.get_endpoint(session, tenant_id, endpoint_id)
    secret = service.endpoint_secret(endpoint)
    return EndpointWithSecret(**_view(endpoint).model_dump(), secret=secret)


def _delivery_view(row: tuple[Delivery, Event]) -> DeliveryView:
    delivery, event = row
    return DeliveryView(
        id=delivery.id,
        event_id=event.id,
        event_type=event.type,
        request_id=event.verification_id,
        state=delivery.state,
        attempts=delivery.attempts,
        next_attempt_at=delivery.next_attempt_at if delivery.state == "pending" else None,
        last_status=delivery.last_status,
        last_error=delivery.last_error,
        created_at=delivery.created_at,
        delivered_at=delivery.delivered_at,
    )


@router.post("", status_code=201)
async def create_endpoint(
    caller: MayManageWebhooks, call: MayRepeat, new: NewEndpoint
) -> EndpointWithSecret:
    """Makes an endpoint. The secret is in this answer and nowhere else."""
    tenant_id = caller.tenant_id

    def make(session: Session) -> uuid.UUID:
        event_types: list[str] = [*new.event_types]
        made, _ = service.create_endpoint(session, tenant_id, new.url, new.description, event_types)
        return made.id

    return await call.once(
        caller,
        new.model_dump_json(),
        make,
        lambda session, made: _with_secret(session, tenant_id, made),
    )


@router.get("")
async def list_endpoints(caller: MayManageWebhooks) -> Endpoints:
    """Lists the tenant's endpoints, oldest first."""
    rows = await in_transaction(service.list_endpoints, caller.tenant_id)
    return Endpoints(items=[_view(row) for row in rows])


@router.get("/{endpoint_id}")
async def get_endpoint(caller: MayManageWebhooks, endpoint_id: uuid.UUID) -> EndpointView:
    """Shows an endpoint."""
    return _view(await in_transaction(service.get_endpoint, caller.tenant_id, endpoint_id))


@router.patch("/{endpoint_id}")
async def change_endpoint(
    caller: MayManageWebhooks, endpoint_id: uuid.UUID, changes: EndpointChanges
) -> EndpointView:
    """Changes an endpoint; `enabled: true` takes a disabled one up again."""
    wanted = changes.model_dump(exclude_none=True)
    return _view(
        await in_transaction(service.change_endpoint, caller.tenant_id, endpoint_id, wanted)
    )


@router.delete("/{endpoint_id}", status_code=204)
async def delete_endpoint(caller: MayManageWebhooks, endpoint_id: uuid.UUID) -> None:
    """Deletes an endpoint; what was still to be delivered to it is given up."""
    await in_transaction(service.delete_endpoint, caller.tenant_id, endpoint_id)


@router.post("/{endpoint_id}/secret")
async def rotate_secret(
    caller: MayManageWebhooks, call: MayRepeat, endpoint_id: uuid.UUID
) -> EndpointWithSecret:
    """Gives the endpoint a new secret, from the next delivery on."""
    tenant_id = caller.tenant_id

    def rotate(session: Session) -> uuid.UUID:
        service.rotate_secret(session, tenant_id, endpoint_id)
        return endpoint_id

    return await call.once(
        caller, "", rotate, lambda session, own: _with_secret(session, tenant_id, own)
    )


@router.get("/{endpoint_id}/deliveries")
async def list_deliveries(
    caller: MayManageWebhooks,
    endpoint_id: uuid.UUID,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Deliveries:
    """Lists the newest deliveries of an endpoint."""
    rows = await in_transaction(service.list_deliveries, caller.tenant_id, endpoint_id, limit)
    return Deliveries(items=[_delivery_view(row) for row in rows])


@router.post("/{endpoint_id}/deliveries/{delivery_id}/retry", status_code=202)
async def send_again(
    caller: MayManageWebhooks, call: MayRepeat, endpoint_id: uuid.UUID, delivery_id: uuid.UUID
) -> DeliveryView:
    """Sends a delivery again, with the same event id."""
    tenant_id = caller.tenant_id

    def send(session: Session) -> uuid.UUID:
        service.send_again(session, tenant_id, endpoint_id, delivery_id)
        return delivery_id

    def show(session: Session, own: uuid.UUID) -> DeliveryView:
        return _delivery_view(service.get_delivery(session, tenant_id, endpoint_id, own))

    return await call.once(caller, "", send, show)


@callback_router.get("")
async def show_callback_secret(caller: MayManageWebhooks) -> CallbackSecret:
    """Shows the secret that signs what goes to the `callbackUrl` of a request."""
    return CallbackSecret(secret=service.callback_secret(caller.tenant_id))
