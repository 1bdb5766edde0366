"""What the native API takes and gives."""

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from app.api.webhooks.addresses import WebAddress
from app.core.report import CHECK_NAMES, Kind, Outcome, Report, State
from app.core.verifications.cuts import Cut

MAX_METADATA = 50


class ApiModel(BaseModel):
    """Base of requests and answers: camelCase, nothing unknown."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


def _storable(value: str) -> str:
    """PostgreSQL's text has no NUL."""
    if "\x00" in value:
        raise ValueError("holds characters that are not allowed")
    return value


def _known_check(value: str) -> str:
    if value not in CHECK_NAMES:
        raise ValueError("is no check that we know")
    return value


Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_storable)]
Partition = Annotated[Text, Field(pattern=r"^[^/]*$")]  # it stands in addresses
CheckName = Annotated[str, AfterValidator(_known_check)]
LongText = Annotated[str, Field(max_length=5000), AfterValidator(_storable)]


class Expected(ApiModel):
    """What the client claims about the holder; compared with what is read."""

    first_name: Text | None = None
    last_name: Text | None = None
    birth_date: date | None = None
    gender: Literal["male", "female", "other"] | None = None
    email: Text | None = None
    address: LongText | None = None


class VerificationRequest(ApiModel):
    """The `request` part of a submission. All members are optional."""

    kind: Kind | None = None
    document_type: Text | None = None
    country: Annotated[str, Field(pattern=r"^[A-Za-z]{3}$")] | None = None
    checks: Annotated[list[CheckName], Field(min_length=1, max_length=100)] | None = None
    expected: Expected | None = None
    qr_string: LongText | None = None
    minimum_age: Annotated[int, Field(ge=0, le=150)] | None = None
    threshold: Annotated[float, Field(ge=1, le=99)] | None = None
    portrait: Literal["image1", "image2"] | None = None
    keep: Annotated[list[Cut], Field(max_length=3)] | None = None
    partition: Partition | None = None
    limit: Annotated[int, Field(ge=1, le=100)] | None = None
    external_id: Text | None = None
    transaction_id: Text | None = None
    callback_url: WebAddress | None = None
    metadata: Annotated[dict[Text, LongText], Field(max_length=MAX_METADATA)] | None = None


class StageView(ApiModel):
    """One stage: `waiting`, `due`, `running`, `done`, `failed` or `skipped`."""

    name: str
    state: str
    attempts: int
    started_at: datetime | None
    finished_at: datetime | None


class PictureView(ApiModel):
    """A stored picture, by a link that stops working after a while."""

    name: str
    url: str


class ProblemView(ApiModel):
    """Why a verification ended in `ERROR`."""

    code: str
    title: str


class Links(ApiModel):
    self: str
    events: str


class NewResolution(ApiModel):
    """What a reviewer makes of a verification that asks for attention."""

    outcome: Literal["clear", "rejected"]
    reviewer: Text
    reason: Annotated[LongText, Field(min_length=1)]


class ResolutionView(NewResolution):
    """How a reviewer settled it, and when."""

    resolved_at: datetime


class VerificationSummary(ApiModel):
    """A verification as a list shows it. `resolution`: what a reviewer made of it."""

    request_id: uuid.UUID
    kind: Kind
    state: State
    outcome: Outcome | None
    resolution: str | None
    created_at: datetime
    finished_at: datetime | None
    redacted_at: datetime | None
    links: Links


class VerificationView(VerificationSummary):
    """A verification with its stages, and the report once there is one.

    `review`: who settled it and why; gone after a redaction.
    """

    stages: list[StageView]
    report: Report | None
    problem: ProblemView | None
    review: ResolutionView | None
    pictures: list[PictureView]
    external_id: str | None
    transaction_id: str | None
    metadata: dict[str, Any] | None


class VerificationPage(ApiModel):
    """A page of verifications, newest first. `next`: the cursor of the next page."""

    items: list[VerificationSummary]
    next: str | None
