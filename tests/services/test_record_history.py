"""What was done to a contact, read from the journal: by whom, which values, and nothing that was undone."""

from oppdesk.domain.fields import Ref
from oppdesk.domain.records import CONTACT
from oppdesk.domain.setup import CONTACT_LINES
from oppdesk.services.desk import Desk
from tests.services import records

LINES = tuple(each.key for each in CONTACT_LINES)


def test_each_operation_is_told_once_with_its_values_the_newest_first(desk: Desk) -> None:
    desk.context.salesperson = records.salesperson(desk, "ANNA")
    firm = records.company(desk)
    country = desk.setup.with_code("country", "NL")
    desk.contacts.change(firm, {"city": "Aa", "country": country})
    first, *_rest = desk.history.of("contact", firm, CONTACT, LINES)
    told = {field.name: (before, after) for field, before, after in first.values}
    assert told["city"] == ("", "Aa")
    before, after = told["country"]
    assert before is None or isinstance(before, Ref)
    assert isinstance(after, Ref)
    assert after.id == country


def test_what_hangs_on_a_contact_counts_as_its_own(desk: Desk) -> None:
    firm, other = records.company(desk), records.company(desk, "Other")
    group = desk.setup.rows("mailing_group")[0]["id"]
    desk.contact_lines.save("contact_mailing_group", firm, None, {"mailing_group": group})
    assert "Mailing groups" in desk.history.of("contact", firm, CONTACT, LINES)[0].title
    assert all(
        "Mailing groups" not in each.title for each in desk.history.of("contact", other, CONTACT, LINES)
    )


def test_what_was_undone_never_happened(desk: Desk) -> None:
    firm = records.company(desk)
    before = desk.history.of("contact", firm, CONTACT, LINES)
    desk.contacts.change(firm, {"city": "Aa"})
    assert len(desk.history.of("contact", firm, CONTACT, LINES)) == len(before) + 1
    desk.history.undo()
    assert desk.history.of("contact", firm, CONTACT, LINES) == before


def test_3_10_an_anonymised_contact_has_no_names_in_its_history(desk: Desk) -> None:
    person = records.person(desk, "Vera Kowalski", records.company(desk))
    desk.contacts.change(person, {"city": "Krakow"})
    desk.contacts.anonymise([person])
    told = str(desk.history.of("contact", person, CONTACT, LINES))
    assert "Kowalski" not in told
    assert "Krakow" not in told
