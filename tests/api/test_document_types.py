"""What the workers say that they read is what the API lists."""

from collections.abc import Callable

import httpx
import psycopg
from sqlalchemy import make_url

from app.embedded.stack import Stack
from workers.documents.published import published

URL = "/v1/document-types"


def test_every_type_is_listed_with_its_sides_fields_and_checks(api: httpx.Client) -> None:
    answer = api.get(URL)
    assert answer.status_code == 200
    assert answer.json() == published().model_dump(mode="json", by_alias=True)
    listed = {item["model"]: item for item in answer.json()["items"]}
    assert {"cccd_chip", "id_card_fr_2021", "icao_passport"} <= set(listed)
    card = listed["cccd_chip"]
    assert (card["type"], card["country"]) == ("national_identity_card", "VNM")
    front, back = card["sides"]
    assert (front["model"], front["side"]) == ("cccd_chip_front", "front")
    assert {"name": "birthDate", "kind": "date", "optional": False} in front["fields"]
    assert (front["barcodes"], back["mrz"]) == (["vnm_citizen"], ["td1"])
    assert "mrzChecksum" in card["checks"]["mrzAnalysis"]
    assert "mrzAnalysis" not in listed["dl_new"]["checks"]
    assert "frontAndBackAnalysis" not in listed["icao_passport"]["checks"]


def test_any_key_may_ask_and_nobody_else(
    stack: Stack, other_api: httpx.Client, make_key: Callable[..., str]
) -> None:
    assert httpx.get(stack.url + URL).status_code == 401
    nobody = {"Authorization": "Bearer nobody"}
    assert httpx.get(stack.url + URL, headers=nobody).status_code == 401
    narrow = {"Authorization": f"Bearer {make_key('narrow', '--scopes', 'webhooks')}"}
    assert httpx.get(stack.url + URL, headers=narrow).json() == other_api.get(URL).json()
    refused = httpx.post(stack.url + URL, headers=narrow)
    assert refused.status_code == 405
    assert httpx.get(f"{stack.url}{URL}/passport", headers=narrow).status_code == 404


def test_what_is_listed_is_what_the_workers_read_that_are_there(
    stack: Stack, api: httpx.Client
) -> None:
    whole = api.get(URL).json()
    database = make_url(stack.environment["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    with psycopg.connect(
        database.render_as_string(hide_password=False), autocommit=True
    ) as connection:
        connection.execute("INSERT INTO catalogues VALUES ('999', '[]', now() + interval '1 day')")
        try:
            assert api.get(URL).json() == whole
        finally:
            connection.execute("DELETE FROM catalogues WHERE version = '999'")
