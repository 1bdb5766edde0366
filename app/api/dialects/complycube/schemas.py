"""What ComplyCube's API takes and gives."""

from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from app.api.dialects.complycube.catalogue import DOCUMENT_TYPES
from app.api.dialects.complycube.countries import ALPHA_3
from app.api.webhooks.addresses import WebAddress
from app.core.webhooks.checks import EVENT_TYPES, EVERY

Item = TypeVar("Item")


def _known(*words: str) -> AfterValidator:
    """Takes only these words, and says which."""

    def one_of(value: str) -> str:
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return value

    return AfterValidator(one_of)


def _country(value: str) -> str:
    if value not in ALPHA_3:
        raise ValueError("must be a two-letter country code (ISO 3166-1)")
    return value


def _storable(value: str) -> str:
    """PostgreSQL's text has no NUL."""
    if "\x00" in value:
        raise ValueError("holds characters that are not allowed")
    return value


Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_storable)]
LongText = Annotated[str, Field(max_length=5000), AfterValidator(_storable)]
Country = Annotated[str, AfterValidator(_country)]
DocumentType = Annotated[str, _known(*DOCUMENT_TYPES)]
Classification = Annotated[
    str,
    _known(
        "proof_of_identity",
        "source_of_wealth",
        "source_of_funds",
        "proof_of_address",
        "company_filing",
        "other",
    ),
]
EventType = Annotated[str, _known(EVERY, *EVENT_TYPES)]
Events = Annotated[list[EventType], Field(min_length=1, max_length=20)]
Email = Annotated[str, Field(max_length=320, pattern=r"^[^@\s]+@[^@\s]+$")]
SideName = Literal["front", "back"]


class Taken(BaseModel):
    """Base of requests: camelCase, nothing unknown."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class OfClient(Taken):
    """Base of what is made for a client."""

    client_id: str


class Given(BaseModel):
    """Base of answers: camelCase. What is None is left out."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class PersonDetails(Taken):
    first_name: Text | None = None
    middle_name: Text | None = None
    last_name: Text | None = None
    dob: date | None = None
    gender: Literal["male", "female", "other"] | None = None
    nationality: Country | None = None
    birth_country: Country | None = None
    ssn: Text | None = None
    social_insurance_number: Text | None = None
    national_identity_number: Text | None = None
    tax_identification_number: Text | None = None


class CompanyDetails(Taken):
    name: Text | None = None
    website: LongText | None = None
    registration_number: Text | None = None
    incorporation_country: Country | None = None
    incorporation_type: Text | None = None
    incorporation_date: date | None = None
    address: LongText | None = None
    active: bool | None = None
    source_link: LongText | None = None


class ClientChanges(Taken):
    """What is to change; members of `personDetails` and `companyDetails` one by one."""

    email: Email | None = None
    mobile: Text | None = None
    telephone: Text | None = None
    external_id: Text | None = None
    joined_date: date | None = None
    metadata: Annotated[dict[Text, LongText], Field(max_length=50)] | None = None
    person_details: PersonDetails | None = None
    company_details: CompanyDetails | None = None


class ClientDetails(ClientChanges):
    """What is kept of a client, beside its type."""

    email: Email


class NewClient(ClientDetails):
    type: Literal["person", "company"]


class DocumentChanges(Taken):
    type: DocumentType | None = None
    classification: Classification | None = None
    issuing_country: Country | None = None


class NewDocument(DocumentChanges, OfClient):
    type: DocumentType


class NewImage(Taken):
    """A side of a document. `data`: JPEG, PNG, WebP or PDF in base64."""

    file_name: Text
    data: str


class NewLivePhoto(OfClient):
    """A picture of the client's face. Whether it is of a living one, the identity check says."""

    data: str
    perform_liveness_check: bool = True


class CheckOptions(BaseModel):
    """Settings of a check. They name services that there are not here, and change nothing."""

    model_config = ConfigDict(extra="allow")


class NewCheck(OfClient):
    type: Annotated[str, _known("document_check", "identity_check")]
    document_id: str
    live_photo_id: str | None = None
    client_consent: bool | None = None
    options: CheckOptions | None = None


class WebhookChanges(Taken):
    url: WebAddress | None = None
    enabled: bool | None = None
    events: Events | None = None
    description: LongText | None = None


class NewWebhook(WebhookChanges):
    url: WebAddress
    enabled: bool
    events: Events


class ClientView(Given):
    id: str
    type: str
    entity_name: str
    email: str
    mobile: str | None = None
    telephone: str | None = None
    external_id: str | None = None
    joined_date: str | None = None
    metadata: dict[str, str] | None = None
    person_details: dict[str, Any] | None = None
    company_details: dict[str, Any] | None = None
    created_at: str
    updated_at: str


class ImageView(Given):
    """A picture; `data` only where it is downloaded."""

    id: str
    client_id: str | None = None
    file_name: str | None = None
    document_side: str | None = None
    download_link: str
    content_type: str
    size: int
    data: str | None = None
    created_at: str
    updated_at: str


class DocumentView(Given):
    id: str
    client_id: str
    type: str
    classification: str | None = None
    issuing_country: str | None = None
    images: list[ImageView] | None = None
    created_at: str
    updated_at: str


class CheckResult(Given):
    outcome: str
    breakdown: dict[str, Any]


class CheckView(Given):
    """A check. `result` is there once it is complete."""

    id: str
    client_id: str
    document_id: str | None = None
    live_photo_id: str | None = None
    entity_name: str | None = None
    type: str
    status: Literal["pending", "complete", "failed"]
    result: CheckResult | None = None
    created_at: str
    updated_at: str


class WebhookView(Given):
    """A webhook. `secret` signs its events; it is shown this once."""

    id: str
    description: str
    url: str
    enabled: bool
    events: list[str]
    secret: str | None = None
    created_at: str
    updated_at: str


class Collection(Given, Generic[Item]):
    """A page of a list, newest first."""

    page: int
    page_size: int
    total_items: int
    pages: int
    items: list[Item]
