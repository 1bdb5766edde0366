"""What the OpenAPI document shows of ComplyCube's endpoints: real answers of ours."""

from typing import Any

from app.api.dialects.examples import beside, showing

EXAMPLES = beside(__file__, "examples.json")
"""Answers to the official client. Of pictures and secrets there is the beginning alone."""

Said = dict[int | str, dict[str, Any]]


def shown(name: str, status: int = 200) -> Said:
    """Shows an answer."""
    return _said(status, EXAMPLES[name])


def made(name: str) -> Said:
    """Shows the answer to making something."""
    return shown(name, 201)


def listed(name: str) -> Said:
    """Shows a page with one of something."""
    frame = {"page": 1, "pageSize": 100, "totalItems": 1, "pages": 1}
    return _said(200, {**frame, "items": [EXAMPLES[name]]})


def _said(status: int, example: Any) -> Said:
    return {status: {"content": showing(example)}}
