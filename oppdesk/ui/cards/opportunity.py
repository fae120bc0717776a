"""The card of an opportunity: where it stands and how to move it, its fields, history, quote, tasks and notes."""

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.records import OPPORTUNITY
from oppdesk.domain.words import Status
from oppdesk.i18n import _
from oppdesk.services.desk import Desk
from oppdesk.services.opportunities import Situation
from oppdesk.services.views import OpportunityView
from oppdesk.ui.cards.card import Card, Part
from oppdesk.ui.cards.opportunity_form import NAMES, OpportunityForm
from oppdesk.ui.cards.opportunity_head import OpportunityHead
from oppdesk.ui.cards.opportunity_middle import OpportunityMiddle
from oppdesk.ui.cards.opportunity_side import OpportunitySide
from oppdesk.ui.dialogs.activate import Activate, open_activate
from oppdesk.ui.lookup import read_names
from oppdesk.ui.opportunity_handlers import OpportunityHandlers, delete, status_words
from oppdesk.ui.opportunity_words import close_reason, currency
from oppdesk.ui.workplace import Workplace

FORM, SIDE = 46, 38  # u
LEAST = QSize(80, 16)  # u, of the columns


@dataclass(frozen=True, slots=True)
class Shown:
    """`is_blocked`: contact or company are blocked for privacy, so it is shown and not changed (R-CHG-02)."""

    view: OpportunityView
    now: Situation
    is_blocked: bool


