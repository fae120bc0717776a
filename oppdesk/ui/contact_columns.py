"""The columns of every list of contacts, and the views it has from the start."""

from collections.abc import Callable
from dataclasses import replace

from oppdesk.domain.fields import Kind, Ref
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import ContactType
from oppdesk.i18n import N_
from oppdesk.services.desk import Desk
from oppdesk.ui.cells import Cell, FigureCell, IconCell, NameCell, QuietCell
from oppdesk.ui.contact_words import ICONS
from oppdesk.ui.list_rows import ListColumn, Row, field_column
from oppdesk.ui.pages.list_views import ListView
from oppdesk.ui.workplace import Workplace

TABLE = "contact"
# Name, width in u, hidden at first (relationships 3.14), after the name.
_EDITED = frozenset(
    {
        *(
            "phone",
            "mobile_phone",
            "e_mail",
            "job_title",
            "name_2",
            "address",
            "post_code",
            "city",
            "home_page",
            "fax",
        ),
        *("salesperson", "country", "territory", "language", "currency", "organizational_level"),
    }
)
_FIELDS = (
    ("company", 14, False),
    ("open_opportunities", 7, False),
    ("phone", 16.5, False),
    ("e_mail", 18, False),
    ("relation", 9.5, False),
    ("salesperson", 11, False),
    ("city", 12.5, True),
    ("number", 12, True),
    ("job_title", 18, True),
    ("mobile_phone", 17, True),
    ("type", 10, True),
    ("name_2", 16, True),
    ("search_name", 20, True),
    ("address", 22, True),
    ("post_code", 11, True),
    ("country", 10, True),
    ("territory", 12, True),
    ("language", 10, True),
    ("home_page", 22, True),
    ("vat_number", 16, True),
    ("external_number", 14, True),
    ("organizational_level", 12, True),
    ("fax", 16, True),
    ("currency", 9, True),
    ("parent_company", 17, True),
    ("employees", 10, True),
    ("revenue", 13, True),
    ("exclude_from_segment", 11, True),
    ("privacy_blocked", 11, True),
    ("minor", 8, True),
    ("parental_consent", 11, True),
    ("number_of_contact_mailing_group", 9, True),
    ("number_of_contact_industry_group", 9, True),
    ("number_of_contact_job_responsibility", 9, True),
    ("number_of_contact_business_relation", 9, True),
)


_SHORT = {"relation": N_("Relation")}  # labels of narrow columns
_COMPANY = Filter("type", Op.IS, int(ContactType.COMPANY))
_PERSON = Filter("type", Op.IS, int(ContactType.PERSON))


def _customers(desk: Desk) -> tuple[Filter, ...]:
    """With the relation that a number as a customer stands under (4.3)."""
    code = desk.setup.single("marketing_setup")["relation_of_customers"]
    return (Filter("business_relation", Op.IS, code.id),) if isinstance(code, Ref) else ()


def _prospects(desk: Desk) -> tuple[Filter, ...]:
    code = desk.setup.with_code("business_relation", _PROSPECTS)
    return (Filter("business_relation", Op.IS, code),) if code is not None else ()


_PROSPECTS = "PROS"  # 3.11
_ELSEWHERE = (N_("No contacts in this view"), N_("Another view or filter may show some."))
INDENTED = frozenset({"mine", "all"})  # views in which people stand under their company
VIEWS: tuple[ListView, ...] = (
    ListView(
        "mine",
        N_("Mine"),
        lambda desk: (Filter("salesperson", Op.IS, desk.context.salesperson),),
        _ELSEWHERE,
        is_wanted=lambda desk: desk.context.salesperson is not None,
    ),
    ListView("companies", N_("Companies"), lambda _desk: (_COMPANY,), _ELSEWHERE),
    ListView("people", N_("People"), lambda _desk: (_PERSON,), _ELSEWHERE),
    ListView(
        "all",
        N_("All"),
        lambda _desk: (),
        (N_("No contacts yet"), N_("Companies and the people in them: whom opportunities are about.")),
    ),
    ListView(
        "customers", N_("Customers"), _customers, _ELSEWHERE, is_wanted=lambda desk: bool(_customers(desk))
    ),
    ListView(
        "prospects", N_("Prospects"), _prospects, _ELSEWHERE, is_wanted=lambda desk: bool(_prospects(desk))
    ),
    ListView(
        "blocked",
        N_("Privacy blocked"),
        lambda _desk: (Filter("privacy_blocked", Op.IS, True),),
        (
            N_("Nobody is blocked"),
            N_("Contacts that are used for nothing new for reasons of privacy stand here."),
        ),
    ),
)


def columns(place: Workplace, is_indented: Callable[[], bool]) -> list[ListColumn]:
    """`is_indented` tells whether people stand under their company now."""
    fields = place.desk.lists.fields(TABLE)

    def name(row: Row) -> Cell:
        is_below = row["type"] == ContactType.PERSON and row["company"] is not None and is_indented()
        return NameCell(row["name"], indent=int(is_below))

    made = [
        ListColumn("icon", "", _icon, width=4.5, order="", fixed=True, text=lambda _row: ""),
        ListColumn("name", fields["name"].label, name, width=0, order="search_name", edits=True),
    ]
    for key, width, hidden in _FIELDS:
        if key == "company":
            made.append(ListColumn(key, fields[key].label, _company, width=width))
        elif key == "open_opportunities":
            made.append(ListColumn(key, N_("Open"), _number(place, key), "right", width, order=""))
        elif fields[key].kind is Kind.COUNT:
            label, cell = fields[key].label, _number(place, key)
            made.append(ListColumn(key, label, cell, "right", width, order="", hidden=hidden))
        else:
            label = _SHORT.get(key, "")
            column = field_column(fields[key], place.form, width=width, hidden=hidden, label=label)
            made.append(replace(column, edits=key in _EDITED))
    return made


def _icon(row: Row) -> Cell:
    return IconCell(ICONS[ContactType(row["type"])])


def _company(row: Row) -> Cell:
    """Of a person; a company would only repeat its name."""
    company = row["company"]
    return QuietCell(company.text if isinstance(company, Ref) and company.id != row["id"] else "")


def _number(place: Workplace, key: str) -> Callable[[Row], Cell]:
    """How many there are; nothing for none."""
    return lambda row: FigureCell(place.form.whole(row[key]) if row[key] else "")


def is_by_company(query: Query) -> bool:
    """Whether the list stands in its own order: companies by name, their people beneath."""
    return not query.orders and not query.group
