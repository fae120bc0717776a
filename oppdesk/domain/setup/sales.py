"""How a team sells: cycles with their stages, reasons for won and lost, plans of activities."""

from oppdesk.domain.fields import Field, Kind, code, description, number_of
from oppdesk.domain.setup_list import SetupList
from oppdesk.domain.words import METHOD, OUTCOME, PRIORITY, TASK_TYPE, Priority
from oppdesk.i18n import N_

SALES_CYCLES = SetupList(
    "sales_cycle",
    N_("Sales cycles"),
    "sales",
    (
        code(),
        description(),
        Field(
            "method",
            N_("Probability calculation"),
            Kind.CHOICE,
            choices=METHOD,
            hint=N_("How the probability follows from chances of success and completion."),
        ),
        Field("blocked", N_("Blocked"), Kind.FLAG, hint=N_("Cannot be chosen for further opportunities.")),
        number_of("opportunity", N_("Opportunities")),
    ),
)

STAGES = SetupList(
    "sales_cycle_stage",
    N_("Stages"),
    "sales",
    (
        Field(
            "stage",
            N_("Stage"),
            Kind.WHOLE,
            required=True,
            low=1,
            hint=N_("Stages follow each other by number."),
        ),
        description(),
        Field("completed", N_("Completed %"), Kind.PERCENT),
        Field(
            "chances",
            N_("Chances of Success %"),
            Kind.PERCENT,
            hint=N_("Proposed on entering the stage; 0 proposes nothing."),
        ),
        Field(
            "activity",
            N_("Activity"),
            Kind.LOOKUP,
            target="activity",
            hint=N_("Its steps become tasks when an opportunity enters the stage."),
        ),
        Field(
            "quote_required",
            N_("Quote required"),
            Kind.FLAG,
            hint=N_("A quote must be assigned before an opportunity enters the stage."),
        ),
        Field("may_skip", N_("May be skipped"), Kind.FLAG),
        Field(
            "date_formula",
            N_("Date formula"),
            Kind.FORMULA,
            hint=N_("Proposes the closing date, counted from the date of change."),
        ),
        number_of("opportunity", N_("Opportunities")),
    ),
    lines_of="sales_cycle",
    taken="ACT-4",
)

CLOSE_CODES = SetupList(
    "close_code",
    N_("Close codes"),
    "sales",
    (
        code(),
        Field(
            "outcome", N_("Outcome"), Kind.CHOICE, choices=OUTCOME, hint=N_("Offered for this outcome only.")
        ),
        description(),
        number_of("opportunity_entry", N_("Opportunities")),
    ),
)

ACTIVITIES = SetupList("activity", N_("Activities"), "sales", (code(), description()))

ACTIVITY_STEPS = SetupList(
    "activity_step",
    N_("Steps"),
    "sales",
    (
        Field(
            "step",
            N_("Step"),
            Kind.WHOLE,
            required=True,
            low=1,
            hint=N_("Steps follow each other by number."),
        ),
        Field("type", N_("Type"), Kind.CHOICE, choices=TASK_TYPE),
        description(required=True),
        Field("priority", N_("Priority"), Kind.CHOICE, choices=PRIORITY, default=int(Priority.NORMAL)),
        Field(
            "date_formula",
            N_("Date formula"),
            Kind.FORMULA,
            hint=N_("When the task is due, counted from the start of the activity."),
        ),
    ),
    lines_of="activity",
    taken="ACT-4",
)

LISTS = (SALES_CYCLES, STAGES, CLOSE_CODES, ACTIVITIES, ACTIVITY_STEPS)
