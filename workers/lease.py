"""Keeping a claimed stage while it is worked on."""

import logging
import threading
from types import TracebackType

from sqlalchemy.exc import SQLAlchemyError

from app.core.database import transaction
from app.core.settings import get_settings
from app.core.verifications import stages
from app.core.verifications.stages import Claim

log = logging.getLogger(__name__)


class Lease:
    """Renews the lease of a claim three times in its span, until the block ends."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> "Lease":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _renew(self) -> None:
        pause = get_settings().pipeline.lease / 3
        while not self._over.wait(pause):
            try:
                with transaction() as session:
                    if not stages.renew(session, self._claim):
                        return
            except SQLAlchemyError:
                log.warning("could not renew the lease of %s", self._claim.stage)
