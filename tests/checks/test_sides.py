"""What was sent as two sides must be the two sides of one document."""

import pytest

from tests.checks.readings import outcomes, side, value, zone
from workers.checks.sides import PicturedSide, side_checks
from workers.reading.sources import assemble
from workers.specimens.mrz_writer import td1, td3

PERSON = {
    "surname": "NGUYEN", "given": "THI ANH", "number": "190001234", "nationality": "VNM",
    "birth": "1990-03-05", "sex": "female", "expiry": "2030-03-05",
}  # fmt: skip
PRINTED = {
    "documentNumber": "079190001234",
    "fullName": "NGUYỄN THỊ ÁNH",
    "birthDate": "1990-03-05",
    "gender": "female",
    "expirationDate": "2030-03-05",
}


def front(picture="front", **changed):
    return side("cccd_chip_front", visual=PRINTED | changed, picture=picture)


def back(picture="back", number="079190001234", **changed):
    optional = f"{number}<<9"
    person = PERSON | {"number": number[3:], "optional": optional} | changed
    return side("cccd_chip_back", mrz=zone(td1("ID", "VNM", **person), picture=picture))


def passport(picture, **changed):
    mrz = zone(td3("P", "VNM", **PERSON | changed), picture=picture, confidence=0.95)
    number = PERSON["number"] if "number" not in changed else changed["number"]
    return side("icao_passport", mrz=mrz, visual={"documentNumber": number}, picture=picture)


def checked(*pictured):
    """The outcomes for sides on the pictures `front` and `back`, as they are assembled."""
    sides = [one for _, one in pictured]
    places = {
        id(one): place for place, document in enumerate(assemble(sides)) for one in document.sides
    }
    found = [PicturedSide(picture, places[id(one)], one) for picture, one in pictured]
    return outcomes(side_checks(found, pictures=len({picture for picture, _ in pictured})))


BOTH_CLEAR = {"formatAnalysis": "clear", "dataConsistency": "clear"}


def test_the_sides_of_one_card_belong_together():
    assert checked(("front", front()), ("back", back())) == BOTH_CLEAR
    assert checked(("front", front()), ("front", back("front"))) == BOTH_CLEAR


def test_one_side_has_no_other():
    assert set(checked(("front", front())).values()) == {"not_applicable"}
    assert outcomes(side_checks([], pictures=2)) == {
        "formatAnalysis": "not_processed",
        "dataConsistency": "not_processed",
    }


@pytest.mark.parametrize(
    "other",
    [
        back(number="001185009876"),
        back(surname="TRAN"),
        back(given="VAN NAM"),
        back(birth="1985-03-05"),
        back(sex="male"),
        back(expiry="2050-03-05"),
    ],
)
def test_sides_of_two_peoples_cards_ask_for_attention(other):
    found = checked(("front", front()), ("back", other))
    assert found == {"formatAnalysis": "clear", "dataConsistency": "attention"}


def test_two_fronts_ask_for_attention():
    found = checked(("front", front()), ("back", front("back")))
    assert found == {"formatAnalysis": "attention", "dataConsistency": "not_processed"}
    found = checked(("front", front()), ("back", front("back", fullName="TRẦN VĂN NAM")))
    assert found == {"formatAnalysis": "attention", "dataConsistency": "attention"}


def test_sides_of_two_types_ask_for_attention():
    found = checked(("front", front()), ("back", side("dl_new_front", picture="back")))
    assert found["formatAnalysis"] == "attention"


def test_a_document_of_one_side_may_be_sent_twice():
    found = checked(("front", passport("front")), ("back", passport("back")))
    assert found == {"formatAnalysis": "not_applicable", "dataConsistency": "not_processed"}
    found = checked(("front", passport("front")), ("back", passport("back", number="C9001234")))
    assert found["dataConsistency"] == "attention"


def test_a_name_that_the_zone_had_no_room_for_is_the_same():
    lines = ["D1FRA13AA000026280430DELACROI8"]
    sides = (
        ("front", side("driving_licence_fr_front", visual={"lastName": "DELACROIX"})),
        ("back", side("driving_licence_fr_back", mrz=zone(lines, picture="back"), picture="back")),
    )
    assert checked(*sides)["dataConsistency"] == "clear"


def test_sides_of_unknown_layout_that_agree_in_little_are_not_called_one_document():
    other = {"lastName": "TRAN", "firstName": "VAN NAM", "documentNumber": "C9001234"}
    shown = side("icao_td1_front", visual=other | {"gender": "female"})
    behind = side(
        "icao_td1_back", mrz=zone(td1("ID", "UTO", **PERSON), picture="back"), picture="back"
    )
    assert checked(("front", shown), ("back", behind))["dataConsistency"] == "not_processed"


def test_two_documents_on_one_picture_are_two_documents():
    found = checked(("front", front()), ("front", side("dl_new_front")))
    assert set(found.values()) == {"not_applicable"}


def test_a_back_that_nothing_tells_is_not_held_against_the_front():
    found = checked(("front", front()), ("back", side(picture="back")))
    assert set(found.values()) == {"not_processed"}


def test_what_reads_badly_is_not_held_against_the_sides():
    blurred = front(fullName=value("NGUYEN THI OANH", confidence=0.6))
    assert checked(("front", blurred), ("back", back())) == BOTH_CLEAR
