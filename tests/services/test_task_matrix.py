"""The task matrix counts what the views of 7.2 show, by whom it falls to and by period (relationships 14)."""

from datetime import date, timedelta
from itertools import count, pairwise, product
from typing import Any

import pytest
from sqlalchemy import select

from oppdesk.domain import task_matrix as rules
from oppdesk.domain.query import Query
from oppdesk.domain.spans import Span, resolved
from oppdesk.domain.task_matrix import Cell, Line, Lines, Matrix, Options, Shows
from oppdesk.domain.words import Attendance, Priority, TaskStatus, TaskType
from oppdesk.services.desk import Desk
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.task_tables import ATTENDEE, TASK, TaskRow
from tests.services import records
from tests.services.records import MONDAY

DAY = timedelta(1)
_numbers = count(1)


def task(desk: Desk, on: date = MONDAY, **values: Any) -> int:
    with records.store_of(desk).write("test.task") as work:
        return work.add(TaskRow(number=f"M{next(_numbers)}", description="Call", on=on, **values))


def read(desk: Desk, lines: Lines = Lines.SALESPEOPLE, **values: Any) -> Matrix:
    return desk.task_matrix.read(Options(lines, **values))


def line(matrix: Matrix, row: int) -> Line:
    return next(each for each in matrix.lines if each.row == row)


def counts(matrix: Matrix, row: int) -> dict[int, int]:
    return {at: cell.count for at, cell in line(matrix, row).cells.items()}


# -- periods --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "first", "second", "last"),
    [
        (Span.DAY, (date(2026, 3, 4), date(2026, 3, 4)), date(2026, 3, 5), date(2026, 4, 4)),
        (Span.WEEK, (date(2026, 3, 2), date(2026, 3, 8)), date(2026, 3, 9), date(2026, 10, 11)),
        (Span.MONTH, (date(2026, 3, 1), date(2026, 3, 31)), date(2026, 4, 1), date(2028, 10, 31)),
        (Span.QUARTER, (date(2026, 1, 1), date(2026, 3, 31)), date(2026, 4, 1), date(2033, 12, 31)),
        (Span.YEAR, (date(2026, 1, 1), date(2026, 12, 31)), date(2027, 1, 1), date(2057, 12, 31)),
    ],
)
def test_14_32_periods_from_the_one_that_holds_the_work_date(
    span: Span, first: tuple[date, date], second: date, last: date
) -> None:
    found = rules.periods(span, date(2026, 3, 4))
    assert len(found) == 32
    assert (found[0], found[1][0], found[-1][1]) == (first, second, last)
    assert all(after[0] - before[1] == DAY for before, after in pairwise(found))


@pytest.mark.parametrize("span", Span)
def test_14_the_next_set_follows_and_the_one_before_leads_up(span: Span) -> None:
    before, here, after = (rules.periods(span, MONDAY, at) for at in (-1, 0, 1))
    assert before[-1][1] + DAY == here[0][0]
    assert here[-1][1] + DAY == after[0][0]


def test_14_weeks_begin_as_the_locale_has_it() -> None:
    assert rules.periods(Span.WEEK, date(2026, 3, 4), first_weekday=6)[0][0] == date(2026, 3, 1)


def test_14_a_leap_year_and_the_end_of_a_year_fall_into_their_periods() -> None:
    assert (date(2028, 2, 1), date(2028, 2, 29)) in rules.periods(Span.MONTH, date(2028, 1, 15))
    assert rules.periods(Span.QUARTER, date(2027, 12, 31))[1] == (date(2028, 1, 1), date(2028, 3, 31))


def test_14_nothing_lies_beyond_1900_and_2999() -> None:
    assert rules.periods(Span.YEAR, MONDAY, at=40) == ()
    assert rules.periods(Span.YEAR, date(2990, 1, 1))[-1] == (date(2999, 1, 1), date(2999, 12, 31))
    assert rules.periods(Span.DAY, MONDAY, at=-10_000) == ()


def test_14_the_first_period_is_of_the_work_date_not_of_today(desk: Desk) -> None:
    desk.context.work_as_of(date(2026, 5, 20))
    assert desk.task_matrix.periods(Options(span=Span.MONTH))[0] == (date(2026, 5, 1), date(2026, 5, 31))


# -- whom a task counts for -----------------------------------------------------------------------------------


