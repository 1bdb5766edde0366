"""What the OpenAPI document says of Datakeen's endpoints, which read their bodies themselves."""

from typing import Any

from pydantic import BaseModel

from app.api.dialects.datakeen.schemas import Failure
from app.api.dialects.examples import beside, showing

EXAMPLE = beside(__file__)
"""What was answered to a specimen."""

TOKEN_EXAMPLE = {"token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.…"}
NOTHING = {"message": "There is no document on the picture.", "status": 422}
SEVERAL_EXAMPLE = {"documents": [EXAMPLE, NOTHING], "message": "", "status": 200}

TEXT = {"type": "string"}
BINARY = {"type": "string", "format": "binary"}
USER_INPUT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "firstName": TEXT,
        "lastName": TEXT,
        "birthDate": {"type": "string", "example": "20.06.1972"},
        "gender": {"type": "string", "enum": ["", "F", "M", "X"]},
        "photo": {"type": "string", "description": "base64"},
    },
}
FILE_LIST: dict[str, Any] = {
    "type": "array",
    "items": {
        "anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1, "maxItems": 2}],
    },
    "description": "base64; two in a list are the sides of one card",
}
PARAM_DICT: dict[str, Any] = {
    "type": "object",
    "properties": {"files": FILE_LIST, "userInput": USER_INPUT},
}
FAILURES = (400, 401, 403, 413, 415, 422, 429, 500, 503, 504)


def body(form: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Describes a body: JSON, whose members `names` are files in base64, or a form."""
    members = {**dict.fromkeys(names, TEXT), "files": FILE_LIST, "userInput": USER_INPUT}
    schema = {"type": "object", "properties": {**members, "paramDict": PARAM_DICT}}
    parts = {**form, "userInput": {"type": "string", "description": "JSON"}}
    return {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": schema},
                "multipart/form-data": {"schema": {"type": "object", "properties": parts}},
            },
        }
    }


ONE_BODY = body({"file": BINARY, "file2": BINARY}, ("file", "file2"))
SEVERAL_BODY = body({"files": {"type": "array", "items": BINARY}}, ())
LOGIN_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            media_type: {
                "schema": {
                    "type": "object",
                    "required": ["password"],
                    "properties": {"email": TEXT, "username": TEXT, "password": TEXT},
                }
            }
            for media_type in (
                "application/json",
                "multipart/form-data",
                "application/x-www-form-urlencoded",
            )
        },
    },
}


LOGIN_SAID: dict[int | str, dict[str, Any]] = {
    200: {"content": showing(TOKEN_EXAMPLE)},
    **{status: {"model": Failure} for status in (400, 401, 413, 415, 500, 503)},
}


def said(model: type[BaseModel], example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """Describes the answers of an endpoint that gives `model`."""
    return {
        200: {"model": model, "content": showing(example)},
        202: {"description": "Taken; with `Prefer: respond-async`"},
        **{status: {"model": Failure} for status in FAILURES},
    }
