"""What a list is narrowed to: by every kind of field with the comparisons that suit it, typed and shown as chips."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from oppdesk.domain.query import Filter, Op
from oppdesk.domain.spans import Between, Period, bounds
from oppdesk.domain.words import Outcome
from oppdesk.services.desk import Desk
from oppdesk.ui.filter_values import PeriodEdit, Picks
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import write
from tests.ui.lists import Show, listed, shown_pages

TODAY = date(2026, 3, 2)  # a Monday


@pytest.fixture
def show(place: Workplace) -> Iterator[Show]:
    with shown_pages(place) as do:
        yield do


@pytest.fixture
def people(desk: Desk) -> list[int]:
    return [records.salesperson(desk, code, code.title()) for code in ("ANNA", "BOB", "EVA")]


@pytest.fixture(autouse=True)
def _deals(desk: Desk, people: list[int]) -> None:
    for at, (name, value) in enumerate((("a", 100_000), ("b", 300_000), ("c", 200_000))):
        records.started(
            desk, description=name, salesperson=people[at], value=value, closing_on=date(2026, 3 + at, 20)
        )


def choose(page: OpportunitiesPage, field: str, op: object) -> None:
    page.bar.edit(None)
    editor = page.bar.editor
    editor.field.setCurrentIndex(editor.field.findData(field))
    editor.op.setCurrentIndex(editor.op.findData(op))


def chip(page: OpportunitiesPage) -> str:
    found = page.bar.chips.chips()[-1]
    return f"{found.field} {found.operator} {found.value}".strip()


def test_between_two_amounts(show: Show) -> None:
    page = show()
    choose(page, "estimated_value", "between")
    fields = page.bar.editor.findChildren(QLineEdit)
    low, high = (each for each in fields if each.accessibleName() in ("From", "To"))
    write(low, "1500")
    write(high, "2500")
    QTest.keyClick(high, Qt.Key.Key_Return)
    assert listed(page) == ["c"]
    assert chip(page) == "Estimated value between 1,500.00 and 2,500.00"
    page.bar.edit(0)
    assert page.bar.editor.term() == Filter("estimated_value", Op.IS, Between(150_000, 250_000))
    page.bar.editor.closes.emit()


def test_a_period_is_typed_and_moves_with_the_day(desk: Desk, show: Show) -> None:
    page = show()
    choose(page, "closing_on", Op.IS)
    write(page.bar.editor.value, "next month")
    QTest.keyClick(page.bar.editor.value, Qt.Key.Key_Return)
    assert listed(page) == ["b"]
    assert chip(page) == "Estimated closing date is next month"
    desk.context.work_as_of(date(2026, 4, 1))
    page.refresh()
    assert listed(page) == ["c"]


def test_a_period_is_chosen_from_the_menu(show: Show) -> None:
    page = show()
    choose(page, "closing_on", Op.OVER)
    field = page.bar.editor.value
    assert isinstance(field, PeriodEdit)
    action = next(each for each in field.menu().actions() if each.text() == "this month")
    action.trigger()
    assert page.bar.editor.term() == Filter("closing_on", Op.OVER, Period.THIS_MONTH)
    page.bar.editor.apply()
    assert listed(page) == ["b", "c"]
    assert chip(page) == "Estimated closing date after this month"


def test_a_day_is_still_a_day(show: Show) -> None:
    page = show()
    choose(page, "closing_on", Op.UP_TO)
    write(page.bar.editor.value, "20 Apr 2026")
    page.bar.editor.apply()
    assert listed(page) == ["a", "b"]
    assert page.bar.filters()[-1].value == date(2026, 4, 20)


def test_several_records_at_once(show: Show, people: list[int]) -> None:
    page = show()
    choose(page, "salesperson", Op.IS)
    for name in ("anna", "bob"):
        write(page.bar.editor.value, name)
        QTest.keyClick(page.bar.editor.value, Qt.Key.Key_Return)
        QTest.qWait(1)
    picks = page.bar.editor.findChild(Picks)
    assert isinstance(picks, Picks)
    assert [each.id for each in picks.picked()] == people[:2]
    page.bar.editor.apply()
    assert listed(page) == ["a", "b"]
    assert chip(page) == "Salesperson is Anna, Bob"
    page.bar.edit(0)
    out = next(each for each in page.bar.editor.findChildren(QPushButton) if each.text() == "Anna")
    assert out.accessibleName() == "Leave out Anna"
    out.click()
    page.bar.editor.apply()
    assert page.bar.filters() == (Filter("salesperson", Op.IS, people[1]),)


def test_several_choices_at_once(desk: Desk, show: Show, people: list[int]) -> None:
    records.close(desk, records.started(desk, description="won", salesperson=people[0]), Outcome.WON)
    records.opportunity(desk, description="new", salesperson=people[0])
    page = show()
    choose(page, "status", Op.IS)
    boxes = page.bar.editor.findChildren(CheckBox)
    for box in boxes[:1] + boxes[2:3]:
        box.setChecked(True)
    page.bar.editor.apply()
    assert sorted(listed(page)) == ["new", "won"]
    assert chip(page) == "Status is Not started, Won"


@pytest.mark.parametrize(
    ("field", "op", "sentence"),
    [
        ("estimated_value", Op.FROM, "Type a value to compare with."),
        ("closing_on", "between", "Type a value to compare with."),
        ("description", Op.LACKS, "Type a value to compare with."),
        ("salesperson", Op.IS, "Choose at least one."),
        ("status", Op.IS, "Choose at least one."),
    ],
)
def test_a_filter_without_a_value_says_what_is_missing(
    show: Show, field: str, op: object, sentence: str
) -> None:
    page = show()
    choose(page, field, op)
    page.bar.editor.apply()
    assert page.bar.editor.said() == sentence
    assert page.bar.filters() == ()
    page.bar.editor.closes.emit()


@pytest.mark.parametrize(
    ("op", "typed", "names", "words"),
    [
        (Op.CONTAINS, "ecole", ["École du Nord", "La Nouvelle École"], "contains ecole"),
        (Op.LACKS, "ECOLE", ["a", "b", "c"], "does not contain ECOLE"),
        (Op.BEGINS, "ecole", ["École du Nord"], "begins with ecole"),
        (Op.ENDS, "cole", ["La Nouvelle École"], "ends with cole"),
    ],
)
def test_a_text_is_narrowed_by_a_part_of_it(
    desk: Desk, show: Show, op: Op, typed: str, names: list[str], words: str
) -> None:
    for name in ("École du Nord", "La Nouvelle École"):
        records.started(desk, description=name)
    page = show()
    choose(page, "description", op)
    write(page.bar.editor.value, typed)
    QTest.keyClick(page.bar.editor.value, Qt.Key.Key_Return)
    assert sorted(listed(page)) == sorted(names)
    assert chip(page) == f"Description {words}"
    page.bar.edit(0)
    assert page.bar.editor.term() == Filter("description", op, typed)
    page.bar.editor.closes.emit()


def test_a_reference_is_narrowed_by_what_is_read(desk: Desk, show: Show, people: list[int]) -> None:
    records.opportunity(desk, description="nobody's", salesperson=None)
    page = show()
    choose(page, "salesperson", Op.BEGINS)
    write(page.bar.editor.value, "an")
    QTest.keyClick(page.bar.editor.value, Qt.Key.Key_Return)
    assert listed(page) == ["a"]
    assert chip(page) == "Salesperson begins with an"
    page.bar.edit(0)
    page.bar.editor.op.setCurrentIndex(page.bar.editor.op.findData(Op.LACKS))
    write(page.bar.editor.value, "an")
    page.bar.editor.apply()
    assert "a" not in listed(page)
    assert {"b", "c", "nobody's"} <= set(listed(page))


def test_blank_needs_no_value(show: Show) -> None:
    page = show()
    choose(page, "quote", Op.BLANK)
    page.bar.editor.apply()
    assert len(listed(page)) == 3
    assert chip(page) == "Quote is blank"


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.TODAY, TODAY, TODAY),
        (Period.THIS_WEEK, TODAY, date(2026, 3, 8)),
        (Period.LAST_MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (Period.THIS_QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        (Period.LAST_QUARTER, date(2025, 10, 1), date(2025, 12, 31)),
        (Period.NEXT_YEAR, date(2027, 1, 1), date(2027, 12, 31)),
        (Period.NEXT_30, TODAY, date(2026, 4, 1)),
    ],
)
def test_what_a_period_means(period: Period, first: date, last: date) -> None:
    assert bounds(period, TODAY) == (first, last)


def test_a_week_begins_as_the_region_has_it() -> None:
    assert bounds(Period.THIS_WEEK, TODAY, first_weekday=6) == (date(2026, 3, 1), date(2026, 3, 7))