def test_14_a_salesperson_counts_own_tasks_by_their_date(desk: Desk) -> None:
    anna = records.salesperson(desk, "ANNA")
    for on in (MONDAY, MONDAY, MONDAY + 3 * DAY, MONDAY - DAY, MONDAY + 32 * DAY):
        task(desk, on, salesperson=anna)
    assert counts(read(desk), anna) == {0: 2, 3: 1}
    assert counts(read(desk, at=1), anna) == {0: 1}
    assert counts(read(desk, at=-1), anna) == {31: 1}


def test_14_a_meeting_counts_for_all_salespeople_at_its_table_once_each(desk: Desk) -> None:
    anna, bert = records.salesperson(desk, "ANNA"), records.salesperson(desk, "BERT")
    made = task(desk, salesperson=anna, type=int(TaskType.MEETING))
    records.attend(desk, made, salesperson=anna, attendance=int(Attendance.ORGANIZER))
    records.attend(desk, made, salesperson=bert, attendance=int(Attendance.OPTIONAL))
    assert counts(read(desk), anna) == {0: 1}
    assert counts(read(desk), bert) == {0: 1}


def test_14_a_team_task_counts_for_its_members_at_creation_and_once_for_the_team(desk: Desk) -> None:
    anna, bert = records.salesperson(desk, "ANNA"), records.salesperson(desk, "BERT")
    team = records.add_setup(desk, "team", code="NORTH", name="North")
    made = task(desk, team=team)
    for each in (anna, bert):
        records.attend(desk, made, salesperson=each, attendance=int(Attendance.MEMBER))
    assert counts(read(desk), anna) == counts(read(desk), bert) == {0: 1}
    assert counts(read(desk, Lines.TEAMS), team) == {0: 1}
    assert [each.name for each in read(desk, Lines.TEAMS).lines] == ["North"]


def test_14_a_company_counts_the_tasks_of_all_its_contacts_a_person_only_the_own(desk: Desk) -> None:
    company = records.company(desk, "Contoso")
    vera, wim = records.person(desk, "Vera", company), records.person(desk, "Wim", company)
    task(desk, contact=company)
    task(desk, contact=vera)
    made = task(desk, type=int(TaskType.MEETING))
    for each in (vera, wim):
        records.attend(desk, made, contact=each)
    matrix = read(desk, Lines.CONTACTS)
    assert counts(matrix, company) == {0: 3}  # the meeting with two of them once
    assert counts(matrix, vera) == {0: 2}
    assert counts(matrix, wim) == {0: 1}


def test_14_a_task_counts_for_its_contact_although_no_seat_says_so(desk: Desk) -> None:
    """The reference counts attendees only."""
    company = records.company(desk)
    task(desk, contact=company)
    assert counts(read(desk, Lines.CONTACTS), company) == {0: 1}


def test_14_persons_stand_indented_under_their_company_others_alone(desk: Desk) -> None:
    zeta, alpha = records.company(desk, "Zeta"), records.company(desk, "Alpha")
    vera, adam = records.person(desk, "Vera", zeta), records.person(desk, "Adam", zeta)
    alone = records.person(desk, "Moritz")
    for each in (vera, adam, alpha, alone):
        task(desk, contact=each)
    found = read(desk, Lines.CONTACTS).lines
    assert {each.row for each in found} == {zeta, vera, adam, alpha, alone}
    order = [each.row for each in found]
    assert order.index(zeta) + 1 == order.index(adam)
    assert order.index(adam) + 1 == order.index(vera)
    assert {each.row for each in found if each.is_company} == {zeta, alpha}
    assert {each.row for each in found if each.is_indented} == {vera, adam}


# -- which tasks ----------------------------------------------------------------------------------------------


def test_14_who_has_a_task_that_fits_has_a_line_whatever_its_date(desk: Desk) -> None:
    anna, bert = records.salesperson(desk, "ANNA"), records.salesperson(desk, "BERT")
    records.salesperson(desk, "CARL")
    task(desk, salesperson=anna)
    task(desk, date(1999, 1, 1), salesperson=bert)
    matrix = read(desk)
    assert [each.row for each in matrix.lines] == [anna, bert]
    assert counts(matrix, bert) == {}


def test_14_closed_tasks_are_left_out_unless_they_are_included(desk: Desk) -> None:
    anna = records.salesperson(desk, "ANNA")
    task(desk, salesperson=anna, closed=True, status=int(TaskStatus.COMPLETED))
    assert read(desk).lines == ()
    assert counts(read(desk, with_closed=True), anna) == {0: 1}


