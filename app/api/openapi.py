"""The OpenAPI document: what the framework writes, and what it cannot know."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, Field

from app.api.dialects.registry import DIALECTS

PROBLEM = "application/problem+json"
SIGNED = "/v1/pictures/{picture_id}"
LOGIN = "/auth/login"
OPEN = ("/healthz", "/readyz", "/metrics", LOGIN, SIGNED)
"""What needs no key: a link to a picture is signed itself, and one logs in to get a token."""
PREFIXES = tuple(
    prefix for dialect in DIALECTS.values() for prefix in (dialect.prefix, *dialect.further)
)

SCHEMES: dict[str, dict[str, str]] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An API key, or a token."},
    "finos": {"type": "apiKey", "in": "header", "name": "X-FinOS-Api-Key"},
    "facephi": {"type": "apiKey", "in": "header", "name": "x-api-key"},
    "hyperverge": {"type": "apiKey", "in": "header", "name": "appKey"},
}


class InvalidField(BaseModel):
    """One thing that is wrong with a request."""

    field: str
    code: str
    message: str


class Problem(BaseModel):
    """An error (RFC 9457). `errors`: everything that is wrong, where the request is."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    request_id: str = Field(alias="requestId")
    detail: str | None = None
    errors: list[InvalidField] | None = None


def install(app: FastAPI) -> None:
    """Makes the document say how keys are sent, and how errors look."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # the way that the framework gives


def _document(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    own = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(own.pop("$defs"), Problem=own)
    components["securitySchemes"] = SCHEMES
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            _finish(path, operation)
    return schema


def _finish(path: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    if responses.get("422", {}).get("description") == "Validation Error":
        del responses["422"]  # the framework's own form, which is never given
    if path.startswith(PREFIXES):
        responses["default"] = {"description": "An error, in its words", "content": _json({})}
    else:
        reference = {"$ref": "#/components/schemas/Problem"}
        content = {PROBLEM: {"schema": reference}}
        responses["default"] = {"description": "A problem (RFC 9457)", "content": content}
    if path not in OPEN:
        operation["security"] = [{name: []} for name in SCHEMES]
    if any(parameter["name"] == "view" for parameter in operation.get("parameters", ())):
        _show_in_dialects(responses)
    if path == SIGNED:
        picture = {"schema": {"type": "string", "format": "binary"}}
        kinds = ("image/jpeg", "image/png", "image/webp", "application/pdf")
        responses["200"]["content"] = dict.fromkeys(kinds, picture)


def _show_in_dialects(responses: dict[str, Any]) -> None:
    """Says that with `view` the answers are those of a dialect, failures too."""
    native = responses["200"]["content"]["application/json"]["schema"]
    names = ", ".join(sorted(DIALECTS))
    shown = {"description": f"With `view` ({names}): the answer of that dialect's own endpoint"}
    responses["200"]["content"] = _json({"anyOf": [native, shown]})
    responses["202"]["content"] = _json(shown)
    responses["default"]["content"] |= _json(shown)


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
