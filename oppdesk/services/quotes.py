"""Light quotes: enough for the rules that ask whether there is one and what it is worth (R-QUO-01 to -09)."""

from datetime import date

from oppdesk.domain.errors import NotThereError, RuleError
from oppdesk.domain.opportunity import required
from oppdesk.domain.records import QUOTE
from oppdesk.domain.words import STATUS, DocumentKind, Status
from oppdesk.i18n import _
from oppdesk.services import views
from oppdesk.services.context import Context
from oppdesk.services.views import DocumentView
from oppdesk.storage import lookups, numbers
from oppdesk.storage.opportunities import name_of
from oppdesk.storage.opportunity_tables import OpportunityRow, SalesDocumentRow
from oppdesk.storage.unit_of_work import Store, Work

_FIELDS = {field.name: field for field in QUOTE}


class Quotes:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def of(self, opportunity: int) -> DocumentView:
        """The assigned quote or order; M-39 when none is assigned (R-QUO-03)."""
        with self._store.read() as connection:
            quote = lookups.value(connection, "opportunity", opportunity, "quote")
            number = lookups.value(connection, "opportunity", opportunity, "number") or ""
            if quote is None:
                raise NotThereError(
                    _("No quote is assigned to {opportunity}.").format(opportunity=number), number="M-39"
                )
            found = views.opportunity(connection, opportunity).quote
        if found is None:
            raise NotThereError(_("The quote does not exist any more."), number="M-40")
        return found

    def assignable(self, opportunity: int) -> tuple[DocumentView, ...]:
        """The quotes of the opportunity's contact that no opportunity has yet (R-QUO-07)."""
        with self._store.read() as connection:
            contact = lookups.value(connection, "opportunity", opportunity, "contact")
            found = views.documents_of(connection, contact) if contact is not None else ()
            return tuple(each for each in found if lookups.owner_of_quote(connection, each.id) is None)

    def create(
        self, opportunity: int, net_amount: int, *, document_date: date | None = None, number: str = ""
    ) -> int:
        """A quote for the opportunity's contact, assigned to it at once (R-QUO-01)."""
        _FIELDS["net_amount"].check(net_amount)
        _FIELDS["document_date"].check(document_date)
        with self._store.write("quote.create") as work:
            row = work.get(OpportunityRow, opportunity)
            if row.contact is None:
                raise required(_("Contact"), "contact")
            if row.quote is not None:
                raise RuleError(
                    _("Quote {quote} is already assigned to {opportunity}.").format(
                        quote=work.get(SalesDocumentRow, row.quote).number,
                        opportunity=name_of(row.number, row.description),
                    ),
                    number="M-36",
                )
            _check_in_progress(row)
            lookups.check_contact(work.connection, row.contact)
            drawn = numbers.draw_for(work, "quote_nos", self._context.work_date, typed=number)
            document = work.add(
                SalesDocumentRow(
                    number=drawn.number,
                    number_series=drawn.series,
                    kind=int(DocumentKind.QUOTE),
                    contact=row.contact,
                    company=row.company,
                    salesperson=row.salesperson,
                    description=row.description,
                    document_date=document_date or self._context.work_date,
                    net_amount=net_amount,
                )
            )
            work.flush()
            row.quote = document
            work.title = _("Quote {quote} created for “{opportunity}”").format(
                quote=drawn.number, opportunity=row.description or row.number
            )
        return document

    def assign(self, opportunity: int, quote: int | None) -> None:
        """Point the opportunity at a quote of its contact, or at none (R-QUO-07, R-QUO-08)."""
        with self._store.write("quote.assign") as work:
            row = work.get(OpportunityRow, opportunity)
            _check_in_progress(row)
            if quote is not None:
                self._check_assignable(work, row, work.get(SalesDocumentRow, quote))
            row.quote = quote
            work.title = _("Quote of “{opportunity}” assigned").format(
                opportunity=row.description or row.number
            )

    @staticmethod
    def _check_assignable(work: Work, row: OpportunityRow, document: SalesDocumentRow) -> None:
        if document.contact != row.contact:
            raise RuleError(
                _("{document} is for another contact than {opportunity}.").format(
                    document=document.number, opportunity=name_of(row.number, row.description)
                ),
                "quote",
            )
        owner = lookups.owner_of_quote(work.connection, document.id)
        if owner is not None and owner.id != row.id:
            raise RuleError(
                _("Quote {document} is already assigned to {opportunity}.").format(
                    document=document.number, opportunity=name_of(owner.number, owner.description)
                ),
                "quote",
                "M-43",
            )

    def change(self, quote: int, *, net_amount: int, document_date: date | None, description: str) -> None:
        """Date, description and net amount of a quote."""
        text = str(_FIELDS["description"].check(description))
        _FIELDS["net_amount"].check(net_amount)
        _FIELDS["document_date"].check(document_date)
        with self._store.write("quote.change") as work:
            row = work.get(SalesDocumentRow, quote)
            row.net_amount = net_amount
            row.document_date = document_date
            row.description = text
            work.title = _("Quote {quote} changed").format(quote=row.number)

    def remove(self, quote: int) -> None:
        """Delete a quote; the opportunity that pointed at it keeps its status (R-QUO-09)."""
        with self._store.write("quote.remove") as work:
            document = work.get(SalesDocumentRow, quote)
            owner = lookups.owner_of_quote(work.connection, quote)
            if owner is not None:
                work.get(OpportunityRow, owner.id).quote = None
                work.flush()
            work.remove(document)
            work.title = _("Quote {quote} deleted").format(quote=document.number)


def _check_in_progress(row: OpportunityRow) -> None:
    """M-38."""
    if row.status != Status.IN_PROGRESS:
        raise RuleError(
            _("{opportunity} must be In progress for a quote; its status is {status}.").format(
                opportunity=name_of(row.number, row.description), status=_(STATUS[row.status])
            ),
            number="M-38",
        )
