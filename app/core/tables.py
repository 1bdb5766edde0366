"""Every table of Vouch, so that one import declares them all."""

from app.core.clients.models import Client, ClientDocument, ClientPicture
from app.core.documents.models import CatalogueRow
from app.core.faces.models import Face
from app.core.files.models import Upload
from app.core.fleet import WorkerRow
from app.core.history.models import Transaction
from app.core.idempotency.models import IdempotentCall
from app.core.tenants.models import ApiKey, Tenant
from app.core.verifications.models import IdempotencyKey, Picture, StageRow, Verification
from app.core.webhooks.models import Delivery, Event, WebhookEndpoint

TABLES = (
    ApiKey,
    CatalogueRow,
    Client,
    ClientDocument,
    ClientPicture,
    Delivery,
    Event,
    Face,
    IdempotencyKey,
    IdempotentCall,
    Picture,
    StageRow,
    Tenant,
    Transaction,
    Upload,
    Verification,
    WebhookEndpoint,
    WorkerRow,
)
