"""Sending webhooks: signed as Standard Webhooks asks, never redirected, only 2xx counts."""

import asyncio
import contextlib
import logging
import uuid
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from httpx_secure import httpx_ssrf_protection
from sqlalchemy.exc import SQLAlchemyError
from standardwebhooks import Webhook

from app.core.database import in_transaction
from app.core.settings import get_settings
from app.core.version import VERSION
from app.core.webhooks import deliveries
from app.core.webhooks.deliveries import Letter

log = logging.getLogger(__name__)

AT_ONCE = 32  # deliveries of one dispatcher
GONE = 410  # the receiver does not want any more


class Courier:
    """Takes due deliveries from the database and sends them."""

    def __init__(self) -> None:
        settings = get_settings()
        self._pause = settings.dispatcher.interval
        self._limit = settings.webhooks.timeout
        client = httpx.AsyncClient(
            timeout=self._limit,
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": f"Vouch/{VERSION}", "Content-Type": "application/json"},
        )
        allow_private = settings.webhooks.allow_private
        self._client = client if allow_private else httpx_ssrf_protection(client)
        self._sending: set[asyncio.Task[None]] = set()
        self.news = asyncio.Event()

    async def run(self) -> None:
        """Sends until cancelled. Survives a database that is away for a while."""
        async with self._client:
            while True:
                self.news.clear()
                try:
                    free = AT_ONCE - len(self._sending)
                    taken = await in_transaction(deliveries.take_due, free) if free else []
                except SQLAlchemyError as error:
                    log.warning("deliveries wait: %s", type(error).__name__)
                    taken = []
                for delivery_id in taken:
                    task = asyncio.create_task(self._deliver(delivery_id))
                    self._sending.add(task)
                    task.add_done_callback(self._sent)
                if not taken:
                    try:
                        async with asyncio.timeout(self._pause):
                            await self.news.wait()
                    except TimeoutError:
                        continue

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self.news.set()

    async def _deliver(self, delivery_id: uuid.UUID) -> None:
        try:
            letter = await in_transaction(deliveries.letter, delivery_id)
            await self._send(letter)
        except SQLAlchemyError as error:
            # The database is away: the lease runs out, and the delivery comes again.
            log.error("delivery %s waits: %s", delivery_id, type(error).__name__)
        except Exception as error:
            log.error("delivery %s failed: %s", delivery_id, type(error).__name__)
            with contextlib.suppress(SQLAlchemyError):
                await in_transaction(
                    deliveries.not_delivered, delivery_id, None, "it could not be written"
                )

    async def _send(self, letter: Letter) -> None:
        if letter.url is None:
            error = "the endpoint is disabled or the verification was redacted"
            await in_transaction(deliveries.given_up, letter.delivery_id, None, error)
            return
        now = datetime.now(UTC)
        message_id = str(letter.event_id)
        signature = Webhook(letter.secret).sign(message_id, now, letter.body.decode())
        headers = {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature,
            **letter.headers,
        }
        try:
            async with asyncio.timeout(self._limit):
                request = self._client.build_request(
                    "POST", letter.url, content=letter.body, headers=headers
                )
                response = await self._client.send(request, stream=True)
                await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError) as failure:
            # A private address reads like one where nobody answers: a tenant must not learn
            # from the difference what there is in our network.
            log.info("delivery %s: %s", letter.delivery_id, type(failure).__name__)
            timed_out = isinstance(failure, (TimeoutError, httpx.ReadTimeout))
            error = "no answer in time" if timed_out else "no connection"
            await in_transaction(deliveries.not_delivered, letter.delivery_id, None, error)
            return
        status = response.status_code
        if 200 <= status < 300:
            await in_transaction(deliveries.delivered, letter.delivery_id, status)
        elif status == GONE:
            await in_transaction(deliveries.given_up, letter.delivery_id, status, "410 Gone")
        else:
            await in_transaction(
                deliveries.not_delivered,
                letter.delivery_id,
                status,
                f"answered {status}",
                retry_after(response.headers.get("Retry-After")),
            )


def retry_after(header: str | None) -> float | None:
    """Reads `Retry-After`: seconds, or a date. Returns seconds, None where it is neither."""
    if header is None:
        return None
    if header.isascii() and header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
