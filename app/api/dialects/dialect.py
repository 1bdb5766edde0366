"""What a dialect is to the product: endpoints, words for errors, and a way to show a report."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from fastapi import APIRouter

from app.api.problems import ErrorRenderer
from app.core.report import Kind, Report, State
from app.core.verifications.content import open_report, open_request
from app.core.verifications.repository import Snapshot

ASKED = "asked"
"""The member of a stored request that holds `Asked`. No native request can have it."""


@dataclass(frozen=True)
class Asked:
    """Through which endpoint of which dialect a verification was asked for, with which options.

    It is stored with the verification, so that it reads the same whenever it is shown.
    """

    dialect: str
    endpoint: str
    options: dict[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """Returns it as a member of the request."""
        return {ASKED: asdict(self)}


@dataclass(frozen=True)
class ShownPicture:
    """A picture of a verification, with a link that ends as the settings say."""

    id: uuid.UUID
    name: str
    content_type: str
    link: str
    data: bytes


@dataclass(frozen=True)
class Told:
    """What there is to tell about a verification that is over.

    `request` is what was submitted; `asked` is None where it came through the native API. `faces`
    are links to the faces of the index that the report names, by the verifications that put them
    there; they work for a day. `pictures` are those that the dialect shows, `cuts` links to what
    was cut out and kept, by `cut_name`. In the state `ERROR` there is no report. `began` and
    `ended` are when it was taken and when it was over, UTC.
    """

    request_id: uuid.UUID
    kind: Kind
    state: State
    report: Report | None
    request: Mapping[str, Any]
    asked: Asked | None
    began: datetime
    ended: datetime
    faces: Mapping[uuid.UUID, str] = field(default_factory=dict)
    pictures: tuple[ShownPicture, ...] = ()
    cuts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        """Opens what is sealed."""
        verification = snapshot.verification
        request = open_request(verification)
        return cls(
            request_id=verification.id,
            kind=Kind(verification.kind),
            state=State(verification.state),
            report=open_report(verification),
            request=request,
            asked=Asked(**request[ASKED]) if ASKED in request else None,
            began=verification.created_at,
            ended=verification.finished_at or verification.created_at,
        )

    @property
    def indexed(self) -> list[uuid.UUID]:
        """The verifications that put the faces of the index there that the report names."""
        if self.report is None:
            return []
        search, index = self.report.face_search, self.report.face_index
        found = [candidate.request_id for candidate in search.candidates] if search else []
        return [*found, self.request_id] if index is not None else found


@dataclass(frozen=True)
class Answer:
    """An answer in a dialect: the HTTP status and the JSON body."""

    status: int
    body: Any


@dataclass(frozen=True)
class Dialect:
    """A service whose clients are understood.

    `prefix`: below which its paths are; `further`: other such prefixes, where bodies are small.
    `words` says an error as that service does. `render` shows any verification that is over and
    fits, with the status that its own endpoint would have given; raises `NotAcceptableError` where
    it does not fit. `shows`: the pictures that it is given for that, where they are still there, by
    their names, and as what was cut out (`Cut`).
    """

    name: str
    prefix: str
    router: APIRouter
    words: ErrorRenderer
    render: Callable[[Told], Answer]
    further: tuple[str, ...] = ()
    shows: frozenset[str] = frozenset()