def test_14_status_and_priority_narrow(desk: Desk) -> None:
    anna = records.salesperson(desk, "ANNA")
    task(desk, salesperson=anna, status=int(TaskStatus.WAITING), priority=int(Priority.HIGH))
    task(desk, salesperson=anna, status=int(TaskStatus.NOT_STARTED), priority=int(Priority.LOW))
    assert counts(read(desk), anna) == {0: 2}
    assert counts(read(desk, status=TaskStatus.WAITING), anna) == {0: 1}
    assert counts(read(desk, priority=Priority.LOW), anna) == {0: 1}
    assert read(desk, status=TaskStatus.WAITING, priority=Priority.LOW).lines == ()


def test_14_salesperson_team_and_company_narrow_lines_of_every_kind(desk: Desk) -> None:
    anna, bert = records.salesperson(desk, "ANNA"), records.salesperson(desk, "BERT")
    team = records.add_setup(desk, "team", code="NORTH", name="North")
    company, other = records.company(desk, "Contoso"), records.company(desk, "Fabrikam")
    vera = records.person(desk, "Vera", company)
    task(desk, salesperson=anna, contact=vera)
    task(desk, salesperson=bert, contact=other)
    shared = task(desk, team=team, contact=company)
    records.attend(desk, shared, salesperson=anna, attendance=int(Attendance.MEMBER))
    assert [each.row for each in read(desk, salesperson=anna).lines] == [anna]
    assert counts(read(desk, salesperson=anna), anna) == {0: 2}
    assert counts(read(desk, Lines.CONTACTS, salesperson=anna), company) == {0: 2}
    assert counts(read(desk, team=team), anna) == {0: 1}
    assert [each.row for each in read(desk, company=company).lines] == [anna]
    assert [each.row for each in read(desk, Lines.CONTACTS, company=company).lines] == [company, vera]
    assert read(desk, Lines.TEAMS, company=other).lines == ()


def test_14_overdue_is_what_was_due_before_the_work_date_and_is_open(desk: Desk) -> None:
    anna = records.salesperson(desk, "ANNA")
    for on, closed in ((MONDAY, False), (MONDAY - DAY, False), (MONDAY - DAY, True)):
        task(desk, on, salesperson=anna, closed=closed)
    found = line(read(desk, span=Span.YEAR, with_closed=True), anna).cells
    assert found == {0: Cell(3, overdue=1)}


# -- the contact's number -------------------------------------------------------------------------------------


def test_14_contact_number_is_told_of_one_task_and_multiple_of_more(desk: Desk) -> None:
    anna = records.salesperson(desk, "ANNA")
    company, other = records.company(desk, number="CT1"), records.company(desk, number="CT2")
    task(desk, MONDAY, salesperson=anna, contact=company)
    task(desk, MONDAY + DAY, salesperson=anna, contact=company)
    task(desk, MONDAY + DAY, salesperson=anna, contact=other)
    task(desk, MONDAY + 2 * DAY, salesperson=anna)
    cells = line(read(desk, shows=Shows.CONTACT), anna).cells
    assert (cells[0].contact, cells[0].is_multiple) == ("CT1", False)
    assert (cells[1].contact, cells[1].is_multiple) == ("", True)
    assert (cells[2].contact, cells[2].is_multiple) == ("", False)
    assert 3 not in cells  # no task: blank


def test_14_contact_number_of_a_meeting_is_that_of_who_comes(desk: Desk) -> None:
    anna = records.salesperson(desk, "ANNA")
    company = records.company(desk, number="CT1")
    vera = records.person(desk, "Vera", company, number="CT2")
    meeting = task(desk, salesperson=anna, type=int(TaskType.MEETING))
    records.attend(desk, meeting, contact=vera)
    assert line(read(desk, shows=Shows.CONTACT), anna).cells[0].contact == "CT2"
    assert line(read(desk, Lines.CONTACTS, shows=Shows.CONTACT), company).cells[0].contact == "CT2"
    records.attend(desk, meeting, contact=company)
    assert line(read(desk, shows=Shows.CONTACT), anna).cells[0].is_multiple
    assert line(read(desk, Lines.CONTACTS, shows=Shows.CONTACT), vera).cells[0].contact == "CT2"


