"""Merging two contacts: everything that hangs on one moves to the other, in one step that undo takes back whole (5.4)."""

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oppdesk.domain.errors import NotThereError, RuleError, UserError
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk, open_desk
from oppdesk.services.merging import MARK
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT, ContactRow
from tests.conftest import RESOURCES, WORK_DATE
from tests.services import records
from tests.services.records import code_id, store_of

COMPANY, PERSON = int(ContactType.COMPANY), int(ContactType.PERSON)


def company(desk: Desk, name: str = "Molenhof Zuivel BV", **values: object) -> int:
    return desk.contacts.create({"type": COMPANY, "name": name} | values)


def person(desk: Desk, name: str = "Sanne Hoekema", company: int | None = None, **values: object) -> int:
    return desk.contacts.create({"type": PERSON, "name": name, "company": company} | values)


def line(desk: Desk, key: str, contact: int, **values: object) -> int:
    return records.add_setup(desk, key, contact=contact, **values)


def lines(desk: Desk, key: str, contact: int) -> list[dict[str, object]]:
    return desk.setup.rows(key, contact)


def value(desk: Desk, contact: int, name: str) -> object:
    found = desk.contacts.view(contact).values[name]
    return getattr(found, "id", found)


def named_by(desk: Desk, table: str) -> set[tuple[int | None, int | None]]:
    """(contact, company) of every row."""
    with store_of(desk).read() as connection:
        rows = connection.execute(metadata.tables[table].select())
        return {(row.contact, row.company) for row in rows}


def furnished(desk: Desk, house: int, name: str) -> int:
    """A person of a company with everything that can hang on a contact; the person."""
    who = person(
        desk, name, house, e_mail=f"{name.split(maxsplit=1)[0].lower()}@molenhof.nl", job_title="Buyer"
    )
    deal = records.started(desk, contact=who)
    own = records.started(desk, contact=house)
    desk.quotes.create(own, 250_000)
    records.attend(desk, records.task(desk, deal), contact=who)
    desk.context.salesperson = code_id(desk, "salesperson", "ANNA")
    desk.tasks.add("Call", desk.context.work_date, contact=house)
    desk.comments.add("contact", house, f"Note about {name}")
    desk.comments.add("contact", who, f"Met {name}")
    line(
        desk,
        "contact_mailing_group",
        house,
        mailing_group=code_id(desk, "mailing_group", _first(desk, "mailing_group")),
    )
    line(
        desk,
        "contact_industry_group",
        house,
        industry_group=code_id(desk, "industry_group", _first(desk, "industry_group")),
    )
    line(
        desk,
        "contact_job_responsibility",
        who,
        job_responsibility=code_id(desk, "job_responsibility", _first(desk, "job_responsibility")),
    )
    line(
        desk, "contact_business_relation", house, business_relation=code_id(desk, "business_relation", "PROS")
    )
    address = line(desk, "alternative_address", house, code="SUMMER", city=name.split(maxsplit=1)[0])
    line(desk, "address_range", house, starting_date=date(2026, 6, len(name)), alternative_address=address)
    return who


def _first(desk: Desk, key: str) -> str:
    return str(desk.setup.rows(key)[0]["code"])


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int, int, int]:
    """Two companies that are one, with a person each: keep, drop, person of keep, person of drop."""
    keep = company(desk, phone="+31 172 610848")
    drop = company(desk, "Molenhof Zuivel", city="Weesp", home_page="molenhof.nl")
    return keep, drop, furnished(desk, keep, "Sanne Hoekema"), furnished(desk, drop, "Bram de Wit")


def removing_all(desk: Desk, keep: int, drop: int) -> dict[tuple[str, int], None]:
    return {(each.table, each.id): None for each in desk.duplicates.comparison(keep, drop).conflicts}


# -- what cannot be merged ------------------------------------------------------------------------------------


