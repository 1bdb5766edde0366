"""The catalogue of document types, as one version publishes and another reads it."""

from app.core.documents.schema import Catalogue


def test_what_a_newer_worker_publishes_is_read_by_an_older_api() -> None:
    side = {"model": "x_front", "side": "front", "fields": [], "mrz": [], "barcodes": []}
    item = {
        "model": "x",
        "type": "passport",
        "country": None,
        "sides": [{**side, "portrait": True, "hologram": True}],
        "checks": {"aGroupOfLater": ["aCheckOfLater"]},
    }
    read = Catalogue.model_validate({"version": "99", "items": [item]})
    assert read.items[0].checks == {"aGroupOfLater": ["aCheckOfLater"]}
    assert read.items[0].sides[0].model == "x_front"
