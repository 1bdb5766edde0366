"""What the checks come to: which move the outcome, and what is missing for `clear`."""

from app.core.report import Check, CheckGroup, Document, Extracted
from tests.checks.readings import document as document_of
from tests.checks.readings import reading, side, value, zone
from workers.decision.outcome import incomplete, missing, moving, unanswered

LINES = [
    "P<FRAULYSSE<<CHRISTOPHE<<<<<<<<<<<<<<<<<<<<<",
    "08CD503380FRA6004103M3006058<<<<<<<<<<<<<<02",
]


def check(name, group, outcome="attention", document=0):
    return Check(name=name, group=group, outcome=outcome, reason=f"{name}!", document=document)


def document(model=None, mrz=None, **fields):
    found = {name: value(text) for name, text in fields.items()}
    return Document(
        type="passport", model=model, country=None, sides=[],
        extracted=Extracted(fields=found, mrz=mrz),
    )  # fmt: skip


def codes(documents, *checks):
    return [reason.code for reason in missing(documents, list(checks), {})]


def test_quality_and_the_province_advise_and_the_rest_moves():
    found = moving(
        [
            check("blur", CheckGroup.QUALITY),
            check("province", CheckGroup.RULES),
            check("genderAndBirthDate", CheckGroup.RULES),
            check("dob", CheckGroup.CONSISTENCY, outcome="clear"),
        ]
    )
    assert [reason.code for reason in found] == ["genderAndBirthDate"]


def test_a_document_is_read_by_its_model_or_by_its_zone():
    assert codes([document("cccd_chip", fullName="NGUYỄN THỊ ÁNH")]) == []
    assert codes([document(mrz=zone(LINES))]) == []
    assert codes([document()]) == ["document_unidentified"]
    assert codes([]) == []


def test_what_was_not_read_is_missing_beside_what_was():
    (reason,) = missing([document("cccd_chip")], [], {}, not_read="The time was spent.")
    assert (reason.code, reason.message) == ("document_not_read", "The time was spent.")


def test_text_that_cannot_be_read_is_missing_and_says_what_spoils_it():
    spoiled = [check(n, CheckGroup.QUALITY) for n in ("blur", "margin", "unreadableText")]
    (reason,) = missing([document("cccd_chip")], spoiled, {})
    assert reason.code == "document_unreadable"
    assert "blur!" in reason.message and "margin!" not in reason.message
    assert codes([document("cccd_chip")], check("blur", CheckGroup.QUALITY)) == []


def test_what_spoils_one_document_is_not_held_against_another():
    other = check("unreadableText", CheckGroup.QUALITY, document=1)
    found = missing([document("cccd_chip"), document("cccd_chip")], [other], {})
    assert [reason.code for reason in found] == ["document_unreadable"]
    assert codes([document("cccd_chip")], other) == []


CHIP = {
    "documentNumber": "079190001234",
    "fullName": "NGUYỄN THỊ ÁNH",
    "birthDate": "1990-03-05",
    "expirationDate": "2030-03-05",
}


def test_a_document_of_which_something_essential_was_not_read_is_incomplete():
    assert incomplete([reading("cccd_chip_front", visual=CHIP)]) == []
    badly = CHIP | {"birthDate": value("1990-03-05", confidence=0.5)}
    (reason,) = incomplete([reading("cccd_chip_front", visual=badly)])
    assert (reason.code, "birthDate" in reason.message) == ("document_incomplete", True)
    named = CHIP | {"fullName": value("NGUYỄN THỊ ANH", confidence=0.5)}
    assert incomplete([reading("cccd_chip_front", visual=named)]) == []


def test_a_side_whose_zone_is_covered_is_incomplete():
    covered = document_of(
        side("cccd_chip_front", visual=CHIP), side("cccd_chip_back", picture="back")
    )
    (reason,) = incomplete([covered])
    assert "MRZ" in reason.message


def test_a_named_check_that_one_side_answers_is_answered():
    on_front = check("photoLocation", CheckGroup.FORENSIC, "clear")
    on_back = check("photoLocation", CheckGroup.FORENSIC, "not_applicable")
    assert unanswered([on_front, on_back]) == []
    assert [reason.code for reason in unanswered([on_back])] == ["photoLocation"]
    undone = check("photoLocation", CheckGroup.FORENSIC, "not_processed")
    assert len(unanswered([on_front, undone])) == 1
