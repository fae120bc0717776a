"""The rows that hang on one contact: its addresses, and its links to the lists that contacts are sorted by.

They are described like setup lists, so that table, checks, import and editing follow; the contact card shows them.
"""

from oppdesk.domain.communication import check_e_mails, check_phone
from oppdesk.domain.fields import Field, Kind, code
from oppdesk.domain.setup_list import Row, Rule, SetupList
from oppdesk.domain.words import LINK
from oppdesk.i18n import N_


def _can_be_reached(row: Row) -> None:
    """CON-F1, CON-F2 for an alternative address."""
    check_phone(str(row["phone"]), "phone", N_("Phone No."))
    check_phone(str(row["mobile_phone"]), "mobile_phone", N_("Mobile phone No."))
    check_e_mails(str(row["e_mail"]), "e_mail")


def _lookup(name: str, label: str, target: str, *, required: bool = True) -> Field:
    return Field(name, label, Kind.LOOKUP, required=required, target=target)


def _text(name: str, label: str, size: int) -> Field:
    return Field(name, label, size=size)


def _of_contact(
    key: str,
    title: str,
    fields: tuple[Field, ...],
    rules: tuple[Rule, ...] = (),
    taken: str = "NUM-6",
) -> SetupList:
    return SetupList(key, title, "contacts", fields, rules, lines_of="contact", taken=taken)


ALTERNATIVE_ADDRESSES = _of_contact(
    "alternative_address",
    N_("Alternative addresses"),
    (
        code(),
        _text("company_name", N_("Company name"), 100),
        _text("company_name_2", N_("Company name 2"), 50),
        _text("address", N_("Address"), 100),
        _text("address_2", N_("Address 2"), 50),
        Field("post_code", N_("Post code"), Kind.CODE, 20),
        _text("city", N_("City"), 30),
        _text("county", N_("County"), 30),
        _lookup("country", N_("Country"), "country", required=False),
        _text("phone", N_("Phone No."), 30),
        _text("mobile_phone", N_("Mobile phone No."), 30),
        _text("extension", N_("Extension"), 30),
        _text("fax", N_("Fax No."), 30),
        _text("pager", N_("Pager"), 30),
        _text("telex", N_("Telex No."), 20),
        _text("telex_answer_back", N_("Telex answer back"), 20),
        _text("e_mail", N_("E-mail"), 80),
        _text("home_page", N_("Home page"), 255),
    ),
    (_can_be_reached,),
)
ADDRESS_RANGES = _of_contact(
    "address_range",
    N_("Alternative address dates"),
    (
        Field("starting_date", N_("Starting date"), Kind.DATE, required=True),
        Field("ending_date", N_("Ending date"), Kind.DATE, hint=N_("Blank never ends.")),
        _lookup("alternative_address", N_("Alternative address"), "alternative_address"),
    ),
    taken="ALT-2",
)
RELATIONS = _of_contact(
    "contact_business_relation",
    N_("Business relations"),
    (
        _lookup("business_relation", N_("Business relation"), "business_relation"),
        Field("link", N_("Linked to"), Kind.CHOICE, choices=LINK),
        Field("external_number", N_("No."), Kind.CODE, 20),
        _text("system", N_("System"), 30),
        _text("note", N_("Note"), 80),
    ),
)
WEB_SOURCES = _of_contact(
    "contact_web_source",
    N_("Web sources"),
    (
        _lookup("web_source", N_("Web source"), "web_source"),
        _text("search_word", N_("Search word"), 30),
    ),
)


def _link(target: str, title: str, label: str) -> SetupList:
    return _of_contact(f"contact_{target}", title, (_lookup(target, label, target),))


LISTS = (
    ALTERNATIVE_ADDRESSES,
    ADDRESS_RANGES,
    RELATIONS,
    WEB_SOURCES,
    _link("mailing_group", N_("Mailing groups"), N_("Mailing group")),
    _link("industry_group", N_("Industry groups"), N_("Industry group")),
    _link("job_responsibility", N_("Job responsibilities"), N_("Job responsibility")),
)
