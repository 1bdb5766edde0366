"""What the OpenAPI document shows of ComplyCube's endpoints: real answers of ours."""

import json
from pathlib import Path
from typing import Any

EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))
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
    return {status: {"content": {"application/json": {"example": example}}}}
