"""Verifying through the public API, and what tests ask of the answer."""

import json
from typing import Any

import cv2
import httpx
import numpy as np

Answer = dict[str, Any]


def verify(api: httpx.Client, pictures: dict[str, bytes], **request: object) -> Answer:
    """Submits pictures, waits, and returns the whole answer."""
    answer = api.post(
        "/v1/verifications",
        files=pictures,
        data={"request": json.dumps(request)},
        headers={"Prefer": "wait=60"},
    )
    assert answer.status_code == 200, answer.text
    over: Answer = answer.json()
    return over


def jpeg(image: np.ndarray, quality: int = 95) -> bytes:
    encoded, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert encoded
    return data.tobytes()


def checks(over: Answer) -> dict[tuple[str, str], dict[str, Any]]:
    """The checks by group and name; of several the last."""
    return {(check["group"], check["name"]): check for check in over["report"]["checks"]}


def codes(over: Answer) -> set[str]:
    return {reason["code"] for reason in over["report"]["reasons"]}
