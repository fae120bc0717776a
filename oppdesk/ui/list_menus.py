"""The menus of a list's head: order, grouping, and which columns stand how wide."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from oppdesk.i18n import _
from oppdesk.ui import icons

if TYPE_CHECKING:
    from oppdesk.ui.record_list import RecordList


def columns_menu(table: "RecordList") -> QMenu:
    menu = _menu(table, _("Columns"))
    _fill(menu, table)
    return menu


def header_menu(table: "RecordList", column: int) -> QMenu:
    """Of one column, and below it of all."""
    menu = _menu(table, _("Columns"))
    head = table.header()
    if 0 <= column < len(table.records.columns) and head.sorts(column):
        order = table.order()
        _add(
            menu, _("Sort ascending"), "chevron-up", lambda: table.order_wanted.emit(((column, False),)), "F8"
        )
        _add(menu, _("Sort descending"), "chevron-down", lambda: table.order_wanted.emit(((column, True),)))
        if order and any(each != column for each, _down in order):
            _add(menu, _("Then by this"), "list-ordered", lambda: head.ask(column, adds=True), "Shift+F8")
        if order:
            _add(menu, _("Without this order"), "x", lambda: head.leave_out(column))
        field = table.records.columns[column].sorted_by
        if field in table.groupable:
            _add(menu, _("Group by this"), "group", lambda: table.grouping_wanted.emit(field))
        menu.addSeparator()
    _fill(menu, table)
    return menu


def _fill(menu: QMenu, table: "RecordList") -> None:
    hidden = table.hidden_columns()
    for column in table.records.columns:
        if column.width and not column.fixed:
            action = menu.addAction(_(column.label))
            action.setCheckable(True)
            action.setChecked(column.name not in hidden)
            action.toggled.connect(lambda on, name=column.name: _show(table, name, on))
    menu.addSeparator()
    _add(menu, _("Fit widths to what is shown"), "arrow-right-left", table.fit_columns)
    _add(menu, _("Reset columns"), "rotate-ccw", table.reset_columns)


def _show(table: "RecordList", name: str, shown: bool) -> None:
    table.set_hidden(name, is_hidden=not shown)
    table.columns_touched()


def _menu(table: "RecordList", title: str) -> QMenu:
    menu = QMenu(title, table)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, words: str, icon: str, act: Callable[[], object], keys: str = "") -> None:
    action = menu.addAction(icons.icon(icon), f"{words}\t{keys}" if keys else words)
    action.triggered.connect(lambda _on=False: act())
