"""Expressions that each database spells its own way, as the column types have a word for each."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

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


@compiles(unindexed)
def _plain(element: unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(next(iter(element.clauses)), **options)


@compiles(month_of)
def _month(element: month_of, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(next(iter(element.clauses)), **options)
    return (
        f"CASE WHEN {column} = DATE '9999-12-31' THEN {column} ELSE date_trunc('month', {column})::date END"
    )


@compiles(unindexed, "sqlite")
def _unindexed(element: unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return f"+({compiler.process(next(iter(element.clauses)), **options)})"


@compiles(month_of, "sqlite")
def _month_of(element: month_of, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(next(iter(element.clauses)), **options)
    return f"CASE WHEN {column} = '9999-12-31' THEN {column} ELSE substr({column}, 1, 8) || '01' END"
