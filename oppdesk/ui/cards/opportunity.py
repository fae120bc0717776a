"""The card of an opportunity: where it stands and how to move it, its fields, history, quote, tasks and notes."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.domain.words import Status
from oppdesk.i18n import _
from oppdesk.services.desk import Desk
from oppdesk.services.opportunities import Situation
from oppdesk.services.views import OpportunityView
from oppdesk.ui.actions import card_actions
from oppdesk.ui.cards.columns import CardColumns
from oppdesk.ui.cards.opportunity_form import OpportunityForm
from oppdesk.ui.cards.opportunity_head import OpportunityHead
from oppdesk.ui.cards.opportunity_middle import OpportunityMiddle
from oppdesk.ui.cards.opportunity_side import OpportunitySide
from oppdesk.ui.dialogs.activate import open_activate
from oppdesk.ui.metrics import px
from oppdesk.ui.opportunity_handlers import OpportunityHandlers, delete, status_words
from oppdesk.ui.opportunity_words import currency
from oppdesk.ui.workplace import Workplace

WIDTH, HEIGHT = 180, 112  # u
FORM, SIDE = 46, 38  # u
LEAST = QSize(80, 26)  # u, of the columns
CONCERNS = (
    *("opportunity", "opportunity_entry", "task", "comment", "contact", "sales_document"),
    *("salesperson", "sales_cycle", "sales_cycle_stage", "marketing_setup", "company_info"),
)


_Read = tuple[OpportunityView, Situation, bool]


def _read(desk: Desk, opportunity: int) -> _Read:
    """What the card shows; and whether contact or company are blocked for privacy: shown, not changed (R-CHG-02)."""
    view = desk.opportunities.view(opportunity)
    people = [each.id for each in (view.contact, view.company) if each is not None]
    is_blocked = any(row["privacy_blocked"] for row in desk.lists.rows("contact", people))
    return view, desk.opportunities.situation(opportunity), is_blocked


class OpportunityCard(QMainWindow, OpportunityHandlers):
    """NotThereError when there is none. Fields are saved when they are left; a new one is offered its first stage."""

    def __init__(self, place: Workplace, opportunity: int) -> None:
        super().__init__()
        self.place = place
        self._id = opportunity
        read = _read(place.desk, opportunity)
        self._view, self._now, _is_blocked = read
        self._is_new = _is_blank(self._view)
        self._closing = self._warned = self._has_begun = False
        self._money = currency(place.desk)
        self._make()
        self.actions_here = card_actions(self, place.run)
        self._connect()
        self._show(read)
        room = self.screen().availableGeometry()
        self.resize(min(px(WIDTH), room.width() - px(4)), min(px(HEIGHT), room.height() - px(6)))

    def _make(self) -> None:
        place, tabs = self.place, (_("History and quote"), _("Tasks and notes"))
        self.columns = CardColumns(self, tabs, (FORM, SIDE, WIDTH), LEAST)
        self.head = OpportunityHead(place, self._money, self.columns.head)
        self.form = OpportunityForm(place, self.columns.form)
        self.middle = OpportunityMiddle(place, self._id, self._money, self.columns.middle)
        self.side = OpportunitySide(place, self._id, self.columns.side)
        for part in (self.head, self.form, self.middle, self.side):
            self.columns.put(part)

    def _connect(self) -> None:
        head = self.head
        head.go.clicked.connect(self._go_on)
        head.update_button.clicked.connect(self.update_opportunity)
        head.close_button.clicked.connect(self.close_opportunity)
        head.quote_button.clicked.connect(self.quote)
        head.more.clicked.connect(self._show_menu)
        head.strip.chosen.connect(lambda mark: self.go_to_stage(mark.number))
        head.strip.refused.connect(self.remark)
        self.form.opened.connect(self.place.open_record)
        self.form.faults_changed.connect(self._tell_faults)
        self.form.saved.connect(self.columns.tell_saved)
        self.form.settled.connect(self._settled)
        self.middle.quote_wanted.connect(self.quote)
        self.side.task_wanted.connect(self.add_task)
        self.place.hub.changed.connect(self._take_news)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)

    # -- showing ------------------------------------------------------------------------------------------

    def _take_news(self, changes: Changes) -> None:
        if ("opportunity", self._id) in changes.removed:
            self._gone(None)
        elif changes.touches(*CONCERNS):
            self.middle.take_news(changes)
            desk, opportunity = self.place.desk, self._id
            self.place.jobs.read(
                lambda: _read(desk, opportunity),
                self._show,
                f"opportunity card {id(self)}",
                failed=self._gone,
            )

    def _gone(self, _error: UserError | None) -> None:
        self._closing = True
        self._shut()

    def _show(self, read: _Read) -> None:
        view, now, is_blocked = read
        self._view, self._now = view, now
        self.setWindowTitle(f"{view.number}  {view.description} – OppDesk".replace("   ", " "))
        self.head.show_view(view, now, is_blocked=is_blocked)
        self.form.show_view(view, is_blocked=is_blocked)
        self.middle.show_view(view, now)
        self.side.show_view(view)
        self.actions_here.update()
        self.columns.fit()

    def _tell_faults(self) -> None:
        self.columns.tell_unsaved(self.form.unsaved())
        self._warned = False

    def _settled(self) -> None:
        self._tell_faults()
        if self._closing:
            self._closing = False
            self.close()

    # -- fitting ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """A new one is written in; any other is read first."""
        super().showEvent(event)
        if not self._has_begun:
            self._has_begun = True
            if self._is_new:
                self.form.fields.focus("description")
            else:
                self.middle.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()

    # -- closing ------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is typed is saved first; a field that is wrong holds the window once; Q-01 for a new one."""
        if self._closing and not self.form.is_saving:
            event.accept()
            return
        is_right = self.form.settle() and not self.side.unwritten()
        if self.form.is_saving:
            self._closing = True
            event.ignore()
        elif not is_right and not self._warned:
            self._warned = True
            words = _("The note is not stored yet.") if self.side.unwritten() else self.columns.told.text()
            self.columns.told.setText(_("{what} Close again to leave it.").format(what=words))
            event.ignore()
        elif self._is_new and self._view.status is Status.NOT_STARTED:
            self._is_new = False
            event.ignore()
            self._ask_about_new()
        else:
            event.accept()

    def _ask_about_new(self) -> None:
        """Q-01, default yes; one that was left empty need not stay."""
        if _is_blank(self._view):
            fields, opportunity = self.place.desk.opportunity_fields, self._id
            self.place.prompts.confirm(
                self,
                _("Nothing was filled in. Delete this opportunity again?"),
                _("Delete opportunity"),
                lambda: self.place.jobs.run(
                    _("Delete opportunity"), lambda _progress: fields.remove([opportunity])
                ),
                default_yes=True,
                otherwise=self._shut,
            )
            return
        self.place.prompts.confirm(
            self,
            _("Start the first stage of “{opportunity}” now?").format(
                opportunity=self._view.description or self._view.number
            ),
            _("Start the first stage"),
            self._start_and_close,
            default_yes=True,
            otherwise=self._shut,
        )

    def _shut(self) -> None:
        """In a turn of its own: an answer may come while the window is being closed."""
        QTimer.singleShot(0, self, self.close)

    def _start_and_close(self) -> None:
        dialog = open_activate(self.place, self, self._id)
        if dialog is not None:
            dialog.accepted.connect(self._shut)

    # -- actions ------------------------------------------------------------------------------------------

    def opportunity(self) -> int:
        return self._id

    def selected(self) -> tuple[int, ...]:
        return (self._id,)

    def asks_from(self) -> QWidget:
        return self

    def remark(self, sentence: str) -> None:
        self.columns.told.setText(sentence)

    def told(self) -> str:
        """What stands in the line under everything."""
        return self.columns.told.text()

    def words(self) -> frozenset[str]:
        """What holds of it, in the words of `ActionSpec.needs`."""
        may_reopen = bool(self.place.desk.setup.single("marketing_setup")["may_reopen"])
        return frozenset({"record", "records"}) | status_words(self._view.status, may_reopen=may_reopen)

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
        if self._view.status is Status.NOT_STARTED:
            self.activate()
        else:
            self.next()

    def add_note(self) -> None:
        """The place to write is on the card itself."""
        self.columns.show_side()
        self.side.begin_note()

    def show_part(self, table: str, record: int) -> None:
        """Bring one of its tasks, notes or quotes into view: it was found elsewhere."""
        if table in ("task", "comment"):
            self.columns.show_side()
            self.columns.bring(self.side.part(table, record))
        elif table == "sales_document":
            self.columns.show_middle()
            self.middle.quotes.take_focus()

    def delete(self) -> None:
        delete(self.place, self, (self._id,))


def _is_blank(view: OpportunityView) -> bool:
    """Made by the quick card and not filled in yet."""
    return view.status is Status.NOT_STARTED and not view.description and view.contact is None
