"""The pictures of the demo: a specimen passport on a table, a selfie, and what was found.

The specimens need OpenCV, so they are imported where they are drawn: a machine that only
serves the API has none.
"""

from dataclasses import dataclass

from app.core.report import PictureName, Report


@dataclass(frozen=True)
class Pictures:
    """Both as JPEG."""

    passport: bytes
    selfie: bytes


def render(seed: int) -> Pictures:
    """Draws and photographs a specimen. Raises `FileNotFoundError` before `vouch models build`."""
    from workers.specimens.capture import photograph  # noqa: PLC0415
    from workers.specimens.passport import render_passport  # noqa: PLC0415
    from workers.specimens.selfie import selfie_jpeg  # noqa: PLC0415

    passport = photograph(render_passport(seed).image, seed, "phone")
    return Pictures(passport.jpeg, selfie_jpeg(seed))


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
