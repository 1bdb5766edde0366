"""A bounded fuzz of every operation in the OpenAPI document: no answer is a server error."""

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.embedded.stack import Stack

ENDLESS = "/events"  # a stream of events ends when its verification does
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def fuzz(stack: Stack, examples: int) -> int:
    """Sends `examples` generated requests to every operation. Returns how many operations."""
    schema = schemathesis.openapi.from_url(f"{stack.url}/openapi.json")
    headers = {"Authorization": f"Bearer {stack.api_key}"}
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        if operation.path.endswith(ENDLESS):
            continue

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def send(case: schemathesis.Case) -> None:
            response = case.call(headers=headers, timeout=30)
            case.validate_response(response, checks=CHECKS)

        send()
    return len(operations)


def test_the_document_says_how_keys_are_sent_and_how_errors_look(api: httpx.Client) -> None:
    document = api.get("/openapi.json").json()
    schemes = document["components"]["securitySchemes"]
    assert schemes["bearer"] == {**schemes["bearer"], "type": "http", "scheme": "bearer"}
    submit = document["paths"]["/v1/verifications"]["post"]
    assert {"bearer": []} in submit["security"]
    assert set(submit["responses"]) == {"200", "202", "default"}
    assert "security" not in document["paths"]["/healthz"]["get"]
    seen = document["paths"]["/v1/verifications/{request_id}"]["get"]
    assert {"200", "202", "default"} <= set(seen["responses"])
    assert set(seen["responses"]["default"]["content"]) == {
        "application/problem+json",
        "application/json",
    }
    finos = document["paths"]["/ekyc/ocr/v2/nationalID"]["post"]
    assert set(finos["responses"]) == {"200", "202", "422", "default"}
    text = api.get("/openapi.json").text
    assert "HTTPValidationError" not in text
    assert "#/components/schemas/Problem" in text


def test_no_request_is_answered_with_a_server_error(stack: Stack, api: httpx.Client) -> None:
    assert fuzz(stack, examples=10) > 15
    assert api.get("/readyz").status_code == 200


@pytest.mark.full
@pytest.mark.timeout(900)
def test_no_request_of_many_is_answered_with_a_server_error(
    stack: Stack, api: httpx.Client
) -> None:
    assert fuzz(stack, examples=500) > 15
    assert api.get("/readyz").status_code == 200
