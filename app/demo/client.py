"""What the demo asks Vouch over HTTP, as any client would."""

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

from app.api.verifications.schemas import StageView
from app.demo.pictures import Pictures

PATIENCE = 60.0  # seconds for the verification, and for any one answer


@dataclass(frozen=True)
class Endpoint:
    """A webhook endpoint, with the secret that it is told of only once."""

    id: uuid.UUID
    secret: str


class Client:
    """A tenant's client. Every method raises `httpx.HTTPError` where the answer is no 2xx."""

    def __init__(self, url: str, key: str) -> None:
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {key}"},
            timeout=PATIENCE,
            trust_env=False,  # no proxy is asked for the way to this very machine
            event_hooks={"response": [httpx.Response.raise_for_status]},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def create_endpoint(self, url: str) -> Endpoint:
        """Asks for webhooks to `url` from now on."""
        body = {"url": url, "description": "vouch demo"}
        made = self._http.post("/v1/webhook-endpoints", json=body).json()
        return Endpoint(uuid.UUID(made["id"]), made["secret"])

    def submit(self, pictures: Pictures, transaction_id: str) -> uuid.UUID:
        """Submits a passport and a selfie to be verified. Returns the `requestId`."""
        answer = self._http.post(
            "/v1/verifications",
            files={
                "front": ("passport.jpg", pictures.passport, "image/jpeg"),
                "selfie": ("selfie.jpg", pictures.selfie, "image/jpeg"),
            },
            data={"request": json.dumps({"kind": "identity", "transactionId": transaction_id})},
        )
        return uuid.UUID(answer.json()["requestId"])

    def read_card(self, pictures: Pictures) -> Any:
        """Submits both sides of the identity card, and waits. Returns the answer, as JSON."""
        return self._http.post(
            "/v1/verifications",
            files={
                "front": ("card-front.jpg", pictures.card_front, "image/jpeg"),
                "back": ("card-back.jpg", pictures.card_back, "image/jpeg"),
            },
            headers={"Prefer": f"wait={PATIENCE:.0f}"},
        ).json()

    def follow(self, request_id: uuid.UUID) -> Iterator[list[StageView]]:
        """Yields the stages at every step, until the verification is over or patience is."""
        deadline = time.monotonic() + PATIENCE
        with self._http.stream("GET", f"/v1/verifications/{request_id}/events") as answer:
            for line in answer.iter_lines():
                if line.startswith("data:"):
                    step = json.loads(line.removeprefix("data:"))
                    yield [StageView.model_validate(stage) for stage in step["stages"]]
                if time.monotonic() > deadline:
                    return

    def verification(self, request_id: uuid.UUID) -> Any:
        """Returns the whole answer about a verification, as JSON."""
        return self._http.get(f"/v1/verifications/{request_id}").json()

    def history(self, request_id: uuid.UUID) -> Any:
        """Returns what FinOS' history endpoint says about a request, as JSON."""
        form = {"requestIds": str(request_id)}
        return self._http.post("/ekyc/transaction/history", data=form).json()
