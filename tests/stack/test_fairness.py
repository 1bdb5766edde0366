"""One tenant's flood does not keep another waiting (`make bench-fairness` times it)."""

from collections.abc import Callable

from app.embedded.stack import Stack
from bench.fairness import measure
from tests.conftest import client_of
from tests.pictures import landscape

AT_MOST = 12
"""Of the flood of 200: those in progress when the other one came, and a few more."""


def test_two_hundred_of_one_tenant_do_not_keep_another_waiting(
    stack: Stack, make_key: Callable[..., str]
) -> None:
    with client_of(stack, make_key("flood")) as flood, client_of(stack, make_key("drop")) as drop:
        result = measure(flood, drop, landscape())
    assert result.overtaken <= AT_MOST
    assert len(result.polls) > 0
