"""The transaction history in FinOS' form."""

import json
import re
from typing import Any

from app.api.links import picture_link
from app.api.verifications.views import view
from app.core.history.service import Entry
from app.core.report import PictureName, State

HYPHENATED = re.compile(r"-([a-z])")
ORDER = [name.value for name in PictureName]
TIME_FORMAT = "%d/%m/%Y %H:%M:%S"  # dd/MM/yyyy HH:mm:ss, UTC


def transaction(entry: Entry, base: str) -> dict[str, str]:
    """Renders one request of the history. `base`: the address of the API, for the links.

    `data` is the JSON text of the answer as it was given; empty after a redaction.
    """
    status, data = _answer(entry, base)
    rendered = {
        "requestTime": entry.transaction.created_at.strftime(TIME_FORMAT),
        "apiCode": entry.transaction.api_code,
        "statusCode": str(status),
        "data": data,
    }
    if entry.snapshot is not None and entry.snapshot.verification.redacted_at is None:
        tenant_id = entry.transaction.tenant_id
        pictures = sorted(entry.snapshot.pictures, key=lambda picture: ORDER.index(picture.name))
        for number, picture in enumerate(pictures[:2], start=1):
            rendered[f"imagePath{number}"] = picture_link(base, picture.id, tenant_id)
    return rendered


def _answer(entry: Entry, base: str) -> tuple[int, str]:
    if entry.snapshot is None:
        body = entry.stored_body()
        return entry.transaction.status_code or 500, _as_text(json.loads(body)) if body else ""
    verification = entry.snapshot.verification
    state = State(verification.state)
    status = {State.ERROR: 500}.get(state, 200 if state.terminal else 202)
    if verification.redacted_at is not None:
        return status, ""
    if not state.terminal:
        return status, _as_text({"requestId": str(verification.id), "status": state})
    shown = view(entry.snapshot, base).model_dump(
        mode="json", by_alias=True, exclude={"pictures", "links"}
    )
    return status, _as_text(shown)


def _as_text(body: Any) -> str:
    return json.dumps(_camel(body), ensure_ascii=False, separators=(",", ":"))


def _camel(value: Any) -> Any:
    """Turns hyphenated keys into camelCase, as the page's `data` shows them."""
    if isinstance(value, dict):
        return {
            HYPHENATED.sub(lambda match: match[1].upper(), key): _camel(member)
            for key, member in value.items()
        }
    if isinstance(value, list):
        return [_camel(member) for member in value]
    return value