class OpportunityCard(Card[Shown], OpportunityHandlers):
    """Fields are saved when they are left; a new one is offered its first stage."""

    table = "opportunity"
    concerns = (
        *("opportunity", "opportunity_entry", "task", "interaction", "comment", "contact", "sales_document"),
        *("salesperson", "sales_cycle", "sales_cycle_stage", "marketing_setup", "company_info"),
    )

    def __init__(self, place: Workplace, opportunity: int) -> None:
        tabs = (_("History and quote"), _("Tasks and notes"))
        super().__init__(place, opportunity, tabs, (FORM, SIDE), LEAST)
        self._is_new: bool | None = None  # until it is read
        self._head = Part(self._make_head, _show_head)
        self._form = Part(self._make_form, self._show_form)
        self._middle = Part(self._make_middle, _show_middle)
        self._side = Part(self._make_side, _show_side, self.columns.shows_side)
        self.parts = (self._head, self._form, self._middle, self._side)
        self.begin(self._form)

    @staticmethod
    def read(desk: Desk, record: int) -> Shown:
        """With what the parts ask of the setup, which is kept from then on."""
        view = desk.opportunities.view(record)
        people = [each.id for each in (view.contact, view.company) if each is not None]
        is_blocked = any(row["privacy_blocked"] for row in desk.lists.rows("contact", people))
        read_names(desk.setup, OPPORTUNITY, {name: getattr(view, name) for name in NAMES})
        currency(desk)
        close_reason(desk, view)
        _may_reopen(desk)
        return Shown(view, desk.opportunities.situation(record), is_blocked)

    def title(self, shown: Shown) -> str:
        return f"{shown.view.number}  {shown.view.description}".rstrip()

    def take_cursor(self) -> None:
        """A new one is written in; any other is read first."""
        if self._is_new:
            self.form.fields.focus("description")
        else:
            self.middle.list.setFocus()

    def hear(self, changes: Changes) -> None:
        if self._middle.widget is not None:
            self._middle.widget.take_news(changes)

    # -- its parts ----------------------------------------------------------------------------------------

    @property
    def head(self) -> OpportunityHead:
        return self.need(self._head)

    @property
    def form(self) -> OpportunityForm:
        return self.need(self._form)

    @property
    def middle(self) -> OpportunityMiddle:
        return self.need(self._middle)

    @property
    def side(self) -> OpportunitySide:
        return self.need(self._side)

    def _make_head(self) -> OpportunityHead:
        made = OpportunityHead(self.place, currency(self.place.desk), self.columns.head)
        made.go.clicked.connect(self._go_on)
        made.update_button.clicked.connect(self.update_opportunity)
        made.close_button.clicked.connect(self.close_opportunity)
        made.quote_button.clicked.connect(self.quote)
        made.more.clicked.connect(self._show_menu)
        made.strip.chosen.connect(lambda mark: self.go_to_stage(mark.number))
        made.strip.refused.connect(self.remark)
        return made

    def _make_form(self) -> OpportunityForm:
        made = OpportunityForm(self.place, self.columns.form)
        made.opened.connect(self.place.open_record)
        self.watch(made)
        return made

    def _make_middle(self) -> OpportunityMiddle:
        money = currency(self.place.desk)
        made = OpportunityMiddle(self.place, self.record, money, self.columns.middle)
        made.quote_wanted.connect(self.quote)
        made.interaction_wanted.connect(self.create_interaction)
        made.opened.connect(self._open)
        return made

    def _open(self, table: str, record: object) -> None:
        """What a line of the timeline shows; what stands on this card is brought into view."""
        if isinstance(record, int):
            if table in ("comment", "sales_document"):
                self.show_part(table, record)
            elif (table, record) != (self.table, self.record):
                self.place.open_record(table, record)

    def _make_side(self) -> OpportunitySide:
        made = OpportunitySide(self.place, self.record, self.columns.side)
        made.task_wanted.connect(self.add_task)
        return made

    def _show_form(self, form: OpportunityForm, shown: Shown) -> None:
        if self._is_new is None:
            self._is_new = _is_blank(shown.view)
        form.show_view(shown.view, is_blocked=shown.is_blocked)

    # -- closing ------------------------------------------------------------------------------------------

    def unwritten(self) -> str:
        side = self._side.widget
        return _("The note is not stored yet.") if side is not None and side.unwritten() else ""

    def asks_at_end(self) -> bool:
        """Q-01 for a new one."""
        if not self._is_new or self.shown is None or self.shown.view.status is not Status.NOT_STARTED:
            return False
        self._is_new = False
        self._ask_about_new(self.shown.view)
        return True

    def _ask_about_new(self, view: OpportunityView) -> None:
        """Q-01, default yes; one that was left empty need not stay."""
        if _is_blank(view):
            fields, opportunity = self.place.desk.opportunity_fields, self.record
            self.place.prompts.confirm(
                self,
                _("Nothing was filled in. Delete this opportunity again?"),
                _("Delete opportunity"),
                lambda: self.place.jobs.run(
                    _("Delete opportunity"), lambda _progress: fields.remove([opportunity])
                ),
                default_yes=True,
                otherwise=self.shut,
            )
            return
        self.place.prompts.confirm(
            self,
            _("Start the first stage of “{opportunity}” now?").format(
                opportunity=view.description or view.number
            ),
            _("Start the first stage"),
            self._start_and_close,
            default_yes=True,
            otherwise=self.shut,
        )

    def _start_and_close(self) -> None:
        def close_after(dialog: Activate) -> None:
            dialog.accepted.connect(self.shut)

        open_activate(self.place, self, self.record, then=close_after)

    # -- actions ------------------------------------------------------------------------------------------

    def opportunity(self) -> int:
        return self.record

    def selected(self) -> tuple[int, ...]:
        return (self.record,)

    def asks_from(self) -> QWidget:
        return self

    def remark(self, sentence: str) -> None:
        self.columns.told.setText(sentence)

    def told(self) -> str:
        """What stands in the line under everything."""
        return self.columns.told.text()

    def words(self) -> frozenset[str]:
        """What holds of it, in the words of `ActionSpec.needs`."""
        status = self.shown.view.status if self.shown is not None else None
        may_reopen = status is not None and _may_reopen(self.place.desk)
        return frozenset({"record", "records"}) | status_words(status, may_reopen=may_reopen)

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.actions_here.update()
        self.actions_here.fill_menu(menu, "opportunity")
        menu.addSeparator()
        for name in ("file.print-details", "edit.delete"):
            menu.addAction(self.actions_here.action(name))
        return menu

    def _show_menu(self) -> None:
        self.menu().popup(self.head.more.mapToGlobal(self.head.more.rect().bottomLeft()))

    def _go_on(self) -> None:
        if self.shown is not None and self.shown.view.status is Status.NOT_STARTED:
            self.activate()
        else:
            self.next()

    def add_note(self) -> None:
        """The place to write is on the card itself."""
        self.columns.show_side()
        self.side.begin_note()

    def show_part(self, table: str, record: int) -> None:
        """Bring one of its tasks, notes or quotes into view: it was found elsewhere."""

        def bring() -> None:
            if table == "sales_document":
                self.columns.show_middle()
                self.middle.quotes.take_focus()
            else:
                self.columns.show_side()
                self.columns.bring(self.side.part(table, record))

        if table in ("task", "comment", "sales_document"):
            self.when_ready(bring)

    def delete(self) -> None:
        delete(self.place, self, (self.record,))


def _is_blank(view: OpportunityView) -> bool:
    """Made by the quick card and not filled in yet."""
    return view.status is Status.NOT_STARTED and not view.description and view.contact is None


def _may_reopen(desk: Desk) -> bool:
    return bool(desk.setup.setting("marketing_setup", "may_reopen"))


def _show_head(head: OpportunityHead, shown: Shown) -> None:
    head.show_view(shown.view, shown.now, is_blocked=shown.is_blocked)


def _show_middle(middle: OpportunityMiddle, shown: Shown) -> None:
    middle.show_view(shown.view, shown.now)


def _show_side(side: OpportunitySide, shown: Shown) -> None:
    side.show_view(shown.view)