@pytest.mark.parametrize("drop", [0, None, "itself"])
def test_dup_3_another_contact_has_to_be_chosen(desk: Desk, drop: object) -> None:
    keep = company(desk)
    other: int = keep if drop == "itself" else drop  # type: ignore[assignment]
    records.refused(desk, "DUP-3", lambda: desk.duplicates.merge(keep, other))
    with pytest.raises(RuleError):
        desk.duplicates.comparison(keep, other)


def test_dup_4_conflicts_are_counted_and_resolved_first(desk: Desk, pair: tuple[int, int, int, int]) -> None:
    keep, drop, *_people = pair
    conflicts = desk.duplicates.comparison(keep, drop).conflicts
    assert {each.table for each in conflicts} == {
        "contact_mailing_group", "contact_industry_group", "contact_business_relation", "alternative_address",
    }  # fmt: skip
    error = records.refused(desk, "DUP-4", lambda: desk.duplicates.merge(keep, drop))
    assert error.message.startswith("4 conflicts")
    some = removing_all(desk, keep, drop)
    some.pop((conflicts[0].table, conflicts[0].id))
    error = records.refused(desk, "DUP-4", lambda: desk.duplicates.merge(keep, drop, (), some))
    assert error.message.startswith("1 conflict ")


def test_dup_4_a_row_that_is_renamed_stays_beside_the_other(
    desk: Desk, pair: tuple[int, int, int, int]
) -> None:
    keep, drop, *_people = pair
    resolve: dict[tuple[str, int], object] = dict(removing_all(desk, keep, drop))
    address = next(each for each in resolve if each[0] == "alternative_address")
    resolve[address] = "summer"  # still the same
    records.refused(desk, "DUP-4", lambda: desk.duplicates.merge(keep, drop, (), resolve))  # type: ignore[arg-type]
    resolve[address] = "winter"
    desk.duplicates.merge(keep, drop, (), resolve)  # type: ignore[arg-type]
    found = {row["code"]: (row["id"], row["city"]) for row in lines(desk, "alternative_address", keep)}
    assert {code: city for code, (_id, city) in found.items()} == {"SUMMER": "Sanne", "WINTER": "Bram"}
    ranges = lines(desk, "address_range", keep)
    assert [row["alternative_address"].text for row in ranges] == ["WINTER", "SUMMER"]  # type: ignore[attr-defined]


def test_dup_4_dates_of_an_address_that_goes_stay_with_the_same_address(
    desk: Desk, pair: tuple[int, int, int, int]
) -> None:
    keep, drop, *_people = pair
    desk.duplicates.merge(keep, drop, (), removing_all(desk, keep, drop))
    assert len(lines(desk, "alternative_address", keep)) == 1
    assert len(lines(desk, "address_range", keep)) == 2


def test_dup_4_br_2_two_numbers_in_one_program_are_a_conflict(desk: Desk) -> None:
    keep, drop = company(desk), company(desk, "Molenhof")
    codes = [code_id(desk, "business_relation", code) for code in ("CUST", "PROS")]
    for contact, code, number in ((keep, codes[0], "C1"), (drop, codes[1], "C2")):
        line(
            desk, "contact_business_relation", contact, business_relation=code, link=1, external_number=number
        )
    assert len(desk.duplicates.comparison(keep, drop).conflicts) == 1


def test_dup_5_a_contact_that_is_gone_meanwhile(desk: Desk) -> None:
    keep, drop = company(desk), company(desk, "Molenhof")
    desk.contacts.remove([drop])
    records.refused(desk, "DUP-5", lambda: desk.duplicates.merge(keep, drop))
    records.refused(desk, "DUP-5", lambda: desk.duplicates.merge(drop, keep))
    with pytest.raises(NotThereError):
        desk.duplicates.comparison(keep, drop)


