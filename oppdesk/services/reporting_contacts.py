"""Reads what is printed of contacts, each of one moment: the sheet for a visit and the sheet on top of what is sent."""

from collections.abc import Collection, Sequence
from typing import Any

from oppdesk.domain.fields import Ref
from oppdesk.domain.words import RELATION, TASK_TYPE, Manner, TaskType
from oppdesk.i18n import LocaleFormat, _
from oppdesk.reports import contact_sheet, cover_sheet
from oppdesk.reports.contact_sheet import ContactSheet, NoteRow, OpportunityRow, PersonRow, TaskRow
from oppdesk.reports.cover_sheet import CoverSheet, Sender
from oppdesk.reports.document import Document
from oppdesk.services import contact_views, exporting_letters
from oppdesk.services.contact_views import ContactView
from oppdesk.services.context import Context
from oppdesk.services.exporting_letters import Letter
from oppdesk.storage import contact_export, listing, lists, lookups
from oppdesk.storage.unit_of_work import Reader, Store

MOST = 60  # contacts that are printed at once, a page or more each: they are laid out while one waits
_NOTES, _PEOPLE = 20, 40  # of a sheet
_FACTS = (
    *("phone", "mobile_phone", "extension", "e_mail", "e_mail_2", "home_page"),
    *("salesperson", "territory", "language", "vat_number"),
)


class ContactReporting:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def sheets(self, contacts: Sequence[int], form: LocaleFormat, manner: Manner = Manner.FORMAL) -> Document:
        """All that a visit needs, a page each; contacts that are gone are left out."""
        with self._store.read() as connection:
            currency = str(lookups.setup(connection, "company_info").get("currency") or "")
            found = [
                self._sheet(connection, letter, form, manner, currency)
                for letter in self._letters(connection, contacts)
            ]
        return contact_sheet.document(found, form, self._context.today)

    def covers(
        self,
        contacts: Sequence[int],
        form: LocaleFormat,
        manner: Manner = Manner.FORMAL,
        ticked: Collection[int] = (),
        remark: str = "",
    ) -> Document:
        """What goes on top of what is sent, a page each (5085); nothing is sent to whom is blocked (CON-P2)."""
        with self._store.read() as connection:
            barred = contact_export.barred(connection, contacts).blocked
            usable = [each for each in contacts if each not in barred]
            house = lookups.setup(connection, "company_info")
            found = [
                CoverSheet(
                    str(letter.row["name"]),
                    letter.lines,
                    _greeting(letter, manner),
                    self._signature(connection, letter.row["salesperson"]),
                )
                for letter in self._letters(connection, usable)
            ]
        return cover_sheet.document(found, _sender(house), ticked, remark, form, self._context.work_date)

    def faults(self, contacts: Sequence[int], *, is_sent: bool = False) -> list[str]:
        """What is wrong with the greetings (SAL-1, SAL-2), and who is blocked if something is to be sent (CON-P2)."""
        with self._store.read() as connection:
            found = self._letters(connection, contacts)
            barred = contact_export.barred(connection, contacts).blocked if is_sent else frozenset()
        said = [_blocked(letter.row) for letter in found if letter.row["id"] in barred]
        return said + [fault for letter in found if letter.row["id"] not in barred for fault in letter.faults]

    def _letters(self, connection: Reader, contacts: Sequence[int]) -> list[Letter]:
        rows = listing.rows(connection, lists.listing("contact"), contacts[:MOST])
        return list(exporting_letters.letters(connection, [rows], self._context.work_date))

    def _sheet(
        self, connection: Reader, letter: Letter, form: LocaleFormat, manner: Manner, currency: str
    ) -> ContactSheet:
        view = contact_views.contact(
            connection, letter.row["id"], self._context.work_date, self._context.today
        )
        values = view.values
        line = [view.number, str(values["job_title"] or ""), view.company.text if view.company else ""]
        return ContactSheet(
            name=view.name,
            line=" · ".join(part for part in line if part),
            address=letter.lines,
            greeting=_greeting(letter, manner),
            facts=_facts(view, form),
            people=[
                PersonRow(each.name, each.job_title, each.phone, each.e_mail)
                for each in view.people[:_PEOPLE]
            ],
            opportunities=[
                OpportunityRow(
                    each.description or each.number,
                    each.stage_description,
                    each.closing_on,
                    each.estimated_value,
                )
                for each in view.open_opportunities
            ],
            tasks=[TaskRow(each.on, _kind(each.type), each.description) for each in view.open_tasks],
            notes=[
                NoteRow(form.moment(each.written_at), each.author, each.text)
                for each in view.comments[:_NOTES]
            ],
            currency=currency,
        )

    def _signature(self, connection: Reader, salesperson: Ref | None) -> list[str]:
        """Who it is from: the contact's salesperson, else whoever works here."""
        row = salesperson.id if salesperson is not None else self._context.salesperson
        if row is None:
            return []
        found = listing.rows(connection, lists.listing("salesperson"), [row])
        names = ("name", "job_title", "phone", "e_mail")
        return [str(each[name]) for each in found for name in names if each[name]]


def _facts(view: ContactView, form: LocaleFormat) -> list[tuple[str, str]]:
    fields = lists.listing("contact").fields
    found = [(_(fields[name].label), fields[name].show(view.values[name], form)) for name in _FACTS]
    company = _("{field} (company)")
    found += [
        (company.format(field=_(fields[name].label)), text)
        for name, text in view.company_reach.items()
        if text and text != view.values.get(name)
    ]
    relation = view.values.get("relation") or 0
    found.append((_("Business relation"), _(RELATION[relation]) if relation else ""))
    return found


def _blocked(row: dict[str, Any]) -> str:
    message = _("Contact {number} {name} is blocked for privacy reasons.")
    return " ".join(message.format(number=row["number"], name=row["name"]).split())


def _kind(kind: TaskType) -> str:
    return _(TASK_TYPE[kind]) if kind is not TaskType.NONE else ""


def _greeting(letter: Letter, manner: Manner) -> str:
    return letter.informal if manner is Manner.INFORMAL else letter.formal


def _sender(house: dict[str, Any]) -> Sender:
    names = ("address", "address_2", "post_code", "city", "phone", "e_mail", "home_page")
    text = {name: str(house.get(name) or "") for name in names}
    town = f"{text['post_code']} {text['city']}".strip()
    parts = (text["address"], text["address_2"], town, text["phone"], text["e_mail"], text["home_page"])
    return Sender(str(house.get("name") or ""), " · ".join(part for part in parts if part))
