"""Which stages each kind of verification has, what each waits for, and how long it may take."""

from dataclasses import dataclass

from app.core.report import Kind
from app.core.settings import get_settings

BUDGET = 0.5
"""Of a stage's time limit: what begins within it has as long again until the process is killed."""


@dataclass(frozen=True)
class Stage:
    """One Celery task of a pipeline.

    `limit`: seconds, after which the process that works on it is killed. `needs`: the stages
    that must be over first. `essential`: without it there is no report, and the verification
    ends in `ERROR`; any other stage that fails leaves its checks `not_processed`.
    """

    name: str
    queue: str
    limit: float
    needs: tuple[str, ...] = ()
    essential: bool = False

    @property
    def time_limit(self) -> float:
        """The limit on this machine, seconds."""
        return self.limit * get_settings().pipeline.limit_factor

    @property
    def budget(self) -> float:
        """Seconds after which a stage that works piece by piece begins no other piece."""
        return self.time_limit * BUDGET


PREPARE = Stage("prepare", queue="prepare", limit=20, essential=True)
OCR = Stage("ocr", queue="text", limit=60, needs=("prepare",))
FACES = Stage("faces", queue="faces", limit=20, needs=("prepare",))
DOCUMENT_PAD = Stage("document_pad", queue="pad", limit=20, needs=("faces",))
FORGERIES = Stage("forgeries", queue="pad", limit=20, needs=("ocr", "faces"))
LIVENESS = Stage("liveness", queue="pad", limit=20, needs=("faces",))
MATCH = Stage("match", queue="faces", limit=10, needs=("faces",))
SEARCH = Stage("search", queue="faces", limit=20, needs=("faces",))


def _decide(*needs: str) -> Stage:
    return Stage("decide", queue="decide", limit=10, needs=needs, essential=True)


PIPELINES: dict[Kind, tuple[Stage, ...]] = {
    Kind.DOCUMENT: (
        PREPARE,
        OCR,
        FACES,
        DOCUMENT_PAD,
        FORGERIES,
        _decide("ocr", "document_pad", "forgeries"),
    ),
    Kind.IDENTITY: (
        PREPARE,
        OCR,
        FACES,
        DOCUMENT_PAD,
        FORGERIES,
        LIVENESS,
        MATCH,
        _decide("ocr", "document_pad", "forgeries", "liveness", "match"),
    ),
    Kind.FACE_COMPARE: (PREPARE, FACES, MATCH, _decide("match")),
    Kind.LIVENESS: (PREPARE, FACES, LIVENESS, _decide("liveness")),
    Kind.FACE_INDEX: (PREPARE, FACES, LIVENESS, _decide("liveness")),
    Kind.FACE_SEARCH: (PREPARE, FACES, LIVENESS, SEARCH, _decide("liveness", "search")),
}

QUEUES: tuple[str, ...] = tuple(
    dict.fromkeys(stage.queue for stages in PIPELINES.values() for stage in stages)
)


def stage(kind: Kind, name: str) -> Stage:
    """Returns a kind's stage by name. Raises `KeyError` where it has none."""
    for candidate in PIPELINES[kind]:
        if candidate.name == name:
            return candidate
    raise KeyError(name)


def dependents(kind: Kind, name: str) -> list[Stage]:
    """Returns the stages of a kind that wait for the named one."""
    return [candidate for candidate in PIPELINES[kind] if name in candidate.needs]
