"""What is stored is shown letter by letter in tooltips, too: a name with tags in it is no markup."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtWidgets import QStyleOptionViewItem, QToolTip
from pytestqt.qtbot import QtBot

from oppdesk.i18n import LocaleFormat
from oppdesk.ui.dialogs.duplicates_list import PairList
from oppdesk.ui.dialogs.duplicates_rows import PairRows, read, table_columns
from oppdesk.ui.tips import literal
from oppdesk.ui.widgets.labels import Elided
from oppdesk.ui.workplace import Workplace
from tests.ui.book import twice

NAME = "<img src='x'> & <b>Söhne</b>\nsecond line"


def read_aloud(tip: str) -> str:
    """What Qt shows of it."""
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


def test_tags_are_letters() -> None:
    assert read_aloud(literal(NAME)) == NAME
    assert literal("Söhne & Co") == "Söhne & Co"


def test_a_name_that_is_cut_is_whole_in_its_tooltip(qtbot: QtBot) -> None:
    label = Elided(NAME.splitlines()[0])
    qtbot.addWidget(label)
    label.resize(20, 20)
    label.grab()
    assert read_aloud(label.toolTip()) == NAME.splitlines()[0]


def test_so_is_a_cell(place: Workplace, form: LocaleFormat, qtbot: QtBot) -> None:
    twice(place.desk)
    place.desk.duplicates.search_all()
    rows = PairRows(form)
    rows.fill(read(place.desk, ()))
    table = PairList()
    qtbot.addWidget(table)
    table.setModel(rows)
    table.set_columns(table_columns())
    table.show()
    (row,) = [at for at in range(rows.rowCount()) if "Kranz" in rows.index(at, 0).data()]
    index = rows.index(row, 0)
    option = QStyleOptionViewItem()
    option.rect = table.visualRect(index).adjusted(0, 0, -table.columnWidth(0) + 10, 0)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(5, 5), table.mapToGlobal(QPoint(5, 5)))
    table.delegate().helpEvent(event, table, option, index)
    assert read_aloud(QToolTip.text()).startswith("<b>Kranz</b> GmbH")
    QToolTip.hideText()
