"""Examples of the OpenAPI document: real answers of ours, each beside the dialect that gave it."""

import json
from pathlib import Path
from typing import Any


def beside(module: str, name: str = "example.json") -> Any:
    """Reads a file of examples beside a module, named by its `__file__`."""
    return json.loads((Path(module).parent / name).read_text(encoding="utf-8"))


def showing(example: Any) -> dict[str, Any]:
    """Returns what a response of the OpenAPI document says of its content."""
    return {"application/json": {"example": example}}
