"""Every part of the look on one sheet, in all its states: what the tour photographs and eyes compare."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.ui import paint, theme
from oppdesk.ui.cells import (
    CellRole,
    DateCell,
    FigureCell,
    NameCell,
    PriorityCell,
    QuietCell,
    RowRole,
    RowState,
    StageCell,
)
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.table_view import Column, RecordTable
from oppdesk.ui.widgets import buttons, labels
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.choices import ActionRadio, ChoiceCard, align_names
from oppdesk.ui.widgets.edits import MoneyEdit
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.widgets.filter_chips import Chip, FilterChips
from oppdesk.ui.widgets.progress_card import ProgressCard
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch
from oppdesk.ui.widgets.stage_strip import StageMark, StageStrip
from oppdesk.ui.widgets.view_tabs import View, ViewTabs

Index = QModelIndex | QPersistentModelIndex

_HEADS = ("", N_("State of the row"), N_("Contact"), N_("Stage"), N_("Closing"), N_("Value"))
_COLUMNS = (
    Column("priority", 4, is_fixed=True, sorts=False),
    Column("name", 30, takes_rest=True),
    Column("contact", 19),
    Column("stage", 27),
    Column("closing", 11, at_right=True),
    Column("value", 11, at_right=True),
)
_SWATCHES: tuple[theme.Token, ...] = (
    "window", "base", "sunken", "raised", "hover", "soft", "softidle", "hair", "line", "field", "text3", "text2",
    "text", "accent", "accentfill", "passed", "ahead", "won", "lost", "overdue", "stale",
)  # fmt: skip


def gallery(form: LocaleFormat | None = None) -> QWidget:
    """The sheet, made anew in the present theme and language."""
    sheet = QWidget()
    sheet.setWindowTitle(_("Parts of the look"))
    sheet.setBackgroundRole(QPalette.ColorRole.Base)
    sheet.setAutoFillBackground(True)
    row = QHBoxLayout(sheet)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addLayout(_column(_controls(form or LocaleFormat())), 1)
    row.addWidget(labels.Hairline(Qt.Orientation.Vertical))
    row.addLayout(_column(_parts()), 2)
    sheet.resize(px(180), px(112))
    focused = sheet.findChild(QLineEdit, "focused")
    if isinstance(focused, QLineEdit):
        focused.setFocus()
    return sheet


def _column(widgets: list[QWidget]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(px(3), px(2.5), px(3), px(2))
    column.setSpacing(px(1))
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return column


def _title(words: str) -> QWidget:
    made = labels.text(words, Type.CAPTION_STRONG, "text2")
    made.setContentsMargins(0, px(1), 0, 0)
    return made


def _row(*widgets: QWidget, fills: bool = False) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(1))
    for widget in widgets:
        row.addWidget(widget, 1 if fills else 0)
    if not fills:
        row.addStretch(1)
    return made


def _off(button: QPushButton) -> QPushButton:
    button.setEnabled(False)
    return button


def _controls(form: LocaleFormat) -> list[QWidget]:
    focused, fault, off = QLineEdit("brou"), MoneyEdit(form), MoneyEdit(form)
    fault.set_value(0)
    off.set_value(0)
    off.setEnabled(False)
    fields = FieldGroup()
    fields.add(_("At rest"), QLineEdit("Molenhof Zuivel BV"))
    fields.add(_("Focused"), focused)
    fields.add(_("Fault"), fault).set_fault(_("Must be more than 0"))
    fields.add(_("Disabled"), off)
    fields.add(_("Read only"), labels.text(_("In progress since {day}").format(day="2 Mar")))
    focused.setObjectName("focused")
    ticked, empty, disabled = CheckBox(_("on")), CheckBox(_("off")), CheckBox(_("disabled"))
    ticked.setChecked(True)
    disabled.setEnabled(False)
    tabs = ViewTabs()
    tabs.set_views(
        [
            View(1, _("Mine open"), "24"),
            View(2, _("Overdue"), "3", "clock-alert", "overdue"),
            View(3, _("Stale"), "3", "hourglass", "stale"),
        ]
    )
    chips = FilterChips()
    chips.set_chips(
        [Chip(1, _("Closing"), _("before"), "1 Apr 2026"), Chip(2, _("Value"), _("over"), "10,000")]
    )
    switch = SegmentedSwitch([("list", _("List"), "rows-3"), ("board", _("Board"), "square-kanban")])
    return [
        _title(_("Buttons: plain, primary, quiet, link")),
        _row(
            buttons.button(_("Plain")),
            _off(buttons.button(_("Disabled"))),
            buttons.icon_button("ellipsis", _("More")),
        ),
        _row(
            buttons.button(_("Primary"), "plus", "primary"),
            _off(buttons.button(_("Disabled"), kind="primary")),
        ),
        _row(
            buttons.button(_("Quiet"), "list-filter-plus", "quiet", small=True),
            buttons.button(_("Small"), small=True),
            buttons.button(_("Small"), "check", small=True),
            buttons.link(_("Link action")),
        ),
        _title(_("Fields")),
        fields,
        _row(empty, ticked, disabled),
        _title(_("Views, filters, switches")),
        tabs,
        chips,
        _row(switch, labels.Pill(_("default"))),
        _title(_("Actions with a reason when not possible")),
        _actions(),
    ]


def _actions() -> QWidget:
    first, following, skip = (
        ActionRadio(_("First"), "Alt+1"),
        ActionRadio(_("Next"), "Alt+2"),
        ActionRadio(_("Skip to"), "Alt+4"),
    )
    first.set_reason(_("Already started on {day}").format(day="2 March"))
    following.set_target("3  Presentation")
    following.setChecked(True)
    skip.set_target(_("{one} or {other}").format(one=3, other=4))
    align_names(first, following, skip)
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for radio in (first, following, skip):
        column.addWidget(radio)
    return made


def _parts() -> list[QWidget]:
    progress = ProgressCard()
    progress.show_progress(_("Importing {done} of {total}").format(done=412, total="1,204"), 412, 1204, "3 s")
    won = ChoiceCard("trophy", _("Won"), _("Your fourth this month"), "won")
    won.setChecked(True)
    lost = ChoiceCard("circle-slash-2", _("Lost"), _("It did not work out this time"), "lost")
    return [
        _title(_("Stage strip: large (card), small (pane, dialog), cell (lists)")),
        _strip("large", 7, 4),
        _row(_strip("small", 7, 4), _strip("small", 5, 2, target=3), _strip("small", 4, 4), fills=True),
        _title(_("Marks: icon and words, never colour alone")),
        _marks(),
        _title(_("Rows")),
        _rows(),
        _waiting(),
        _title(_("Won and Lost; progress over one second, with a working Cancel")),
        _row(won, lost, progress, fills=True),
        _title(_("Palette")),
        _Swatches(),
    ]


def _marks() -> QWidget:
    return _row(
        labels.Pill(_("In progress"), "circle-play", "accent"),
        labels.Pill(_("Won"), "trophy", "won"),
        labels.Pill(_("Lost"), "circle-slash-2", "lost"),
        labels.Pill(_("{day}, {count} days late").format(day="6 Mar", count=11), "clock-alert", "overdue"),
        labels.Pill(_("{count} days in stage").format(count=33), "hourglass", "stale"),
        labels.Pill(_("No next step"), "circle-dashed", "stale"),
        labels.Pill(_("Not started"), "circle"),
    )


def _strip(size: str, count: int, current: int, target: int = 0) -> StageStrip:
    names = (
        "Initial",
        "Qualification",
        "Needs",
        "Product presentation",
        "Workshop",
        "Proposal",
        "Sign contract",
    )
    marks = []
    for number in range(1, count + 1):
        name, needs = names[number - 1], _("may be skipped") if number in (5, 6) else _("needs a quote")
        if number < current:
            marks.append(StageMark(number, name, "passed"))
        elif number == current:
            marks.append(StageMark(number, name, "current", "25 Feb, 20 d"))
        elif number == target:
            marks.append(StageMark(number, name, "target", needs))
        else:
            skips = number in (5, 6) and not target
            marks.append(StageMark(number, name, "ahead", needs, skips, locked=not target))
    strip = StageStrip("large" if size == "large" else "small")
    strip.set_marks(marks)
    return strip


class _Rows(QAbstractTableModel):
    def __init__(self, most: int = 6) -> None:
        super().__init__()
        stages = (
            StageCell(2, 5, "Needs meeting", 8),
            StageCell(4, 5, "Proposal", 41, stale=True),
            StageCell(3, 4, "Proposal", 6),
            StageCell(4, 7, "Product presentation", 12),
            StageCell(5, 5, "Won", outcome="won"),
            StageCell(2, 4, "Presentation", 22),
        )
        names = (_("At rest"), _("Hover"), _("Selected"), _("Quiet"), _("In force"), _("Being saved"))
        closing = ("30 Apr", "12 Mar", "27 Mar", "29 May", "30 Jun", "31 Mar")
        values = ("48,000", "126,500", "18,900", "84,000", "62,000", "9,600")
        contacts = ("Molenhof Zuivel BV", "Harrowmere Foods Ltd", "Kranzfeld Maschinenbau GmbH") * 2
        self._states = (None, None, None, RowState.QUIET, RowState.STRONG, RowState.SAVING)
        self._cells = [
            (
                PriorityCell(2 if at < 2 else 1),
                NameCell(names[at]),
                QuietCell(contacts[at]),
                stages[at],
                DateCell(closing[at], overdue=at == 1),
                FigureCell(values[at]),
            )
            for at in range(most)
        ]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_HEADS)

    def headerData(self, section: int, _orientation: object, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return _(_HEADS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self._cells[index.row()][index.column()]
        if role == CellRole:
            return cell
        if role == RowRole:
            return self._states[index.row()]
        return getattr(cell, "text", "") if role == Qt.ItemDataRole.DisplayRole else None


def _table(model: _Rows) -> RecordTable:
    table = RecordTable()
    model.setParent(table)
    table.setModel(model)
    table.set_columns(_COLUMNS)
    return table


def _rows() -> RecordTable:
    table = _table(_Rows())
    table.set_order(((4, False),))
    table.selectRow(2)
    table.delegate().hovered_row = 1
    table.setFixedHeight(px(4) * 7)
    return table


def _waiting() -> QWidget:
    """A list whose rows are on their way, and one that has none."""
    loading = _table(_Rows(0))
    loading.horizontalHeader().hide()
    loading.set_hidden("closing", is_hidden=True)
    loading.set_hidden("value", is_hidden=True)
    loading.set_loading(is_loading=True)
    loading.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    loading.setFixedHeight(px(4) * 4)
    empty = EmptyState(
        "target",
        _("No overdue opportunities"),
        _("Every closing date lies ahead. Well kept."),
        buttons.button(_("Show all open"), small=True),
        buttons.button(_("New opportunity"), "plus", small=True),
    )
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(3))
    grid.addWidget(_title(_("Loading: only after 200 ms, rows keep their height")), 0, 0)
    grid.addWidget(_title(_("Empty view")), 0, 1)
    grid.addWidget(loading, 1, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(empty, 1, 1)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return made


class _Swatches(QWidget):
    """All colours of the present theme with their names."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(px(10.5))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        in_row = (len(_SWATCHES) + 1) // 2
        each = self.width() / in_row
        for at, token in enumerate(_SWATCHES):
            left, top = round(at % in_row * each), at // in_row * px(5.5)
            box = QRect(left, top, round(each) - px(0.75), px(3))
            paint.fill(painter, box, token)
            paint.outline(painter, box, "hair")
            name = QRect(left, top + px(3), box.width(), px(2))
            paint.text(painter, name, token, Type.CAPTION, "text2", "centre")
        painter.end()
