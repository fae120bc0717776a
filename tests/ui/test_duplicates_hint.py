"""While a contact is typed: who may be it already (relationships 5, the strip of the dialogs)."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Query
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.contact import NewContact, open_new
from oppdesk.ui.dialogs.duplicates_hint import LikenessHint
from oppdesk.ui.dialogs.new_contact import NewContact as InPlace
from oppdesk.ui.workplace import Workplace
from tests.ui.book import Twice, twice
from tests.ui.hands import has_cursor, ready, write
from tests.ui.scripted import Calls


def opened(place: Workplace, **about: Any) -> NewContact:
    made: list[NewContact] = []
    open_new(place, None, **about, then=made.append)
    ready(made[0])
    return made[0]


@pytest.fixture
def book(desk: Desk) -> Twice:
    return twice(desk)


def names(hint: LikenessHint) -> list[str]:
    return [row.likeness.contact.text for row in hint.rows]


def shown(dialog: NewContact, qtbot: QtBot, count: int) -> None:
    qtbot.waitUntil(lambda: len(dialog.hint.rows) == count, timeout=5_000)


def test_who_is_like_it_is_said_while_typing_and_the_cursor_stays(
    place: Workplace, book: Twice, qtbot: QtBot
) -> None:
    dialog = opened(place)
    assert dialog.hint.isHidden()
    name = dialog.fields.editor("name")
    write(name, "Molenhof Zuivel")
    write(dialog.fields.editor("phone"), "020 555 01 42")
    shown(dialog, qtbot, 2)
    assert set(names(dialog.hint)) == {"Molenhof Zuivel BV", "Molenhof Zuivel"}
    row = dialog.hint.rows[0]
    assert "Same telephone number" in row.why.text()
    assert "%" in row.why.text()
    assert has_cursor(dialog.fields.editor("phone"))
    write(name, "Quite another one")
    write(dialog.fields.editor("phone"), "")
    shown(dialog, qtbot, 0)
    assert dialog.hint.isHidden()
    dialog.reject()


def test_one_of_them_is_opened_or_used_instead(
    desk: Desk, place: Workplace, book: Twice, calls: Calls, qtbot: QtBot
) -> None:
    dialog = opened(place, name="Molenhof Zuivel BV")
    told: list[object] = []
    dialog.created.connect(told.append)
    shown(dialog, qtbot, 2)
    row = next(row for row in dialog.hint.rows if row.likeness.contact.id == book.molenhof)
    row.open.click()
    assert calls.opened == [("contact", book.molenhof)]
    assert dialog.isVisible()
    before = desk.lists.count("contact", Query())
    row.use.click()
    assert told == [book.molenhof]
    assert desk.lists.count("contact", Query()) == before


def test_a_person_is_like_a_person_of_the_company(place: Workplace, book: Twice, qtbot: QtBot) -> None:
    dialog = opened(place, kind=ContactType.PERSON)
    write(dialog.fields.editor("name"), "Sanne Hoekema")
    write(dialog.fields.editor("e_mail"), "s.hoekema@molenhof.example")
    shown(dialog, qtbot, 2)
    assert "Molenhof Zuivel" in dialog.hint.rows[0].name.text()
    dialog.reject()


def test_a_new_one_may_be_made_all_the_same(desk: Desk, place: Workplace, book: Twice, qtbot: QtBot) -> None:
    dialog = opened(place, name="Molenhof Zuivel BV")
    shown(dialog, qtbot, 2)
    made: list[object] = []
    dialog.created.connect(made.append)
    dialog.accept()
    assert made
    assert made[0] not in (book.molenhof, book.again)


def test_names_are_shown_letter_by_letter(place: Workplace, book: Twice, qtbot: QtBot) -> None:
    dialog = opened(place, name="<b>Kranz</b> GmbH & Söhne")
    qtbot.waitUntil(lambda: bool(dialog.hint.rows), timeout=5_000)
    assert dialog.hint.rows[0].name.text().startswith("<b>Kranz</b>")
    dialog.reject()


def test_in_the_dialog_of_an_opportunity_too(place: Workplace, book: Twice, qtbot: QtBot) -> None:
    form = InPlace(place)
    qtbot.addWidget(form)
    form.show()
    made: list[Ref] = []
    form.made.connect(made.append)
    form.start("Molenhof Zuivel BV")
    qtbot.waitUntil(lambda: len(form.hint.rows) == 2, timeout=5_000)
    form.hint.rows[0].use.click()
    assert made[0].id in (book.molenhof, book.again)
    form.start("")
    assert form.hint.isHidden()
