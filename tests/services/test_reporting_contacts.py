"""What is printed of contacts: the sheet for a visit has all of it, the cover sheet what goes on a letter."""

import pytest

from oppdesk.domain.words import Manner
from oppdesk.i18n import learn
from oppdesk.reports.cover_sheet import BOXES
from oppdesk.reports.document import Document, Facts, Heading, Lines, NewPage, Note, Table
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.test_exporting_contacts import People, people

FORM = learn("en_GB")
__all__ = ["people"]


def words(document: Document) -> str:
    """All that it says."""
    found: list[str] = [document.title, document.foot]
    for block in document.blocks:
        if isinstance(block, Heading):
            found += [block.text, block.line]
        elif isinstance(block, Facts):
            found += [f"{label}: {value}" for label, value in block.pairs if value]
        elif isinstance(block, Table):
            found += [" | ".join(row) for row in block.rows]
        elif isinstance(block, Lines):
            found += block.texts
        elif isinstance(block, Note):
            found.append(block.text)
    return "\n".join(found)


def test_a_contact_sheet_says_who_it_is_what_is_open_what_happened_and_what_is_next(
    desk: Desk, people: People
) -> None:
    opportunity = records.started(desk, contact=people.person, description="New offices")
    records.task(desk, opportunity, "Call about the offer")
    said = words(desk.contact_reporting.sheets([people.person], FORM))
    for part in (
        "Zoë van Dam",
        "Molenhof BV",
        "2611 AB Delft",
        "Dear Ms. Zoë van Dam,",
        "+31 6 12345678",
    ):
        assert part in said
    for part in ("New offices", "Call about the offer", "Met at the fair.\nLikes tea.", "Second note"):
        assert part in said
    assert said.startswith("Contact sheet: Zoë van Dam")


def test_a_company_has_its_people_on_the_sheet(desk: Desk, people: People) -> None:
    assert "Zoë van Dam" in words(desk.contact_reporting.sheets([people.firm], FORM))


def test_each_contact_is_on_a_page_of_its_own(desk: Desk, people: People) -> None:
    for document in (
        desk.contact_reporting.sheets(people, FORM),
        desk.contact_reporting.covers(people, FORM),
    ):
        assert sum(isinstance(block, NewPage) for block in document.blocks) == 1
    assert desk.contact_reporting.sheets([1], FORM).blocks == []


@pytest.mark.parametrize(
    ("manner", "greeting"), [(Manner.FORMAL, "Dear Ms. Zoë van Dam,"), (Manner.INFORMAL, "Hi Zoë,")]
)
def test_5085_a_cover_sheet_has_head_address_greeting_boxes_remark_and_signature(
    desk: Desk, people: People, manner: Manner, greeting: str
) -> None:
    seller = records.salesperson(desk, "OTTO", "Otto Berg", job_title="Sales", phone="+31 20 1")
    desk.contacts.change(people.person, {"salesperson": seller})
    house = next(iter(desk.lists.ids("company_info", records.Query())))
    records.change_setup(desk, "company_info", house, name="Our House", city="Utrecht", phone="030")
    said = words(desk.contact_reporting.covers([people.person], FORM, manner, {1}, "See page 3\n"))
    for part in (
        "Our House",
        "Utrecht · 030",
        "Kade 3",
        greeting,
        "See page 3",
        "Otto Berg",
        "Sales",
        "+31 20 1",
    ):
        assert part in said, part
    assert f"☒  {BOXES[1]}" in said
    assert f"☐  {BOXES[0]}" in said


def test_sal_1_a_sheet_without_a_salutation_has_no_greeting_and_it_is_told(desk: Desk) -> None:
    bare = records.person(desk, "Ann Smit")
    assert "Dear" not in words(desk.contact_reporting.covers([bare], FORM))
    assert len(desk.contact_reporting.faults([bare])) == 1


def test_con_p2_nothing_is_sent_to_whom_is_blocked_and_it_is_told(desk: Desk, people: People) -> None:
    records.block_contact(desk, people.firm)  # and with it its people
    reporting = desk.contact_reporting
    assert reporting.covers(people, FORM).blocks == []
    assert ["blocked" in each for each in reporting.faults(people, is_sent=True)] == [True, True]
    assert reporting.faults(people) == []
    assert "Zoë van Dam" in words(reporting.sheets(people, FORM))  # what there is stays readable
