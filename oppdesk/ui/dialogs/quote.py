"""A light quote: number, date, net amount, description; made for an opportunity, or changed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from oppdesk.domain.records import QUOTE
from oppdesk.i18n import _
from oppdesk.services.views import DocumentView, OpportunityView
from oppdesk.ui.dialogs.quote_panel import on_offer
from oppdesk.ui.dialogs.reading import read_first
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.opportunity_words import about, currency, in_currency
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import DateEdit, MoneyEdit, ParsedEdit
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.widgets.found import Found
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.widgets.search_field import SearchField
from oppdesk.ui.workplace import Workplace

_FIELDS = {field.name: field for field in QUOTE}


class Quote(Sheet):
    def __init__(
        self,
        place: Workplace,
        view: OpportunityView,
        others: Sequence[Found],
        parent: QWidget | None = None,
    ) -> None:
        """`others` are the quotes of the contact that could be assigned instead of a new one."""
        self._document: DocumentView | None = view.quote
        title = _("New quote") if view.quote is None else _("Quote {quote}").format(quote=view.quote.number)
        super().__init__(title, parent, width=62)
        self._place = place
        self._view = view
        self._others = others
        form, context = place.form, place.desk.context
        self.tell_subject(view.description or view.number, about(view.contact, view.company))
        self.net_amount = MoneyEdit(form)
        self.document_date = DateEdit(form, context.work_date)
        self.description = ParsedEdit(_FIELDS["description"].check, str)
        self.number = ParsedEdit(_FIELDS["number"].check, str)
        group = FieldGroup()
        label = in_currency(_("&Net amount"), currency(place.desk))
        self.add(group, "net_amount", label, self.net_amount)
        self.add(group, "document_date", _("&Date"), self.document_date)
        if view.quote is None:
            hint = _("Given automatically when left blank.")
            self.add(group, "number", _("N&o."), self.number, hint)
            self._lay_out_others(group)
        else:
            self.add(group, "description", _("D&escription"), self.description)
            self._lay_out_links()
        self.body.addWidget(group)
        self.body.addStretch(1)
        self._fill(view)

    def _fill(self, view: OpportunityView) -> None:
        if view.quote is None:
            self.net_amount.set_value(view.estimated_value or None)
            self.document_date.set_value(self._place.desk.context.work_date)
            self.primary.setText(_("Create quote"))
            return
        self.net_amount.set_value(view.quote.net_amount)
        self.document_date.set_value(view.quote.document_date)
        self.description.set_value(view.quote.description or None)
        self.primary.setText(_("Save"))

    def _lay_out_others(self, group: FieldGroup) -> None:
        self.search = SearchField()
        if not self._others:
            return
        group.add("", Text(_("or assign one that is there:")))
        self.add(group, "quote", _("&Quote"), self.search)
        self.search.typed.connect(self._offer)

    def _offer(self, text: str) -> None:
        self.search.show_found([row for row in self._others if text.casefold() in row.text.casefold()])

    def _lay_out_links(self) -> None:
        detach = buttons.button(_("De&tach from this opportunity"), "x", "quiet")
        remove = buttons.button(_("De&lete quote…"), "trash-2", "quiet")
        for each in (detach, remove):
            each.setAutoDefault(False)
            self.left.addWidget(each)
        detach.clicked.connect(self.detach)
        remove.clicked.connect(self.remove)

    # -- what is written ----------------------------------------------------------------------------------

    def finish(self) -> None:
        quotes, view, document = self._place.desk.quotes, self._view, self._document
        value, on = self.net_amount.value(), self.document_date.day()
        amount = value if isinstance(value, int) else 0
        if document is not None:
            words = str(self.description.value() or "")
            self.write(
                self._place.jobs,
                _("Change quote"),
                lambda _p: quotes.change(document.id, net_amount=amount, document_date=on, description=words),
            )
            return
        taken = self.search.taken()
        if taken is not None and isinstance(taken.what, int):
            quote = taken.what
            self.write(self._place.jobs, _("Assign quote"), lambda _p: quotes.assign(view.id, quote))
            return
        number = str(self.number.value() or "")
        self.write(
            self._place.jobs,
            _("Create quote"),
            lambda _p: quotes.create(view.id, amount, document_date=on, number=number),
        )

    def detach(self) -> None:
        """R-QUO-08: the opportunity points at none."""
        quotes, opportunity = self._place.desk.quotes, self._view.id
        self.write(self._place.jobs, _("Detach quote"), lambda _p: quotes.assign(opportunity, None))

    def remove(self) -> None:
        """Q-14, R-QUO-09. The dialog closes first: no box stands on top of another."""
        document, quotes, place, parent = (
            self._document,
            self._place.desk.quotes,
            self._place,
            self.parentWidget(),
        )
        if document is None:
            return
        self.reject()
        place.prompts.confirm(
            parent,
            _("Delete quote {quote}?").format(quote=document.number),
            _("Delete quote"),
            lambda: place.jobs.run(_("Delete quote"), lambda _p: quotes.remove(document.id)),
        )


def open_quote(place: Workplace, parent: QWidget | None, opportunity: int) -> None:
    """The assigned quote, or a new one; where there can be none, that is told (M-38)."""

    def read() -> tuple[OpportunityView, Sequence[Found]]:
        view = place.desk.opportunities.view(opportunity)
        return view, on_offer(place, opportunity) if view.quote is None else ()

    def show(found: tuple[OpportunityView, Sequence[Found]]) -> None:
        dialog = Quote(place, *found, parent)
        dialog.open()
        dialog.net_amount.setFocus()
        dialog.net_amount.selectAll()

    read_first(place, parent, _("Quote"), read, show)
