"""From rows to what the native API shows."""

from app.api.links import picture_link
from app.api.verifications.schemas import (
    Links,
    PictureView,
    ProblemView,
    ResolutionView,
    StageView,
    VerificationSummary,
    VerificationView,
)
from app.core.pipeline import PIPELINES
from app.core.report import Kind, Outcome, State
from app.core.verifications.content import open_report, open_request, open_resolution
from app.core.verifications.models import Verification
from app.core.verifications.repository import Snapshot

PROBLEMS = {
    "redacted": "The verification was redacted before it was finished",
    "worker_lost": "The worker of a stage was lost, and the attempts are used up",
}


def summarise(verification: Verification) -> VerificationSummary:
    """Renders a verification without what is personal."""
    address = f"/v1/verifications/{verification.id}"
    return VerificationSummary(
        request_id=verification.id,
        kind=Kind(verification.kind),
        state=State(verification.state),
        outcome=Outcome(verification.outcome) if verification.outcome else None,
        resolution=verification.resolution,
        created_at=verification.created_at,
        finished_at=verification.finished_at,
        redacted_at=verification.redacted_at,
        links=Links(self=address, events=f"{address}/events"),
    )


def stage_views(snapshot: Snapshot) -> list[StageView]:
    """Renders the stages in the order of the pipeline."""
    order = [stage.name for stage in PIPELINES[Kind(snapshot.verification.kind)]]
    return [
        StageView(
            name=row.name,
            state=row.state,
            attempts=row.attempt,
            started_at=row.started_at,
            finished_at=row.finished_at,
        )
        for row in sorted(snapshot.stages, key=lambda row: order.index(row.name))
    ]


def view(snapshot: Snapshot, base: str) -> VerificationView:
    """Renders a verification whole. `base`: the address of the API, for signed links."""
    verification = snapshot.verification
    request = open_request(verification)
    problem = None
    if verification.state == State.ERROR:
        code = verification.error_code or "internal_error"
        title = PROBLEMS.get(code, "A stage failed, and the attempts are used up")
        problem = ProblemView(code=code, title=title)
    kept = [*snapshot.pictures, *snapshot.cuts]
    pictures = kept if verification.wrapped_key is not None else []
    return VerificationView(
        **summarise(verification).model_dump(),
        stages=stage_views(snapshot),
        report=open_report(verification),
        problem=problem,
        review=_review(verification),
        pictures=[
            PictureView(
                name=picture.name, url=picture_link(base, picture.id, verification.tenant_id)
            )
            for picture in pictures
        ],
        external_id=request.get("externalId"),
        transaction_id=request.get("transactionId"),
        metadata=request.get("metadata"),
    )


def _review(verification: Verification) -> ResolutionView | None:
    opened = open_resolution(verification)
    return ResolutionView.model_validate(opened) if opened else None
