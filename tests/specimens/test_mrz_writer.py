import pytest

from workers.specimens.mrz_writer import transliterate


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Fjällström", "FJAELLSTROEM"),
        ("Nguyễn Thị Hương", "NGUYEN<THI<HUONG"),
        ("Đặng", "DANG"),
        ("D'Artagnan", "DARTAGNAN"),
        ("Whitlow-Marsh", "WHITLOW<MARSH"),
        ("Gießen", "GIESSEN"),
        ("Søndervang", "SOENDERVANG"),
        ("Rœderer", "ROEDERER"),
    ],
)
def test_names_are_transliterated_as_icao_asks(name: str, written: str) -> None:
    assert transliterate(name) == written


def test_a_letter_that_icao_does_not_list_is_refused() -> None:
    with pytest.raises(ValueError, match="machine readable"):
        transliterate("Ξένος")
