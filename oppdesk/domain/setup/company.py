"""The house itself: its name, its numbers, and what is proposed for new contacts and opportunities."""

from oppdesk.domain.communication import check_e_mails, check_phone
from oppdesk.domain.duplicates import LONGEST, PART, SHORTEST, USUAL
from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Field, Kind, code, description
from oppdesk.domain.numbering import passes, split
from oppdesk.domain.setup_list import Row, SetupList
from oppdesk.domain.words import ATTACHMENT_STORAGE, CORRESPONDENCE
from oppdesk.i18n import N_, _


def _numbers_count_on(row: Row) -> None:
    """R-NUM-02, NUM-4: the numbers of a line have digits to count on, one pattern, and stand in their order."""
    start, warning, end = (str(row[name]) for name in ("starting_no", "warning_no", "ending_no"))
    parts = split(start)
    if parts is None:
        message = _("{number} has no digit that could be counted on.")
        raise RuleError(message.format(number=start), "starting_no", "R-NUM-02")
    for name in ("ending_no", "warning_no", "last_no"):
        number = str(row[name])
        other = split(number)
        if number and (other is None or other.shape != parts.shape):
            message = _("{number} must be written like the starting number {start}.")
            raise RuleError(message.format(number=number, start=start), name, "R-NUM-02")
        if number and passes(start, number):
            message = _("{number} lies before the starting number {start}.")
            raise RuleError(message.format(number=number, start=start), name, "NUM-4")
    if warning and end and passes(warning, end):
        message = _("The warning number {warning} lies behind the ending number {end}.")
        raise RuleError(message.format(warning=warning, end=end), "warning_no", "NUM-4")


def _can_be_reached(row: Row) -> None:
    check_phone(str(row["phone"]), "phone", N_("Phone No."))
    check_e_mails(str(row["e_mail"]), "e_mail")


def _lookup(name: str, label: str, target: str) -> Field:
    return Field(name, label, Kind.LOOKUP, target=target)


def _inherit(name: str, label: str) -> Field:
    hint = N_("People take it over from their company.")
    return Field(f"inherit_{name}", label, Kind.FLAG, hint=hint, default=True)


MARKETING = SetupList(
    "marketing_setup",
    N_("Numbers and defaults"),
    "company",
    (
        _lookup("contact_nos", N_("Contact numbers"), "number_series"),
        _lookup("task_nos", N_("Task numbers"), "number_series"),
        _lookup("opportunity_nos", N_("Opportunity numbers"), "number_series"),
        _lookup("quote_nos", N_("Quote numbers"), "number_series"),
        _inherit("salesperson", N_("Inherit salesperson")),
        _inherit("territory", N_("Inherit territory")),
        _inherit("country", N_("Inherit country")),
        _inherit("language", N_("Inherit language")),
        _inherit("address", N_("Inherit address")),
        _inherit("communication", N_("Inherit phone numbers and e-mail")),
        _inherit("format_region", N_("Inherit format region")),
        _lookup("default_salesperson", N_("Default salesperson"), "salesperson"),
        _lookup("default_territory", N_("Default territory"), "territory"),
        _lookup("default_country", N_("Default country"), "country"),
        _lookup("default_language", N_("Default language"), "language"),
        Field(
            "default_format_region",
            N_("Default format region"),
            size=80,
            hint=N_("Like nl-NL: how dates and numbers are written to the contact."),
        ),
        Field("default_correspondence", N_("Default correspondence"), Kind.CHOICE, choices=CORRESPONDENCE),
        _lookup("default_company_salutation", N_("Default company salutation"), "salutation"),
        _lookup("default_person_salutation", N_("Default person salutation"), "salutation"),
        _lookup("default_sales_cycle", N_("Default sales cycle"), "sales_cycle"),
        Field(
            "default_task_date",
            N_("Default task date"),
            Kind.FORMULA,
            hint=N_("Proposed for new tasks, counted from today."),
        ),
        Field(
            "stale_days",
            N_("Stale after days"),
            Kind.WHOLE,
            low=1,
            high=9999,
            default=28,
            hint=N_("Days in a stage after which an opportunity is called stale."),
        ),
        _lookup("relation_of_customers", N_("Relation of customers"), "business_relation"),
        _lookup("relation_of_vendors", N_("Relation of vendors"), "business_relation"),
        _lookup("relation_of_banks", N_("Relation of bank accounts"), "business_relation"),
        _lookup("relation_of_employees", N_("Relation of employees"), "business_relation"),
        Field(
            "maintain_duplicates",
            N_("Maintain duplicate search strings"),
            Kind.FLAG,
            hint=N_("Companies are compared by the parts of their fields set up for it."),
            default=True,
        ),
        Field(
            "autosearch_duplicates",
            N_("Search for duplicates automatically"),
            Kind.FLAG,
            hint=N_("After a contact was added or changed."),
            default=True,
        ),
        Field(
            "search_hit",
            N_("Search hit %"),
            Kind.PERCENT,
            low=1,
            high=100,
            default=60,
            hint=N_("So many of the search strings must agree in two companies."),
        ),
        Field(
            "mobile_first",
            N_("Mobile number first"),
            Kind.FLAG,
            hint=N_("Calls are made to the mobile number when there is one."),
        ),
        Field(
            "attachment_storage",
            N_("Attachments are kept"),
            Kind.CHOICE,
            choices=ATTACHMENT_STORAGE,
            hint=N_("Embedded is in the database, disk file in a folder."),
        ),
        Field("attachment_folder", N_("Folder of attachments"), size=250),
        Field(
            "may_reopen",
            N_("Closed opportunities may be reopened"),
            Kind.FLAG,
            hint=N_("Reopening is recorded in the history of the opportunity."),
        ),
    ),
    single=True,
)

