"""A quote in place, where a stage or a sale asks for one: made, assigned or changed without leaving the dialog."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.services.views import DocumentView, OpportunityView
from oppdesk.ui import metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import currency, in_currency
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import MoneyEdit
from oppdesk.ui.widgets.field_row import FieldRow
from oppdesk.ui.widgets.found import Found
from oppdesk.ui.widgets.labels import Text, show_if
from oppdesk.ui.widgets.search_field import SearchField
from oppdesk.ui.workplace import Workplace


class QuotePanel(QWidget):
    """The net amount and one button; `stored` follows what was written."""

    stored = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._opportunity = 0
        self._document: DocumentView | None = None
        self._others: Sequence[Found] = ()
        code = currency(place.desk)
        self.amount = MoneyEdit(place.form)
        self.row = FieldRow(in_currency(_("&Net amount"), code), self.amount)
        self.save = buttons.button("", "file-plus-2")
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self.write)
        self._or = Text(_("or assign one that is there:"), Type.CAPTION, "text2")
        self.search = SearchField()
        self.search.setAccessibleName(_("Quote to assign"))
        self.search.typed.connect(self._offer)
        self.search.chosen.connect(self._assign)
        self.amount.textEdited.connect(lambda _text: self.row.set_fault(""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(metrics.IN_GROUP))
        column.addWidget(self.row)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        column.addLayout(row)
        column.addWidget(self._or)
        column.addWidget(self.search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the amount is this panel's, not yet the dialog's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.save.hasFocus():
            event.accept()
            if self.focusWidget() is self.amount:
                self.write()
        else:
            super().keyPressEvent(event)

    def fill(self, view: OpportunityView) -> None:
        """Show what may be done for this opportunity: a first quote, or the amount of the one assigned."""
        self._opportunity = view.id
        self._document = view.quote
        is_new = view.quote is None
        buttons.set_icon(self.save, "file-plus-2" if is_new else "check")
        self.save.setText(_("Create &quote") if is_new else _("Save &quote"))
        self.amount.set_value(view.estimated_value or None if view.quote is None else view.quote.net_amount)
        self.search.set_taken(None)
        self._show_others(())
        if is_new:
            place, opportunity = self._place, view.id
            key = f"quotes on offer {id(self)}"
            place.jobs.read(lambda: on_offer(place, opportunity), self._show_others, key)

    def _show_others(self, others: Sequence[Found]) -> None:
        self._others = others
        show_if(self._or, is_shown=bool(others))
        show_if(self.search, is_shown=bool(others))

    def write(self) -> None:
        """Make the quote, or write its new amount."""
        if self.amount.fault():
            self.row.set_fault(self.amount.fault())
            return
        value = self.amount.value()
        amount = value if isinstance(value, int) else 0
        if amount <= 0:
            self.row.set_fault(_("The net amount must be greater than 0."))
            self.amount.setFocus()
            return
        quotes, opportunity, document = self._place.desk.quotes, self._opportunity, self._document
        if document is None:
            self._store(_("Create quote"), lambda: quotes.create(opportunity, amount))
            return
        self._store(
            _("Change quote"),
            lambda: quotes.change(
                document.id,
                net_amount=amount,
                document_date=document.document_date,
                description=document.description,
            ),
        )

    def _store(self, title: str, work: Callable[[], object]) -> None:
        """In a job, the button off meanwhile."""
        self.save.setEnabled(False)
        self._place.jobs.run(
            title,
            lambda _progress: work(),
            lambda _result: self.stored.emit(),
            lambda error: self.row.set_fault(error.message),
            lambda: self.save.setEnabled(True),
        )

    def _offer(self, text: str) -> None:
        self.search.show_found([row for row in self._others if text.casefold() in row.text.casefold()])

    def _assign(self, row: Found | None) -> None:
        if row is None or not isinstance(row.what, int):
            return
        quotes, opportunity, quote = self._place.desk.quotes, self._opportunity, row.what
        self._store(_("Assign quote"), lambda: quotes.assign(opportunity, quote))


def on_offer(place: Workplace, opportunity: int) -> list[Found]:
    """The quotes of the contact that no opportunity has yet (R-QUO-07); in the reader's thread."""
    form = place.form
    return [
        Found(each.id, each.number, f"{form.day(each.document_date)}  {form.money(each.net_amount)}")
        for each in place.desk.quotes.assignable(opportunity)
    ]
