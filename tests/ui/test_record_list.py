"""What the user holds stays in the hand: selection, place and columns of a list (house 4.2.7)."""

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Order, Query
from oppdesk.services.opportunities import Draft
from oppdesk.ui.cells import NameCell
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.list_answers import everything
from oppdesk.ui.list_rows import ListColumn, field_column
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.workplace import Workplace
from tests.ui.hands import write

BY_NAME = Query(orders=(Order("description"),))


def add(place: Workplace, *descriptions: str) -> list[int]:
    return [place.desk.opportunities.create(Draft(description=each), complete=False) for each in descriptions]


def list_of(place: Workplace, jobs: Jobs | None = None) -> RecordList:
    fields = place.desk.lists.fields("opportunity")
    columns = [
        ListColumn(
            "description", "Opportunity", lambda row: NameCell(row["description"]), width=0, edits=True
        ),
        field_column(fields["number"], place.form),
        field_column(fields["estimated_value"], place.form),
    ]
    model = RecordTableModel(place.desk.lists, "opportunity", columns, jobs or place.jobs)
    place.hub.changed.connect(model.refresh)
    made = RecordList(place, model, "opportunities")
    made.resize(600, 300)
    return made


@pytest.fixture(params=["at once", "beside"])
def shown(
    place: Workplace, qtbot: QtBot, request: pytest.FixtureRequest
) -> Iterator[Callable[[], RecordList]]:
    """A list of what is stored, once with inline jobs and once with the reader's thread."""
    jobs = place.jobs if request.param == "at once" else Jobs(place.prompts)

    def show() -> RecordList:
        made = list_of(place, jobs)
        qtbot.addWidget(made)
        made.show()
        with qtbot.waitSignal(made.records.complete):
            made.set_query(BY_NAME)
        return made

    yield show
    jobs.close()


def names(shown: RecordList) -> list[str]:
    return [shown.records.row(row)["description"] for row in range(shown.records.rowCount())]


def test_the_first_row_is_selected_when_a_list_opens(
    place: Workplace, shown: Callable[[], RecordList]
) -> None:
    alpha, _beta = add(place, "alpha", "beta")
    assert shown().selected_ids() == (alpha,)


def test_selection_stays_by_record_when_rows_come_before_it(
    place: Workplace, shown: Callable[[], RecordList], qtbot: QtBot
) -> None:
    _b, c, d = add(place, "b", "c", "d")
    table = shown()
    table.select([d, c])
    add(place, "a")
    qtbot.waitUntil(lambda: names(table) == ["a", "b", "c", "d"])
    assert table.selected_ids() == (d, c)
    assert table.current_id() == d


def test_when_the_current_record_goes_the_one_in_its_place_is_taken(
    place: Workplace, shown: Callable[[], RecordList], qtbot: QtBot
) -> None:
    add(place, "a", "b")
    added = place.desk.history.last()
    _c = add(place, "c")
    table = shown()
    table.select(_c)
    assert added is not None
    place.desk.history.undo()
    qtbot.waitUntil(lambda: names(table) == ["a", "b"])
    assert table.current_id() == table.records.row_id(1)


def test_the_screen_does_not_jump_when_rows_come_above_it(
    place: Workplace, shown: Callable[[], RecordList], qtbot: QtBot
) -> None:
    add(place, *[f"n{number:03}" for number in range(100)])
    table = shown()
    table.verticalScrollBar().setValue(1234)
    top = table.records.row_id(table.rowAt(0))
    offset = table.rowViewportPosition(table.rowAt(0))
    add(place, "a")
    qtbot.waitUntil(lambda: table.records.rowCount() == 101)
    assert table.records.row_id(table.rowAt(0)) == top
    assert table.rowViewportPosition(table.rowAt(0)) == offset


def test_selection_is_told_once_and_not_in_the_middle(
    place: Workplace, shown: Callable[[], RecordList], qtbot: QtBot
) -> None:
    a, b = add(place, "a", "b")
    table = shown()
    QApplication.processEvents()
    told: list[tuple[int, ...]] = []
    table.selection_settled.connect(lambda: told.append(table.selected_ids()))
    table.select([a, b])
    qtbot.waitUntil(lambda: told == [(a, b)])
    add(place, "c")
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == (a, b)


