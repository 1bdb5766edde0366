"""The one that tidies up when a supervisor is killed: `python -m app.embedded.reaper STATE`.

It holds the other end of a pipe from the supervisor, and the lock of the state folder. When
the supervisor is gone, in whatever way, the pipe ends: the reaper ends what is left of the
tree and stops PostgreSQL. Only then is the lock free for a new start.
"""

import os
import signal
import sys
from pathlib import Path

from app.embedded.processes import end_leftovers
from app.embedded.services import stop_postgres


def main() -> None:
    state = Path(sys.argv[1])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while os.read(sys.stdin.fileno(), 1):
        pass
    end_leftovers(state / "processes.json")
    stop_postgres(state / "postgres")


if __name__ == "__main__":
    main()
