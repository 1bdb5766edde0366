"""Is it alive, can it accept, and what does it do: for those who operate it."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core.database import in_transaction
from app.core.fleet import ready_slots
from app.core.settings import get_settings
from app.core.storage import object_store
from app.core.verifications.models import Verification
from app.core.webhooks.models import Delivery

router = APIRouter(tags=["operations"])

REGISTRY = CollectorRegistry()
REQUESTS = Histogram(
    "vouch_http_request_seconds",
    "Time to answer, by route",
    ["method", "route", "status"],
    registry=REGISTRY,
)
REFUSED = Counter("vouch_http_errors", "Answers of 500 and above", registry=REGISTRY)
VERIFICATIONS = Gauge(
    "vouch_verifications_open", "Verifications that are not over", ["state"], registry=REGISTRY
)
DELIVERIES = Gauge("vouch_deliveries_pending", "Webhook deliveries to come", registry=REGISTRY)
SLOTS = Gauge("vouch_worker_slots", "Slots of the workers that are there", registry=REGISTRY)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
READINESS_LIMIT = 5.0  # seconds


class Readiness(BaseModel):
    """What was looked at, each `ok` or what is wrong."""

    ready: bool
    checks: dict[str, str]


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
async def healthz() -> dict[Literal["status"], Literal["ok"]]:
    """Says that the process answers."""
    return {"status": "ok"}


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", responses={503: {"model": Readiness}})
async def readyz(
    response: Response, workers: Annotated[Literal["0", "1"], Query()] = "0"
) -> Readiness:
    """Says whether a submission would be safe: database and store.

    With `workers=1`, also whether a worker with its models is there.
    """
    looks: dict[str, Callable[[], Awaitable[str]]] = {"database": _database, "store": _store}
    if workers == "1":
        looks["workers"] = _workers
    results = await asyncio.gather(*(_look(look) for look in looks.values()))
    checks = dict(zip(looks, results, strict=True))
    ready = all(result == "ok" for result in checks.values())
    response.status_code = 200 if ready else 503
    return Readiness(ready=ready, checks=checks)


async def _look(look: Callable[[], Awaitable[str]]) -> str:
    try:
        async with asyncio.timeout(READINESS_LIMIT):
            return await look()
    except Exception as error:
        return f"unavailable: {type(error).__name__}"


async def _database() -> str:
    await in_transaction(lambda session: session.execute(select(1)))
    return "ok"


async def _store() -> str:
    await run_in_threadpool(object_store().check)
    return "ok"


async def _workers() -> str:
    slots = await in_transaction(ready_slots, get_settings().dispatcher.worker_timeout)
    return "ok" if slots else "no worker with its models is there"


def _count(session: Session) -> tuple[dict[str, float], float, float]:
    open_ones = session.execute(
        select(Verification.state, func.count())
        .where(Verification.finished_at.is_(None))
        .group_by(Verification.state)
    )
    pending = session.scalar(
        select(func.count()).select_from(Delivery).where(Delivery.state == "pending")
    )
    slots = ready_slots(session, get_settings().dispatcher.worker_timeout)
    return {state: count for state, count in open_ones}, pending or 0, slots


@router.get("/metrics", response_class=Response)
async def metrics() -> Response:
    """Gives the metrics in Prometheus' text format. No label holds anything personal."""
    try:
        states, pending, slots = await in_transaction(_count)
    except SQLAlchemyError:
        # The process has its own numbers to give; what only the database knows is not known.
        states = dict.fromkeys(("INIT", "IN_PROGRESS"), math.nan)
        pending = slots = math.nan
    for state in ("INIT", "IN_PROGRESS"):
        VERIFICATIONS.labels(state).set(states.get(state, 0))
    DELIVERIES.set(pending)
    SLOTS.set(slots)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


def measure(request: Request, status: int, started: float) -> None:
    """Counts one answer. `started`: `time.perf_counter()` when the request came."""
    route = getattr(request.scope.get("route"), "path", "unknown")
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(method, route, status).observe(time.perf_counter() - started)
    if status >= 500:
        REFUSED.inc()
