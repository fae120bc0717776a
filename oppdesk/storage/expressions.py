"""Expressions that each database spells its own way, as the column types have a word for each."""

import re
from functools import cache
from string import ascii_lowercase
from typing import Any

from sqlalchemy import Boolean, ColumnElement, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from oppdesk.storage.base import fold
from oppdesk.storage.types import Day


class unindexed(GenericFunction[Any]):  # noqa: N801 - reads as a function of SQL
    """The column itself, as a condition that must not choose the index: the order does."""

    inherit_cache = True
    name = "unindexed"

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


class month_of(GenericFunction[Any]):  # noqa: N801 - reads as a function of SQL
    """The first day of a day's month; a blank day stays blank."""

    inherit_cache = True
    name = "month_of"
    type = Day()


class local_day(GenericFunction[Any]):  # noqa: N801 - reads as a function of SQL
    """The day on which a moment was, where this computer is."""

    inherit_cache = True
    name = "local_day"
    type = Day()


class days_later(GenericFunction[Any]):  # noqa: N801 - reads as a function of SQL
    """The day so many days after another."""

    inherit_cache = True
    name = "days_later"
    type = Day()


class reads(GenericFunction[Any]):  # noqa: N801 - reads as a function of SQL
    """Whether a text holds another, begins or ends with it; neither case nor accents count."""

    inherit_cache = True
    name = "reads"
    type = Boolean()

    def __init__(
        self, column: ColumnElement[Any], text: str, *, begins: bool = False, ends: bool = False
    ) -> None:
        words = fold(text)
        plain, alike = _ANY.sub(r"\\\g<0>", words), "".join(_alike().get(each, each) for each in words)
        before, after = not begins, not ends
        super().__init__(
            column,
            literal("%" * before + plain + "%" * after),
            literal("*" * before + alike + "*" * after),
        )


_ANY = re.compile(r"[\\%_]")  # what LIKE takes for more than itself


@cache
def _alike() -> dict[str, str]:
    """By what letters fold to: the set of all that do, as GLOB has it; and what GLOB takes for more than itself."""
    found = {letter: letter + letter.upper() for letter in ascii_lowercase}
    for code in (*range(0x80, 0x530), *range(0x1E00, 0x2000)):
        letter = fold(chr(code))
        if len(letter) == 1:
            found[letter] = found.get(letter, "") + chr(code)
    return {letter: f"[{alike}]" for letter, alike in found.items()} | {each: f"[{each}]" for each in "*?["}


@compiles(unindexed)
def _plain(element: unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(next(iter(element.clauses)), **options)


@compiles(month_of)
def _month(element: month_of, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(next(iter(element.clauses)), **options)
    return (
        f"CASE WHEN {column} = DATE '9999-12-31' THEN {column} ELSE date_trunc('month', {column})::date END"
    )


@compiles(local_day)
def _local_day(element: local_day, compiler: SQLCompiler, **options: Any) -> str:
    moment = compiler.process(next(iter(element.clauses)), **options)
    return f"to_timestamp({moment} / 1000)::date"


@compiles(local_day, "sqlite")
def _local_day_of_sqlite(element: local_day, compiler: SQLCompiler, **options: Any) -> str:
    moment = compiler.process(next(iter(element.clauses)), **options)
    return f"date({moment} / 1000, 'unixepoch', 'localtime')"


@compiles(days_later)
def _days(element: days_later, compiler: SQLCompiler, **options: Any) -> str:
    day, days = (compiler.process(each, **options) for each in element.clauses)
    return f"({day} + ({days})::integer)"


@compiles(reads)
def _reads(element: reads, compiler: SQLCompiler, **options: Any) -> str:
    column, plain = (compiler.process(each, **options) for each in [*element.clauses][:2])
    return f"lower(unaccent({column})) LIKE {plain}"


@compiles(unindexed, "sqlite")
def _unindexed(element: unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return f"+({compiler.process(next(iter(element.clauses)), **options)})"


@compiles(month_of, "sqlite")
def _month_of(element: month_of, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(next(iter(element.clauses)), **options)
    return f"CASE WHEN {column} = '9999-12-31' THEN {column} ELSE substr({column}, 1, 8) || '01' END"


@compiles(days_later, "sqlite")
def _days_later(element: days_later, compiler: SQLCompiler, **options: Any) -> str:
    day, days = (compiler.process(each, **options) for each in element.clauses)
    return f"date({day}, '+' || ({days}) || ' days')"


@compiles(reads, "sqlite")
def _reads_here(element: reads, compiler: SQLCompiler, **options: Any) -> str:
    """Only what has letters beyond ASCII is looked at letter by letter."""
    column, plain, alike = (compiler.process(each, **options) for each in element.clauses)
    return (
        f"({column} LIKE {plain} ESCAPE '\\' OR "
        f"(length(CAST({column} AS BLOB)) > length({column}) AND {column} GLOB {alike}))"
    )
