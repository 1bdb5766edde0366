"""The examples in the OpenAPI document: every answer of a dialect has one, and they are answers."""

import json
from typing import Any

import pytest
from pydantic import BaseModel

from app.api.dialects.complycube.openapi import EXAMPLES as COMPLYCUBE
from app.api.dialects.complycube.schemas import (
    CheckView,
    ClientView,
    DocumentView,
    ImageView,
    WebhookView,
)
from app.api.dialects.finos.openapi import EXAMPLES as FINOS
from app.api.dialects.registry import DIALECTS
from app.api.main import create_app
from tests.dialects.shapes import differences, example, load

MODELS: dict[str, type[BaseModel]] = {
    "client": ClientView,
    "document": DocumentView,
    "side": ImageView,
    "downloaded side": ImageView,
    "live photo": ImageView,
    "downloaded live photo": ImageView,
    "started check": CheckView,
    "document check": CheckView,
    "identity check": CheckView,
    "made webhook": WebhookView,
    "webhook": WebhookView,
}


@pytest.mark.parametrize("endpoint", FINOS)
def test_finos_examples_have_the_shape_of_the_page(endpoint: str) -> None:
    assert differences(example(load("finos"), endpoint, 200), FINOS[endpoint]) == []


@pytest.mark.parametrize("name", COMPLYCUBE)
def test_complycube_examples_are_what_is_given(name: str) -> None:
    shown = MODELS[name].model_validate(COMPLYCUBE[name])
    assert shown.model_dump(by_alias=True, exclude_none=True) == COMPLYCUBE[name]


def test_every_answer_of_a_dialect_has_an_example() -> None:
    document = create_app().openapi()
    lacking = [
        f"{method} {path}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if set(operation["tags"]) & set(DIALECTS)
        for status, response in operation["responses"].items()
        if status in ("200", "201") and not has_example(response)
    ]
    assert lacking == []


def has_example(response: dict[str, Any]) -> bool:
    """Whether an answer with a body shows one."""
    return all("example" in one for one in response.get("content", {}).values())


def test_no_example_holds_a_whole_picture_or_a_secret() -> None:
    text = json.dumps([FINOS, COMPLYCUBE], ensure_ascii=False)
    assert len(text) < 40_000
    assert COMPLYCUBE["made webhook"]["secret"] == "whsec_…"
    assert "vouch_" not in text
