"""New opportunity by keyboard: from Ctrl+N to the stored row, and what is refused on the way."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt

from oppdesk.domain.words import Action, Priority, Status
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.activate import Activate, open_activate
from oppdesk.ui.dialogs.create_opportunity import CreateOpportunity, open_create
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import CTRL, enter, has_cursor, press, ready, tab, write
from tests.ui.scripted import ScriptedPrompts

Open = Callable[..., CreateOpportunity]


@pytest.fixture
def anna(desk: Desk) -> int:
    """The user of these tests; the first cycle is the default one."""
    made = records.salesperson(desk)
    desk.context.salesperson = made
    records.marketing(desk, default_sales_cycle=records.code_id(desk, "sales_cycle", "EX-LARGE"))
    return made


@pytest.fixture
def opened(place: Workplace, anna: int) -> Iterator[Open]:
    shown: list[CreateOpportunity] = []

    def do(**context: int) -> CreateOpportunity:
        open_create(place, None, **context, then=shown.append)
        ready(shown[-1])
        return shown[-1]

    yield do
    for dialog in shown:
        try:
            dialog.reject()
        except RuntimeError:
            continue  # it was finished and is gone


def only(desk: Desk) -> records.OpportunityView:
    (made,) = desk.lists.ids("opportunity", records.Query())
    return records.view(desk, made)


def test_from_the_first_letter_to_the_stored_row(desk: Desk, anna: int, opened: Open) -> None:
    contact = records.company(desk, "Brouwerij De Zilveren Hop", salesperson=anna)
    dialog = opened()
    assert has_cursor(dialog.contact)
    write(dialog.contact, "brou")
    enter(dialog)
    tab(dialog)
    assert has_cursor(dialog.description)
    write(dialog.description, "New bottling line")
    write(dialog.value, "64000")
    write(dialog.closing_on, "in 3 months")
    enter(dialog)
    now = only(desk)
    assert now.status is Status.IN_PROGRESS
    assert (now.description, now.contact and now.contact.id) == ("New bottling line", contact)
    assert (now.salesperson and now.salesperson.id) == anna
    assert (now.estimated_value, now.chances, now.closing_on) == (6_400_000, 10, date(2026, 6, 2))
    assert now.active is not None
    assert now.active.action is Action.FIRST
    assert [task.on for task in now.open_tasks] == [date(2026, 3, 2), date(2026, 3, 9)]


def test_the_date_understood_is_said(opened: Open) -> None:
    dialog = opened()
    write(dialog.closing_on, "in 3 months")
    assert dialog.rows["closing_on"].note() == "Tue 2 Jun 2026"


def test_r_cre_10_checks_in_their_order(desk: Desk, opened: Open) -> None:
    records.company(desk, "Molenhof Zuivel")
    dialog = opened()
    dialog.salesperson.set_value(None)
    dialog.sales_cycle.set_value(None)
    dialog.chances.set_value(None)
    dialog.primary.setFocus()
    for name, field, words in (
        ("description", dialog.description, "Refit"),
        ("contact", dialog.contact, "molen"),
        ("salesperson", dialog.salesperson, "anna"),
        ("sales_cycle", dialog.sales_cycle, "ex-large"),
        ("value", dialog.value, "100"),
        ("chances", dialog.chances, "40"),
        ("closing_on", dialog.closing_on, "30 Apr 2026"),
    ):
        if name == "salesperson":
            dialog.salesperson.set_value(None)  # the contact brought the user along
        dialog.primary.setFocus()
        enter(dialog)
        assert has_cursor(field), name
        assert dialog.rows[name].fault(), name
        write(field, words)
        if name in ("contact", "salesperson", "sales_cycle"):
            enter(dialog)
        if name == "sales_cycle":
            dialog.chances.set_value(None)
        assert not dialog.rows[name].fault(), name
    enter(dialog)
    assert only(desk).status is Status.IN_PROGRESS


def test_m_15_a_closing_date_in_the_past(desk: Desk, opened: Open) -> None:
    contact = records.company(desk)
    dialog = opened(contact=contact)
    write(dialog.description, "Refit")
    write(dialog.value, "100")
    write(dialog.closing_on, "1 Mar 2026")
    enter(dialog)
    assert has_cursor(dialog.closing_on)
    assert "past" in dialog.rows["closing_on"].fault()
    assert not desk.lists.count("opportunity", records.Query())


def test_r_cre_03_a_contact_is_filled_in_and_locked(desk: Desk, opened: Open) -> None:
    bob = records.salesperson(desk, "BOB")
    contact = records.company(desk, "Molenhof Zuivel", salesperson=bob)
    dialog = opened(contact=contact)
    assert not dialog.contact.isEnabled()
    assert dialog.contact.text() == "Molenhof Zuivel"
    assert has_cursor(dialog.description)
    assert dialog.draft().salesperson == bob


def test_r_cre_03_a_salesperson_is_filled_in_and_locked(desk: Desk, opened: Open) -> None:
    bob, carl = records.salesperson(desk, "BOB"), records.salesperson(desk, "CARL")
    records.company(desk, "Molenhof Zuivel", salesperson=carl)
    dialog = opened(salesperson=bob)
    assert not dialog.salesperson.isEnabled()
    write(dialog.contact, "molen")
    enter(dialog)
    assert dialog.draft().salesperson == bob


def test_r_cre_04_the_contacts_salesperson_unless_one_was_chosen(desk: Desk, opened: Open) -> None:
    bob = records.salesperson(desk, "BOB")
    records.company(desk, "Molenhof Zuivel", salesperson=bob)
    dialog = opened()
    write(dialog.contact, "molen")
    enter(dialog)
    assert dialog.draft().salesperson == bob
    write(dialog.salesperson, "anna")
    enter(dialog)
    write(dialog.contact, "molen")
    enter(dialog)
    assert dialog.draft().salesperson == desk.context.salesperson


def test_not_started_without_estimates(desk: Desk, opened: Open) -> None:
    contact = records.company(desk)
    dialog = opened(contact=contact)
    write(dialog.description, "Refit")
    write(dialog.value, "100")
    dialog.activate.setFocus()
    press(dialog, Qt.Key.Key_Space)
    assert dialog.value.value() is None
    assert not dialog.value.isEnabled()
    assert "Not started" in dialog.told()
    enter(dialog)
    assert only(desk).status is Status.NOT_STARTED


def test_what_will_happen_is_told_in_one_line(opened: Open) -> None:
    told = opened().told()
    assert told == "Starts in stage 1 of 5, Initial. Creates 2 tasks of plan INIT: 2 Mar, 9 Mar."


def test_more_fields_priority_and_number(desk: Desk, opened: Open) -> None:
    contact = records.company(desk)
    dialog = opened(contact=contact)
    dialog.more.click()
    write(dialog.description, "Refit")
    write(dialog.value, "100")
    write(dialog.closing_on, "30 Apr 2026")
    dialog.priority.setFocus()
    press(dialog, Qt.Key.Key_Down)
    enter(dialog)
    assert only(desk).priority is Priority.HIGH


def test_a_contact_is_made_in_place(desk: Desk, opened: Open) -> None:
    dialog = opened()
    write(dialog.contact, "Ostermoor Werke")
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert has_cursor(dialog.new_contact.texts["name"])
    assert dialog.new_contact.texts["name"].text() == "Ostermoor Werke"
    write(dialog.new_contact.texts["phone"], "+31 20 555 0142")
    enter(dialog)
    assert dialog.new_contact.isHidden()
    assert dialog.contact.text() == "Ostermoor Werke"
    assert has_cursor(dialog.description)
    write(dialog.description, "Refit")
    write(dialog.value, "100")
    write(dialog.closing_on, "30 Apr 2026")
    enter(dialog)
    now = only(desk)
    assert now.contact is not None
    assert now.contact.text == "Ostermoor Werke"
    assert now.phone == "+31 20 555 0142"


def test_esc_goes_back_from_the_new_contact_first(desk: Desk, opened: Open) -> None:
    dialog = opened()
    write(dialog.contact, "Ostermoor")
    press(dialog, Qt.Key.Key_Return, CTRL)
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.new_contact.isHidden()


def test_a_cancelled_dialog_stores_nothing(desk: Desk, opened: Open) -> None:
    contact = records.company(desk)
    before = records.stored(desk)
    dialog = opened(contact=contact)
    write(dialog.description, "Refit")
    press(dialog, Qt.Key.Key_Escape)
    assert records.stored(desk) == before


def test_who_listens_learns_what_was_made(desk: Desk, opened: Open) -> None:
    contact = records.company(desk)
    heard: list[object] = []
    dialog = opened(contact=contact)
    dialog.created.connect(heard.append)
    write(dialog.description, "Refit")
    write(dialog.value, "100")
    write(dialog.closing_on, "30 Apr 2026")
    enter(dialog)
    assert heard == [only(desk).id]


def test_r_act_02_the_first_stage_later_with_a_warning_for_zero(desk: Desk, place: Workplace) -> None:
    made = records.opportunity(desk)
    opened: list[Activate] = []
    open_activate(place, None, made, then=opened.append)
    (dialog,) = opened
    ready(dialog)
    assert dialog.chances.value() == 10
    assert "counts as 0" in dialog.warning()
    enter(dialog)
    now = records.view(desk, made)
    assert (now.status, now.estimated_value, now.chances) == (Status.IN_PROGRESS, 0, 10)
    assert now.open_tasks


def test_r_act_02_a_cycle_without_stages_is_told(
    desk: Desk, place: Workplace, prompts: ScriptedPrompts
) -> None:
    made = records.opportunity(desk, records.cycle(desk, "EMPTY"))
    opened: list[Activate] = []
    open_activate(place, None, made, then=opened.append)
    assert opened == []
    assert "no stages" in prompts.told[0]
