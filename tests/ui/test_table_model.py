"""The lists of the program: at once, in order, and still under the eye after news."""

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Order, Query
from oppdesk.services.opportunities import Draft
from oppdesk.ui.cells import CellRole
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.list_rows import ListColumn, field_column
from oppdesk.ui.table_model import IdRole, RecordTableModel, ValuesRole
from oppdesk.ui.workplace import Workplace


def add(place: Workplace, *descriptions: str) -> list[int]:
    return [place.desk.opportunities.create(Draft(description=each), complete=False) for each in descriptions]


def model_of(place: Workplace, query: Query | None = None) -> RecordTableModel:
    fields = place.desk.lists.fields("opportunity")
    columns = [
        ListColumn("description", "Description", lambda row: row["description"].upper(), width=0),
        field_column(fields["estimated_value"], place.form),
    ]
    model = RecordTableModel(place.desk.lists, "opportunity", columns, place.jobs, query)
    place.hub.changed.connect(model.refresh)
    return model


def texts(model: RecordTableModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_list_shows_its_rows_as_its_columns_make_them(place: Workplace) -> None:
    first, second = add(place, "beta", "alpha")
    model = model_of(place, Query(orders=(Order("description"),)))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert texts(model) == ["ALPHA", "BETA"]
    assert model.index(0, 0).data(CellRole) == "ALPHA"
    assert model.index(0, 0).data(ValuesRole)["description"] == "alpha"
    assert [model.row_id(0), model.row_id(1)] == [second, first]
    assert model.index(1, 1).data(IdRole) == first
    assert model.row_of(first) == 1
    assert model.rows_of([second, 7, first]) == [0, 1]


def test_sorting_by_several_columns_asks_the_list_anew(place: Workplace) -> None:
    add(place, "beta", "alpha")
    model = model_of(place, Query(orders=(Order("estimated_value"), Order("description", descending=True))))
    assert texts(model) == ["BETA", "ALPHA"]


def test_news_of_a_row_keeps_the_others(place: Workplace, qtbot: QtBot) -> None:
    add(place, "alpha", "beta")
    model = model_of(place, Query(orders=(Order("description"),)))
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    texts(model)
    with qtbot.waitSignal(model.dataChanged):
        model.refresh()
    assert not resets


def test_a_new_row_comes_to_its_place(place: Workplace) -> None:
    add(place, "alpha", "gamma")
    model = model_of(place, Query(orders=(Order("description"),)))
    assert texts(model) == ["ALPHA", "GAMMA"]
    (new,) = add(place, "beta")
    assert texts(model) == ["ALPHA", "BETA", "GAMMA"]
    assert model.row_of(new) == 1


def test_a_list_with_an_open_editor_waits(place: Workplace) -> None:
    add(place, "alpha")
    model = model_of(place, Query(orders=(Order("description"),)))
    model.hold()
    add(place, "beta")
    assert texts(model) == ["ALPHA"]
    model.release()
    assert texts(model) == ["ALPHA", "BETA"]


def test_the_first_page_is_there_before_the_ids(place: Workplace, qtbot: QtBot) -> None:
    """House 4.1.5: the count and a page first, the ids after them; the windows never wait."""
    ids = add(place, *[f"{number:03}" for number in range(150)])
    jobs = Jobs(place.prompts)
    model = RecordTableModel(
        place.desk.lists, "opportunity", [ListColumn("description", "", lambda row: row["description"])], jobs
    )
    try:
        seen: list[tuple[int, bool, object, object]] = []
        model.counted.connect(
            lambda count: seen.append(
                (count, model.knows_all, model.index(0, 0).data(), model.index(149, 0).data())
            )
        )
        with qtbot.waitSignal(model.complete):
            model.set_query(Query(orders=(Order("description"),)))
            assert model.rowCount() == 0
        assert seen == [(150, False, "000", None)]
        assert model.index(149, 0).data() == "149"
        assert model.row_of(ids[149]) == 149
        assert texts(model)[:2] == ["000", "001"]
    finally:
        jobs.close()
