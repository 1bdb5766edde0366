"""Keeping a claimed stage while it is worked on."""

import faulthandler
import logging
import threading
import time
from types import TracebackType

from sqlalchemy.exc import SQLAlchemyError

from app.core import pipeline
from app.core.database import transaction
from app.core.settings import get_settings
from app.core.verifications import stages
from app.core.verifications.stages import Claim

log = logging.getLogger(__name__)

STDERR = 2
MARGIN = 2.0  # seconds after the limit, in which Celery's own kill comes first


class Lease:
    """Renews the lease of a claim three times in its span, until the block ends.

    Celery kills a process at its stage's limit, but not while it looks for a Redis that is
    away. So the lease ends with the limit, and the process ends itself a little later.
    """

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._limit = pipeline.stage(claim.kind, claim.stage).time_limit + MARGIN
        self._ends = time.monotonic() + self._limit
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> "Lease":
        # Writes places in the code, no values. Celery has put something else in sys.stderr's place.
        faulthandler.dump_traceback_later(self._limit, exit=True, file=STDERR)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        faulthandler.cancel_dump_traceback_later()
        self._over.set()
        self._thread.join()

    def _renew(self) -> None:
        pause = get_settings().pipeline.lease / 3
        while not self._over.wait(pause) and time.monotonic() < self._ends:
            try:
                with transaction() as session:
                    if not stages.renew(session, self._claim):
                        return
            except SQLAlchemyError:
                log.warning("could not renew the lease of %s", self._claim.stage)
