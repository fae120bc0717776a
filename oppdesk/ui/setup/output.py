"""A setup list taken elsewhere as any other: to paper as it is shown, to a file with all its fields."""

from dataclasses import replace
from functools import partial

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.outgoing import Column
from oppdesk.services.exporting import Outgoing
from oppdesk.ui import list_content
from oppdesk.ui.setup.columns import GridColumn
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.model import words


def export(editor: ListEditor) -> None:
    """The rows that are shown; of each also what only the form beside the list tells."""
    from oppdesk.ui.dialogs.export_list import ExportList  # noqa: PLC0415 - few take out what they set up

    wish = _outgoing(editor)
    ExportList(editor.place, wish, (), _count(editor), editor.window()).show()


def print_list(editor: ListEditor) -> None:
    """The rows and columns that are shown, to be looked at before they become a PDF or go onto paper."""
    from oppdesk.ui.dialogs.print_list import print_rows  # noqa: PLC0415

    columns = tuple(_column(column) for column in editor.model.columns if column.label)
    wish = replace(_outgoing(editor), columns=columns)
    print_rows(editor.place, wish, _count(editor), editor.window())


def _count(editor: ListEditor) -> int:
    return editor.model.count() + editor.left_out


def _outgoing(editor: ListEditor) -> Outgoing:
    every = list_content.of_fields(editor.place, editor.key, editor.title())
    ids = None if editor.left_out else editor.model.stored_ids()
    return replace(every, query=editor.query(), ids=ids)


def _column(column: GridColumn) -> Column:
    field = column.field
    if field is not None and field.kind in list_content.TYPED and field.kind is not Kind.FLAG:
        return Column(field, column.label, partial(list_content.value_of, field.name))
    return Column(Field(column.name, column.label), column.label, partial(words, column))