def test_dup_6_what_is_asked_names_both_and_says_it_can_be_undone(desk: Desk) -> None:
    keep, drop = company(desk), company(desk, "Molenhof")
    question = desk.duplicates.comparison(keep, drop).question
    assert "CT000002 Molenhof" in question
    assert "CT000001 Molenhof Zuivel BV" in question
    assert "takes it all back" in question


def test_dup_7_a_company_and_a_person_are_not_merged(desk: Desk) -> None:
    house, who = company(desk), person(desk)
    records.refused(desk, "DUP-7", lambda: desk.duplicates.merge(house, who))
    records.refused(desk, "DUP-7", lambda: desk.duplicates.merge(who, house))


# -- side by side ---------------------------------------------------------------------------------------------


def test_dup_5_4_both_stand_side_by_side(desk: Desk, pair: tuple[int, int, int, int]) -> None:
    keep, drop, *_people = pair
    found = desk.duplicates.comparison(keep, drop)
    fields = {each.name: each for each in found.fields}
    assert (fields["name"].kept, fields["name"].dropped) == ("Molenhof Zuivel BV", "Molenhof Zuivel")
    assert {name for name, each in fields.items() if each.proposed} == {"city", "home_page"}
    assert not fields["salutation"].differs
    assert "company" not in fields
    counted = {each.table: (each.kept, each.dropped, len(each.conflicts)) for each in found.related}
    assert counted["contact"] == (1, 1, 0)
    assert counted["opportunity"] == (2, 2, 0)
    assert counted["comment"] == (1, 1, 0)
    assert counted["alternative_address"] == (1, 1, 1)
    assert all(each.label for each in found.related)


# -- what moves -----------------------------------------------------------------------------------------------


def test_dup_5_4_everything_that_hangs_on_a_company_moves(
    desk: Desk, pair: tuple[int, int, int, int]
) -> None:
    keep, drop, mine, theirs = pair
    below, changed_at = (
        company(desk, "Molenhof Export", parent_company=drop),
        desk.contacts.view(keep).modified_at,
    )
    desk.duplicates.merge(keep, drop, ("city", "home_page"), removing_all(desk, keep, drop))
    for table in ("opportunity", "opportunity_entry", "task", "sales_document"):
        assert {company for _contact, company in named_by(desk, table)} == {keep}
        assert {contact for contact, _company in named_by(desk, table)} <= {keep, mine, theirs}
    assert value(desk, theirs, "company") == keep
    assert value(desk, below, "parent_company") == keep
    assert (value(desk, keep, "city"), value(desk, keep, "phone")) == ("Weesp", "+31 172 610 848")
    assert desk.contacts.view(keep).modified_at > changed_at
    notes = [note.text for note in desk.comments.of("contact", keep)]
    assert notes == [
        "Taken over from CT000002 Molenhof Zuivel by a merge:\nNote about Bram de Wit",
        "Note about Sanne Hoekema",
    ]
    with pytest.raises(NotThereError):
        desk.contacts.view(drop)
    last = desk.history.last()
    assert last is not None
    assert last.title == "Molenhof Zuivel merged into Molenhof Zuivel BV"


def test_dup_5_4_figures_of_the_company_are_those_of_both(
    desk: Desk, pair: tuple[int, int, int, int]
) -> None:
    keep, drop, *_people = pair
    before = [desk.contacts.view(each).figures for each in (keep, drop)]
    desk.duplicates.merge(keep, drop, (), removing_all(desk, keep, drop))
    after = desk.contacts.view(keep).figures
    assert [after.open.count, after.open.estimated, after.open.current] == [
        sum(figures) for figures in zip(*(dataclasses.astuple(each.open) for each in before), strict=True)
    ]
    assert desk.statistics.broken() == ()


