"""Whose tasks a list shows: of whom they name and of who takes part, however they are looked for (relationships 7.2)."""

from itertools import product

import pytest

from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.services.desk import Desk
from oppdesk.storage import list_orders
from oppdesk.storage.task_tables import TaskRow
from tests.services import records
from tests.services.records import MONDAY


@pytest.mark.parametrize("most", [list_orders.FEW, 0])
@pytest.mark.parametrize("field", ["participant", "attendee"])
def test_7_2_a_task_is_of_whom_it_names_and_of_who_is_at_its_table(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, field: str, most: int
) -> None:
    monkeypatch.setattr(list_orders, "FEW", most)  # with 0 nothing finds, all is walked
    monkeypatch.setattr(list_orders, "SOME", most)
    if field == "participant":
        column = "salesperson"
        anna, bert = records.salesperson(desk, "ANNA", "Anna"), records.salesperson(desk, "BERT", "Bert")
    else:
        column = "contact"
        anna, bert = records.company(desk, "Anna", number="N1"), records.company(desk, "Bert", number="N2")
    names = {anna: "Anna", bert: "Bert"}
    who: dict[int, set[int]] = {}
    is_closed: dict[int, bool] = {}
    for named, seated, closed in product((None, anna, bert), ((), (anna,), (anna, bert)), (False, True)):
        with records.store_of(desk).write("test.task") as work:
            values = {column: named, "closed": closed}
            made = work.add(TaskRow(number=f"F{len(who)}", description="Call", on=MONDAY, **values))
        for each in seated:
            records.attend(desk, made, **{column: each})
        who[made], is_closed[made] = {*seated, named} - {None}, closed

    def fits(term: Filter, people: set[int]) -> bool:
        if term.op in (Op.BLANK, Op.FILLED):
            return bool(people) is (term.op is Op.FILLED)
        if term.op in (Op.IS, Op.IS_NOT) and term.value is None:
            return bool(people) is (term.op is Op.IS_NOT)
        if term.op is Op.CONTAINS:
            return any(str(term.value) in names[each].lower() for each in people)
        if term.op is Op.AMONG:
            return bool(people & set(term.value))
        return (term.value in people) is (term.op is Op.IS)

    terms = [Filter(field, op, each) for op in (Op.IS, Op.IS_NOT) for each in (anna, bert, None)]
    terms += [Filter(field, Op.AMONG, [anna]), Filter(field, Op.AMONG, (anna, bert))]
    terms += [Filter(field, Op.BLANK), Filter(field, Op.FILLED), Filter(field, Op.CONTAINS, "ann")]
    for term, others in product(terms, ((), (Filter("closed", Op.IS, value=False),))):
        for orders in ((), (Order("on"), Order("start_time"))):
            query = Query((term, *others), orders)
            expected = {
                task
                for task, people in who.items()
                if fits(term, people) and not (others and is_closed[task])
            }
            found = list(desk.lists.ids("task", query))
            assert len(found) == len(set(found))
            assert set(found) == expected, query
            assert desk.lists.count("task", query) == len(found)
            assert [row["id"] for row in desk.lists.page("task", query, 0, 100)] == found
