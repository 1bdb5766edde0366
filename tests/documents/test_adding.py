"""docs/adding-a-document.md is followed to the letter: its two files, a specimen, a reading."""

import json
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path("docs/adding-a-document.md")
MOST_LINES = 80

# A fresh process: the catalogue is found once.
FOLLOW = """
import json, sys
import workers.documents, workers.specimens.cards
workers.documents.__path__.append(sys.argv[1])
workers.specimens.cards.__path__.append(sys.argv[2])
from app.core.report import PictureName, TextLine
from workers.reading.read import read_side
from workers.specimens.capture import photograph
from workers.specimens.card import render_card
from workers.stages.ocr import reader

specimen = render_card("philid_front", seed=4)
picture = photograph(specimen.image, 4, "flat").image
lines = [
    TextLine(
        text=line.text, confidence=line.confidence, box=line.box.tolist(),
        picture=PictureName.FRONT,
        characters=list(zip(line.probabilities.tolist(), line.positions.tolist())),
    )
    for line in reader().read(picture)
]
side = read_side(lines)
print(json.dumps({
    "side": side.side.code if side.side else None,
    "read": {name: value.value for name, value in side.visual.items()},
    "truth": {name: field["value"] for name, field in specimen.truth["fields"].items()},
}))
"""


def page_files() -> dict[str, str]:
    """The code of the page by its path."""
    found = re.findall(
        r"`(workers/\S+\.py)`:\n\n```python\n(.*?)```", PAGE.read_text("utf-8"), re.S
    )
    return dict(found)


def test_the_page_s_document_is_read_from_the_page_s_specimen(tmp_path: Path) -> None:
    places = []
    for path, code in page_files().items():
        folder = tmp_path / Path(path).parent
        folder.mkdir(parents=True)
        (folder / Path(path).name).write_text(code, "utf-8")
        places.append(str(folder))
    done = subprocess.run(
        [sys.executable, "-c", FOLLOW, *places], capture_output=True, text=True, check=True
    )
    result = json.loads(done.stdout)
    assert result["side"] == "philid_front"
    assert result["read"] == result["truth"]


def test_the_example_is_small() -> None:
    files = page_files()
    assert [Path(path).parent.name for path in files] == ["documents", "cards"]
    assert sum(len(code.splitlines()) for code in files.values()) < MOST_LINES