def test_dup_5_4_records_of_a_person_move_and_count_for_the_company_that_stays(desk: Desk) -> None:
    one, other = company(desk), company(desk, "Weidevogel Kaas")
    keep, drop = person(desk, company=one), person(desk, company=other)
    deal = records.started(desk, contact=drop)
    meeting = records.task(desk, deal)
    for who in (keep, drop):
        records.attend(desk, meeting, contact=who)
    desk.duplicates.merge(keep, drop)
    assert named_by(desk, "opportunity") == named_by(desk, "opportunity_entry") == {(keep, one)}
    assert [
        contact for _attendance, _salesperson, contact in records.attendees(desk, meeting) if contact
    ] == [keep]


def test_dup_5_4_a_person_can_take_the_company_of_the_other(desk: Desk) -> None:
    one, other = company(desk), company(desk, "Weidevogel Kaas")
    keep, drop = person(desk, company=one), person(desk, company=other)
    records.started(desk, contact=keep)
    desk.duplicates.merge(keep, drop, ("company",))
    assert value(desk, keep, "company") == other
    assert named_by(desk, "opportunity") == {(keep, other)}


def test_dup_5_4_the_number_and_the_picture_can_be_taken_too(desk: Desk) -> None:
    keep, drop = company(desk), company(desk, "Molenhof", external_number="X-1")
    with store_of(desk).write("test.picture") as work:
        work.get(ContactRow, drop).picture = "ab" * 32
    desk.duplicates.merge(keep, drop, ("number", "picture", "external_number", "name"))
    assert value(desk, keep, "number") == "CT000002"
    assert value(desk, keep, "external_number") == "X-1"
    assert value(desk, keep, "search_name") == "MOLENHOF"
    with store_of(desk).read() as connection:
        assert connection.execute(CONTACT.select().where(CONTACT.c.id == keep)).one().picture == "ab" * 32
    desk.history.undo()
    assert value(desk, drop, "number") == "CT000002"


def test_dup_5_4_people_take_over_what_they_had_from_their_company(desk: Desk) -> None:
    keep = company(desk, address="Kade 1", city="Weesp", phone="+31 294 111111")
    drop = company(desk, "Molenhof", address="Dam 2", city="Goes", phone="+31 113 222222")
    who = person(desk, company=drop)
    own = person(desk, "Bram de Wit", drop, phone="+31 6 99999999")
    desk.duplicates.merge(keep, drop)
    assert (value(desk, who, "address"), value(desk, who, "phone")) == ("Kade 1", "+31 294 111 111")
    assert value(desk, own, "phone") == "+31 6 99999999"


def test_dup_5_4_3_11_the_relation_is_found_anew_for_company_and_people(desk: Desk) -> None:
    keep, drop = company(desk), company(desk, "Molenhof")
    who = person(desk, company=keep)
    line(
        desk, "contact_business_relation", drop, business_relation=code_id(desk, "business_relation", "PROS")
    )
    desk.duplicates.merge(keep, drop)
    assert value(desk, keep, "relation") == value(desk, who, "relation") == 5  # other


def test_dup_5_4_a_company_is_never_its_own_parent(desk: Desk) -> None:
    keep = company(desk)
    drop = company(desk, "Molenhof", parent_company=keep)
    desk.duplicates.merge(keep, drop, ("parent_company",))
    assert value(desk, keep, "parent_company") is None
    child = company(desk, "Export", parent_company=keep)
    desk.duplicates.merge(child, keep)
    assert value(desk, child, "parent_company") is None


def test_dup_5_4_companies_never_stand_above_each_other_in_a_ring(desk: Desk) -> None:
    drop = company(desk)
    between = company(desk, "Molenhof Export", parent_company=drop)
    keep = company(desk, "Molenhof", parent_company=between)
    desk.duplicates.merge(keep, drop)
    assert (value(desk, keep, "parent_company"), value(desk, between, "parent_company")) == (None, keep)


