"""What the OpenAPI document says of FinOS' endpoints, which read their forms themselves."""

from typing import Any

from pydantic import BaseModel

from app.api.dialects.examples import beside, showing
from app.api.dialects.finos.catalogue import HISTORY, Endpoint

EXAMPLES = beside(__file__, "examples.json")
"""Real answers of ours to the page's commands, by endpoint."""

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
HISTORY_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            media_type: {
                "schema": {
                    "type": "object",
                    "required": ["requestIds"],
                    "properties": {"requestIds": {"type": "array", "items": {"type": "string"}}},
                }
            }
            for media_type in FORMS
        },
    }
}
TRANSACTION_ID: dict[str, Any] = {
    "name": "transactionId",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
}


def form_body(
    *required: str,
    optional: tuple[str, ...] = (),
    options: tuple[str, ...] = (),
    texts: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Describes a form: files, some of them optional, options `yes` or `no`, required texts."""
    file = {"type": "string", "format": "binary"}
    answer = {"type": "string", "enum": ["yes", "no"], "default": "no"}
    text = {"type": "string", "minLength": 1, "maxLength": 200}
    properties = {
        **dict.fromkeys((*required, *optional), file),
        **dict.fromkeys(options, answer),
        **dict.fromkeys(texts, text),
    }
    schema = {"type": "object", "required": [*required, *texts], "properties": properties}
    return {
        "parameters": [TRANSACTION_ID],
        "requestBody": {"required": True, "content": {FORMS[0]: {"schema": schema}}},
    }


PAIR_BODY: dict[str, Any] = {
    "parameters": [
        TRANSACTION_ID,
        {
            "name": "threshold",
            "in": "header",
            "required": False,
            "schema": {"type": "integer", "minimum": 1, "maximum": 99},
        },
    ],
    "requestBody": {
        "required": True,
        "content": {
            FORMS[0]: {
                "schema": {
                    "type": "object",
                    "anyOf": [
                        {"required": ["image1", "image2", "type"]},
                        {"required": ["selfie", "id"]},
                        {"required": ["selfie", "idFaceString"]},
                    ],
                    "properties": {
                        **{
                            name: {"type": "string", "format": "binary"}
                            for name in ("image1", "image2", "selfie", "id")
                        },
                        "type": {"type": "string", "enum": ["selfie"]},
                        "idFaceString": {"type": "string", "description": "base64"},
                        "fraudCheckLiveness": {"type": "string", "enum": ["yes", "no"]},
                    },
                }
            }
        },
    },
}


def said(model: type[BaseModel], endpoint: Endpoint) -> dict[int | str, dict[str, Any]]:
    """Describes the answers of an endpoint that gives `model`."""
    example = showing(EXAMPLES[endpoint.name])
    return {
        200: {"model": model, "content": example},
        202: {"description": "Taken; with `Prefer: respond-async`"},
    }


HISTORY_SAID: dict[int | str, dict[str, Any]] = {200: {"content": showing(EXAMPLES[HISTORY.name])}}
