"""Two pictures must show two sides of one document."""

import pytest

from app.core.report import CheckOutcome, Mrz, PictureName
from workers.checks.sides import side_checks


def zone(picture: PictureName, **fields: str) -> Mrz:
    return Mrz(
        format="td1",
        lines=[],
        fields={"documentNumber": "X1", "lastName": "DOE", "birthDate": "1990-01-01", **fields},
        check_digits={},
        valid=True,
        corrections=[],
        confidence=1,
        picture=picture,
        box=[],
        rotation=0,
    )


FRONT, BACK = zone(PictureName.FRONT), zone(PictureName.BACK)


@pytest.mark.parametrize(
    ("zones", "sides", "outcome"),
    [
        ([FRONT], 1, CheckOutcome.NOT_APPLICABLE),
        ([BACK], 2, CheckOutcome.NOT_PROCESSED),
        ([FRONT, BACK], 2, CheckOutcome.NOT_PROCESSED),
        ([FRONT, zone(PictureName.BACK, documentNumber="X2")], 2, CheckOutcome.ATTENTION),
        ([FRONT, zone(PictureName.BACK, lastName="ROE")], 2, CheckOutcome.ATTENTION),
    ],
)
def test_sides_of_different_documents_ask_for_attention(
    zones: list[Mrz], sides: int, outcome: CheckOutcome
) -> None:
    found = {check.name: check.outcome for check in side_checks(zones, sides=sides)}
    assert found["dataConsistency"] == outcome
