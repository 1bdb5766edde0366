"""Which events of checks there are, and who is told of them."""

import uuid

import pytest

from app.core.verifications.models import Verification
from app.core.webhooks import checks

CLIENT = uuid.uuid4()


@pytest.mark.parametrize(
    ("event", "outcome", "names"),
    [
        ("verification.finished", "clear", ("check.completed", "check.completed.clear")),
        ("verification.finished", "attention", ("check.completed", "check.completed.attention")),
        ("verification.finished", "not_processed", ("check.completed",)),
        ("verification.failed", "not_processed", ("check.completed",)),
        ("verification.error", None, ("check.failed",)),
        ("verification.resolved", "attention", ("check.updated",)),
    ],
)
def test_what_happens_to_a_check_has_its_names(
    event: str, outcome: str | None, names: tuple[str, ...]
) -> None:
    assert checks.names(Verification(client_id=CLIENT, outcome=outcome), event) == names
    assert checks.names(Verification(outcome=outcome), event) == (), "it is about no client"
    assert set(names) <= set(checks.EVENT_TYPES)


def test_an_outcome_is_told_only_to_whom_asked_for_it() -> None:
    assert checks.wants(["*"], "check.completed")
    assert not checks.wants(["*"], "check.completed.clear")
    assert checks.wants(["check.completed.clear"], "check.completed.clear")
    assert not checks.wants(["check.completed.clear"], "check.completed")
