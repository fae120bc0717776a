"""Views of a list: those that are there, and the user's own, saved, changed, renamed, put in order and removed."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from oppdesk.domain.fields import Field
from oppdesk.domain.query import Filter, Op, Order
from oppdesk.domain.records import OPPORTUNITY
from oppdesk.domain.spans import Between, Period
from oppdesk.services.desk import Desk
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.saved_views import SavedView, packed, unpacked
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import has_cursor, press, write
from tests.ui.lists import Show, listed, shown_pages
from tests.ui.scripted import ScriptedPrompts

FIELDS: dict[str, Field] = {field.name: field for field in OPPORTUNITY}
LARGE = (Filter("estimated_value", Op.FROM, 200_000),)


@pytest.fixture
def show(place: Workplace, deals: list[int]) -> Iterator[Show]:
    with shown_pages(place) as do:
        yield do


@pytest.fixture
def deals(desk: Desk) -> list[int]:
    return [
        records.started(desk, description=name, value=value, closing_on=date(2026, 4, 1))
        for name, value in (("a", 100_000), ("b", 300_000), ("c", 200_000))
    ]


def save(page: OpportunitiesPage, name: str) -> None:
    page.save_view()
    assert has_cursor(page.tabs.name.field)
    write(page.tabs.name.field, name)
    press(page.tabs.name, Qt.Key.Key_Return)


def names(page: OpportunitiesPage) -> list[str]:
    return [page.tabs.tabs.accessibleTabName(at) for at in range(page.tabs.tabs.count())]


def large(page: OpportunitiesPage) -> OpportunitiesPage:
    page.show_filters(LARGE)
    page.list.order_wanted.emit(((_value(page), True),))
    save(page, "Large")
    return page


def _value(page: OpportunitiesPage) -> int:
    return [column.name for column in page.list.records.columns].index("estimated_value")


def test_the_views_of_the_day_are_there_from_the_start(show: Show) -> None:
    said = [name.partition(",")[0] for name in names(show())]
    assert said[:4] == ["Mine open", "Closing this month", "Overdue", "Stale"]
    assert "Won this quarter" in said


def test_a_saved_view_keeps_filters_order_and_grouping_and_counts(show: Show) -> None:
    page = show()
    page.group_rows("status")
    large(page)
    assert names(page)[-1] == "Large, 2"
    again = show()
    again.show_view("own:Large")
    assert again.bar.filters() == LARGE
    assert listed(again) == ["In progress: 2", "b", "c"]


def test_a_saved_view_keeps_its_columns(show: Show) -> None:
    page = large(show())
    page.list.columns_menu().actions()[0].setChecked(False)  # Contact
    page.show_view("all")
    assert "company" not in page.list.hidden_columns()
    page.show_view("own:Large")
    assert "company" in page.list.hidden_columns()


def test_changes_are_saved_to_the_view_they_were_made_in(show: Show) -> None:
    page = large(show())
    assert not page.tabs.change_button.isVisible()
    page.list.order_wanted.emit(((_value(page), False),))
    assert page.tabs.change_button.isVisible()
    page.tabs.change_button.click()
    assert not page.tabs.change_button.isVisible()
    page.show_view("all")
    page.show_view("own:Large")
    assert listed(page) == ["c", "b"]


def test_a_view_is_renamed_by_f2_and_stays_in_its_place(show: Show) -> None:
    page = large(show())
    page.tabs.tabs.setFocus()
    press(page, Qt.Key.Key_F2)
    write(page.tabs.name.field, "Big ones")
    press(page.tabs.name, Qt.Key.Key_Return)
    assert names(page)[-1] == "Big ones, 2"
    assert page.view.key == "own:Big ones"
    assert listed(page) == ["b", "c"]


def test_two_views_have_two_names(show: Show) -> None:
    page = large(show())
    page.show_filters((Filter("estimated_value", Op.FROM, 300_000),))
    save(page, "Largest")
    page.tabs.ask_other_name("own:Largest")
    write(page.tabs.name.field, "Large")
    press(page.tabs.name, Qt.Key.Key_Return)
    assert page.tabs.name.field.accessibleDescription() == "There is a view of this name."
    press(page.tabs.name, Qt.Key.Key_Escape)


def test_a_view_is_moved_by_keys_and_stays_there(show: Show) -> None:
    page = large(show())
    before = len(names(page))
    page.tabs.tabs.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(page, Qt.Key.Key_Left, both)
    assert names(page)[before - 2] == "Large, 2"
    assert page.tabs.tabs.current() == "own:Large"
    assert names(show())[before - 2] == "Large, 2"


def test_a_view_is_moved_by_dragging_its_tab(show: Show) -> None:
    page = show()
    tabs = page.tabs.tabs
    first, second = tabs.tabRect(0), tabs.tabRect(1)
    start, end = first.center(), QPoint(second.right() - 3, second.center().y())
    QTest.mousePress(tabs, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(tabs, end)
    QTest.mouseRelease(tabs, Qt.MouseButton.LeftButton, pos=end)
    assert [name.partition(",")[0] for name in names(page)[:2]] == ["Closing this month", "Mine open"]


def test_a_view_is_removed_when_the_user_says_so(
    show: Show, prompts: ScriptedPrompts, place: Workplace
) -> None:
    page = large(show())
    page.tabs.tabs.setFocus()
    prompts.answers.append(False)
    press(page, Qt.Key.Key_Delete)
    assert "own:Large" in [view.key for view in page.tabs.views()]
    prompts.answers.append(True)
    press(page, Qt.Key.Key_Delete)
    assert "own:Large" not in [view.key for view in page.tabs.views()]
    assert not place.preferences.now.views
    assert prompts.asked == ["Remove the view “Large”?"] * 2


def test_how_a_view_is_sorted_is_remembered(show: Show) -> None:
    page = show()
    page.list.order_wanted.emit(((_value(page), True),))
    page.show_view("mine")
    assert page.list.records.query.orders == (Order("closing_on"),)
    again = show()
    assert listed(again) == ["b", "c", "a"]


def test_a_view_of_a_period_moves_with_the_day(desk: Desk, show: Show) -> None:
    page = show()
    page.show_filters((Filter("closing_on", Op.IS, Period.NEXT_MONTH),))
    save(page, "Next month")
    assert len(listed(page)) == 3
    desk.context.work_as_of(date(2026, 4, 2))
    page.refresh()
    assert listed(page) == []
    assert page.bar.chips.chips()[0].value == "next month"


def test_a_removed_record_does_a_view_no_harm(desk: Desk, show: Show) -> None:
    eva = records.salesperson(desk, "EVA")
    page = show()
    page.show_filters((Filter("salesperson", Op.AMONG, (eva, 4711)),))
    save(page, "Hers")
    desk.setup.remove("salesperson", eva)
    again = show()
    again.show_view("own:Hers")
    assert listed(again) == []
    assert again.bar.chips.chips()[0].value == "what was removed, what was removed"


def test_i17_what_is_not_understood_is_left_out_and_said(place: Workplace, show: Show) -> None:
    told = [
        ["estimated_value", "from", 200_000],
        ["no_such_field", "is", 1],
        ["status", "resembles", 1],
        ["closing_on", "is", {"period": "some day"}],
        ["description", "contains", 7],
        "nonsense",
    ]
    text = json.dumps(
        {"filters": told, "orders": [["estimated_value", True], ["nothing", False]], "group": ""}
    )
    place.preferences.change(views={"opportunity:Odd": text, "opportunity:Bad": "[[[", "contact:Other": text})
    page = show()
    remarks: list[str] = []
    page.remarked.connect(remarks.append)
    page.show_view("own:Odd")
    assert (page.bar.filters(), page.list.records.query.orders) == (
        LARGE,
        (Order("estimated_value", descending=True),),
    )
    assert remarks == ["A part of the view “Odd” is not understood and was left out."]
    assert not page.tabs.has("own:Bad")
    assert not page.tabs.has("own:Other")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[" * 10_000 + "]" * 10_000,
        '{"filters": ' + "[" * 10_000 + "]" * 10_000 + "}",
        '{"filters": "x", "orders": 7, "group": []}',
        "x" * 200_000,
    ],
)
def test_i17_no_text_of_a_view_does_harm(text: str) -> None:
    found = unpacked(text, FIELDS)
    assert found is None or found.filters == ()


def test_i17_a_view_of_very_many_terms_is_cut() -> None:
    many = SavedView(tuple(Filter("estimated_value", Op.FROM, each) for each in range(500)))
    found = unpacked(packed(many), FIELDS)
    assert found is not None
    assert len(found.filters) == 50
    assert not found.is_whole


def test_every_kind_of_filter_comes_back_as_it_was_saved() -> None:
    view = SavedView(
        (
            Filter("status", Op.AMONG, (0, 1)),
            Filter("salesperson", Op.IS, 2**62),
            Filter("closing_on", Op.IS, Between(date(2026, 1, 1), date(2026, 2, 1))),
            Filter("closing_on", Op.BEFORE, Period.TODAY),
            Filter("estimated_value", Op.IS, Between(1, 2)),
            Filter("description", Op.CONTAINS, "é"),
            Filter("salesperson", Op.BEGINS, "an"),
            Filter("quote", Op.BLANK),
        ),
        (Order("closing_on", descending=True), Order("description")),
        "stage",
    )
    assert unpacked(packed(view), FIELDS) == view
