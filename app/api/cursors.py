"""Cursors of lists, newest first: where a page ended."""

import base64
import uuid
from datetime import datetime

from app.core.errors import InvalidRequestError


def write_cursor(moment: datetime, row_id: uuid.UUID) -> str:
    """Returns the cursor of what comes after a row."""
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{row_id}".encode()).decode()


def read_cursor(cursor: str) -> tuple[datetime, uuid.UUID]:
    """Reads a cursor of ours. Raises `InvalidRequestError` for any other text."""
    try:
        moment, _, row_id = base64.urlsafe_b64decode(cursor).decode().partition("|")
        parsed = datetime.fromisoformat(moment)
        if parsed.tzinfo is None:
            raise ValueError("no time zone")
        return parsed, uuid.UUID(row_id)
    except ValueError as error:
        problem = {"field": "cursor", "code": "invalid", "message": "is not a cursor of ours"}
        raise InvalidRequestError(errors=[problem]) from error
