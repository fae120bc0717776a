"""The menus of a list's head: order, grouping, and which columns stand how wide."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from oppdesk.i18n import _
from oppdesk.ui import icons

if TYPE_CHECKING:
    from oppdesk.ui.kept_table import KeptTable


def columns_menu(table: "KeptTable") -> QMenu:
    menu = _menu(table, _("Columns"))
    _fill(menu, table)
    return menu


def header_menu(table: "KeptTable", column: int) -> QMenu:
    """Of one column, and below it of all."""
    menu = _menu(table, _("Columns"))
    head = table.header()
    if 0 <= column < len(table.columns()) and head.sorts(column):
        order = table.order()
        _add(
            menu, _("Sort ascending"), "chevron-up", lambda: table.order_wanted.emit(((column, False),)), "F8"
        )
        _add(menu, _("Sort descending"), "chevron-down", lambda: table.order_wanted.emit(((column, True),)))
        if order and any(each != column for each, _down in order):
            _add(menu, _("Then by this"), "list-ordered", lambda: head.ask(column, adds=True), "Shift+F8")
        if order:
            _add(menu, _("Without this order"), "x", lambda: head.leave_out(column))
        field = table.group_field(column)
        if field:
            _add(menu, _("Group by this"), "group", lambda: table.grouping_wanted.emit(field))
        menu.addSeparator()
    _fill(menu, table)
    return menu


def _fill(menu: QMenu, table: "KeptTable") -> None:
    hidden, model = table.hidden_columns(), table.model()
    for at, column in enumerate(table.columns()):
        if not (column.takes_rest or column.is_fixed):
            action = menu.addAction(str(model.headerData(at, Qt.Orientation.Horizontal)))
            action.setCheckable(True)
            action.setChecked(column.key not in hidden)
            action.toggled.connect(lambda on, key=column.key: _show(table, key, on))
    menu.addSeparator()
    _add(menu, _("Fit widths to what is shown"), "arrow-right-left", table.fit_columns)
    _add(menu, _("Reset columns"), "rotate-ccw", table.reset_columns)


def _show(table: "KeptTable", key: str, shown: bool) -> None:
    table.set_hidden(key, is_hidden=not shown)
    table.columns_touched()


def _menu(table: "KeptTable", title: str) -> QMenu:
    menu = QMenu(title, table)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, words: str, icon: str, act: Callable[[], object], keys: str = "") -> None:
    action = menu.addAction(icons.icon(icon), f"{words}\t{keys}" if keys else words)
    action.triggered.connect(lambda _on=False: act())
