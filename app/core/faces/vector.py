"""pgvector's column type, as far as Vouch needs it."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.engine import Dialect
from sqlalchemy.types import UserDefinedType


class Vector(UserDefinedType[Sequence[float]]):
    """`vector` of any length: numbers in single precision. Written and read as `[1.0,2.0]`."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "vector"

    def bind_processor(self, dialect: Dialect) -> Callable[[Sequence[float] | None], str | None]:
        return lambda value: None if value is None else json.dumps(list(value))

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[str | None], Sequence[float] | None]:
        return lambda value: None if value is None else json.loads(value)


ischema_names["vector"] = Vector  # so that the migrations can be compared with the tables
