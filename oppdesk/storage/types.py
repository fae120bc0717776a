"""The column types, one word per database each: STRICT tables refuse SQLAlchemy's own BIGINT, VARCHAR and DATE.

Each also writes a value as JSON for the journal and reads it back (`to_json`, `from_json`).
"""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

NO_CLOCK = -1
NO_DAY = date.max  # a blank day is stored as the last one: sort columns are never NULL, blanks stand last


class _Stored(TypeDecorator[Any]):
    cache_ok = True
    impl: Any = Text
    sqlite: Any = Text

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind = self.sqlite if dialect.name == "sqlite" else type(self).impl
        return dialect.type_descriptor(kind())

    def to_json(self, value: Any) -> Any:
        return value

    def from_json(self, value: Any) -> Any:
        return value


class Id(_Stored):
    """A 64-bit key; INTEGER on SQLite, or it would not be the rowid."""

    cache_ok = True
    impl = BigInteger
    sqlite = Integer


class Whole(_Stored):
    """A whole number up to 64 bits: minor units, percents, basis points, choices."""

    cache_ok = True
    impl = BigInteger
    sqlite = Integer

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else int(value)

    def to_json(self, value: Any) -> Any:
        return None if value is None else int(value)


class Words(_Stored):
    """Text; its length is a named CHECK."""

    cache_ok = True


class Folded(_Stored):
    """Text to be searched and sorted by, casefolded and without accents, compared byte by byte."""

    cache_ok = True


class Flag(_Stored):
    cache_ok = True
    impl = Boolean
    sqlite = Integer

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        return int(value) if dialect.name == "sqlite" else bool(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else bool(value)

    def to_json(self, value: Any) -> Any:
        return None if value is None else int(value)

    def from_json(self, value: Any) -> Any:
        return None if value is None else bool(value)


@lru_cache(maxsize=16_384)
def _day_of(stored: str | None) -> date | None:
    """A day that SQLite keeps; nothing comes of an outer join."""
    day = None if stored is None else date.fromisoformat(stored)
    return None if day == NO_DAY else day


class Day(_Stored):
    """A business day, None for blank."""

    cache_ok = True
    impl = Date

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        day = NO_DAY if value is None else value
        return day.isoformat() if dialect.name == "sqlite" else day

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            return _day_of(value)
        return None if value == NO_DAY else value

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """The shortest way on SQLite: a row that is scrolled to has half a dozen days."""
        return _day_of if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def to_json(self, value: Any) -> Any:
        return None if value is None else value.isoformat()

    def from_json(self, value: Any) -> Any:
        return None if value is None else date.fromisoformat(value)


class Clock(_Stored):
    """A time of the day as minutes after midnight; blank is -1, so that a day's rows without a time come first."""

    cache_ok = True
    impl = BigInteger
    sqlite = Integer

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        return NO_CLOCK if value is None else value.hour * 60 + value.minute

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None or value < 0 else time(value // 60, value % 60)

    def to_json(self, value: Any) -> Any:
        return None if value is None else value.isoformat("minutes")

    def from_json(self, value: Any) -> Any:
        return None if value is None else time.fromisoformat(value)


class Moment(_Stored):
    """A moment in UTC, as milliseconds since 1970."""

    cache_ok = True
    impl = BigInteger
    sqlite = Integer

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else round(value.timestamp() * 1000)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)

    def to_json(self, value: Any) -> Any:
        return None if value is None else round(value.timestamp() * 1000)

    def from_json(self, value: Any) -> Any:
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


# One of each serves all columns: what a type becomes in a database is worked out once for each that was made.
ID, WHOLE, WORDS, FOLDED, FLAG, DAY = Id(), Whole(), Words(), Folded(), Flag(), Day()
CLOCK, MOMENT = Clock(), Moment()
