"""The application: routers, error handlers, middleware; nothing else."""

import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api import health, links, openapi, problems
from app.api.dialects.registry import DIALECTS
from app.api.documents import endpoints as documents
from app.api.faces import endpoints as faces
from app.api.files import endpoints as files
from app.api.ratelimit import rate_limiters
from app.api.verifications import endpoints as verifications
from app.api.waiting import News
from app.api.webhooks import endpoints as webhooks
from app.core.database import async_engine, in_transaction
from app.core.errors import LengthRequiredError, TooLargeError, VouchError
from app.core.settings import get_settings
from app.core.tenants import service as tenants
from app.core.version import VERSION

BOOTSTRAP_TENANT = "default"
WORDS = {
    prefix: dialect.words
    for dialect in DIALECTS.values()
    for prefix in (dialect.prefix, *dialect.further)
}
"""How errors are said below each prefix of a dialect."""
READ_AS_STREAMS = re.compile(
    "|".join(
        [
            r"/v1/verifications/?",
            r"/v1/files",
            *(f"{dialect.prefix}.*" for dialect in DIALECTS.values()),
        ]
    )
)
"""Where bodies are read by `app.api.bodies`, after the key was checked and under its limits."""

SMALL_BODY = 1_000_000
"""Bytes that any other body may have: the framework reads it whole, before the key is checked."""


class SingleSlashes:
    """Clients whose host ends in a slash ask for `//ekyc/…`; they mean `/ekyc/…`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("//"):
            scope["path"] = "/" + scope["path"].lstrip("/")
        await self._app(scope, receive, send)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings = get_settings()
    if settings.bootstrap_key is not None:
        value = settings.bootstrap_key.get_secret_value()
        await in_transaction(
            tenants.create_key, BOOTSTRAP_TENANT, "bootstrap", tenants.ALL_SCOPES, value
        )
    news: News = app.state.news
    news.start()
    yield
    await news.stop()
    await async_engine().dispose()


def _body_too_large(request: Request) -> VouchError | None:
    if READ_AS_STREAMS.fullmatch(request.url.path):
        return None
    if "transfer-encoding" in request.headers:
        return LengthRequiredError("send a Content-Length")
    length = request.headers.get("content-length", "0")
    too_large = not length.isdecimal() or int(length) > SMALL_BODY
    return (
        TooLargeError(f"the limit is {SMALL_BODY:,} bytes", limit=SMALL_BODY) if too_large else None
    )


def _words(request: Request) -> problems.ErrorRenderer:
    """How errors are said below the path of a request."""
    said = (words for prefix, words in WORDS.items() if request.url.path.startswith(prefix))
    return next(said, problems.problem)


async def _identify_request(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    started = time.perf_counter()
    request.state.request_id = uuid.uuid4()
    try:
        refused = _body_too_large(request)
        response = _words(request)(request, refused) if refused else await call_next(request)
    except Exception as error:
        response = await request.app.state.unforeseen(request, error)
    response.headers["X-Request-Id"] = str(request.state.request_id)
    health.measure(request, response.status_code, started)
    return response


def create_app() -> FastAPI:
    """Builds the application from the settings of this process."""
    settings = get_settings()
    app = FastAPI(
        title="Vouch",
        version=VERSION,
        description="Verifies identity documents and faces.",
        lifespan=lifespan,
        docs_url="/docs",
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.news = News()
    app.state.rate_limiters = rate_limiters(settings)
    app.state.dialects = DIALECTS
    app.state.unforeseen = problems.install(app, WORDS)
    app.middleware("http")(_identify_request)
    app.add_middleware(SingleSlashes)
    for router in (
        verifications.router,
        faces.router,
        files.router,
        documents.router,
        webhooks.router,
        webhooks.callback_router,
        links.router,
        *(dialect.router for dialect in DIALECTS.values()),
        health.router,
    ):
        app.include_router(router)
    openapi.install(app)
    return app
