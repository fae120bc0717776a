"""The fields of the records people live in: for columns, search, import and checks of single values.

Their tables are written by hand; a test holds both to the same names and sizes. `read_only` is what nobody types: it
is drawn, derived or changed by a move only.
"""

from collections.abc import Mapping

from oppdesk.domain.fields import Field, Kind, description, number_of
from oppdesk.domain.words import (
    ACTION,
    CONTACT_TYPE,
    CORRESPONDENCE,
    COUNTED_FROM,
    DELIVERY,
    DOCUMENT_KIND,
    EVALUATION,
    FLOW,
    INITIATOR,
    PRIORITY,
    RELATION,
    STATUS,
    TASK_STATUS,
    TASK_TYPE,
    Priority,
)
from oppdesk.i18n import N_


def _text(name: str, label: str, size: int) -> Field:
    return Field(name, label, size=size)


def _lookup(name: str, label: str, target: str, *, read_only: bool = False) -> Field:
    return Field(name, label, Kind.LOOKUP, target=target, read_only=read_only)


def _kept(name: str, label: str, kind: Kind, choices: tuple[str, ...] = ()) -> Field:
    """What the program keeps and nobody types."""
    return Field(name, label, kind, choices=choices, read_only=True)


_NUMBER = Field("number", N_("No."), Kind.CODE, 20, hint=N_("Given automatically when left blank."))
_EXTERNAL = Field(
    "external_number", N_("External No."), size=50, hint=N_("The key of this record in another program.")
)
_CONTACT = _lookup("contact", N_("Contact"), "contact")
_COMPANY = _lookup("company", N_("Company"), "contact", read_only=True)
_SALESPERSON = _lookup("salesperson", N_("Salesperson"), "salesperson")
_PRIORITY = Field("priority", N_("Priority"), Kind.CHOICE, choices=PRIORITY, default=int(Priority.NORMAL))

CONTACT: tuple[Field, ...] = (
    _NUMBER,
    Field("type", N_("Type"), Kind.CHOICE, choices=CONTACT_TYPE),
    _text("name", N_("Name"), 100),
    _text("name_2", N_("Name 2"), 50),
    Field("search_name", N_("Search name"), Kind.CODE, 100),
    _text("first_name", N_("First name"), 30),
    _text("middle_name", N_("Middle name"), 30),
    _text("surname", N_("Surname"), 30),
    _text("initials", N_("Initials"), 30),
    _text("job_title", N_("Job title"), 30),
    _lookup("salutation", N_("Salutation"), "salutation"),
    _lookup("organizational_level", N_("Organizational level"), "organizational_level"),
    _lookup("company", N_("Company"), "contact"),
    _lookup("parent_company", N_("Parent company"), "contact"),
    _text("address", N_("Address"), 100),
    _text("address_2", N_("Address 2"), 50),
    Field("post_code", N_("Post code"), Kind.CODE, 20),
    _text("city", N_("City"), 30),
    _text("county", N_("County"), 30),
    _lookup("country", N_("Country"), "country"),
    _text("phone", N_("Phone No."), 30),
    _text("mobile_phone", N_("Mobile phone No."), 30),
    _text("extension", N_("Extension"), 30),
    _text("fax", N_("Fax No."), 30),
    _text("pager", N_("Pager"), 30),
    _text("telex", N_("Telex No."), 20),
    _text("telex_answer_back", N_("Telex answer back"), 20),
    Field("e_mail", N_("E-mail"), size=80, hint=N_("Several addresses are separated by a semicolon.")),
    _text("e_mail_2", N_("E-mail 2"), 80),
    _text("home_page", N_("Home page"), 255),
    Field("correspondence_type", N_("Correspondence"), Kind.CHOICE, choices=CORRESPONDENCE),
    _lookup("language", N_("Language"), "language"),
    _text("format_region", N_("Format region"), 80),
    _lookup("territory", N_("Territory"), "territory"),
    _SALESPERSON,
    Field("vat_number", N_("VAT registration No."), Kind.CODE, 20),
    _text("registration_number", N_("Registration No."), 50),
    _lookup("currency", N_("Currency"), "currency"),
    Field("employees", N_("Employees"), Kind.WHOLE, low=0, hint=N_("How many people work there.")),
    Field("revenue", N_("Yearly revenue"), Kind.MONEY, low=0),
    Field("exclude_from_segment", N_("Exclude from segments"), Kind.FLAG),
    Field("privacy_blocked", N_("Privacy blocked"), Kind.FLAG),
    Field("minor", N_("Minor"), Kind.FLAG),
    Field("parental_consent", N_("Parental consent received"), Kind.FLAG),
    _kept("relation", N_("Business relation"), Kind.CHOICE, RELATION),
    _EXTERNAL,
    Field("open_opportunities", N_("Open opportunities"), Kind.COUNT, counts="opportunity", read_only=True),
    number_of("contact_mailing_group", N_("Mailing groups")),
    number_of("contact_industry_group", N_("Industry groups")),
    number_of("contact_job_responsibility", N_("Job responsibilities")),
    number_of("contact_business_relation", N_("Business relations")),
)
# What a record may have several of: its list is filtered by them, but has no column of them.
_CONTACT_LINKS = (
    _lookup("mailing_group", N_("Mailing group"), "mailing_group", read_only=True),
    _lookup("industry_group", N_("Industry group"), "industry_group", read_only=True),
    _lookup("job_responsibility", N_("Job responsibility"), "job_responsibility", read_only=True),
    _lookup("business_relation", N_("Relation"), "business_relation", read_only=True),
    _lookup("web_source", N_("Web source"), "web_source", read_only=True),
)
# Whose a task is beside whom its row names: of members of its team, and of those who meet (relationships 7.2).
_TASK_LINKS = (
    _lookup("participant", N_("Takes part"), "salesperson", read_only=True),
    _lookup("attendee", N_("Contact or attendee"), "contact", read_only=True),
)
LINKS: dict[str, tuple[Field, ...]] = {"contact": _CONTACT_LINKS, "task": _TASK_LINKS}  # by list
LAST_INTERACTION = Field("last_interaction", N_("Last interaction"), Kind.DATE, read_only=True)
# All that a list is filtered by without having a column of it.
ASKED: Mapping[str, tuple[Field, ...]] = LINKS | {"contact": (*_CONTACT_LINKS, LAST_INTERACTION)}