COMPANY = SetupList(
    "company_info",
    N_("Company"),
    "company",
    (
        Field("name", N_("Name"), size=100),
        Field("address", N_("Address"), size=100),
        Field("address_2", N_("Address 2"), size=50),
        Field("post_code", N_("Post code"), Kind.CODE, 20),
        Field("city", N_("City"), size=30),
        Field("county", N_("County"), size=30),
        _lookup("country", N_("Country"), "country"),
        Field("phone", N_("Phone No."), size=30),
        Field("e_mail", N_("E-mail"), size=80),
        Field("home_page", N_("Home page"), size=255),
        Field("vat_number", N_("VAT registration No."), Kind.CODE, 20),
        Field("registration_number", N_("Registration No."), size=20),
        Field(
            "currency",
            N_("Currency"),
            Kind.CODE,
            10,
            required=True,
            hint=N_("All amounts are in this currency."),
            default="EUR",
        ),
    ),
    (_can_be_reached,),
    single=True,
)

NUMBER_SERIES = SetupList(
    "number_series",
    N_("Number series"),
    "sales",
    (
        code(20),
        description(),
        Field(
            "default_nos",
            N_("Automatic numbers"),
            Kind.FLAG,
            hint=N_("Numbers are given automatically."),
            default=True,
        ),
        Field("manual_nos", N_("Manual numbers"), Kind.FLAG, hint=N_("Numbers may be typed.")),
        Field("date_order", N_("Date order"), Kind.FLAG, hint=N_("Numbers are used in the order of dates.")),
    ),
)

NUMBER_SERIES_LINES = SetupList(
    "number_series_line",
    N_("Numbers"),
    "sales",
    (
        Field(
            "starting_date",
            N_("Starting date"),
            Kind.DATE,
            hint=N_("In force from this day; blank is from the start."),
        ),
        Field("starting_no", N_("Starting No."), Kind.CODE, 20, required=True),
        Field("ending_no", N_("Ending No."), Kind.CODE, 20, hint=N_("Blank never ends.")),
        Field("warning_no", N_("Warning No."), Kind.CODE, 20, hint=N_("From here on a warning is shown.")),
        Field("increment", N_("Increment"), Kind.WHOLE, low=1, high=1_000_000, default=1),
        Field("last_no", N_("Last No. used"), Kind.CODE, 20),
        Field("last_date", N_("Last date used"), Kind.DATE),
        Field("open", N_("Open"), Kind.FLAG, default=True),
    ),
    (_numbers_count_on,),
    lines_of="number_series",
)

# The fields of a company whose parts can be compared; stored by place, so this tuple only ever grows.
COMPARED: tuple[tuple[str, str], ...] = (
    ("name", N_("Name")),
    ("name_2", N_("Name 2")),
    ("address", N_("Address")),
    ("address_2", N_("Address 2")),
    ("post_code", N_("Post code")),
    ("city", N_("City")),
    ("phone", N_("Phone No.")),
    ("mobile_phone", N_("Mobile phone No.")),
    ("e_mail", N_("E-mail")),
    ("e_mail_2", N_("E-mail 2")),
    ("vat_number", N_("VAT registration No.")),
    ("fax", N_("Fax No.")),
    ("home_page", N_("Home page")),
    ("registration_number", N_("Registration No.")),
    ("county", N_("County")),
    ("external_number", N_("External No.")),
)
DUPLICATE_SEARCH = SetupList(
    "duplicate_search",
    N_("Duplicate search strings"),
    "contacts",
    (
        Field("field", N_("Field"), Kind.CHOICE, choices=tuple(label for _name, label in COMPARED)),
        Field("part", N_("Part of field"), Kind.CHOICE, choices=PART),
        Field("length", N_("Length"), Kind.WHOLE, low=SHORTEST, high=LONGEST, default=USUAL),
    ),
    unique=("field", "part"),
    taken="DUP-2",
)

LISTS = (COMPANY, MARKETING, NUMBER_SERIES, NUMBER_SERIES_LINES, DUPLICATE_SEARCH)
