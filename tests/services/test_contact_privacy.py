"""Minors, blocks, what is told to a contact about itself, and how it is forgotten (relationships 3.10)."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oppdesk.domain.errors import NotThereError, RuleError, UserError
from oppdesk.domain.query import Query
from oppdesk.domain.records import CONTACT
from oppdesk.domain.setup import contact_lines
from oppdesk.domain.words import Acquaintance, ContactType, Relation, TaskType
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import add_setup, code_id, store_of

COMPANY, PERSON = ContactType.COMPANY, ContactType.PERSON
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def company(desk: Desk, name: str = "Molenhof Zuivel BV", **values: object) -> int:
    return desk.contacts.create({"type": int(COMPANY), "name": name} | values)


def person(desk: Desk, name: str = "Sanne Hoekema", company: int | None = None, **values: object) -> int:
    return desk.contacts.create({"type": int(PERSON), "name": name, "company": company} | values)


def value(desk: Desk, contact: int, name: str) -> object:
    return desk.contacts.view(contact).values[name]


def refused(number: str, command: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as error:
        command()
    assert error.value.number == number
    return error.value


# -- minors and blocks ----------------------------------------------------------------------------------------


def test_scenario_19_17_con_p1_a_minor_is_blocked_until_the_parents_consent_is_there(desk: Desk) -> None:
    made = person(desk, minor=True)
    assert value(desk, made, "privacy_blocked") is True
    error = refused("CON-P1", lambda: desk.contacts.change(made, {"privacy_blocked": False}))
    assert error.field == "privacy_blocked"
    desk.contacts.change(made, {"parental_consent": True})
    assert value(desk, made, "privacy_blocked") is True
    desk.contacts.change(made, {"privacy_blocked": False})
    assert value(desk, made, "privacy_blocked") is False
    desk.contacts.change(made, {"minor": False})
    assert value(desk, made, "parental_consent") is False
    assert value(desk, made, "privacy_blocked") is True  # the consent changed: cleared knowingly, afterwards


@pytest.mark.parametrize("name", ["minor", "parental_consent"])
def test_con_p4_only_people_are_minors(desk: Desk, name: str) -> None:
    assert refused("CON-P4", lambda: company(desk, **{name: True})).field == name


def test_con_p2_a_blocked_contact_is_used_for_nothing_new(desk: Desk) -> None:
    desk.context.salesperson = records.salesperson(desk)
    made = person(desk)
    deal = records.started(desk, contact=made)
    desk.contacts.change(made, {"privacy_blocked": True})
    for command in (
        lambda: desk.tasks.add("Call", desk.context.work_date, contact=made),
        lambda: records.opportunity(desk, contact=made),
        lambda: desk.quotes.create(deal, 100),
    ):
        assert "Sanne Hoekema" in refused("M-22", command).message  # M-22 is this rule's message
    assert desk.contacts.view(made).open_opportunities[0].id == deal  # what there is stays readable


def test_con_p2_the_block_of_a_company_counts_for_its_people(desk: Desk) -> None:
    desk.context.salesperson = records.salesperson(desk)
    firm = company(desk)
    made = person(desk, company=firm)
    desk.contacts.change(firm, {"privacy_blocked": True})
    refused("M-22", lambda: desk.tasks.add("Call", desk.context.work_date, contact=made))


# -- what is stored about somebody ----------------------------------------------------------------------------


def rich(desk: Desk) -> int:
    """A person of whom everything is known, with a closed deal."""
    firm = company(desk)
    made = person(
        desk,
        company=firm,
        phone="+31 6 55501871",
        e_mail="s.hoekema@molenhof.example",
        address="Kaasmakersweg 41",
        city="Oostgraftdijk",
        job_title="Head of production",
    )
    desk.contacts.change(made, {"surname": "Hoekema-Ubbens"})
    desk.comments.add("contact", made, "Prefers calls before nine")
    address = add_setup(desk, "alternative_address", contact=made, code="SUMMER", city="Zandvoort")
    add_setup(
        desk,
        "address_range",
        contact=made,
        alternative_address=address,
        starting_date=date(2026, 1, 1),
        ending_date=None,
    )
    add_setup(
        desk,
        "contact_business_relation",
        contact=made,
        business_relation=code_id(desk, "business_relation", "CUST"),
        link=1,
        external_number="D4711",
    )
    press = code_id(desk, "business_relation", "PRESS")
    add_setup(desk, "contact_business_relation", contact=made, business_relation=press, note="knows Teun")
    group = add_setup(desk, "mailing_group", code="SPRING", description="Spring fair")
    add_setup(desk, "contact_mailing_group", contact=made, mailing_group=group)
    desk.contacts.set_picture(made, PNG)
    deal = records.started(desk, contact=made, description="Refit")
    records.close(desk, deal)
    return made


def test_3_10_everything_about_a_contact_is_told_in_plain_values(desk: Desk) -> None:
    made = rich(desk)
    data = desk.contacts.subject_data(made)
    assert json.loads(json.dumps(data)) == data
    assert data["contact"]["name"] == "Sanne Hoekema-Ubbens"
    assert data["contact"]["company"] == "Molenhof Zuivel BV"
    assert data["contact"]["type"] == "Person"
    assert data["contact"]["has_picture"] is True
    assert data["alternative_address"][0]["city"] == "Zandvoort"
    assert data["address_range"][0]["starting_date"] == "2026-01-01"
    assert {row["external_number"] for row in data["contact_business_relation"]} == {"D4711", ""}
    assert data["contact_mailing_group"] == [{"mailing_group": "SPRING"}]
    assert data["comment"][0]["text"] == "Prefers calls before nine"
    assert data["opportunity"][0]["description"] == "Refit"
    assert data["opportunity"][0]["estimated_value"] == "10000.00"
    assert data["opportunity_entry"]
    assert any("created" in each["title"] for each in data["history"])
    changes = [change for each in data["history"] for change in each["changes"]]
    assert {"field": "surname", "before": "Hoekema", "after": "Hoekema-Ubbens"} in changes
    with pytest.raises(NotThereError):
        desk.contacts.subject_data(1)


def test_3_10_the_meetings_a_contact_attends_are_told_with_their_notes(desk: Desk) -> None:
    desk.context.salesperson = records.salesperson(desk)
    made = person(desk)
    meeting = desk.tasks.add("Visit", date(2026, 3, 2), type=TaskType.MEETING, contact=made)
    desk.comments.add("task", meeting, "Bring the drawings")
    (told,) = desk.contacts.subject_data(made)["task"]
    assert (told["description"], told["comment"][0]["text"]) == ("Visit", "Bring the drawings")


# -- being forgotten ------------------------------------------------------------------------------------------

PERSONAL = ("Sanne", "Hoekema", "55501871", "molenhof.example", "Kaasmakersweg", "Zandvoort", "D4711")
ALSO = ("Head of production", "before nine", "knows Teun", "sanne", "hoekema")


def everything_stored(desk: Desk) -> str:
    """All texts of all tables, the journal, the search and the contents included."""
    with store_of(desk).read() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%'"
            " AND name NOT LIKE 'search_part%' AND name NOT LIKE 'sqlite_%'"
        ).scalars()
        return "\n".join(
            str(tuple(row))
            for name in list(names)
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')
        )


def test_3_10_the_question_says_what_goes_and_what_stays(desk: Desk) -> None:
    made = rich(desk)
    asked = desk.contacts.anonymising([made])
    assert [each.text for each in asked.contacts] == ["Sanne Hoekema-Ubbens"]
    assert (asked.addresses, asked.relations, asked.notes, asked.pictures) == (1, 1, 1, 1)
    assert asked.kept.opportunities == 1
    firm = desk.contacts.view(made).company
    assert firm is not None
    assert [each.id for each in desk.contacts.anonymising([firm.id]).people] == [made]
    with pytest.raises(NotThereError):
        desk.contacts.anonymising([1])


def test_3_10_an_anonymised_contact_keeps_its_figures_and_nothing_else(desk: Desk) -> None:
    made = rich(desk)
    before = desk.contacts.view(made)
    assert all(word in everything_stored(desk) for word in (*PERSONAL, *ALSO))
    desk.contacts.anonymise([made])
    after = desk.contacts.view(made)
    assert after.name == f"Anonymised {before.number}"
    assert after.figures == before.figures
    assert (after.number, after.company) == (before.number, before.company)
    assert after.values["privacy_blocked"] is True
    assert after.comments == ()
    assert after.address_now is None
    assert desk.contacts.picture(made) is None
    assert [tag.target.text for tag in after.tags["contact_mailing_group"]] == ["SPRING"]
    assert [tag.target.text for tag in after.tags["contact_business_relation"]] == ["PRESS"]
    assert after.relation is Relation.OTHER
    assert after.acquaintance is Acquaintance.CUSTOMER  # an opportunity was won
    left = everything_stored(desk)
    assert [word for word in (*PERSONAL, *ALSO) if word in left] == []
    assert "\\x89PNG" not in left
    assert desk.search.find("Hoekema") == []
    assert desk.search.find("Molenhof")  # the company has its words still


def test_3_10_nothing_is_left_in_the_empty_places_of_the_file(desk: Desk) -> None:
    made = rich(desk)
    with store_of(desk).read() as connection:
        file = Path(connection.exec_driver_sql("PRAGMA database_list").all()[0][2])
    desk.contacts.anonymise([made])
    desk.close()
    data = file.read_bytes()
    assert [word for word in (*PERSONAL, *ALSO, "oekema") if word.encode() in data] == []


def test_3_10_a_company_is_anonymised_without_its_people(desk: Desk) -> None:
    firm = company(desk, phone="+31 20 5550142")
    made = person(desk, company=firm)
    desk.contacts.anonymise([firm])
    assert value(desk, made, "phone") == "+31 20 555 0142"
    assert value(desk, made, "name") == "Sanne Hoekema"
    assert value(desk, firm, "phone") == ""


def test_3_10_what_was_forgotten_cannot_be_undone_nor_what_was_done_to_it_before(desk: Desk) -> None:
    made = person(desk, phone="+31 6 55501871")
    created = desk.history.last()
    address = desk.setup.save(
        "alternative_address", None, {"contact": made, "code": "SUMMER", "city": "Zandvoort"}
    )
    desk.setup.remove("alternative_address", address)
    removed = desk.history.last()
    desk.contacts.change(made, {"phone": "+31 6 55501872"})
    changed = desk.history.last()
    other = company(desk)
    elsewhere = desk.history.last()
    assert created
    assert removed
    assert changed
    assert elsewhere
    desk.contacts.anonymise([made])
    assert desk.history.last() is None  # what lies before is undone by choice only
    for done in (created, removed, changed):
        with pytest.raises(RuleError, match="anonymised"):
            desk.history.undo(done.operation)
    with store_of(desk).read() as connection:
        own = connection.exec_driver_sql("SELECT id, title FROM operation ORDER BY id DESC").first()
    assert own is not None
    assert "cannot be undone" in own[1]
    with pytest.raises(RuleError, match="cannot be undone"):
        desk.history.undo(own[0])
    desk.history.undo(elsewhere.operation)  # has nothing to do with it
    with pytest.raises(NotThereError):
        desk.contacts.view(other)


def test_3_10_what_is_done_to_an_anonymised_contact_is_undone_as_ever(desk: Desk) -> None:
    made = person(desk)
    desk.contacts.anonymise([made])
    desk.contacts.change(made, {"employees": 0, "city": "Hoorn"})
    desk.history.undo()
    assert value(desk, made, "city") == ""
    desk.contacts.remove([made])
    desk.history.undo()
    assert str(value(desk, made, "name")).startswith("Anonymised")


def test_3_10_the_history_of_an_anonymised_contact_tells_when_and_not_what(desk: Desk) -> None:
    made = rich(desk)
    desk.contacts.anonymise([made])
    desk.contacts.change(made, {"city": "Hoorn"})
    lines = [each.key for each in contact_lines.LISTS]
    told = desk.history.of("contact", made, CONTACT, lines)
    assert [[field.name for field, *_values in event.values] for event in told if event.values] == [["city"]]
    assert len(told) > 3
    assert [word for word in PERSONAL if word in str(told)] == []


def test_3_10_several_are_anonymised_in_one_operation(desk: Desk) -> None:
    some = [person(desk, "Sanne Hoekema"), person(desk, "Teun Brakel")]
    before = records.operations(desk)
    desk.contacts.anonymise(some)
    assert records.operations(desk) == before + 1
    left = everything_stored(desk)
    assert [word for word in ("Hoekema", "Brakel", "brakel") if word in left] == []
    desk.contacts.anonymise([])
    assert records.operations(desk) == before + 1


def test_3_10_the_words_that_others_have_are_still_searched(desk: Desk) -> None:
    made, other = person(desk, "Sanne Hoekema"), person(desk, "Pieter Hoekema")
    desk.contacts.anonymise([made])
    assert [hit.id for hit in desk.search.find("oekem")] == [other]
    assert desk.lists.count("contact", Query(text="anonymised")) == 1


def test_3_10_titles_of_what_was_done_to_others_lose_the_name_unless_another_has_it(desk: Desk) -> None:
    firm, made = company(desk, "Molenhof"), person(desk)
    desk.contacts.change_company(made, firm)
    desk.contacts.anonymise([firm])
    assert "Molenhof" not in everything_stored(desk)
    first, second = company(desk, "Blom"), company(desk, "Blom")
    desk.contacts.change_company(made, second)
    desk.contacts.anonymise([first])
    assert "Sanne Hoekema now belongs to Blom" in everything_stored(desk)


def test_3_10_a_short_name_leaves_the_words_of_titles_alone(desk: Desk) -> None:
    made = company(desk, "re")
    desk.contacts.anonymise([made])
    number = value(desk, made, "number")
    assert f"Anonymised {number} created" in everything_stored(desk)


@pytest.mark.parametrize("taken", [(), ("name", "phone")])
def test_3_10_whom_a_contact_was_merged_from_is_forgotten_with_it(desk: Desk, taken: tuple[str, ...]) -> None:
    firm = company(desk, "Zuivel")
    kept = person(desk, "Sanne Hoekema", firm)
    gone = person(desk, "S. Hoekemaa", firm, phone="+31 6 55501871")
    desk.comments.add("contact", gone, "Prefers calls before nine")
    desk.duplicates.merge(kept, gone, taken, {})
    desk.contacts.anonymise([kept])
    left = everything_stored(desk)
    assert [word for word in ("Hoekema", "hoekema", "55501871", "before nine") if word in left] == []
