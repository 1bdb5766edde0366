"""Webhook endpoints of a dialect: made, changed and listed apart from the native ones."""

import uuid

from app.core.database import in_transaction
from app.core.tenants.service import Caller
from app.core.webhooks import service
from app.core.webhooks.models import WebhookEndpoint


async def create(
    caller: Caller, form: str, url: str, description: str, events: list[str], enabled: bool
) -> tuple[WebhookEndpoint, str]:
    """Makes an endpoint that gets events in a form. Returns it and its secret."""
    return await in_transaction(
        service.create_endpoint, caller.tenant_id, url, description, events, form, enabled
    )


async def get(caller: Caller, form: str, endpoint_id: uuid.UUID) -> WebhookEndpoint:
    """Raises `NotFoundError`."""
    return await in_transaction(service.get_endpoint, caller.tenant_id, endpoint_id, form)


async def listed(caller: Caller, form: str) -> list[WebhookEndpoint]:
    """Returns the tenant's endpoints of a form, oldest first."""
    return await in_transaction(service.list_endpoints, caller.tenant_id, form)


async def change(
    caller: Caller,
    form: str,
    endpoint_id: uuid.UUID,
    changes: dict[str, str | list[str] | bool],
) -> WebhookEndpoint:
    """Changes the named columns. Raises `NotFoundError`."""
    return await in_transaction(
        service.change_endpoint, caller.tenant_id, endpoint_id, changes, form
    )


async def delete(caller: Caller, form: str, endpoint_id: uuid.UUID) -> None:
    """Raises `NotFoundError`."""
    await in_transaction(service.delete_endpoint, caller.tenant_id, endpoint_id, form)
