"""Lines of text as a reader of a picture gives them, without a picture."""

from collections.abc import Sequence

from app.core.report import Mrz, PictureName, TextLine
from workers.vision.mrz.parse import parse

HEIGHT = 20.0
LETTER = 10.0


def line(
    text: str,
    x: float,
    y: float,
    *,
    height: float = HEIGHT,
    sure: float = 0.99,
    doubt: tuple[str, float] | None = None,
    picture: PictureName = PictureName.FRONT,
) -> TextLine:
    """A line whose top left is at x, y; every letter as wide as half its height. `doubt`: letters
    of the text, and the probability that they were read with.
    """
    width = len(text) * height / 2
    characters = [(sure, (i + 0.5) / len(text)) for i in range(len(text))]
    if doubt:
        start = text.index(doubt[0])
        for i in range(start, start + len(doubt[0])):
            characters[i] = (doubt[1], characters[i][1])
    return TextLine(
        text=text,
        confidence=sure,
        box=[(x, y), (x + width, y), (x + width, y + height), (x, y + height)],
        picture=picture,
        characters=characters,
    )


def turned(lines: Sequence[TextLine], width: float, height: float, quarters: int) -> list[TextLine]:
    """The lines of a page of this size after so many quarter turns clockwise."""
    for _ in range(quarters):
        lines = [
            one.model_copy(update={"box": [(height - y, x) for x, y in one.box]}) for one in lines
        ]
        width, height = height, width
    return list(lines)


def zone(*rows: str, valid: bool = True, picture: PictureName = PictureName.FRONT) -> Mrz:
    """An MRZ far below everything else."""
    parsed = parse(rows)
    assert parsed is not None
    return Mrz(
        format=parsed.format,
        lines=list(rows),
        fields=parsed.fields,
        check_digits=parsed.check_digits,
        valid=valid and parsed.valid,
        corrections=[],
        confidence=0.97,
        picture=picture,
        box=[(0, 2000), (900, 2000), (900, 2100), (0, 2100)],
        rotation=0,
    )


HEAD = [
    line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 300, 30),
    line("Độc lập - Tự do - Hạnh phúc", 330, 60),
    line("SOCIALIST REPUBLIC OF VIET NAM", 300, 90),
    line("CĂN CƯỚC CÔNG DÂN", 400, 140, height=36),
    line("Citizen Identity Card", 400, 180),
]
BODY = {
    "documentNumber": [line("Số / No.: 030187003568", 300, 220)],
    "fullName": [
        line("Họ và tên / Full name:", 300, 250),
        line("PHẠM THỊ THU THỦY", 300, 276, height=26),
    ],
    "birthDate": [line("Ngày sinh / Date of birth: 08/08/1987", 300, 310)],
    "gender": [line("Giới tính / Sex: Nữ  Quốc tịch / Nationality: Việt Nam", 300, 340)],
    "placeOfOrigin": [
        line("Quê quán / Place of origin:", 300, 370),
        line("Thanh Lang, Thanh Hà, Hải Dương", 300, 396),
    ],
    "address": [
        line("Nơi thường trú / Place of residence: P509-K2", 300, 430),
        line("Nghĩa Tân, Cầu Giấy, Hà Nội", 300, 458),
    ],
    "expirationDate": [
        line("Có giá trị đến:", 20, 440, height=14),
        line("08/08/2027", 140, 449, height=16),
        line("Date of expiry:", 20, 460, height=14),
    ],
}
"""The front of a chip card, 1000 × 500, field by field."""

VALUES = {
    "documentNumber": "030187003568",
    "fullName": "PHẠM THỊ THU THỦY",
    "birthDate": "1987-08-08",
    "gender": "female",
    "nationality": "VNM",
    "placeOfOrigin": "Thanh Lang, Thanh Hà, Hải Dương",
    "address": "P509-K2 Nghĩa Tân, Cầu Giấy, Hà Nội",
    "expirationDate": "2027-08-08",
}


def card(**others: list[TextLine]) -> list[TextLine]:
    """The front of a chip card, with other lines for some of its fields."""
    return HEAD + [one for lines in (BODY | others).values() for one in lines]
