"""`readDL`, `readVNPassport` and `readMRC`: one entry for each side on the pictures."""

from collections.abc import Collection, Iterator, Mapping

from app.api.dialects.dialect import Answer, Told
from app.api.dialects.findings import find
from app.api.dialects.finos.catalogue import DRIVING_LICENCE, PASSPORT, REGISTRATION, Endpoint
from app.api.dialects.finos.errors import failure
from app.api.dialects.finos.schemas import (
    DocumentAnswer,
    DocumentSide,
    FraudCheck,
    RegistrationAnswer,
    Scored,
)
from app.api.dialects.finos.values import (
    COUNTRY,
    NATIONALITY_OF_PASSPORT,
    SEX_OF_PASSPORT,
    Form,
    as_printed,
    as_read,
    checked,
    named,
    slashed,
    yes,
)
from app.core.report import CheckGroup, Document, FieldValue, PictureName, Report

Fields = Mapping[str, tuple[str, Form]]
"""FinOS' names of fields, ours, and how their values are written."""

LICENCE: Fields = {
    "name": ("fullName", as_read),
    "dob": ("birthDate", slashed),
    "expiry": ("expirationDate", slashed),
    "address": ("address", as_read),
    "nationality": ("nationality", named(COUNTRY)),
}
DATA_PAGE: Fields = {
    "place_of_issue": ("issuingAuthority", as_read),
    "passport_num": ("documentNumber", as_read),
    "type": ("documentCode", as_read),
    "name": ("fullName", as_read),
    "dob": ("birthDate", slashed),
    "gender": ("gender", named(SEX_OF_PASSPORT)),
    "doe": ("expirationDate", slashed),
    "doi": ("issuingDate", slashed),
    "country_code": ("issuingCountry", as_read),
    "place_of_birth": ("placeOfBirth", as_read),
    "nationality": ("nationality", named(NATIONALITY_OF_PASSPORT)),
    "id": ("personalNumber", as_read),
}
CERTIFICATE: Fields = {
    "name": ("fullName", as_read),
    "address": ("address", as_read),
    "brand": ("brand", as_read),
    "kind": ("vehicleModel", as_read),
    "color": ("colour", as_read),
    "engine-number": ("engineNumber", as_read),
    "chassis-number": ("chassisNumber", as_read),
    "number-plate": ("plateNumber", as_printed),
    "place-registration": ("registrationPlace", as_read),
    "first-registration-date": ("firstRegistrationDate", slashed),
    "last-registration-date": ("lastRegistrationDate", slashed),
    "place-of-issue": ("issuingAuthority", as_read),
}
SIDES: dict[str, dict[str, Fields]] = {
    DRIVING_LICENCE.name: {"dl_old_front": LICENCE, "dl_new_front": LICENCE},
    PASSPORT.name: {"vn_passport_front": DATA_PAGE},
    REGISTRATION.name: {
        "old_register_card_back": CERTIFICATE,
        "new_register_card_back": CERTIFICATE,
    },
}
"""The sides that each endpoint reads, and their fields."""

ORDER = tuple(PictureName)


def driving_licence(told: Told, asked: Collection[str]) -> Answer:
    return _answer(DRIVING_LICENCE, told, asked)


def passport(told: Told, asked: Collection[str]) -> Answer:
    return _answer(PASSPORT, told, asked)


def registration(told: Told, asked: Collection[str]) -> Answer:
    return _answer(REGISTRATION, told, asked)


def _answer(endpoint: Endpoint, told: Told, asked: Collection[str]) -> Answer:
    request_id, transaction_id = str(told.request_id), told.request.get("transactionId", "")
    result = list(_sides(told.report, endpoint, asked)) if told.report is not None else []
    if not result:
        refused = failure(endpoint, 422, endpoint.undetected, request_id, transaction_id)
        return Answer(422, refused)
    found = (
        RegistrationAnswer(result=result, request_id=request_id, transaction_id=transaction_id)
        if endpoint is REGISTRATION
        else DocumentAnswer(result=result, request_id=request_id)
    )
    return Answer(200, found.model_dump(by_alias=True))


def _sides(report: Report, endpoint: Endpoint, asked: Collection[str]) -> Iterator[DocumentSide]:
    """Yields the sides that the endpoint reads, in the order of the pictures."""
    known = SIDES[endpoint.name]
    found = [
        (ORDER.index(side.picture), side.page, place, side.model)
        for place, document in enumerate(report.documents)
        for side in document.sides
        if side.model in known
    ]
    for _, _, place, model in sorted(found):
        details = _details(report.documents[place], known[model])
        if endpoint is PASSPORT and "fraudCheck" in asked:
            details = _with_fraud_check(details, report, place)
        yield DocumentSide(type=model, details=details)


def _details(document: Document, fields: Fields) -> dict[str, Scored | FraudCheck]:
    return {
        name: _scored(document.extracted.fields.get(ours), form)
        for name, (ours, form) in fields.items()
    }


def _scored(field: FieldValue | None, form: Form) -> Scored:
    if field is None:
        return Scored(value="", conf=0.0, to_be_reviewed="yes")
    return Scored(
        value=form(field),
        conf=round(field.confidence, 2),
        to_be_reviewed=yes(field.to_be_reviewed),
    )


def _with_fraud_check(
    details: dict[str, Scored | FraudCheck], report: Report, document: int
) -> dict[str, Scored | FraudCheck]:
    """Puts `fraudCheck` where the page has it: before the last member."""
    check = find(report, CheckGroup.QUALITY, "blackAndWhite", document)
    told = checked(check)
    genuine = check.score / 100 if check is not None and check.score is not None else 0.0
    conf = {"no": genuine, "yes": 1 - genuine}.get(told.value, 0.0)
    grey = Scored(value=told.value, conf=round(conf, 2), to_be_reviewed=told.to_be_reviewed)
    *before, last = details.items()
    return dict([*before, ("fraudCheck", FraudCheck(is_black_white=grey)), last])