OPPORTUNITY: tuple[Field, ...] = (
    _NUMBER,
    description(),
    _CONTACT,
    _COMPANY,
    _SALESPERSON,
    _lookup("sales_cycle", N_("Sales cycle"), "sales_cycle"),
    _kept("status", N_("Status"), Kind.CHOICE, STATUS),
    _PRIORITY,
    _kept("created_on", N_("Created on"), Kind.DATE),
    _kept("closed_on", N_("Closed on"), Kind.DATE),
    _kept("stage", N_("Stage No."), Kind.WHOLE),
    Field("stage_description", N_("Stage"), size=100, read_only=True),
    _kept("days_in_stage", N_("Days in stage"), Kind.WHOLE),
    Field("estimated_value", N_("Estimated value"), Kind.MONEY, low=0),
    Field("chances", N_("Chances of Success %"), Kind.PERCENT),
    _kept("completed", N_("Completed %"), Kind.PERCENT),
    _kept("probability", N_("Probability %"), Kind.RATE),
    _kept("current_value", N_("Calculated current value"), Kind.VALUE),
    Field("closing_on", N_("Estimated closing date"), Kind.DATE),
    _lookup("quote", N_("Quote"), "sales_document"),
    Field("next_step", N_("Next step"), size=100, read_only=True),
    _kept("next_step_on", N_("Next step on"), Kind.DATE),
    _EXTERNAL,
)

ENTRY: tuple[Field, ...] = (
    _lookup("opportunity", N_("Opportunity"), "opportunity", read_only=True),
    _kept("changed_on", N_("Date of change"), Kind.DATE),
    _kept("action", N_("Action"), Kind.CHOICE, ACTION),
    _lookup("sales_cycle", N_("Sales cycle"), "sales_cycle", read_only=True),
    _kept("stage", N_("Stage No."), Kind.WHOLE),
    Field("stage_description", N_("Stage"), size=100, read_only=True),
    _kept("previous_stage", N_("Previous stage No."), Kind.WHOLE),
    _kept("estimated_value", N_("Estimated value"), Kind.MONEY),
    _kept("chances", N_("Chances of Success %"), Kind.PERCENT),
    _kept("completed", N_("Completed %"), Kind.PERCENT),
    _kept("probability", N_("Probability %"), Kind.RATE),
    _kept("current_value", N_("Calculated current value"), Kind.VALUE),
    _kept("closing_on", N_("Estimated closing date"), Kind.DATE),
    _kept("active", N_("Active"), Kind.FLAG),
    _kept("closed_on", N_("Closed on"), Kind.DATE),
    _kept("days_open", N_("Days open"), Kind.WHOLE),
    _lookup("close_code", N_("Close code"), "close_code", read_only=True),
    _lookup("contact", N_("Contact"), "contact", read_only=True),
    _COMPANY,
    _lookup("salesperson", N_("Salesperson"), "salesperson", read_only=True),
)