# -- the tasks behind a cell ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("sample_data")
@pytest.mark.parametrize("lines", Lines)
@pytest.mark.parametrize("with_closed", [False, True])
def test_14_a_cell_opens_exactly_the_tasks_it_counts(desk: Desk, lines: Lines, with_closed: bool) -> None:
    options = Options(lines, span=Span.WEEK, with_closed=with_closed, at=0)
    matrix = desk.task_matrix.read(options)
    assert matrix.lines
    for each in matrix.lines:
        for at, cell in each.cells.items():
            days = matrix.periods[at]
            behind = desk.task_matrix.tasks(options, each.row, days)
            assert len(behind) == cell.count
            listed = Query(resolved(desk.task_matrix.filters(options, each.row, days), MONDAY))
            assert set(desk.lists.ids("task", listed)) == set(behind)
    assert any(each.cells for each in matrix.lines)


def test_14_the_tasks_behind_a_period_are_those_of_all_lines_once(desk: Desk) -> None:
    anna, bert = records.salesperson(desk, "ANNA"), records.salesperson(desk, "BERT")
    shared = task(desk, salesperson=anna)
    records.attend(desk, shared, salesperson=bert)
    task(desk, contact=records.company(desk))  # nobody's: in no line of salespeople
    options = Options()
    assert desk.task_matrix.tasks(options, None, (MONDAY, MONDAY)) == [shared]


# -- the same, counted task by task ---------------------------------------------------------------------------


def plainly(desk: Desk, options: Options) -> dict[int, dict[int, tuple[int, int]]]:
    """By line and column how many tasks and how many of them late, asked of each task for itself."""
    with records.store_of(desk).read() as connection:
        seats = connection.execute(select(ATTENDEE)).mappings().all()
        tasks = connection.execute(select(TASK)).mappings().all()
        companies = dict(connection.execute(select(CONTACT.c.id, CONTACT.c.company)).all())
    columns, found = desk.task_matrix.periods(options), dict[int, dict[int, tuple[int, int]]]()
    for each in tasks:
        table = [seat for seat in seats if seat["task"] == each["id"]]
        sellers = {each["salesperson"], *(seat["salesperson"] for seat in table)} - {None}
        people = {each["contact"], *(seat["contact"] for seat in table)} - {None}
        firms = {companies[person] for person in people}
        fits = (
            (options.with_closed or not each["closed"])
            and options.salesperson in (None, *sellers)
            and options.company in (None, *people, *firms)
            and options.priority in (None, each["priority"])
        )
        rows = {
            Lines.SALESPEOPLE: sellers & {options.salesperson or row for row in sellers},
            Lines.TEAMS: {each["team"]},
            Lines.CONTACTS: {row for row in people if options.company in (None, companies[row])}
            | {firm for firm in firms if options.company in (None, firm)},
        }[options.lines] - {None}
        at = rules.column_of(each["on"], columns) if each["on"] else None
        for row in rows if fits else ():
            cells = found.setdefault(row, {})
            if at is not None:
                count, late = cells.get(at, (0, 0))
                is_late = not each["closed"] and each["on"] < desk.context.work_date
                cells[at] = count + 1, late + is_late
    return found


@pytest.mark.usefixtures("sample_data")
@pytest.mark.parametrize("lines", Lines)
@pytest.mark.parametrize("narrowed", ["", "salesperson", "company", "priority"])
def test_14_the_matrix_counts_what_counting_task_by_task_finds(
    desk: Desk, lines: Lines, narrowed: str
) -> None:
    busy = {
        "salesperson": read(desk, with_closed=True).lines[0].row,
        "company": next(each.row for each in read(desk, Lines.CONTACTS).lines if each.is_company),
        "priority": Priority.HIGH,
    }
    values = {narrowed: busy[narrowed]} if narrowed else {}
    for with_closed, span, at in product((False, True), (Span.WEEK, Span.YEAR), (-1, 0, 1)):
        options = Options(lines, span=span, at=at, with_closed=with_closed, **values)
        matrix = desk.task_matrix.read(options)
        told = {
            each.row: {column: (cell.count, cell.overdue) for column, cell in each.cells.items()}
            for each in matrix.lines
        }
        assert told == plainly(desk, options)
        assert len(told) == len(matrix.lines)


@pytest.mark.usefixtures("sample_data")
def test_14_companies_stand_by_name_each_before_its_people(desk: Desk) -> None:
    with records.store_of(desk).read() as connection:
        known = {row["id"]: row for row in connection.execute(select(CONTACT)).mappings()}
    lines = [each.row for each in read(desk, Lines.CONTACTS, with_closed=True).lines]

    def place(row: int) -> tuple[object, ...]:
        firm = known[known[row]["company"] or row]
        return firm["search_text"], firm["id"], row != firm["id"], known[row]["search_text"], row

    assert lines == sorted(lines, key=place)
    assert any(known[row]["company"] not in (None, row) for row in lines)
