"""The body of FacePhi's answer (seed 001), member for member and in its order."""

from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class DiagnosticAnswer(BaseModel):
    """`verify/pad/diagnostic`. `serviceResult` and `serviceDocumentData` are JSON texts,
    `serviceTime` is in milliseconds.
    """

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")

    service_transaction_id: str
    service_result_code: Literal[0, 1]
    service_result_log: Literal["Executed OK", "Executed with errors"]
    timestamp: str
    service_result: str
    service_document_data: str
    service_time: str


class DiagnosticProblem(BaseModel):
    """An invalid parameter, or another failure (RFC 9457)."""

    status: int
    title: str
    detail: str
    type: str
    errors: list[str] | None = None


class GatewayMessage(BaseModel):
    """What the gateway says itself."""

    message: str
