"""What the OpenAPI document says of FacePhi's endpoint, which reads its body itself."""

from typing import Any

from app.api.dialects.examples import beside, showing
from app.api.dialects.facephi.parameters import ID_TYPES, REQUIRED
from app.api.dialects.facephi.schemas import DiagnosticAnswer, DiagnosticProblem, GatewayMessage

EXAMPLE = beside(__file__)
"""A real answer of ours, to the specimen of a card without the word that marks it as one."""


def _picture(description: str) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "description": description}


BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": list(REQUIRED),
                    "properties": {
                        "frontSideImage": _picture("base64, or a token of `POST /v1/files`"),
                        "backSideImage": _picture("the same"),
                        "face": _picture("the same"),
                        "tokenized": {"type": "boolean"},
                        "countryCode": {"type": "string", "pattern": "^[A-Za-z]{3}$"},
                        "idType": {"type": "string", "enum": list(ID_TYPES)},
                    },
                }
            }
        },
    }
}

RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"model": DiagnosticAnswer, "content": showing(EXAMPLE)},
    202: {"description": "Taken; with `Prefer: respond-async`"},
    400: {"model": DiagnosticProblem},
    401: {"model": GatewayMessage},
    502: {"model": DiagnosticProblem},
    504: {"model": GatewayMessage},
}
