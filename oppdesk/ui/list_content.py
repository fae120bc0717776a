"""What a list shows, to be taken elsewhere: its columns as they stand, its query, the selected records, in words."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from oppdesk.domain.fields import NUMBERS, Field, Kind, Ref
from oppdesk.domain.outgoing import Column, Line, What
from oppdesk.domain.query import Filter, Query
from oppdesk.domain.records import ASKED
from oppdesk.exchange import tabular
from oppdesk.i18n import NEUTRAL, LocaleFormat, _
from oppdesk.services.exporting import Outgoing
from oppdesk.ui import filter_words
from oppdesk.ui.grouping import group_name
from oppdesk.ui.list_rows import ListColumn
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.workplace import Workplace

TYPED = (NUMBERS - {Kind.DURATION}) | {Kind.DATE, Kind.MOMENT, Kind.FLAG}


def of_list(place: Workplace, shown: RecordList, title: str, ids: Sequence[int] | None = None) -> Outgoing:
    """The whole list as it is asked for now, or only these records of it."""
    model = shown.records
    fields = place.desk.lists.fields(model.name)
    columns = [_column(each, fields) for each in columns_of(shown)]
    return Outgoing(
        name=model.name,
        title=title,
        columns=tuple(column for column in columns if column is not None),
        query=model.query,
        ids=ids,
        group_name=_names(fields.get(model.query.group), place.form),
    )


def of_fields(place: Workplace, name: str, title: str) -> Outgoing:
    """A list that has no columns on the screen, with all its fields."""
    fields = place.desk.lists.fields(name).values()
    columns = tuple(Column(field, _(field.label), partial(value_of, field.name)) for field in fields)
    return Outgoing(name, title, columns, Query())


def _names(field: Field | None, form: LocaleFormat) -> Callable[[object], str]:
    return lambda value: group_name(field, value, form)


def columns_of(shown: RecordList) -> list[ListColumn]:
    """Those on the screen, from left to right."""
    head, model = shown.horizontalHeader(), shown.records
    places = [head.logicalIndex(place) for place in range(head.count())]
    return [model.columns[at] for at in places if at < len(model.columns) and not head.isSectionHidden(at)]


def selected_in_order(shown: RecordList) -> tuple[int, ...]:
    """The list tells its current record first."""
    first, *rest = shown.selected_ids() or (0,)
    if not rest:
        return shown.selected_ids()
    row_of = shown.records.row_of
    at = bisect_left(rest, row_of(first), key=row_of)
    return (*rest[:at], first, *rest[at:])


def _column(column: ListColumn, fields: Mapping[str, Field]) -> Column | None:
    """None for the gutter."""
    field = fields.get(column.name)
    label = _(column.label) if column.label else _(field.label) if field is not None else ""
    if not label:
        return None
    if column.value is not None:
        return Column(field or Field(column.name, column.label, Kind.WHOLE), label, column.value)
    if field is not None and field.kind in TYPED and (column.text is None or field.kind is Kind.FLAG):
        return Column(field, label, partial(value_of, field.name))
    return Column(Field(column.name, column.label), label, partial(_words, column))


def value_of(name: str, row: Mapping[str, Any]) -> object:
    return row.get(name)


def _words(column: ListColumn, row: Mapping[str, Any]) -> str:
    """As it is shown."""
    if column.text is not None:
        return column.text(row)
    cell = column.cell(row)
    return str(getattr(cell, "text", cell))


def in_words(place: Workplace, name: str, query: Query) -> str:
    """What narrows the list: "Status is In progress · Closing date before 30 Apr 2026 · “pump”"."""
    fields = {**place.desk.lists.fields(name), **{field.name: field for field in ASKED.get(name, ())}}
    filters = [_with_name(place, fields.get(term.field), term) for term in query.filters]
    chips = filter_words.chips(place.desk, fields, filters, place.form)
    parts = [" ".join(part for part in (chip.field, chip.operator, chip.value) if part) for chip in chips]
    if query.text.strip():
        parts.append(_("“{text}”").format(text=query.text.strip()))
    return " · ".join(parts)


def _with_name(place: Workplace, field: Field | None, term: Filter) -> Filter:
    """On paper "me" is anybody."""
    me = place.desk.context.salesperson
    if field is None or field.target != "salesperson" or me is None or term.value != me:
        return term
    rows = place.desk.lists.rows("salesperson", [me])
    name = str(rows[0]["name"] or rows[0]["code"]) if rows else ""
    return replace(term, value=(Ref(me, name),)) if rows else term


# -- the clipboard --------------------------------------------------------------------------------------------

_PHONE = re.compile(r"\+[0-9 ()/.]+")  # no spreadsheet takes it for a formula, and people paste it into mails


def tabbed(
    lines: Iterable[Line], columns: tuple[Column, ...], form: LocaleFormat, *, headers: bool = False
) -> str:
    """Records as spreadsheets take them from the clipboard: numbers in the user's manner without groups, ISO days.

    What would start a formula gets an apostrophe, as in a file.
    """
    manner = replace(
        form, group="", minus="-", percent_mark="%", second_group=3, day_pattern=NEUTRAL.day_pattern
    )
    return "\n".join(_rows(lines, columns, manner, headers=headers))


def _rows(
    lines: Iterable[Line], columns: tuple[Column, ...], manner: LocaleFormat, *, headers: bool
) -> Iterator[str]:
    if headers:
        yield "\t".join(one_cell(column.label) for column in columns)
    shows = [_shown(column.field, manner) for column in columns]
    for line in lines:
        if line.what is What.RECORD:
            yield "\t".join([show(value) for show, value in zip(shows, line.values, strict=True)])


def _shown(field: Field, manner: LocaleFormat) -> Callable[[object], str]:
    """Only texts can be taken for formulas."""
    if field.kind in TYPED:
        return lambda value: field.show(value, manner)
    return lambda value: one_cell(field.show(value, manner))


def one_cell(text: str) -> str:
    """Without what would start another cell, or a formula."""
    plain = " ".join(text.split())
    return plain if _PHONE.fullmatch(plain) else tabular.harmless(plain)
