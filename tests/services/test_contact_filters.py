"""Contacts filtered by what they have several of: groups, jobs, relations, web sources; and the numbers of these."""

import pytest

from oppdesk.domain.errors import RuleError
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.services.desk import Desk
from oppdesk.storage import list_orders
from tests.services import records
from tests.services.records import code_id

GROUP = "contact_mailing_group"


@pytest.fixture
def names(desk: Desk) -> dict[int, str]:
    """A in both groups, B and C in one each, D in none."""
    companies = {records.company(desk, f"{letter} company"): letter for letter in "ABCD"}
    card, gift = (code_id(desk, "mailing_group", code) for code in ("X-CARD", "X-GIFT"))
    a, b, c, _d = companies
    desk.contact_lines.assign(GROUP, [a, b], card)
    desk.contact_lines.assign(GROUP, [a, c], gift)
    return companies


def found(desk: Desk, names: dict[int, str], op: Op, value: object = None, **more: object) -> str:
    """The letters of who is listed, in order; all ways of asking agree."""
    query = Query((Filter("mailing_group", op, value),), **more)  # type: ignore[arg-type]
    ids = list(desk.lists.ids("contact", query))
    count, first, page = desk.lists.opening("contact", query, 50, 50)
    assert (count, first, [row["id"] for row in page]) == (len(ids), ids, ids)
    assert desk.lists.count("contact", query) == len(ids)
    assert [row["id"] for block in desk.lists.each("contact", query) for row in block] == ids
    return "".join(names[row] for row in ids)


@pytest.mark.parametrize("most", [0, 15_000])
def test_mailing_groups_narrow_the_list_whichever_way_it_is_walked(
    desk: Desk, names: dict[int, str], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(list_orders, "FEW", most)  # with 0 nothing finds, all is walked
    monkeypatch.setattr(list_orders, "SOME", most)
    card, gift = (code_id(desk, "mailing_group", code) for code in ("X-CARD", "X-GIFT"))
    for more in ({}, {"orders": (Order("search_name"),)}, {"orders": (Order("city"), Order("search_name"))}):
        assert found(desk, names, Op.IS, card, **more) == "AB"
        assert found(desk, names, Op.IS_NOT, card, **more) == "CD"
        assert found(desk, names, Op.AMONG, (card, gift), **more) == "ABC"
        assert found(desk, names, Op.BLANK, **more) == "D"
        assert found(desk, names, Op.IS, None, **more) == "D"
        assert found(desk, names, Op.FILLED, **more) == "ABC"
        assert found(desk, names, Op.CONTAINS, "christmas gi", **more) == "AC"
        assert found(desk, names, Op.BEGINS, "x-c", **more) == "AB"
        assert found(desk, names, Op.LACKS, "card", **more) == "CD"
    assert found(desk, names, Op.IS, card, text="b comp") == "B"
    both = Query((Filter("mailing_group", Op.IS, card), Filter("mailing_group", Op.IS, gift)))
    assert [names[row] for row in desk.lists.ids("contact", both)] == ["A"]


def test_groups_of_the_list_count_only_who_answers_the_filter(desk: Desk, names: dict[int, str]) -> None:
    card = code_id(desk, "mailing_group", "X-CARD")
    query = Query((Filter("mailing_group", Op.IS, card),), group="type")
    assert [(group.value, group.count) for group in desk.lists.groups("contact", query)] == [(0, 2)]


@pytest.mark.parametrize("field", ["industry_group", "job_responsibility", "business_relation", "web_source"])
def test_each_kind_of_line_narrows_the_list(desk: Desk, field: str) -> None:
    row = desk.setup.save(field, None, {"code": "NEW", "description": "Something new"})
    firm = records.company(desk)
    contact = records.person(desk, company=firm) if field == "job_responsibility" else firm
    desk.contact_lines.assign(f"contact_{field}", [contact], row)
    for term in (Filter(field, Op.IS, row), Filter(field, Op.CONTAINS, "thing"), Filter(field, Op.FILLED)):
        assert list(desk.lists.ids("contact", Query((term,)))) == [contact]


def test_a_list_has_no_order_and_no_groups_by_what_a_contact_has_several_of(desk: Desk) -> None:
    for query in (Query(orders=(Order("mailing_group"),)), Query(group="mailing_group")):
        with pytest.raises(RuleError):
            desk.lists.ids("contact", query)


def test_3_2_groups_and_relations_are_counted_of_the_company_the_others_of_the_contact_itself(
    desk: Desk,
) -> None:
    firm = records.company(desk)
    person, alone = records.person(desk, company=firm), records.person(desk, "Alone")
    desk.contact_lines.assign("contact_industry_group", [firm], code_id(desk, "industry_group", "RET"))
    for code in ("PRESS", "LAW"):
        row = code_id(desk, "business_relation", code)
        desk.contact_lines.assign("contact_business_relation", [firm], row)
    desk.contact_lines.assign(GROUP, [person], code_id(desk, "mailing_group", "X-CARD"))
    jobs = [code_id(desk, "job_responsibility", code) for code in ("SALE", "PURCHASE")]
    for job in jobs:
        desk.contact_lines.assign("contact_job_responsibility", [person], job)
    kinds = ("mailing_group", "industry_group", "job_responsibility", "business_relation")
    counts = {
        row["id"]: [row[f"number_of_contact_{kind}"] for kind in kinds]
        for row in desk.lists.rows("contact", [firm, person, alone])
    }
    assert counts == {firm: [0, 1, 0, 2], person: [1, 1, 2, 2], alone: [0, 0, 0, 0]}
