"""The bodies of Datakeen's answers (seed 000), member for member and in its order."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Body(BaseModel):
    """Base of all bodies: nothing that the page does not name."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Value(Body):
    """A value that was read, with the confidence in it, 0 to 1. `""` and null where it was not."""

    confidence: float | None = None
    value: str = ""


class Control(Body):
    """A control, with the confidence in it. False at 0: it could not be judged."""

    confidence: float = 0.0
    value: bool = False


class Photo(Body):
    """Whether there is a portrait. The page's full example gives it no confidence."""

    value: bool


class GlobalStatus(Body):
    """Whether the document is accepted. False at 0: it could not be judged."""

    confidence: float
    score: float
    value: bool


class Controls(Body):
    """The eight controls, and what the client supplied held against the document.

    `dateValidityDelivery` is there for the model of 2011 alone, a match for what was supplied.
    """

    chip_is_present: Control
    date_validity: Control
    date_validity_delivery: Control | None = None
    global_status: GlobalStatus
    mrz_conformity: Control
    mrz_validity: Control
    photo_is_present: Photo
    hologram_is_present: Control
    match_first_name: Control | None = None
    match_last_name: Control | None = None
    match_birth_date: Control | None = Field(None, alias="matchbirthDate")
    match_gender: Control | None = None
    match_photo: Control | None = None


class ExtractedInformation(Body):
    """The 19 values of a card."""

    address: Value
    birth_country: Value
    birth_date: Value
    birth_date_mrz: Value = Field(alias="birthDateMRZ")
    birth_department: Value
    birth_place: Value
    country_code: Value
    delivery_date: Value
    expiry_date: Value
    first_name: Value
    first_name_mrz: Value = Field(alias="firstNameMRZ")
    gender: Value
    id_number: Value
    id_number_mrz: Value = Field(alias="idNumberMRZ")
    last_name: Value
    last_name_mrz: Value = Field(alias="lastNameMRZ")
    mrz: Value
    nationality: Value
    spouse_name: Value


class Recognised(Body):
    """One document: `reco/id`. `message` says why, where it could not be judged."""

    card_side: Literal["front", "back", "front-back", ""]
    card_type: str
    controls: Controls
    extracted_information: ExtractedInformation
    message: str
    status: Literal[200]


class Failure(Body):
    """What went wrong, and the HTTP status once more."""

    message: str
    status: int


class Several(Body):
    """`reco/multi-doc`: an answer for each document, in the order of the files."""

    documents: list[Recognised | Failure]
    message: str
    status: Literal[200]


class Token(Body):
    """A JSON Web Token, valid for 24 hours."""

    token: str
