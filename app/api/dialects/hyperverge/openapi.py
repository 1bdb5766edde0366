"""What the OpenAPI document says of HyperVerge's endpoint, which reads its form itself."""

from typing import Any

from app.api.dialects.examples import beside, showing
from app.api.dialects.hyperverge.catalogue import PARTS
from app.api.dialects.hyperverge.schemas import Answered

FILE = {"type": "string", "format": "binary"}
TEXT = {"type": "string", "maxLength": 200}
EXAMPLE = beside(__file__)
"""What was answered to a specimen."""

YES_NO = {"type": "string", "enum": ["yes", "no"], "default": "no"}

BODY: dict[str, Any] = {
    "parameters": [
        {"name": name, "in": "header", "required": False, "schema": {"type": "string"}}
        for name in ("appId", "transactionId")
    ],
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "oneOf": [{"required": ["image"]}, {"required": ["pdf"]}],
                    "properties": {
                        "image": FILE,
                        "pdf": FILE,
                        "countryId": {"type": "string", "pattern": "^[A-Za-z]{3}$"},
                        "documentId": TEXT,
                        "qrString": {"type": "string", "maxLength": 5000},
                        "minimumAge": {"type": "integer", "minimum": 0, "maximum": 150},
                        **dict.fromkeys(PARTS, YES_NO),
                    },
                }
            }
        },
    },
}

RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"model": Answered, "content": showing(EXAMPLE)},
    202: {"description": "Taken; with `Prefer: respond-async`"},
}
