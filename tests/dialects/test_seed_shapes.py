"""The data files of the dialects' tests say what the source documents say."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED
from tests.dialects.shapes import differences, example, load

ROOT = Path(__file__).parents[2]
BEGINS = re.compile(r'\{|"\w+": \{')
"""How an example begins."""
ERROR_ROW = re.compile(r"(HTTP code: )?[45]\d\d(?! :)\b|401\W*message")
"""How a row of an error table begins; headings of examples have a colon after the status."""
SEEDS = {
    "complycube": "004_*.txt",
    "datakeen": "000_*.txt",
    "facephi": "001_*.txt",
    "finos": "003_*.txt",
    "hyperverge": "002_*.txt",
}


def seed(name: str) -> list[str]:
    found = list((SHARED / "seeds").glob(SEEDS[name]))
    if not found:
        pytest.skip("the source documents are not beside the checkout")
    return Path(found[0]).read_text().split("\n")


@pytest.mark.parametrize("name", SEEDS)
def test_the_shapes_are_those_of_the_document(name: str) -> None:
    lines = seed(name)
    for one in load(name)["examples"]:
        first, last = one["lines"]
        text = "\n".join(lines[first - 1 : last])
        for wrong, right in one.get("replaced", ()):
            assert wrong in text
            text = text.replace(wrong, right)
        shown = json.loads("{" + text.rstrip(",") + "}" if text.startswith('"') else text)
        found = differences({"body": one["body"], "depends": one.get("depends", ())}, shown)
        assert bool(found) == ("mended" in one), (one["lines"], found)


@pytest.mark.parametrize("name", SEEDS)
def test_the_commands_are_those_of_the_document(name: str) -> None:
    lines = seed(name)
    for one in load(name)["commands"]:
        first, last = one["lines"]
        assert one["command"] == "\n".join(line.strip() for line in lines[first - 1 : last])
        for wrong, _ in one["corrections"]:
            assert wrong in one["command"]


@pytest.mark.parametrize("name", SEEDS)
def test_no_example_and_no_command_of_the_document_is_left_out(name: str) -> None:
    lines, data = seed(name), load(name)
    known = [one["lines"] for one in (*data["examples"], *data["commands"])]
    known += data.get("requests", [])
    begun = [
        number
        for number, line in enumerate(lines, 1)
        if BEGINS.fullmatch(line.strip()) or line.startswith("curl ")
    ]
    assert begun
    inside = [any(first <= number <= last for first, last in known) for number in begun]
    assert all(inside), [n for n, known_one in zip(begun, inside, strict=True) if not known_one]


@pytest.mark.parametrize("name", SEEDS)
def test_every_row_of_an_error_table_names_its_test(name: str) -> None:
    rows = load(name).get("rows", [])
    shown = [number for number, line in enumerate(seed(name), 1) if ERROR_ROW.match(line.strip())]
    assert shown == [row["line"] for row in rows]
    for row in rows:
        path, _, test = row["test"].partition("::")
        assert f"\ndef {test}(" in (ROOT / path).read_text(), row


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "Success"}, "status: 'Success' instead of '=success'"),
        ({"extra": 1}, ".extra: is our own"),
        ({"requestId": 7}, "requestId: 7 instead of 'text'"),
        ({"result": {}}, "result: dict instead of list"),
    ],
)
def test_the_comparison_sees_what_differs(change: dict[str, Any], told: str) -> None:
    side = {"value": "x", "conf": 1, "to-be-reviewed": "no"}
    names = ("name", "dob", "expiry", "address", "nationality")
    good = {
        "status": "success",
        "statusCode": "200",
        "result": [{"type": "dl_new_front", "details": dict.fromkeys(names, side)}],
        "requestId": "x",
    }
    shape = example(load("finos"), "readDL", 200)
    assert differences(shape, good) == []
    assert differences(shape, {**good, **change}) == [told]
    del good["requestId"]
    assert differences(shape, good) == [".requestId: is missing"]
