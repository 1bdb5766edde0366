"""A small web server that takes webhooks, for `vouch demo` and for the tests.

It answers as it is told to, so that a sender can be seen to retry, to give up, or to refuse a
redirect; and it keeps every request as it came in. Not for production: a real receiver answers
at once and works later.
"""

import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from standardwebhooks import Webhook

_LARGEST_BODY = 16 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """How to answer one request. `delay`: seconds to wait first."""

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0

    @classmethod
    def redirect(cls, location: str, status: int = 302) -> Self:
        """Sends the sender elsewhere, which a careful one does not follow."""
        return cls(status, {"Location": location})


@dataclass(frozen=True)
class Received:
    """One request. `headers` have lower-case names. `at`: seconds, as `time.monotonic` counts."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    def verify(self, secret: str) -> Any:
        """Returns the JSON of the body, once its signature is found right (Standard Webhooks).

        `secret`: the endpoint's, with or without `whsec_`. Raises
        `standardwebhooks.WebhookVerificationError` where the signature is wrong, missing or
        older than five minutes.
        """
        return Webhook(secret).verify(self.body, self.headers)


class WebhookReceiver:
    """Listens on a port of 127.0.0.1 in a thread; a context manager.

    `answers` are given in their order, one to a request; when none is left, `204`.
    """

    def __init__(self, *answers: Answer, port: int = 0) -> None:
        """`port`: 0 takes a free one. Raises `OSError` where the port is taken."""
        self._answers = deque(answers)
        self._received: list[Received] = []
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        # A short poll, so that closing does not take half a second.
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="webhook-receiver", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """Where to send webhooks to. Any path and query under it is taken too."""
        return f"http://127.0.0.1:{self._server.server_port}/webhooks"

    @property
    def requests(self) -> list[Received]:
        """What has come in so far, oldest first."""
        with self._changed:
            return list(self._received)

    def answer_with(self, *answers: Answer) -> None:
        """Puts answers behind those that are still to be given."""
        with self._changed:
            self._answers.extend(answers)

    def wait(self, count: int = 1, timeout: float = 10.0) -> list[Received]:
        """Returns what has come in as soon as it is `count` requests.

        Raises `TimeoutError` where it is fewer after `timeout` seconds.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._received) >= count, timeout):
                raise TimeoutError(
                    f"{len(self._received)} of {count} webhooks after {timeout:g} seconds"
                )
            return list(self._received)

    def close(self) -> None:
        """Stops listening; answers that were to be delayed are given up. Can be called twice."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _take(self, request: Received) -> Answer:
        with self._changed:
            answer = self._answers.popleft() if self._answers else Answer()
            self._received.append(request)
            self._changed.notify_all()
        return answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def handle_request(self) -> None:
                length = self.headers.get("Content-Length", "0")
                if not length.isdecimal() or int(length) > _LARGEST_BODY:
                    self.close_connection = True
                    self.send_error(413)
                    return
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(length))
                request = Received(self.command, self.path, headers, body, time.monotonic())
                answer = receiver._take(request)
                if receiver._closing.wait(answer.delay):
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.status != 204:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if answer.status != 204:
                    self.wfile.write(answer.body)

            do_POST = do_GET = do_PUT = handle_request  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing: what came in is in `requests`."""

        return Handler