def test_the_reader_finds_what_is_put_back(place: Workplace, shown: Callable[[], RecordList]) -> None:
    """A million ids are long to look through for the windows' thread."""
    a, b, c, d = add(place, "a", "b", "c", "d")
    table = shown()
    table.select([d, b])
    assert table.records.held() == {a, b, d}
    found = everything(place.desk.lists, "opportunity", BY_NAME, (), held=(d, b, 0))
    assert found.places == {b: 1, d: 3, 0: -1}
    assert c in (found.ids or ())


def test_nothing_is_looked_for_in_an_empty_list(place: Workplace, shown: Callable[[], RecordList]) -> None:
    assert not shown().records.held()


def test_sorting_by_click_keeps_the_selection(
    place: Workplace, shown: Callable[[], RecordList], qtbot: QtBot
) -> None:
    a, _b = add(place, "a", "b")
    table = shown()
    table.select([a])
    table.order_wanted.emit(((0, True),))
    qtbot.waitUntil(lambda: names(table) == ["b", "a"] and table.records.knows_all)
    assert table.order() == ((0, True),)
    assert table.selected_ids() == (a,)


def test_news_waits_while_a_cell_is_edited(place: Workplace, qtbot: QtBot) -> None:
    add(place, "b")
    table = list_of(place)
    qtbot.addWidget(table)
    table.show()
    table.set_query(BY_NAME)
    edited: list[tuple[int, str, object]] = []
    table.records.edited.connect(lambda *args: edited.append(args))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChild(QLineEdit)
    add(place, "a")
    assert names(table) == ["b"]
    assert editor is not None
    write(editor, "changed")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(table) == ["a", "b"])
    assert [(field, value) for _id, field, value in edited] == [("description", "changed")]


def test_columns_are_remembered(place: Workplace, qtbot: QtBot) -> None:
    table = list_of(place)
    qtbot.addWidget(table)
    table.show()
    menu = table.columns_menu()
    number = next(each for each in menu.actions() if "No." in each.text() or "umber" in each.text())
    number.setChecked(False)
    table._keep_columns()
    again = list_of(place)
    qtbot.addWidget(again)
    assert again.hidden_columns() == {"number"}


def test_the_pages_beside_the_one_on_the_screen_are_read_while_nothing_else_is_to_be_done(
    place: Workplace, shown: Callable[[], RecordList], qtbot: QtBot
) -> None:
    """Performance, scrolling: it paints from memory."""
    add(place, *[f"{number:03}" for number in range(300)])
    made = shown()
    made.verticalScrollBar().setValue(made.verticalScrollBar().maximum() // 2)
    top = made.rowAt(0)
    bottom = made.rowAt(made.viewport().height() - 1)
    assert 100 < top < bottom < 200
    qtbot.waitUntil(lambda: not made.records.read_ahead(top, bottom))
    assert made.records.read_ahead(250, 260)


def test_rows_are_read_ahead_by_the_reader_and_those_on_the_screen_by_the_windows(
    place: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Performance, scrolling: a frame of the next page only paints."""
    jobs = Jobs(place.prompts)
    add(place, *[f"{number:03}" for number in range(300)])
    made = list_of(place, jobs)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.records.complete):
        made.set_query(BY_NAME)
    readers: list[threading.Thread] = []

    def read(ids: Sequence[int]) -> object:
        readers.append(threading.current_thread())
        return place.desk.lists.rows("opportunity", ids)

    monkeypatch.setattr(made.records.ahead, "_read", read)
    made.verticalScrollBar().setValue(made.verticalScrollBar().maximum() // 2)
    top = made.rowAt(0)
    qtbot.waitUntil(lambda: not made.records.read_ahead(top, top + 10))
    assert readers
    assert threading.main_thread() not in readers
    jobs.close()


def test_rows_read_ahead_that_changed_meanwhile_are_read_again(place: Workplace, qtbot: QtBot) -> None:
    jobs = Jobs(place.prompts)
    records = add(place, *[f"{number:03}" for number in range(300)])
    made = list_of(place, jobs)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.records.complete):
        made.set_query(BY_NAME)
    assert made.records.read_ahead(150, 160)
    place.desk.opportunity_fields.change(records[170], "description", "170 changed")
    qtbot.waitUntil(lambda: made.records.row(170)["description"] == "170 changed")
    qtbot.waitUntil(lambda: not made.records.read_ahead(150, 160))
    assert made.records.row(170)["description"] == "170 changed"
    jobs.close()
