"""`make bench-reading`: documents of every type at every level of capture, read and compared.

Every picture is a rendered specimen: fictional, photographed by simulation. The numbers say how
well rendered specimens are read, under which light and angle, and not how well a real card is.
"""

import argparse
import json
import multiprocessing
import os
from pathlib import Path

from bench.reading import readers, rivals, table
from bench.reading.readers import Picture
from bench.reading.score import Score
from workers.specimens.capture import LEVELS
from workers.specimens.card import SIDES

FIRST_SEED = 100_000
"""Seeds from here on are for this benchmark alone: nothing was trained or tuned on them."""


def main() -> None:
    """Reads what was not read before (`--results`), and prints the tables."""
    options = _options()
    wanted = [
        Picture(side, level, FIRST_SEED + number)
        for number in range(options.count)  # a run that is stopped has read a little of everything
        for side in options.sides
        for level in options.levels
    ]
    done = _load(options.results)
    left = [picture for picture in wanted if picture not in done]
    options.results.parent.mkdir(parents=True, exist_ok=True)
    with (
        options.results.open("a", encoding="utf-8") as results,
        multiprocessing.get_context("spawn").Pool(
            options.processes, readers.start, (options.passporteye, options.tesseract)
        ) as pool,
    ):
        for picture, scores in pool.imap_unordered(readers.read, left):
            done[picture] = scores
            told = {name: score.to_json() for name, score in scores.items()}
            print(json.dumps([*picture, told]), file=results, flush=True)
    print("\n".join(table.tables({picture: done[picture] for picture in wanted})))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("--count", type=int, default=20, help="specimens per type and level")
    parser.add_argument("--sides", nargs="*", default=SIDES, choices=SIDES)
    parser.add_argument("--levels", nargs="*", default=LEVELS, choices=LEVELS)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument(
        "--results",
        type=Path,
        default=Path("var/bench-reading.jsonl"),
        help="what was read is kept here, and not read again: remove it after a change",
    )
    parser.add_argument("--tesseract", action="store_true", help="read with Tesseract, too")
    parser.add_argument(
        "--passporteye", type=Path, help="the Python of an environment with PassportEye"
    )
    options = parser.parse_args()
    if options.tesseract and not rivals.Tesseract.there():
        parser.error("Tesseract, or one of its languages eng, vie and fra, is not installed")
    return options


def _load(results: Path) -> dict[Picture, dict[str, Score]]:
    if not results.is_file():
        return {}
    rows = (json.loads(line) for line in results.read_text("utf-8").splitlines())
    return {
        Picture(side, level, seed): {name: Score.from_json(score) for name, score in scores.items()}
        for side, level, seed, scores in rows
    }


if __name__ == "__main__":
    main()
