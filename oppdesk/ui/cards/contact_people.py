"""The people of a company, or the others of the company of a person: who they are and how they are reached."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.words import ContactType
from oppdesk.i18n import N_, _
from oppdesk.ui.cards.contact_page import ContactPage
from oppdesk.ui.cells import Cell, FigureCell, NameCell
from oppdesk.ui.contact_marks import Shown
from oppdesk.ui.delegates import PADDING
from oppdesk.ui.list_rows import ListColumn, Row
from oppdesk.ui.metrics import px
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.workplace import Workplace

_PEOPLE = Filter("type", Op.IS, int(ContactType.PERSON))


class PeoplePage(ContactPage):
    """`person_wanted` is connected by the card."""

    def __init__(self, place: Workplace, parent: QWidget, new_person: object) -> None:
        super().__init__(place, parent)
        self._new_person = new_person
        self._asked: tuple[int, int | None] | None = None
        self.title = SectionTitle(_("People"), _("Add person"))
        self.title.linked.connect(new_person)
        model = RecordTableModel(place.desk.lists, "contact", _columns(place), place.jobs)
        model.watch("opportunity")
        self.list = RecordList(place, model)
        self.list.record_opened.connect(lambda found: self.opened.emit("contact", found))
        self.column.addWidget(self.title)
        self.column.addLayout(bled(self.list), 1)

    def show_contact(self, shown: Shown) -> None:
        super().show_contact(shown)
        view = shown.view
        company = view.company.id if view.company else None if view.is_person else view.id
        self.title.set_title(_("Same company") if view.is_person else _("People"))
        self.title.set_link(_("Add person") if company is not None else "")
        if self._asked == (view.id, company):
            return
        self._asked = (view.id, company)
        self.list.set_empty(self._nobody(company))
        # without a company nobody is asked for: no record has this one
        whose = Filter("company", Op.IS, company if company is not None else 0)
        self.list.set_query(Query((_PEOPLE, whose), (Order("search_name"),)))

    def _nobody(self, company: int | None) -> EmptyState:
        if company is None:
            return EmptyState("users", _("No company"), _("Choose the company in the fields at the left."))
        new = buttons.button(_("Add person"), "user-plus")
        new.clicked.connect(self._new_person)
        return EmptyState("users", _("Nobody yet"), _("The people of the company stand here."), new)

    def take_news(self, changes: Changes) -> None:
        self.list.records.refresh(changes)


def bled(widget: QWidget) -> QVBoxLayout:
    """A list begins a little before the titles, so that their words stand under each other."""
    room = QVBoxLayout()
    room.setContentsMargins(-px(PADDING), 0, -px(PADDING), 0)
    room.addWidget(widget)
    return room


def _columns(place: Workplace) -> list[ListColumn]:
    whole = place.form.whole

    def name(row: Row) -> Cell:
        return NameCell(row["name"])

    def number(row: Row) -> Cell:
        return str(row["phone"] or row["mobile_phone"])

    def still_open(row: Row) -> Cell:
        return FigureCell(whole(row["open_opportunities"]) if row["open_opportunities"] else "")

    return [
        ListColumn("name", N_("Name"), name, width=0, order="search_name"),
        ListColumn("job_title", N_("Job title"), lambda row: row["job_title"], width=19),
        ListColumn("phone", N_("Phone No."), number, width=16.5),
        ListColumn("e_mail", N_("E-mail"), lambda row: row["e_mail"], width=20, hidden=True),
        ListColumn("open_opportunities", N_("Open"), still_open, "right", 6, order=""),
    ]