TASK: tuple[Field, ...] = (
    _NUMBER,
    Field("type", N_("Type"), Kind.CHOICE, choices=TASK_TYPE),
    description(),
    Field("on", N_("Date"), Kind.DATE, required=True),
    Field("start_time", N_("Start time"), Kind.TIME),
    Field("duration", N_("Duration"), Kind.DURATION, low=1, default=1440),
    _kept("ending_on", N_("Ending date"), Kind.DATE),
    _kept("ending_time", N_("Ending time"), Kind.TIME),
    Field("all_day", N_("All day"), Kind.FLAG),
    _text("location", N_("Location"), 100),
    Field("status", N_("Status"), Kind.CHOICE, choices=TASK_STATUS),
    _PRIORITY,
    _kept("closed", N_("Closed"), Kind.FLAG),
    _kept("closed_on", N_("Closed on"), Kind.DATE),
    _kept("canceled", N_("Canceled"), Kind.FLAG),
    _lookup("completed_by", N_("Completed by"), "salesperson"),
    _CONTACT,
    _COMPANY,
    _SALESPERSON,
    _lookup("team", N_("Team"), "team"),
    _lookup("opportunity", N_("Opportunity"), "opportunity"),
    Field("recurring", N_("Recurring"), Kind.FLAG),
    Field(
        "recurring_interval",
        N_("Recurring interval"),
        Kind.FORMULA,
        hint=N_("How long after it the next one is due, like 1M."),
    ),
    Field("counted_from", N_("Counted from"), Kind.CHOICE, choices=COUNTED_FROM),
    _lookup("interaction_template", N_("Interaction template"), "interaction_template"),
    _lookup("language", N_("Language"), "language"),
    _text("subject", N_("Subject"), 100),
    Field("unit_cost", N_("Unit cost"), Kind.MONEY, low=0),
    Field("unit_duration", N_("Unit duration"), Kind.DURATION),
)

# The log of what was said and written to contacts: but for what is read_only here, an entry is never edited (9.4).
INTERACTION: tuple[Field, ...] = (
    Field("on", N_("Date"), Kind.DATE, required=True),
    Field("at", N_("Time"), Kind.TIME),
    Field("description", N_("Description"), size=100, required=True),
    _text("subject", N_("Subject"), 100),
    Field("contact", N_("Contact"), Kind.LOOKUP, target="contact", required=True),
    _COMPANY,
    _lookup("interaction_group", N_("Interaction group"), "interaction_group", read_only=True),
    _lookup("interaction_template", N_("Interaction template"), "interaction_template"),
    Field("information_flow", N_("Information flow"), Kind.CHOICE, choices=FLOW),
    Field("initiated_by", N_("Initiated by"), Kind.CHOICE, choices=INITIATOR),
    _lookup("language", N_("Language"), "language"),
    Field("correspondence_type", N_("Correspondence"), Kind.CHOICE, choices=CORRESPONDENCE),
    _text("contact_via", N_("Contact via"), 80),
    Field("alternative_address", N_("Alternative address"), Kind.CODE, 10),
    Field("cost", N_("Cost"), Kind.MONEY, low=0),
    Field("duration", N_("Duration"), Kind.DURATION),
    Field("evaluation", N_("Evaluation"), Kind.CHOICE, choices=EVALUATION),
    Field("attempt_failed", N_("Attempt failed"), Kind.FLAG),
    _SALESPERSON,
    _kept("author", N_("User"), Kind.CODE),
    _lookup("opportunity", N_("Opportunity"), "opportunity"),
    _lookup("task", N_("Task"), "task", read_only=True),
    Field("file_name", N_("Attachment"), size=255, read_only=True),
    _kept("delivery", N_("Delivery status"), Kind.CHOICE, DELIVERY),
    _kept("canceled", N_("Canceled"), Kind.FLAG),
    _kept("postponed", N_("Draft"), Kind.FLAG),
    _kept("logged_on", N_("Logged on"), Kind.DATE),
)

QUOTE: tuple[Field, ...] = (
    _NUMBER,
    Field("kind", N_("Document"), Kind.CHOICE, choices=DOCUMENT_KIND),
    description(),
    _CONTACT,
    _COMPANY,
    _SALESPERSON,
    Field("document_date", N_("Date"), Kind.DATE),
    Field("net_amount", N_("Net amount"), Kind.MONEY, low=0),
)

# What many records may be given at once; numbers, names and addresses are of one record each.
SHARED: dict[str, tuple[str, ...]] = {
    "opportunity": ("salesperson", "priority", "closing_on", "chances", "estimated_value", "sales_cycle"),
    "contact": (
        "salesperson",
        "territory",
        "country",
        "language",
        "salutation",
        "correspondence_type",
        "privacy_blocked",
    ),
    "task": ("on", "priority", "salesperson", "team", "opportunity", "location"),
}
