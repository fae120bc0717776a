"""Brings a file in as a user would, in as few words as a test needs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.exchange.plan import Plan
from oppdesk.i18n import NEUTRAL
from oppdesk.services.desk import Desk
from oppdesk.services.importing import Result, Source

Bring = Callable[..., Result]


def source_of(
    desk: Desk,
    path: Path,
    target: str,
    columns: dict[str, str] | None = None,
    stages: Sequence[str] = (),
) -> Source:
    """The file as headless reads it: ISO days and decimal points first."""
    source, ways = desk.importing.read_as(desk.importing.open(target, path, columns), NEUTRAL)
    assert not ways.asks
    return replace(source, stages=tuple(stages))


def planned(desk: Desk, path: Path, target: str, text: str, **columns: str) -> tuple[Source, Plan]:
    path.write_text(text, "utf-8")
    source = source_of(desk, path, target, columns or None)
    return source, desk.importing.plan(source)


def brought(desk: Desk, path: Path, target: str, text: str, **columns: str) -> Result:
    """The file written, planned and applied; columns by their headings unless they are given."""
    return desk.importing.apply(*planned(desk, path, target, text, **columns))


def figures(result: Result) -> tuple[int, int, int, int]:
    """Added, changed, unchanged, refused."""
    return result.added, result.changed, result.unchanged, result.refused


def rows(desk: Desk, table: str, *filters: Filter) -> list[dict[str, object]]:
    return desk.lists.rows(table, list(desk.lists.ids(table, Query(filters))))


def count(desk: Desk, table: str) -> int:
    return desk.lists.count(table, Query())


def by_external(desk: Desk, table: str, mark: str) -> dict[str, object]:
    (found,) = rows(desk, table, Filter("external_number", Op.IS, mark))
    return found
