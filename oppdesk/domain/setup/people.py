"""Who sells, and how people are addressed."""

from oppdesk.domain.communication import check_e_mail, check_e_mails, check_phone
from oppdesk.domain.fields import Field, Kind, code, description
from oppdesk.domain.setup_list import Row, SetupList
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

SALUTATIONS = SetupList("salutation", N_("Salutations"), "people", (code(), description()))

LISTS = (SALESPEOPLE, TEAMS, TEAM_MEMBERS, SALUTATIONS)
