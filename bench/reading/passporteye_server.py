"""Runs in PassportEye's own environment, and imports nothing of ours."""

import json
import os
import sys

from passporteye import read_mrz


def main() -> None:
    """A picture's path per line in; per line out the MRZ's lines and the seconds they took."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what it prints itself is no answer
    for line in sys.stdin:
        start = _processor_time()
        try:
            zone = read_mrz(line.strip())
        except Exception as error:
            print(f"PassportEye failed on {line.strip()}: {error!r}", file=sys.stderr)
            zone = None
        text = "" if zone is None else zone.aux.get("text") or zone.aux.get("raw_text") or ""
        lines = [row.replace(" ", "") for row in text.splitlines() if row.strip()]
        print(json.dumps((lines or None, _processor_time() - start)), file=answers, flush=True)


def _processor_time() -> float:
    """Seconds that this process and those that it waited for have had a processor."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
