"""Who is asking. One key works in every dialect's header."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from app.api import tokens
from app.api.ratelimit import check_rate
from app.core.database import in_transaction
from app.core.errors import ForbiddenError, UnauthorizedError
from app.core.tenants import service
from app.core.tenants.service import Caller, Scope

KEY_HEADERS = ("X-FinOS-Api-Key", "x-api-key", "appKey")
MAX_KEY_LENGTH = 512


def presented_key(request: Request) -> str | None:
    """Returns the key of a request: in `Authorization`, after `Bearer` or bare, as ComplyCube's
    clients send it, or in a dialect's own header.
    """
    first, _, credentials = request.headers.get("Authorization", "").strip().partition(" ")
    if first.lower() == "bearer" and credentials.strip():
        return credentials.strip()
    own = next((value for name in KEY_HEADERS if (value := request.headers.get(name))), None)
    return own or (first if first.lower() != "bearer" and not credentials else None)


async def identify(request: Request) -> Caller:
    """Returns the caller, by a key or by a token that stands for one.

    Raises `UnauthorizedError`, or `RateLimitedError`.
    """
    key = presented_key(request)
    if key is None or len(key) > MAX_KEY_LENGTH:
        raise UnauthorizedError("send an API key as `Authorization: Bearer …`")
    token_of = tokens.key_of(key)
    caller = (
        await in_transaction(service.caller_of, token_of)
        if token_of is not None
        else await in_transaction(service.authenticate, key)
    )
    if caller is None:
        raise UnauthorizedError("the API key is unknown, expired or revoked")
    await check_rate(request, caller)
    request.state.caller = caller
    return caller


async def log_in(key_id: str, secret: str) -> str:
    """Returns a token that stands for an API key for a day.

    Raises `UnauthorizedError` unless the id is that of the key.
    """
    caller = (
        await in_transaction(service.authenticate, secret)
        if len(secret) <= MAX_KEY_LENGTH
        else None
    )
    if caller is None or str(caller.key_id) != key_id.strip().lower():
        raise UnauthorizedError("the credentials are not those of an API key")
    return tokens.issue(caller.key_id)


def needs(scope: Scope) -> Callable[..., Awaitable[Caller]]:
    """Returns a dependency that gives the caller, if the key has the scope."""

    async def scoped(caller: Annotated[Caller, Depends(identify)]) -> Caller:
        if scope not in caller.scopes:
            raise ForbiddenError(f"the key lacks the scope `{scope}`")
        return caller

    return scoped


MayVerify = Annotated[Caller, Depends(needs(Scope.VERIFY))]
MayRead = Annotated[Caller, Depends(needs(Scope.READ))]
MayRedact = Annotated[Caller, Depends(needs(Scope.REDACT))]
MayReview = Annotated[Caller, Depends(needs(Scope.REVIEW))]
MayManageWebhooks = Annotated[Caller, Depends(needs(Scope.WEBHOOKS))]
