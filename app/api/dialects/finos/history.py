"""The transaction history in FinOS' form."""

import json
import re
from typing import Any

from fastapi import Request

from app.api.dialects.facade import as_given
from app.api.links import base_url, picture_link
from app.core.history.service import Entry
from app.core.report import PictureName, State

HYPHENATED = re.compile(r"-([a-z])")
ORDER = [name.value for name in PictureName]
TIME_FORMAT = "%d/%m/%Y %H:%M:%S"  # dd/MM/yyyy HH:mm:ss, UTC


async def transaction(request: Request, entry: Entry) -> dict[str, str]:
    """Renders one request of the history.

    `data` is the JSON text of the answer as it was given; empty after a redaction.
    """
    status, data = await _answer(request, entry)
    rendered = {
        "requestTime": entry.transaction.created_at.strftime(TIME_FORMAT),
        "apiCode": entry.transaction.api_code,
        "statusCode": str(status),
        "data": data,
    }
    if entry.snapshot is not None and entry.snapshot.verification.redacted_at is None:
        base, tenant_id = base_url(request), entry.transaction.tenant_id
        pictures = sorted(entry.snapshot.pictures, key=lambda picture: ORDER.index(picture.name))
        for number, picture in enumerate(pictures[:2], start=1):
            rendered[f"imagePath{number}"] = picture_link(base, picture.id, tenant_id)
    return rendered


async def _answer(request: Request, entry: Entry) -> tuple[int, str]:
    if entry.snapshot is None:
        body = entry.stored_body()
        return entry.transaction.status_code or 500, _as_text(json.loads(body)) if body else ""
    if entry.snapshot.verification.redacted_at is not None:
        fault = entry.snapshot.verification.state == State.ERROR
        return entry.transaction.status_code or (500 if fault else 200), ""
    given = await as_given(request, entry.snapshot)
    return given.status, _as_text(given.body)


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
