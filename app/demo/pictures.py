"""The pictures of the demo: specimens on a table, a selfie, and what was found.

The specimens need OpenCV, so they are imported where they are drawn: a machine that only
serves the API has none.
"""

from dataclasses import dataclass

from app.core.report import PictureName, Report


@dataclass(frozen=True)
class Pictures:
    """All as JPEG: a passport and its holder's selfie, both sides of an identity card."""

    passport: bytes
    selfie: bytes
    card_front: bytes
    card_back: bytes


def render(seed: int) -> Pictures:
    """Draws and photographs specimens. Raises `FileNotFoundError` before `vouch models build`."""
    from workers.specimens.capture import photograph  # noqa: PLC0415
    from workers.specimens.card import render_card  # noqa: PLC0415
    from workers.specimens.passport import render_passport  # noqa: PLC0415
    from workers.specimens.selfie import selfie_jpeg  # noqa: PLC0415

    def taken(side: str) -> bytes:
        return photograph(render_card(side, seed).image, seed, "phone").jpeg

    return Pictures(
        passport=photograph(render_passport(seed).image, seed, "phone").jpeg,
        selfie=selfie_jpeg(seed),
        card_front=taken("cccd_chip_front"),
        card_back=taken("cccd_chip_back"),
    )


def annotated(passport: bytes, report: Report) -> bytes:
    """Returns the passport's picture with what the report found on it, as JPEG."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from workers.specimens.annotate import annotate  # noqa: PLC0415

    picture = cv2.imdecode(np.frombuffer(passport, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("not a picture")
    drawn = annotate(np.asarray(picture, np.uint8), report, PictureName.FRONT)
    return cv2.imencode(".jpg", drawn, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()
