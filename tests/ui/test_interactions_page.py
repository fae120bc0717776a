"""The log of interactions by keyboard: views, drafts, evaluating, cancelling, correcting, what may follow (9.8, 9.9)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from oppdesk.domain.fields import Ref
from oppdesk.domain.interactions import File
from oppdesk.domain.words import Evaluation
from oppdesk.services.desk import Desk
from oppdesk.ui.cards.interaction import InteractionCard
from oppdesk.ui.dialogs.call import MakeCall
from oppdesk.ui.dialogs.correct_interaction import CorrectInteraction, LinkOpportunity
from oppdesk.ui.dialogs.create_task import CreateTask
from oppdesk.ui.dialogs.delete_canceled import DeleteCanceled
from oppdesk.ui.dialogs.interaction import CreateInteraction
from oppdesk.ui.pages.interactions import InteractionsPage
from oppdesk.ui.workplace import Workplace
from tests.services import records, talks
from tests.ui.hands import enter, ready, write
from tests.ui.scripted import Calls, ScriptedPrompts

Show = Callable[..., InteractionsPage]


@pytest.fixture
def firm(desk: Desk) -> int:
    desk.context.salesperson = records.salesperson(desk)
    return records.company(desk, "Molenhof Zuivel BV")


@pytest.fixture
def show(place: Workplace) -> Iterator[Show]:
    shown: list[InteractionsPage] = []

    def do(view: str = "all") -> InteractionsPage:
        page = InteractionsPage(place)
        page.resize(1300, 800)
        ready(page)
        page.show_view(view)
        page.list.setFocus()
        QTest.qWait(1)
        shown.append(page)
        return page

    yield do
    for page in shown:
        page.close()
        page.deleteLater()


def listed(page: InteractionsPage) -> list[str]:
    rows = page.list.records
    return [str(rows.row(at)["description"]) for at in range(rows.rowCount())]


def child(page: InteractionsPage, kind: type) -> QDialog:
    (found,) = [each for each in page.findChildren(kind) if each.isVisible()]
    return found  # type: ignore[no-any-return]


@pytest.fixture
def book(desk: Desk, firm: int) -> dict[str, int]:
    """One of each: logged, failed, cancelled, of another salesperson, of last month, a draft."""
    today = desk.context.work_date
    other = records.salesperson(desk, "OTTO")
    made = {
        "logged": talks.talk(desk, "ONSITE", contact=firm, description="Tour"),
        "failed": talks.talk(desk, "OUTGOING", contact=firm, description="Missed", attempt_failed=True),
        "cancelled": talks.talk(desk, "OUTGOING", contact=firm, description="Wrong"),
        "other": talks.talk(desk, "OUTGOING", contact=firm, description="Otto's", salesperson=other),
        "old": talks.talk(desk, "OUTGOING", contact=firm, description="Old", on=today - timedelta(days=30)),
        "draft": talks.draft(desk, "ONSITE", contact=firm, description="Later"),
    }
    desk.interactions.toggle_canceled([made["cancelled"]])
    return made


@pytest.mark.parametrize(
    ("view", "names"),
    [
        ("mine", {"Tour", "Missed", "Wrong", "Old"}),
        ("week", {"Tour", "Missed", "Wrong", "Otto's"}),
        ("drafts", {"Later"}),
        ("failed", {"Missed"}),
        ("canceled", {"Wrong"}),
        ("all", {"Tour", "Missed", "Wrong", "Otto's", "Old"}),
    ],
)
def test_9_9_the_views_of_the_log(show: Show, book: dict[str, int], view: str, names: set[str]) -> None:
    assert set(listed(show(view))) == names


def test_9_9_the_newest_stands_first_and_the_sums_below(show: Show, book: dict[str, int]) -> None:
    page = show("mine")
    assert listed(page)[-1] == "Old"
    said: list[str] = []
    page.status.connect(said.append)
    page.tell_status()
    assert said[-1].startswith("4 interactions · duration ")


def test_9_9_several_are_evaluated_at_once(desk: Desk, show: Show, book: dict[str, int]) -> None:
    page = show("all")
    page.list.select([book["logged"], book["failed"]])
    page.evaluate("positive")
    found = [talks.seen(desk, book[name]).evaluation for name in ("logged", "failed", "other")]
    assert found == [Evaluation.POSITIVE, Evaluation.POSITIVE, Evaluation.NONE]


def test_9_9_the_pane_shows_the_chosen_one_and_evaluates_it_in_one_click(
    desk: Desk, show: Show, book: dict[str, int]
) -> None:
    page = show("all")
    page.list.select([book["logged"]])
    QTest.qWait(1)
    assert page.pane.name.text() == "Tour"
    page.pane.evaluation.faces[4].click()
    assert talks.seen(desk, book["logged"]).evaluation is Evaluation.VERY_NEGATIVE


def test_log_1_cancelling_asks_and_comes_back_after_a_question(
    desk: Desk, show: Show, book: dict[str, int], prompts: ScriptedPrompts
) -> None:
    page = show("all")
    page.list.select([book["logged"]])
    prompts.answers.append(False)
    page.toggle_canceled()
    assert not talks.seen(desk, book["logged"]).canceled
    prompts.answers += [True, True]
    page.toggle_canceled()
    assert talks.seen(desk, book["logged"]).canceled
    page.list.select([book["logged"]])
    page.toggle_canceled()
    assert not talks.seen(desk, book["logged"]).canceled
    assert "cancelled" in prompts.asked[0]


@pytest.mark.parametrize("takes_file", [True, False])
def test_log_1_whether_a_file_goes_along_is_asked(
    desk: Desk, show: Show, firm: int, prompts: ScriptedPrompts, takes_file: bool
) -> None:
    made = talks.talk(desk, "ONSITE", contact=firm, file=File("plan.pdf", b"%PDF"))
    page = show("all")
    prompts.answers += [True, takes_file]
    page.toggle_canceled()
    assert len(prompts.asked) == 2
    assert talks.seen(desk, made).canceled
    assert bool(desk.interactions.file(made)) != takes_file


def test_9_9_what_is_not_cancelled_stays_in_the_log(
    desk: Desk, show: Show, book: dict[str, int], prompts: ScriptedPrompts
) -> None:
    page = show("all")
    page.list.select([book["logged"]])
    page.delete()
    assert "stays" in prompts.told[0]
    assert talks.seen(desk, book["logged"])


def test_9_9_cancelled_ones_are_counted_and_deleted_together(
    desk: Desk, show: Show, book: dict[str, int]
) -> None:
    page = show("all")
    page.delete_canceled_interactions()
    dialog = child(page, DeleteCanceled)
    assert isinstance(dialog, DeleteCanceled)
    assert dialog.primary.text() == "Delete 1 interaction"
    dialog.primary.click()
    assert "Wrong" not in listed(page)
    assert desk.history.undo()


def test_9_9_the_batch_is_narrowed_by_its_filters(desk: Desk, show: Show, book: dict[str, int]) -> None:
    page = show("all")
    page.delete_canceled_interactions()
    dialog = child(page, DeleteCanceled)
    assert isinstance(dialog, DeleteCanceled)
    write(dialog.on_to, "1.1.2020")
    assert not dialog.primary.isEnabled()
    dialog.reject()


def test_9_8_enter_goes_on_with_a_draft(desk: Desk, show: Show, book: dict[str, int]) -> None:
    page = show("drafts")
    page.open()
    dialog = child(page, CreateInteraction)
    assert isinstance(dialog, CreateInteraction)
    assert dialog.description.text() == "Later"
    dialog.accept()
    assert not talks.seen(desk, book["draft"]).postponed


def test_9_8_drafts_are_discarded_after_a_question(
    desk: Desk, show: Show, book: dict[str, int], prompts: ScriptedPrompts
) -> None:
    page = show("drafts")
    prompts.answers.append(True)
    page.delete()
    assert prompts.asked == ["Discard 1 draft?"]
    assert not listed(page)


def test_a_18_on_its_day_an_entry_is_put_right(desk: Desk, show: Show, book: dict[str, int]) -> None:
    page = show("all")
    page.list.select([book["logged"]])
    assert "interaction-fresh" in page.words()
    page.correct()
    dialog = child(page, CorrectInteraction)
    assert isinstance(dialog, CorrectInteraction)
    write(dialog.description, "Tour of hall 2")
    dialog.succeeded.click()
    enter(dialog)
    found = talks.seen(desk, book["logged"])
    assert (found.description, found.attempt_failed) == ("Tour of hall 2", True)


def test_a_18_after_its_day_nothing_is_offered(
    desk: Desk, show: Show, book: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = desk.context.today + timedelta(days=1)
    monkeypatch.setattr(desk.context, "_today", lambda: later)
    page = show("all")
    page.list.select([book["logged"]])
    QTest.qWait(1)
    assert "interaction-fresh" not in page.words()
    assert page.pane._facts_title._link.isHidden()


def test_9_9_it_is_linked_with_an_open_opportunity_of_the_company(
    desk: Desk, show: Show, book: dict[str, int], firm: int
) -> None:
    deal = records.started(desk, contact=firm, description="Filler")
    page = show("all")
    page.list.select([book["logged"]])
    page.link_opportunity()
    dialog = child(page, LinkOpportunity)
    assert isinstance(dialog, LinkOpportunity)
    dialog.opportunity.set_value(desk.lists.ref("opportunity", deal))
    dialog.accept()
    linked = talks.seen(desk, book["logged"]).opportunity
    assert linked is not None
    assert linked.id == deal


def test_log_3_an_opportunity_is_made_of_it_once(
    desk: Desk, show: Show, book: dict[str, int], calls: Calls
) -> None:
    page = show("all")
    page.list.select([book["logged"]])
    assert "interaction-free" in page.words()
    page.opportunity_from_interaction()
    ((table, deal),) = calls.opened
    assert (table, desk.opportunities.view(deal).description) == ("opportunity", "Tour")
    page.list.select([book["logged"]])
    assert "interaction-free" not in page.words()


def test_log_3_not_of_a_cancelled_one(show: Show, book: dict[str, int]) -> None:
    page = show("canceled")
    assert "interaction-free" not in page.words()
    assert "interaction-logged" in page.words()


def test_9_9_a_follow_up_task_knows_the_contact(
    desk: Desk, show: Show, book: dict[str, int], firm: int
) -> None:
    page = show("all")
    page.list.select([book["logged"]])
    page.add_task()
    dialog = child(page, CreateTask)
    assert isinstance(dialog, CreateTask)
    assert isinstance(dialog.contact.value(), Ref)
    assert dialog.contact.value().id == firm  # type: ignore[union-attr]
    dialog.reject()


def test_9_9_a_follow_up_interaction_and_a_call_know_the_contact(
    desk: Desk, show: Show, book: dict[str, int], firm: int
) -> None:
    page = show("all")
    page.list.select([book["logged"]])
    page.create_interaction()
    dialog = child(page, CreateInteraction)
    assert isinstance(dialog, CreateInteraction)
    assert dialog.new().contact == firm
    dialog.reject()
    page.make_call()
    call = child(page, MakeCall)
    assert isinstance(call, MakeCall)
    assert call.new().contact == firm
    call.reject()


def test_9_9_an_attachment_is_opened_only_when_it_is_asked_for(
    desk: Desk, show: Show, firm: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "oppdesk.ui.attachments.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()) or True,
    )
    talks.talk(desk, "ONSITE", contact=firm, file=File("plan.pdf", b"%PDF"))
    page = show("all")
    QTest.qWait(1)
    assert "interaction-file" in page.words()
    assert not opened
    page.pane.open_file.click()
    assert opened[0].endswith("plan.pdf")


def test_an_entry_opens_in_a_window_of_its_own(desk: Desk, place: Workplace, book: dict[str, int]) -> None:
    card = InteractionCard(place, book["logged"])
    ready(card)
    QTest.qWait(1)
    assert card.windowTitle().startswith("Meeting at the customer")
    assert card.pane.name.text() == "Tour"
    card.evaluate("neutral")
    assert talks.seen(desk, book["logged"]).evaluation is Evaluation.NEUTRAL
    QTest.keyClick(card, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not card.isVisible()
    card.deleteLater()


def test_every_control_has_a_name(show: Show, book: dict[str, int]) -> None:
    page = show("all")
    for face in page.pane.evaluation.faces:
        assert face.accessibleName()
    assert page.list.accessibleName() == "Interactions"


def test_the_days_of_the_log_are_written_as_everywhere(desk: Desk, show: Show, firm: int) -> None:
    talks.talk(desk, "ONSITE", contact=firm, on=date(2026, 2, 27))
    page = show("all")
    at = [column.name for column in page.list.records.columns].index("on")
    assert page.list.records.index(0, at).data() == "27 Feb"
