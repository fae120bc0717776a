"""New contact by keyboard: one page for companies and people (3.3, 3.4, 3.6, CON-F)."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Query
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.contact import NewContact, open_new
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import CTRL, enter, has_cursor, press, ready, tab, write

Open = Callable[..., NewContact]


@pytest.fixture
def opened(place: Workplace) -> Iterator[Open]:
    shown: list[NewContact] = []

    def do(**context: object) -> NewContact:
        open_new(place, None, **context, then=shown.append)  # type: ignore[arg-type]
        ready(shown[-1])
        return shown[-1]

    yield do
    for dialog in shown:
        try:
            dialog.reject()
        except RuntimeError:
            continue  # it was finished and is gone


def only(desk: Desk, kind: ContactType) -> dict[str, object]:
    rows = desk.lists.rows("contact", desk.lists.ids("contact", Query()))
    (found,) = [row for row in rows if row["type"] == kind]
    return found


def test_a_company_needs_its_name_only(desk: Desk, opened: Open) -> None:
    dialog = opened()
    made: list[object] = []
    dialog.created.connect(made.append)
    assert has_cursor(dialog.fields.editor("name"))
    write(dialog.fields.editor("name"), "Molenhof Zuivel BV")
    enter(dialog)
    found = only(desk, ContactType.COMPANY)
    assert found["name"] == "Molenhof Zuivel BV"
    assert made == [found["id"]]


def test_3_6_what_the_company_gives_is_filled_in_and_what_was_typed_stays(desk: Desk, opened: Open) -> None:
    firm = desk.contacts.create({"name": "Molenhof Zuivel BV", "phone": "+31 20 1", "city": "Oostgraftdijk"})
    dialog = opened(kind=ContactType.PERSON)
    write(dialog.fields.editor("name"), "Sanne Hoekema")
    write(dialog.fields.editor("phone"), "+31 20 9")
    write(dialog.company, "molen")
    enter(dialog)
    assert dialog.fields.editor("city").value() == "Oostgraftdijk"
    assert dialog.fields.editor("phone").value() == "+31 20 9"
    enter(dialog)
    found = only(desk, ContactType.PERSON)
    assert (found["company"], found["surname"], found["phone"]) == (
        Ref(firm, "Molenhof Zuivel BV"),
        "Hoekema",
        "+31 20 9",
    )


def test_a_company_that_is_not_there_is_made_along(desk: Desk, opened: Open) -> None:
    dialog = opened(kind=ContactType.PERSON)
    write(dialog.fields.editor("name"), "Teun Brakel")
    write(dialog.company, "Visafslag")
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert "made along" in dialog.rows["company"].note()
    before = records.operations(desk)
    dialog.accept()
    assert records.operations(desk) == before + 1
    assert only(desk, ContactType.COMPANY)["name"] == "Visafslag"
    company = only(desk, ContactType.PERSON)["company"]
    assert isinstance(company, Ref)
    assert company.text == "Visafslag"


def test_fields_of_the_other_kind_are_neither_shown_nor_stored(desk: Desk, opened: Open) -> None:
    dialog = opened(kind=ContactType.PERSON)
    write(dialog.fields.editor("name"), "Sanne")
    write(dialog.fields.editor("job_title"), "Head of production")
    dialog.kind.setFocus()
    dialog.kind.set_current(ContactType.COMPANY)
    dialog.kind.changed.emit(ContactType.COMPANY)
    assert dialog.rows["job_title"].isHidden()
    assert dialog.primary.text() == "&Create company"
    dialog.accept()
    assert only(desk, ContactType.COMPANY)["job_title"] == ""


def test_m_03_without_a_name_the_cursor_goes_there(desk: Desk, opened: Open) -> None:
    dialog = opened()
    dialog.fields.editor("city").setFocus()
    enter(dialog)
    assert has_cursor(dialog.fields.editor("name"))
    assert dialog.rows["name"].fault()
    assert desk.lists.count("contact", Query()) == 0
    write(dialog.fields.editor("name"), "M")
    assert not dialog.rows["name"].fault()


@pytest.mark.parametrize(
    ("name", "text"),
    [("phone", "call me"), ("e_mail", "nobody"), ("vat_number", "x" * 21), ("number", "CT000001")],
)
def test_con_f_what_is_wrong_is_said_beside_its_field(desk: Desk, opened: Open, name: str, text: str) -> None:
    desk.contacts.create({"name": "The first one"})
    dialog = opened()
    write(dialog.fields.editor("name"), "Molenhof")
    dialog.more.setChecked(True)
    write(dialog.fields.editor(name), text)
    dialog.more.setChecked(False)
    dialog.accept()
    assert dialog.rows[name].fault()
    assert not dialog.rows[name].isHidden()
    assert has_cursor(dialog.fields.editor(name))
    assert desk.lists.count("contact", Query()) == 1


def test_a_person_of_a_company_begins_with_that_company(desk: Desk, opened: Open) -> None:
    firm = desk.contacts.create({"name": "Molenhof Zuivel BV"})
    dialog = opened(company=Ref(firm, "Molenhof Zuivel BV"))
    assert not dialog.company.isEnabled()
    write(dialog.fields.editor("name"), "Ilse Rodenburg")
    tab(dialog)
    assert has_cursor(dialog.fields.editor("job_title"))
    enter(dialog)
    assert only(desk, ContactType.PERSON)["company"] == Ref(firm, "Molenhof Zuivel BV")


def test_esc_leaves_everything_as_it_was(desk: Desk, opened: Open) -> None:
    dialog = opened()
    write(dialog.fields.editor("name"), "Molenhof")
    press(dialog, Qt.Key.Key_Escape)
    assert desk.lists.count("contact", Query()) == 0
