"""Who sells, and how people are addressed."""

from oppdesk.domain.communication import check_e_mail, check_e_mails, check_phone
from oppdesk.domain.fields import Field, Kind, code, description, number_of
from oppdesk.domain.setup_list import Row, SetupList
from oppdesk.domain.words import CONTACT_TYPE, CORRESPONDENCE, MANNER, NAME_PART
from oppdesk.i18n import N_


def _can_be_reached(row: Row) -> None:
    """SP-2 and CON-F1: what is entered can be dialled and written to."""
    check_phone(str(row["phone"]), "phone", N_("Phone No."))
    check_e_mails(str(row["e_mail"]), "e_mail")
    check_e_mail(str(row["e_mail_2"]), "e_mail_2")


SALESPEOPLE = SetupList(
    "salesperson",
    N_("Salespeople"),
    "people",
    (
        code(20),
        Field("name", N_("Name"), size=50),
        Field("job_title", N_("Job title"), size=30),
        Field("commission", N_("Commission %"), Kind.RATE, low=0, high=10_000),
        Field("phone", N_("Phone No."), size=30),
        Field("e_mail", N_("E-mail"), size=80, hint=N_("Several addresses are separated by a semicolon.")),
        Field("e_mail_2", N_("E-mail 2"), size=80),
        Field("privacy_blocked", N_("Privacy blocked"), Kind.FLAG, hint=N_("Cannot be assigned anywhere.")),
        Field(
            "blocked", N_("Blocked"), Kind.FLAG, hint=N_("Not offered for opportunities, tasks and setup.")
        ),
    ),
    (_can_be_reached,),
)

TEAMS = SetupList("team", N_("Teams"), "people", (code(), Field("name", N_("Name"), size=50)))

TEAM_MEMBERS = SetupList(
    "team_salesperson",
    N_("Members"),
    "people",
    (Field("salesperson", N_("Salesperson"), Kind.LOOKUP, required=True, target="salesperson"),),
    lines_of="team",
)

SALUTATIONS = SetupList(
    "salutation",
    N_("Salutations"),
    "contacts",
    (code(), description(), number_of("contact", N_("Contacts"))),
)

NAMES = ("name_1", "name_2", "name_3", "name_4", "name_5")  # what %1 to %5 stand for
_NAME_LABELS = (N_("Name 1"), N_("Name 2"), N_("Name 3"), N_("Name 4"), N_("Name 5"))
SALUTATION_FORMULAS = SetupList(
    "salutation_formula",
    N_("Formulas"),
    "contacts",
    (
        Field("type", N_("Type"), Kind.CHOICE, choices=MANNER),
        Field(
            "language",
            N_("Language"),
            Kind.LOOKUP,
            target="language",
            hint=N_("Blank is for contacts without a language, and for languages without a formula."),
        ),
        Field("text", N_("Salutation"), size=50, hint=N_("%1 to %5 stand for the names.")),
        *(
            Field(name, label, Kind.CHOICE, choices=NAME_PART)
            for name, label in zip(NAMES, _NAME_LABELS, strict=True)
        ),
    ),
    lines_of="salutation",
    unique=("type", "language"),
)

CONTACT_TEMPLATES = SetupList(
    "contact_template",
    N_("Contact templates"),
    "contacts",
    (
        code(),
        description(),
        Field("type", N_("Type"), Kind.CHOICE, choices=CONTACT_TYPE),
        Field("salesperson", N_("Salesperson"), Kind.LOOKUP, target="salesperson"),
        Field("territory", N_("Territory"), Kind.LOOKUP, target="territory"),
        Field("country", N_("Country"), Kind.LOOKUP, target="country"),
        Field("currency", N_("Currency"), Kind.LOOKUP, target="currency"),
        Field("language", N_("Language"), Kind.LOOKUP, target="language"),
        Field("salutation", N_("Salutation"), Kind.LOOKUP, target="salutation"),
        Field("correspondence_type", N_("Correspondence"), Kind.CHOICE, choices=CORRESPONDENCE),
    ),
)

LISTS = (SALESPEOPLE, TEAMS, TEAM_MEMBERS, SALUTATIONS, SALUTATION_FORMULAS, CONTACT_TEMPLATES)
