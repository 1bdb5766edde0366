"""One tenant floods, another asks once: who waits, and how fast does the API answer meanwhile?

`make bench-fairness` prints how many of the flood were done before the other tenant's one, and
the time of a poll, on an embedded stack of its own.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from app.embedded.stack import Stack
from workers.specimens.capture import photograph
from workers.specimens.passport import render_passport

FLOOD = 200


@dataclass(frozen=True)
class Result:
    """`overtaken`: how many of the flood were over before the other tenant's one. `polls`: the
    times that polling took meanwhile, seconds.
    """

    overtaken: int
    polls: list[float]


def measure(flood: httpx.Client, other: httpx.Client, picture: bytes) -> Result:
    """Submits `FLOOD` verifications of one tenant, then one of another, polling all the while.

    What is left of the flood is redacted at the end.
    """
    submitted = [_submit(flood, picture) for _ in range(FLOOD)]
    before = _over(flood)
    polls: list[float] = []
    stopped = threading.Event()
    watched = submitted[-1]

    def poll() -> None:
        while not stopped.is_set():
            started = time.perf_counter()
            flood.get(f"/v1/verifications/{watched}").raise_for_status()
            polls.append(time.perf_counter() - started)
            time.sleep(0.02)

    polling = threading.Thread(target=poll)
    polling.start()
    try:
        mine = _submit(other, picture)
        answer = other.get(f"/v1/verifications/{mine}", headers={"Prefer": "wait=60"})
        if answer.json()["finishedAt"] is None:
            raise TimeoutError("the other tenant's verification was not over after a minute")
    finally:
        stopped.set()
        polling.join()
    overtaken = _over(flood) - before
    for request_id in submitted:
        flood.delete(f"/v1/verifications/{request_id}").raise_for_status()
    return Result(overtaken, polls)


def _submit(api: httpx.Client, picture: bytes) -> str:
    answer = api.post("/v1/verifications", files={"front": picture})
    answer.raise_for_status()
    request_id: str = answer.json()["requestId"]
    return request_id


def _over(api: httpx.Client) -> int:
    """How many of a tenant's verifications are over, of the newest thousand."""
    count, cursor = 0, None
    for _ in range(10):
        query = {"limit": 100, **({"cursor": cursor} if cursor else {})}
        page = api.get("/v1/verifications", params=query).json()
        count += sum(item["finishedAt"] is not None for item in page["items"])
        cursor = page["next"]
        if cursor is None:
            break
    return count


def _client(stack: Stack, tenant: str) -> httpx.Client:
    made = subprocess.run(
        [sys.executable, "-m", "app.cli", "keys", "create", "--tenant", tenant],
        env=stack.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    headers = {"Authorization": f"Bearer {made.stdout.split()[1]}"}
    return httpx.Client(base_url=stack.url, headers=headers, timeout=90)


def main() -> None:
    picture = photograph(render_passport(0).image, 0, "phone").jpeg
    with tempfile.TemporaryDirectory(prefix="vouch-bench-") as state:
        stack = Stack(Path(state))
        stack.start()
        try:
            with _client(stack, "flood") as flood, _client(stack, "other") as other:
                result = measure(flood, other, picture)
        finally:
            stack.stop()
    p50 = statistics.median(result.polls)
    p95 = statistics.quantiles(result.polls, n=20)[-1]
    print(f"{FLOOD} passports of one tenant queued, one of another sent after them")
    print(f"done of the {FLOOD} before the other one: {result.overtaken}")
    print(
        f"polling meanwhile: p50 {1000 * p50:.1f} ms, p95 {1000 * p95:.1f} ms, "
        f"n = {len(result.polls)}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
