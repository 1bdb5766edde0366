"""docs/configuration.md says what the settings are."""

import os
from pathlib import Path

from app.core.settings import Settings
from app.core.settings_page import configuration_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "configuration.md"


def test_the_page_is_what_the_settings_say() -> None:
    assert PAGE.read_text() == configuration_page(), (
        "run `vouch configuration > " + str(PAGE.relative_to(PAGE.parents[1])) + "`"
    )


def test_every_setting_is_described_with_its_default(monkeypatch) -> None:
    for name in os.environ:
        if name.startswith("VOUCH_"):
            monkeypatch.delenv(name)
    rows = {}
    for line in configuration_page().splitlines():
        if line.startswith("| `VOUCH_"):
            variable, default, words = (cell.strip() for cell in line.strip("|").split(" | ", 2))
            rows[variable.strip("`")] = (default, words)
    flat = Settings().model_dump()
    expected = {
        f"VOUCH_{name}".upper() if not isinstance(value, dict) else f"VOUCH_{name}__{key}".upper()
        for name, value in flat.items()
        for key in (value if isinstance(value, dict) else [name])
    }
    assert set(rows) == expected
    assert all(words for _, words in rows.values())
    assert rows["VOUCH_SECURITY__LINK_LIFETIME"][0] == "`1800`"
    assert rows["VOUCH_WEBHOOKS__ALLOW_PRIVATE"][0] == "`false`"


def test_the_page_shows_no_secret_of_this_process(monkeypatch) -> None:
    monkeypatch.setenv("VOUCH_SECURITY__MASTER_KEY", "the-secret-of-this-process")
    monkeypatch.setenv("VOUCH_BROKER__URL", "redis://:the-secret-of-this-process@localhost")
    assert "the-secret-of-this-process" not in configuration_page()
