"""The `Prefer` header (RFC 7240): `wait=N` and `respond-async`."""

import re
from dataclasses import dataclass

from app.core.settings import get_settings

RESPOND_ASYNC = "respond-async"


@dataclass(frozen=True)
class Preference:
    """How long the client wants the answer held, in seconds, and what to say we applied."""

    wait: float = 0
    applied: str | None = None


def read_preference(headers: list[str] | None) -> Preference:
    """Reads the header, which may stand several times.

    What is not understood is ignored, as the RFC asks. `respond-async` wins over `wait`: the
    answer comes at once.
    """
    preferences = ",".join(headers or []).split(",")
    tokens = [preference.partition(";")[0].strip().lower() for preference in preferences]
    if RESPOND_ASYNC in tokens:
        return Preference(0, RESPOND_ASYNC)
    for token in tokens:
        match = re.fullmatch(r"wait\s*=\s*\"?(\d{1,6})\"?", token)
        if match:
            granted = min(int(match[1]), int(get_settings().api.max_wait))
            return Preference(granted, f"wait={granted}")
    return Preference()
