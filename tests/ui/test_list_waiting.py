"""No list waits and none jumps: old rows stay until the new ones are read, and only the newest answer counts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.domain.errors import UserError
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.services.opportunities import Draft
from oppdesk.ui.cells import NameCell
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.list_rows import ListColumn
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.workplace import Workplace
from tests.ui.scripted import ScriptedPrompts

BY_NAME = Query(orders=(Order("description"),))
BACKWARDS = Query(orders=(Order("description", descending=True),))


class SlowJobs(Jobs):
    """Answers when the test says so, in any order."""

    def __init__(self) -> None:
        super().__init__(ScriptedPrompts(), inline=True)
        self.waiting: list[Callable[[], None]] = []

    def read(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        key: str = "",  # noqa: ARG002 - it is called as the real one is
        failed: Callable[[UserError], None] | None = None,
        **_how: bool,
    ) -> None:
        def answer() -> None:
            try:
                result = work()
            except UserError as error:
                assert failed is not None
                failed(error)
            else:
                done(result)

        self.waiting.append(answer)

    def answer(self, at: int = 0) -> None:
        self.waiting.pop(at)()

    def answer_all(self) -> None:
        while self.waiting:
            self.answer()


class Painted(QObject):
    """How often a widget was painted."""

    times = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def jobs() -> Iterator[SlowJobs]:
    made = SlowJobs()
    yield made
    made.close()


@pytest.fixture
def table(place: Workplace, jobs: SlowJobs, qtbot: QtBot) -> RecordList:
    """a, b and c by name, at rest."""
    for name in "abc":
        place.desk.opportunities.create(Draft(description=name), complete=False)
    columns = [ListColumn("description", "Opportunity", lambda row: NameCell(row["description"]), width=0)]
    model = RecordTableModel(place.desk.lists, "opportunity", columns, jobs)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made = RecordList(place, model, "opportunities")
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    made.set_query(BY_NAME)
    jobs.answer_all()
    return made


def names(table: RecordList) -> list[str]:
    return [str(table.records.index(row, 0).data()) for row in range(table.records.rowCount())]


def test_old_rows_stay_until_the_new_answer(table: RecordList, jobs: SlowJobs) -> None:
    table.set_query(BACKWARDS)
    assert names(table) == ["a", "b", "c"]
    assert table.order() == ((0, True),)  # what was asked for is marked at once
    jobs.answer()
    assert names(table) == ["c", "b", "a"]
    assert not table.records.knows_all
    jobs.answer()
    assert table.records.knows_all


def test_a_late_answer_never_replaces_a_newer_one(table: RecordList, jobs: SlowJobs) -> None:
    table.set_query(BACKWARDS)
    table.set_query(BY_NAME.where(Filter("description", Op.IS, "b")))
    jobs.answer(1)
    assert names(table) == ["b"]
    jobs.answer(0)
    assert names(table) == ["b"]
    jobs.answer_all()
    assert names(table) == ["b"]


def test_nothing_is_shown_for_a_moment_and_then_that_it_lasts(
    table: RecordList, jobs: SlowJobs, qtbot: QtBot
) -> None:
    before = table.grab().toImage()
    table.set_query(BY_NAME)
    assert table.grab().toImage() == before
    qtbot.wait(250)
    assert table.grab().toImage() != before
    jobs.answer_all()
    QApplication.processEvents()
    assert table.grab().toImage() == before


def test_old_rows_are_not_painted_again_because_others_are_asked_for(
    table: RecordList, jobs: SlowJobs
) -> None:
    QApplication.processEvents()
    seen = Painted()
    table.viewport().installEventFilter(seen)
    table.set_query(BACKWARDS)
    QApplication.processEvents()
    assert not seen.times
    jobs.answer_all()
    QApplication.processEvents()
    assert seen.times


def test_the_same_rows_in_another_order_are_counted_by_their_ids_alone(
    place: Workplace, table: RecordList, jobs: SlowJobs
) -> None:
    for at in range(128):
        place.desk.opportunities.create(Draft(description=f"d{at:03}"), complete=False)
    table.records.refresh()
    jobs.answer_all()
    place.desk.opportunities.create(Draft(description="unheard"), complete=False)
    table.set_query(BACKWARDS)
    jobs.answer()
    assert table.records.count == 131
    jobs.answer_all()
    assert (table.records.count, names(table)[0]) == (132, "unheard")
    table.set_query(BACKWARDS.where(Filter("description", Op.BEGINS, "d")))
    jobs.answer()
    assert table.records.count == 128


def test_a_failed_reading_is_said_and_keeps_the_rows(table: RecordList, jobs: SlowJobs) -> None:
    said: list[str] = []
    table.records.failed.connect(said.append)
    table.set_query(Query((Filter("no_such_field", Op.IS, 1),), BACKWARDS.orders))
    jobs.answer()
    assert said == ["This list has no field no_such_field."]
    assert names(table) == ["a", "b", "c"]
    assert table.order() == ((0, False),)
    table.set_query(BACKWARDS)
    jobs.answer_all()
    assert names(table) == ["c", "b", "a"]


def test_news_before_the_first_page_asks_for_it_again(
    place: Workplace, table: RecordList, jobs: SlowJobs
) -> None:
    table.set_query(BACKWARDS)
    place.desk.opportunities.create(Draft(description="d"), complete=False)
    table.records.refresh()
    jobs.answer_all()
    assert names(table) == ["d", "c", "b", "a"]


def test_a_changed_row_is_shown_before_the_ids_are_read_again(
    place: Workplace, table: RecordList, jobs: SlowJobs
) -> None:
    place.hub.changed.connect(table.records.refresh)
    place.desk.opportunity_fields.change(table.records.row_id(1), "description", "bee")
    assert names(table) == ["a", "bee", "c"]
    assert len(jobs.waiting) == 1
    jobs.answer_all()


def test_what_is_chosen_before_all_is_known_stays_chosen(
    table: RecordList, jobs: SlowJobs, qtbot: QtBot
) -> None:
    table.set_query(BACKWARDS)
    jobs.answer()
    table.setFocus()
    table.select([table.records.row_id(1)])
    qtbot.keyClick(table, Qt.Key.Key_Down)  # type: ignore[no-untyped-call]
    chosen = table.current_id()
    jobs.answer_all()
    assert (table.current_id(), names(table)[table.currentIndex().row()]) == (chosen, "a")


def test_all_of_a_long_list_are_selected_as_one_stretch(
    place: Workplace, table: RecordList, jobs: SlowJobs
) -> None:
    table.selectAll()
    assert table.selected_count() == 3
    assert table.selectionModel().selection().count() == 1


def test_what_is_selected_before_the_ids_are_there_is_read_beside_and_not_acted_on_by_half(
    place: Workplace, table: RecordList, jobs: SlowJobs
) -> None:
    for at in range(200):
        place.desk.opportunities.create(Draft(description=f"d{at:03}"), complete=False)
    table.records.refresh()
    jobs.answer_all()
    table.set_query(BACKWARDS)
    jobs.answer()
    table.selectAll()
    acted: list[int] = []
    table.when_known(lambda: acted.append(len(table.selected_ids())))
    assert (table.selected_count(), table.knows_selection, acted) == (203, False, [])
    assert 0 < len(table.selected_ids()) < 203
    jobs.answer_all()
    QApplication.processEvents()
    assert acted == [203]
    table.when_known(lambda: acted.append(1))
    assert acted == [203, 1]


def test_who_selects_something_else_meanwhile_has_given_up_what_waited(
    place: Workplace, table: RecordList, jobs: SlowJobs
) -> None:
    for at in range(200):
        place.desk.opportunities.create(Draft(description=f"d{at:03}"), complete=False)
    table.records.refresh()
    jobs.answer_all()
    table.set_query(BACKWARDS)
    jobs.answer()
    table.selectAll()
    acted: list[int] = []
    table.when_known(lambda: acted.append(1))
    table.select([table.records.row_id(1)])
    QApplication.processEvents()
    jobs.answer_all()
    QApplication.processEvents()
    assert acted == []
