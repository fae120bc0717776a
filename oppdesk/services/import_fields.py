"""What a row of a file of opportunities may say."""

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.words import PRIORITY, Priority
from oppdesk.i18n import N_

OPPORTUNITIES: tuple[Field, ...] = (
    Field(
        "external_number", N_("External No."), size=50, hint=N_("The key of this record in another program.")
    ),
    Field("number", N_("No."), Kind.CODE, 20, hint=N_("Given automatically when left blank.")),
    Field("description", N_("Description"), size=100),
    Field(
        "contact",
        N_("Contact"),
        Kind.LOOKUP,
        target="contact",
        hint=N_("Number or name; made when it is new."),
    ),
    Field(
        "salesperson",
        N_("Salesperson"),
        Kind.LOOKUP,
        target="salesperson",
        hint=N_("Code or name; made when it is new."),
    ),
    Field("sales_cycle", N_("Sales cycle"), Kind.LOOKUP, target="sales_cycle", hint=N_("Code of a cycle.")),
    Field("stage", N_("Stage"), size=100, hint=N_("Name or number of a stage, or Won, Lost, Not started.")),
    Field("priority", N_("Priority"), Kind.CHOICE, choices=PRIORITY, default=int(Priority.NORMAL)),
    Field("created_on", N_("Created on"), Kind.DATE),
    Field("changed_on", N_("Date of change"), Kind.DATE, hint=N_("The day the stage was reached.")),
    Field(
        "closing_on",
        N_("Estimated closing date"),
        Kind.DATE,
        hint=N_("Of a won or lost one the day it was closed, if no other column says it."),
    ),
    Field("closed_on", N_("Closed on"), Kind.DATE, hint=N_("The day it was won or lost.")),
    Field("estimated_value", N_("Estimated value"), Kind.MONEY, low=0),
    Field("sales_value", N_("Sales value"), Kind.MONEY, low=0, hint=N_("What a won one was sold for.")),
    Field("chances", N_("Chances of Success %"), Kind.PERCENT),
    Field(
        "close_code", N_("Close code"), Kind.LOOKUP, target="close_code", hint=N_("Its code or description.")
    ),
)
