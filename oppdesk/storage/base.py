"""What all tables share: the one MetaData with its naming convention, and the columns mapped classes are made of.

`info` of a table carries what the journal must know of it: `search` (columns folded into search_text),
`quiet` (columns that make no change of their own) and `derived` (never journaled, made again on undo).
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar, Self

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, MetaData, Table, text

from oppdesk.storage.types import CLOCK, DAY, FLAG, FOLDED, ID, MOMENT, WHOLE, WORDS

QUIET = frozenset({"version", "updated_at"})
DERIVED = frozenset({"search_text"})

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Mapped

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Record:
    """A mapped class of the program's records: own key, version counter, stamp.

    Its table is made with the class, its mapping when a record is first made or read whole: lists are read without,
    and a start would feel the import of the mapper.
    """

    __tablename__: ClassVar[str]
    __table__: ClassVar[Table]
    id: Mapped[int]
    version: Mapped[int]
    updated_at: Mapped[datetime]

    def __init_subclass__(cls) -> None:
        own: list[Column[Any]] = [
            Column("id", ID, primary_key=True, autoincrement=False),
            Column("version", WHOLE, nullable=False),
            Column("updated_at", MOMENT, nullable=False),
        ]
        for name, column in vars(cls).items():
            if isinstance(column, Column):
                column.name = column.key = name
                own.append(column)
        cls.__table__ = Table(cls.__tablename__, metadata, *own)
        for column in own[:3]:
            setattr(cls, column.key, column)

    def __new__(cls, **_values: Any) -> Self:
        if "__mapper__" not in vars(cls):
            map_records()
        return super().__new__(cls)

    def __init__(self, **values: Any) -> None:
        """Every column gets its value or its blank: the journal must know the value before each later change."""
        for name, value in (blanks(self.__table__) | values).items():
            if name not in self.__table__.columns:
                raise TypeError(f"{self.__tablename__} has no {name}")
            setattr(self, name, value)


_MAPPING = Lock()  # the reading thread may be as far as the writing one


def map_records() -> None:
    """Map the classes there are to their tables; to be called before a session is made."""
    from sqlalchemy.orm import column_property, registry  # noqa: PLC0415 - see Record

    with _MAPPING:
        for cls in Record.__subclasses__():
            if "__mapper__" in vars(cls):
                continue
            table = cls.__table__
            plain = {"id", *QUIET, *DERIVED}
            registry(metadata=metadata).map_imperatively(
                cls,
                table,
                version_id_col=table.c.version,
                properties={
                    column.key: column_property(column)
                    for column in table.columns
                    if column.name not in plain
                },
            )


@cache
def blanks(table: Table) -> dict[str, Any]:
    """What each column holds that nobody has filled; not to be changed, it is made once."""
    own = [column for column in table.columns if column.name not in ("id", *QUIET)]
    return {column.name: column.default.arg if column.default is not None else None for column in own}  # type: ignore[attr-defined]


def words(size: int) -> Any:
    """Text of at most `size` characters, never NULL."""
    return Column(WORDS, nullable=False, default="", info={"size": size})


def whole(default: int = 0) -> Any:
    return Column(WHOLE, nullable=False, default=default)


def flag(*, default: bool = False) -> Any:
    return Column(FLAG, nullable=False, default=default)


def day() -> Any:
    """A day, None for blank (stored as the last day there is)."""
    return Column(DAY, nullable=False, default=None)


def clock() -> Any:
    """A time of the day, None for blank (stored as -1)."""
    return Column(CLOCK, nullable=False, default=None)


def refers_to(table: str, *, required: bool = False) -> Any:
    """A reference that refuses the removal of its target; an undo lets it wait for the commit."""
    return Column(
        ID,
        reference(table),
        nullable=not required,
        default=None,
    )


def reference(table: str) -> ForeignKey:
    return ForeignKey(f"{table}.id", deferrable=True, initially="IMMEDIATE")


def unique_where(name: str, column: Any, condition: str) -> Index:
    """An index that lets a value stand once among the rows that meet a condition.

    On a server its migration says the condition: said here, it would load that server's dialect at every start.
    """
    return Index(name, column, unique=True, sqlite_where=text(condition))


def identity() -> Any:
    """A key of another row that no reference guards."""
    return Column(ID, nullable=False)


def moment() -> Any:
    return Column(MOMENT, nullable=False)


def search_text() -> Any:
    return Column(FOLDED, nullable=False, default="")


def table_of(cls: type[Record]) -> Table:
    """The table of a mapped class, with the named CHECKs that the sizes of its columns ask for."""
    table = cls.__table__
    for column in table.columns:
        if "size" in column.info:
            check = f"length({column.name}) <= {column.info['size']}"
            table.append_constraint(CheckConstraint(check, name=f"{column.name}_length"))
    return table


class _WithoutAccents(dict[int, int | None]):
    """What `translate` puts in place of a letter, learnt as letters come."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if unicodedata.combining(chr(code)) else code
        return kept


_WITHOUT_ACCENTS = _WithoutAccents()


def fold(text: str) -> str:
    """Casefolded, without accents, one blank between words: what searches and sorts compare."""
    if text.isascii():
        return " ".join(text.lower().split())  # the same; an import folds a million texts
    words = [word.lower() if word.isascii() else _folded(word) for word in text.split()]
    return " ".join(filter(None, words))


@lru_cache(maxsize=10_000)
def _folded(word: str) -> str:
    """Names are made of the same words again and again."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return " ".join(plain.translate(_WITHOUT_ACCENTS).split())


def searched(table: Table, values: dict[str, Any]) -> dict[str, str]:
    """The derived search_text of a row, or nothing for tables without one."""
    names = table.info.get("search")
    if not names:
        return {}
    return {"search_text": fold(" ".join(str(values.get(name) or "") for name in names))}


def quiet(table: Table) -> frozenset[str]:
    own: frozenset[str] = table.info.get("quiet", frozenset())
    return QUIET | own


@cache
def journaled(table: Table) -> tuple[Column[Any], ...]:
    """The columns whose changes are recorded."""
    hidden = quiet(table) | DERIVED | {"id"}
    return tuple(column for column in table.columns if column.name not in hidden)


def to_json(column: Column[Any], value: Any) -> Any:
    return column.type.to_json(value)  # type: ignore[attr-defined]  # every column has one of our types


def from_json(column: Column[Any], value: Any) -> Any:
    return column.type.from_json(value)  # type: ignore[attr-defined]
