"""Comparing answers with the examples of a source document: same keys, nesting, types, spelling.

The examples are in data files beside this one. A leaf is `=…` (that very value), `text`,
`number`, `number or nothing`, `true or false`, `yes or no`, `check` (yes, no, or empty where it
could not be judged), or `outcome` (of three words); with `|` in it: any of its words. A list of one
shape stands for any number of such elements, at least one. What `depends` on the document shown is
compared by its type alone; where an example is `mended`, the page has a slip.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
WORDS = {
    "yes or no": ("yes", "no"),
    "check": ("yes", "no", ""),
    "true or false": (True, False),
    "outcome": ("clear", "attention", "not_processed"),
}


def load(name: str) -> dict[str, Any]:
    """Returns a data file: its `examples`, `commands` and `slips`."""
    data: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return data


def example(data: dict[str, Any], endpoint: str, status: int, number: int = 0) -> dict[str, Any]:
    """Returns an example of an endpoint with this status; there may be several."""
    found = [e for e in data["examples"] if (e["endpoint"], e["status"]) == (endpoint, status)]
    one: dict[str, Any] = found[number]
    return one


def shape_of(answer: Any) -> Any:
    """Returns the shape of a real answer: its leaves by their types alone."""
    if isinstance(answer, dict):
        return {name: shape_of(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [shape_of(one) for one in answer]
    if isinstance(answer, bool):
        return "true or false"
    if isinstance(answer, int | float):
        return "number"
    return "number or nothing" if answer is None else "text"


def differences(example: dict[str, Any], answer: Any) -> list[str]:
    """Returns where an answer has not the shape of an example, in words, both ways."""
    return _differ(example["body"], answer, set(example.get("depends", ())), "")


def _differ(shape: Any, answer: Any, depends: set[str], path: str) -> list[str]:
    if isinstance(shape, dict | list) and type(shape) is not type(answer):
        return [f"{path}: {type(answer).__name__} instead of {type(shape).__name__}"]
    if path in depends:
        return []
    if isinstance(shape, dict):
        found = [f"{path}.{key}: is missing" for key in shape.keys() - answer.keys()]
        found += [f"{path}.{key}: is our own" for key in answer.keys() - shape.keys()]
        for key in shape.keys() & answer.keys():
            found += _differ(shape[key], answer[key], depends, f"{path}.{key}".lstrip("."))
        return found
    if isinstance(shape, list):
        shapes = shape * len(answer) if len(shape) == 1 and answer else shape
        if len(shapes) != len(answer):
            return [f"{path}: {len(answer)} elements instead of {len(shapes)}"]
        pairs = zip(shapes, answer, strict=True)
        return [line for one, other in pairs for line in _differ(one, other, depends, f"{path}[]")]
    return [] if _fits(shape, answer) else [f"{path}: {answer!r} instead of {shape!r}"]


def _fits(leaf: Any, value: Any) -> bool:
    if leaf == "text":
        return isinstance(value, str)
    if leaf == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if leaf == "number or nothing":
        return value is None or _fits("number", value)
    if leaf == "true or false":
        return isinstance(value, bool)
    if leaf in WORDS:
        return value in WORDS[leaf]
    if isinstance(leaf, str) and "|" in leaf:
        return value in leaf.split("|")
    expected = leaf.removeprefix("=") if isinstance(leaf, str) else leaf
    return type(value) is type(expected) and bool(value == expected)
