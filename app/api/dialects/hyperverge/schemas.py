"""The bodies of HyperVerge's answers (seed 002), member for member and in its order."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Confidence = Literal["high", "low"]
CheckValue = Literal["yes", "no", "not_applicable", "not_supported"]


class Body(BaseModel):
    """Base of all bodies: camelCase, nothing that the page does not name."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Value(Body):
    """A value. `low`: it should be reviewed, or there is none."""

    value: str
    confidence: Confidence


class Address(Value):
    """An address with its parts, `""` where there is no such part."""

    additional_info: str
    street: str
    house_number: str
    district: str
    province: str
    zip_code: str


class MrzString(Body):
    """The machine readable zone, and what stands in it."""

    value: str
    id_number: str
    full_name: str
    gender: str
    date_of_birth: str
    date_of_expiry: str
    nationality: str
    confidence: Confidence


class Fields(Body):
    """The 23 fields of the page, on every document."""

    first_name: Value
    middle_name: Value
    last_name: Value
    full_name: Value
    date_of_birth: Value
    date_of_issue: Value
    date_of_expiry: Value
    country_code: Value
    type: Value
    address: Address
    gender: Value
    id_number: Value
    place_of_birth: Value
    place_of_issue: Value
    year_of_birth: Value
    age: Value
    father_name: Value
    mother_name: Value
    husband_name: Value
    spouse_name: Value
    nationality: Value
    mrz_string: MrzString
    home_town: Value


class CheckSaid(Body):
    """A check: `yes` is that the document failed it, `no` that it passed."""

    value: CheckValue
    confidence: Confidence


class Detail(Body):
    """One side of a document. Only checks that were asked for are there."""

    id_type: str
    fields_extracted: Fields
    cropped_image_url: str
    forgery_checks: dict[str, CheckSaid] | None = None
    rule_checks: dict[str, CheckSaid] | None = None


class Finding(Body):
    """One entry of a summary."""

    code: str
    message: str


class Summary(Body):
    """What it comes to. `action`: `pass`, or that a person should look."""

    action: Literal["pass", "manualReview"]
    details: list[Finding]


class Result(Body):
    details: list[Detail]
    summary: Summary


class Metadata(Body):
    request_id: str
    transaction_id: str


class Answered(Body):
    """`readId`."""

    status: Literal["success"] = "success"
    status_code: Literal[200] = Field(200)
    metadata: Metadata
    result: Result


class Failure(Body):
    """Any failure."""

    status: Literal["failure"] = "failure"
    status_code: int
    error: str
    metadata: Metadata
