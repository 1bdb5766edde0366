"""A test build of the worker: it pauses, crashes or hangs in a stage when it is told to.

A file named as the stage, in the folder `FAULTS`, says what: `pause`, `crash`, `hang`,
`raise`. Only a verification whose `externalId` is in the file's second line is hit, or all
where there is none. Started as `python -m tests.chaos.faulty_worker`.
"""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from workers import stages
from workers.job import Job
from workers.main import main
from workers.stages import Found

FAULTS = Path(os.environ.get("FAULTS", "/nonexistent"))


def faulty(name: str, work: Callable[[Job], Found]) -> Callable[[Job], Found]:
    def run(job: Job) -> Found:
        fault = FAULTS / name
        what, _, meant = fault.read_text().partition(" ") if fault.exists() else ("", "", "")
        if what and meant in ("", job.request.get("externalId")):
            (FAULTS / f"{name}.hit").write_text(str(os.getpid()))
            if what == "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            if what == "raise":
                raise RuntimeError("provoked")
            while what == "hang" or fault.exists():
                time.sleep(0.05)
        return work(job)

    return run


def start() -> None:
    for name, work in list(stages.STAGES.items()):
        stages.STAGES[name] = faulty(name, work)
    main()


if __name__ == "__main__":
    start()
