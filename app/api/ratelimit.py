"""How many requests one key may make. Counted in Redis; while Redis is away, not at all."""

import asyncio
import logging
import math
import time

from fastapi import Request
from limits import RateLimitItem, parse
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.exceptions import RedisError

from app.core.errors import RateLimitedError
from app.core.settings import Settings
from app.core.tenants.service import Caller

log = logging.getLogger(__name__)


class RateLimiter:
    """One limit for each key, shared by all processes of the API. `name`: of what it counts."""

    def __init__(self, settings: Settings, limit: str, name: str = "") -> None:
        self._limit: RateLimitItem = parse(limit)
        self._name = name
        self._timeout = settings.broker.timeout
        storage = RedisStorage(
            f"async+{settings.broker.url.get_secret_value()}",
            implementation="redispy",
            socket_timeout=self._timeout,
            socket_connect_timeout=self._timeout,
        )
        self._limiter = SlidingWindowCounterRateLimiter(storage)

    async def check(self, caller: Caller) -> None:
        """Counts one request. Raises `RateLimitedError`, with the seconds to wait."""
        counted = (self._name, str(caller.key_id))
        try:
            async with asyncio.timeout(self._timeout):
                if await self._limiter.hit(self._limit, *counted):
                    return
                window = await self._limiter.get_window_stats(self._limit, *counted)
        except (RedisError, OSError, TimeoutError):
            log.warning("requests are not counted: Redis does not answer")
            return
        raise RateLimitedError(retryAfter=max(1, math.ceil(window.reset_time - time.time())))


def rate_limiters(settings: Settings) -> dict[str, RateLimiter]:
    """Returns the limits that are set: that of all requests under `""`, those of dialects."""
    limits = {"": settings.api.rate_limit, "datakeen": settings.datakeen.rate_limit}
    return {name: RateLimiter(settings, limit, name) for name, limit in limits.items() if limit}


async def check_rate(request: Request, caller: Caller, name: str = "") -> None:
    """Counts a request where a limit is set, of all or of a dialect. Raises `RateLimitedError`."""
    limiter: RateLimiter | None = request.app.state.rate_limiters.get(name)
    if limiter is not None:
        await limiter.check(caller)