def test_dup_5_3_whom_the_duplicate_was_separate_from_the_other_is_too(desk: Desk) -> None:
    keep, drop, third = (
        company(desk, name, phone="+31 172 610848") for name in ("Molenhof", "Molenhof", "Molenhof")
    )
    desk.duplicates.search([keep, drop, third])
    pairs = {(pair.one.id, pair.other.id): pair.id for pair in desk.duplicates.pairs()}
    desk.duplicates.separate(pairs[drop, third])
    with store_of(desk).write("test.pair") as work:
        work.take(metadata.tables["duplicate"], pairs[keep, third])
    desk.duplicates.merge(keep, drop)
    assert desk.duplicates.pairs() == []
    assert [(pair.one.id, pair.other.id) for pair in desk.duplicates.pairs(separate=True)] == [(keep, third)]


def test_dup_5_4_a_long_note_is_taken_over_whole(desk: Desk) -> None:
    keep, drop = company(desk), company(desk, "Molenhof")
    desk.comments.add("contact", drop, "x" * 32_000)
    desk.duplicates.merge(keep, drop)
    assert [note.text for note in desk.comments.of("contact", keep)] == ["x" * 32_000]
    with store_of(desk).read() as connection:
        assert connection.execute(metadata.tables["comment"].select()).one().code == MARK


@pytest.mark.parametrize("field", ["type", "relation", "open_opportunities", "nonsense", "id"])
def test_dup_5_4_only_fields_can_be_taken(desk: Desk, field: str) -> None:
    keep, drop = company(desk), company(desk, "Molenhof")
    before = records.stored(desk, quiet=False)
    try:
        desk.duplicates.merge(keep, drop, (field,))
    except UserError:
        assert records.stored(desk, quiet=False) == before
    assert value(desk, keep, "type") == COMPANY


# -- undo -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scene(
    template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], tuple[Desk, list[int]]]]:
    """One desk with two pairs of furnished contacts for all examples: each of them undoes what it did."""
    folder = tmp_path_factory.mktemp("merging") / "data"
    shutil.copytree(template, folder)
    desk = open_desk(folder, folder / "backups", RESOURCES, device=2, today=lambda: WORK_DATE)
    keep = company(desk, phone="+31 172 610848", vat_number="NL123456782B90", employees=12)
    drop = company(desk, "Molenhof Zuivel", city="Weesp", home_page="molenhof.nl", external_number="X-2")
    people = [furnished(desk, keep, "Sanne Hoekema"), furnished(desk, drop, "Bram de Wit")]
    desk.duplicates.search_all()
    yield lambda: (desk, [keep, drop, *people])
    desk.close()


_FIELDS = st.sets(
    st.sampled_from(
        ["name", "number", "city", "phone", "home_page", "external_number", "vat_number", "employees", "search_name",
         "company", "picture", "first_name", "surname", "job_title", "e_mail", "parent_company", "privacy_blocked"]
    )
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=_FIELDS, people=st.booleans(), backwards=st.booleans(), renames=st.booleans())
def test_dup_6_undo_brings_back_every_value(
    scene: Callable[[], tuple[Desk, list[int]]], taken: set[str], people: bool, backwards: bool, renames: bool
) -> None:
    desk, contacts = scene()
    keep, drop = contacts[2:] if people else contacts[:2]
    if backwards:
        keep, drop = drop, keep
    before, pairs, figures = (
        records.stored(desk, quiet=False),
        desk.duplicates.pairs(),
        desk.contacts.view(keep).figures,
    )
    resolve: dict[tuple[str, int], str | None] = dict(removing_all(desk, keep, drop))
    if renames:
        resolve = {each: "OTHER" if each[0] == "alternative_address" else None for each in resolve}
    desk.duplicates.merge(keep, drop, taken, resolve)
    assert desk.statistics.broken() == ()
    assert all(drop not in row.values() for rows in records.stored(desk).values() for row in rows.values())
    desk.history.undo()
    assert records.stored(desk, quiet=False) == before
    assert desk.duplicates.pairs() == pairs
    assert desk.contacts.view(keep).figures == figures
    assert desk.statistics.broken() == ()
