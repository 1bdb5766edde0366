"""`Idempotency-Key` on calls that submit no verification: the same call is heeded once."""

import uuid
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request, Response
from sqlalchemy.orm import Session

from app.api.intake import MAX_IDEMPOTENCY_KEY
from app.core.database import in_transaction
from app.core.idempotency import service
from app.core.idempotency.service import Call
from app.core.tenants.service import Caller

T = TypeVar("T")


class Repeatable:
    """A call that may come again with its key."""

    def __init__(
        self,
        request: Request,
        response: Response,
        key: Annotated[
            str | None,
            Header(alias="Idempotency-Key", min_length=1, max_length=MAX_IDEMPOTENCY_KEY),
        ] = None,
    ) -> None:
        self._path, self._key, self._response = request.url.path, key, response

    async def once(
        self,
        caller: Caller,
        content: str,
        make: Callable[[Session], uuid.UUID],
        show: Callable[[Session, uuid.UUID], T],
    ) -> T:
        """Does what the call asks for, unless it was heard before, and shows what that made or
        changed, by its id, as it is now.

        `content`: what else distinguishes it, beside its path. Raises `IdempotencyMismatchError`,
        and what `make` and `show` raise.
        """
        call = Call.of(self._path, self._key, content) if self._key is not None else None

        def work(session: Session) -> tuple[T, bool]:
            made, heard = service.once(session, caller.tenant_id, call, make)
            return show(session, made), heard

        shown, heard = await in_transaction(work)
        if heard:
            self._response.headers["Idempotency-Replayed"] = "true"
        return shown


MayRepeat = Annotated[Repeatable, Depends()]
