"""docs/configuration.md, made from the settings: what is written there is what is."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from app.core.settings import Settings

INTRODUCTION = """\
# Configuration

Made by `vouch configuration` from `app/core/settings.py`; a test keeps this page so.
Every setting is an environment variable. What is left out has the default.
One more is read before all others, by whatever runs models: `VOUCH_MODELS_DIR`, the folder of the
built models (`models` in the checkout, or in the current folder, where it is left out).
"""


def configuration_page() -> str:
    """Returns the page in Markdown."""
    lines = [INTRODUCTION, "## General\n", *_table("VOUCH_", Settings)]
    for name, field in Settings.model_fields.items():
        group = _group(field)
        if group is not None:
            title = name.replace("_", " ").capitalize()
            lines += [f"\n## {title}\n", f"{group.__doc__}\n"]
            lines += _table(f"VOUCH_{name.upper()}__", group)
    return "\n".join(lines) + "\n"


def _group(field: FieldInfo) -> type[BaseModel] | None:
    annotation = field.annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return None


def _table(prefix: str, model: type[BaseModel]) -> Iterator[str]:
    yield "| variable | default | what it is |"
    yield "| --- | --- | --- |"
    for name, field in model.model_fields.items():
        if _group(field) is None:
            description = (field.description or "").replace("|", "\\|")
            yield f"| `{prefix}{name.upper()}` | {_default(field)} | {description} |"


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is None or value == "":
        return "none"
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, list):
        value = json.dumps(value)
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value if not isinstance(value, Path) else value.as_posix()}`"
