"""The bodies of FinOS' answers (seed 003), member for member and in its order.

Values of documents and checks come with `to-be-reviewed`: empty, or not sure.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

YesNo = Literal["yes", "no"]


class Body(BaseModel):
    """Base of all bodies: nothing that the page does not name."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Value(Body):
    """A value as `nationalID` gives it, and a check: `yes`, `no`, or `""` where it is not known."""

    value: str
    to_be_reviewed: YesNo = Field(alias="to-be-reviewed")


class Address(Body):
    """An address; its parts only where `enableAddressSplit` asks for them."""

    value: str
    province: str | None = None
    ward: str | None = None
    district: str | None = None
    street: str | None = None
    to_be_reviewed: YesNo = Field(alias="to-be-reviewed")


class Scored(Body):
    """A value with its confidence, 0 to 1."""

    value: str
    conf: float
    to_be_reviewed: YesNo = Field(alias="to-be-reviewed")


class Finding(Body):
    """One entry of a summary."""

    code: str
    message: str


class Summary(Body):
    """What the checks come to. `action`: `pass`, or that a person should look."""

    action: Literal["pass", "Manual Review", "manualReview"]
    details: list[Finding]


class NationalIdSide(Body):
    """One side of a card."""

    fields_extracted: dict[str, Value | Address] = Field(alias="fieldsExtracted")
    quality_checks: dict[str, Value] = Field(alias="qualityChecks")
    rule_checks: dict[str, Value] = Field(alias="ruleChecks")
    tamper_checks: dict[str, Value] = Field(alias="tamperChecks")
    type: str


class NationalIdResult(Body):
    details: list[NationalIdSide]
    summary: Summary


class NationalIdAnswer(Body):
    """`ocr/v2/nationalID`."""

    status: Literal["success"] = "success"
    status_code: Literal["200"] = Field("200", alias="statusCode")
    result: NationalIdResult
    request_id: str = Field(alias="requestId")
    transaction_id: str = Field(alias="transactionId")


class OnlySummary(Body):
    summary: Summary


class NationalIdNotDetected(Body):
    """`ocr/v2/nationalID`, 422. Without a result: an `Idempotency-Key` with other content."""

    status: Literal["failure"] = "failure"
    status_code: Literal["422"] = Field("422", alias="statusCode")
    result: OnlySummary | None = None
    error: str
    request_id: str = Field(alias="requestId")
    transaction_id: str = Field(alias="transactionId")


class FraudCheck(Body):
    is_black_white: Scored = Field(alias="isBlackWhite")


class DocumentSide(Body):
    """One side of a driving licence, passport or registration certificate."""

    type: str
    details: dict[str, Scored | FraudCheck]


class DocumentAnswer(Body):
    """`ocr/v1/readDL`, `ocr/v1/readVNPassport`."""

    status: Literal["success"] = "success"
    status_code: Literal["200"] = Field("200", alias="statusCode")
    result: list[DocumentSide]
    request_id: str = Field(alias="requestId")


class RegistrationAnswer(DocumentAnswer):
    """`ocr/v1/readMRC`."""

    transaction_id: str = Field(alias="transactionId")


class PairResult(Body):
    """`match_score` and `match-score` are one number, 0 to 100; `conf` is in the decision."""

    conf: int
    match: YesNo
    match_score: int
    hyphenated_score: int = Field(alias="match-score")
    to_be_reviewed: YesNo = Field(alias="to-be-reviewed")


class PairAnswer(Body):
    """`face/v1/photo/verifyPair`."""

    request_id: str = Field(alias="requestId")
    result: PairResult
    status: Literal["success"] = "success"
    status_code: Literal["200"] = Field("200", alias="statusCode")


class Message(Body):
    code: str
    message: str


class IndexedFace(Body):
    """A face of the index. `facePath` is a link that works for a day."""

    milvus_id: str = Field(alias="milvusId")
    id_number: str = Field(alias="idNumber")
    face_path: str = Field(alias="facePath")
    indexing_time: str = Field(alias="indexingTime")


class FoundFace(Body):
    """A face that was found. `similar`: 0 to 100."""

    milvus_id: str = Field(alias="milvusId")
    similar: float
    id_number: str = Field(alias="idNumber")
    face_path: str = Field(alias="facePath")
    indexing_time: str = Field(alias="indexingTime")


class IndexingAnswer(Body):
    """`recognition/face/indexing_face`."""

    messages: list[Message]
    data: IndexedFace


class SearchAnswer(Body):
    """`recognition/face/search`."""

    messages: list[Message]
    data: list[FoundFace]


class LivenessResult(Body):
    live_face: Value = Field(alias="liveFace")
    quality_checks: dict[str, Value] = Field(alias="qualityChecks")
    summary: Summary


class LivenessAnswer(Body):
    """`face/v2/photo/liveness`."""

    request_id: str = Field(alias="requestId")
    result: LivenessResult
    status: Literal["success"] = "success"
    status_code: Literal["200"] = Field("200", alias="statusCode")
    transaction_id: str = Field(alias="transactionId")
