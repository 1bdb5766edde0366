"""The data page of a passport of Utopia: a TD3 document (ICAO 9303-4) that no state issues."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from workers.specimens import td3
from workers.specimens.ground import ground
from workers.specimens.holder import Holder, holder
from workers.specimens.portrait import passport_portrait
from workers.specimens.sheet import BOLD, OCR_B, Box, Printed, Sheet, box

Image = npt.NDArray[np.uint8]

PIXELS_PER_MM = 12
WIDTH, HEIGHT = 125 * PIXELS_PER_MM, 88 * PIXELS_PER_MM  # TD3, ISO/IEC 7810 ID-3

PORTRAIT = (60, 192, 420, 540)  # left, top, width, height: 35 mm × 45 mm
# OCR-B size 1: ten characters to the inch; the two lines as 9303-3, 4.1 and figure 4 place them.
_PITCH = 2.54 * PIXELS_PER_MM
_MRZ_LEFT = (WIDTH - td3.LINE_LENGTH * _PITCH) / 2
_MRZ_BASELINES = (HEIGHT - 14.5 * PIXELS_PER_MM, HEIGHT - 8.15 * PIXELS_PER_MM)

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_LABEL = "#4a6076"
_RED = "#a8322d"


@dataclass(frozen=True)
class Specimen:
    """A rendered document: the picture, what is on it, and where.

    `image`: BGR uint8. `truth`: see docs/specimens.md; JSON-serialisable. `portrait_box`,
    `mrz_box`: four corners in pixels, clockwise from the top left.
    """

    image: Image
    truth: dict[str, Any]
    portrait_box: Box
    mrz_box: Box


def render_passport(
    seed: int, *, bearer: Holder | None = None, portrait: Image | None = None
) -> Specimen:
    """Draws a data page of 1500×1056 pixels. The same arguments give the same pixels.

    `bearer` stands in for the seed's own holder. `portrait`: a BGR picture, stretched to 420×540;
    left out, it is the bundled one, which `vouch models build` must have fetched
    (`FileNotFoundError`). Raises `ValueError` where a name is too long for the page or the MRZ.
    """
    person = bearer or holder(seed)
    left, top, width, height = PORTRAIT
    picture = passport_portrait(width, height) if portrait is None else portrait
    sheet = Sheet(ground(WIDTH, HEIGHT))
    sheet.paste(_print(picture, width, height), left, top)
    _head(sheet)
    visual = _personal_data(sheet, person)
    lines = td3.lines(person)
    mrz = [
        sheet.pitched(line, _MRZ_LEFT, baseline, pitch=_PITCH, name=OCR_B, size=42.2)
        for line, baseline in zip(lines, _MRZ_BASELINES, strict=True)
    ]
    image = _sign(_grain(sheet.image, seed), seed)
    portrait_box = box(left, top, left + width, top + height)
    mrz_box = _around(mrz)
    truth = {
        "type": "passport",
        "country": td3.ISSUING_STATE,
        "seed": seed,
        "fictional": True,
        "width": WIDTH,
        "height": HEIGHT,
        "visual": visual,
        "mrz": {"format": "td3", "lines": list(lines), "fields": _mrz_fields(person, lines)},
        "boxes": {"portrait": portrait_box, "mrz": mrz_box},
        "text": [{"text": piece.text, "box": piece.box} for piece in sheet.printed],
    }
    return Specimen(image, truth, portrait_box, mrz_box)


def _head(sheet: Sheet) -> None:
    sheet.text("UTOPIA", 176, 78, name=BOLD, size=46, ink="#28547a")
    sheet.text("UTOPIE", 176, 122, size=34, ink="#28547a")
    sheet.text("PASSPORT", 516, 78, name=BOLD, size=46, ink="#28547a")
    sheet.text("PASSEPORT", 516, 122, size=34, ink="#28547a")
    sheet.text("SPECIMEN", WIDTH - 60, 86, name=BOLD, size=58, ink=_RED, anchor="r")
    note = "Fictional · not valid for travel / Fictif · sans valeur"
    sheet.text(note, WIDTH - 60, 122, size=19, ink=_RED, anchor="r")


def _personal_data(sheet: Sheet, person: Holder) -> dict[str, str]:
    """Prints the visual inspection zone (VIZ); returns its values, dates as ISO 8601."""
    number = person.document_number
    left, middle, right = 520, 830, 1130
    rows: tuple[tuple[tuple[int, str, str], ...], ...] = (
        (
            (left, "Type / Type", "P"),
            (left + 150, "Code / Code", td3.ISSUING_STATE),
            (right, "Passport No. / N° de passeport", number),
        ),
        ((left, "Surname / Nom", person.surname.upper()),),
        ((left, "Given names / Prénoms", person.given_names.upper()),),
        (
            (left, "Nationality / Nationalité", "UTOPIAN"),
            (right, "Personal No. / N° personnel", person.personal_number),
        ),
        (
            (left, "Date of birth / Date de naissance", _date(person.birth_date)),
            (middle + 60, "Sex / Sexe", person.sex),
            (right, "Place of birth / Lieu de naissance", person.place_of_birth.upper()),
        ),
        (
            (left, "Date of issue / Date de délivrance", _date(person.issue_date)),
            (middle + 60, "Authority / Autorité", person.authority.upper()),
        ),
        (
            (left, "Date of expiry / Date d'expiration", _date(person.expiry_date)),
            (middle + 60, "Holder's signature / Signature du titulaire", ""),
        ),
    )
    for index, row in enumerate(rows):
        top = 192 + index * 82
        for x, label, value in row:
            sheet.text(label, x, top + 16, size=19, ink=_LABEL)
            if value:
                sheet.text(value, x, top + 53, name=BOLD, size=33)
    visual = {
        "documentCode": "P",
        "issuingCountry": td3.ISSUING_STATE,
        "documentNumber": number,
        "lastName": person.surname.upper(),
        "firstName": person.given_names.upper(),
        "nationality": "UTOPIAN",
        "birthDate": person.birth_date.isoformat(),
        "gender": _GENDERS[person.sex],
        "placeOfBirth": person.place_of_birth.upper(),
        "issueDate": person.issue_date.isoformat(),
        "expirationDate": person.expiry_date.isoformat(),
        "authority": person.authority.upper(),
    }
    return visual | ({"personalNumber": person.personal_number} if person.personal_number else {})


_GENDERS = {"F": "female", "M": "male", "X": "other"}


def _mrz_fields(person: Holder, lines: tuple[str, str]) -> dict[str, str]:
    """What a reader should make of the MRZ, by the names of the report's `mrz.fields`."""
    surname, given_names = (
        names.replace("<", " ").strip() for names in lines[0][5:].split("<<", maxsplit=1)
    )
    fields = {
        "documentCode": "P",
        "issuingCountry": td3.ISSUING_STATE,
        "documentNumber": person.document_number,
        "lastName": surname,
        "firstName": given_names,
        "nationality": person.nationality,
        "birthDate": person.birth_date.isoformat(),
        "gender": _GENDERS[person.sex],
        "expirationDate": person.expiry_date.isoformat(),
    }
    return fields | ({"personalNumber": person.personal_number} if person.personal_number else {})


def _date(date: dt.date) -> str:
    return f"{date.day:02} {_MONTHS[date.month - 1]} {date.year:04}"


def _print(portrait: Image, width: int, height: int) -> Image:
    """The portrait as print: paper is never as black as a screen, and the colours are duller."""
    picture = cv2.resize(portrait, (width, height), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[..., None]
    duller = 0.86 * picture.astype(np.float32) + 0.14 * grey
    return (22 + duller * (236 - 22) / 255).astype(np.uint8)


def _grain(image: Image, seed: int) -> Image:
    """The texture of paper and ink: a little blur, a little noise."""
    rng = np.random.default_rng([seed, 0x9A9E4])
    soft = cv2.GaussianBlur(image, (0, 0), 0.55).astype(np.float32)
    noise = rng.normal(0, 1.6, (HEIGHT, WIDTH, 1)).astype(np.float32)
    return np.asarray(np.clip(soft + noise + 0.5, 0, 255), np.uint8)


def _sign(image: Image, seed: int) -> Image:
    """Writes the signature: a pen's loops, leaning to the right, that no name can be read in."""
    rng = np.random.default_rng([seed, 0x516])
    t = np.linspace(0, 1, 400)
    loops = rng.integers(6, 10)
    height = 22 * (0.35 + np.abs(np.sin(np.pi * (t * rng.uniform(1.6, 2.6) + rng.uniform(0, 1)))))
    y = 744 - height * np.sin(2 * np.pi * loops * t + rng.uniform(0, 6)) * (1 - 0.45 * t)
    x = 900 + 330 * t + 15 * np.cos(2 * np.pi * loops * t) + 0.25 * (744 - y)
    points = np.round(np.stack([x, y], axis=1) * 16).astype(np.int32)
    signed = image.copy()
    cv2.polylines(signed, [points], False, (96, 44, 30), 3, cv2.LINE_AA, 4)
    return signed


def _around(pieces: list[Printed]) -> Box:
    corners = np.array([piece.box for piece in pieces]).reshape(-1, 2)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return box(float(left), float(top), float(right), float(bottom))
