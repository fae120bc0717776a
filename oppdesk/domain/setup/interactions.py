"""How contact is kept: groups and templates of interactions, and which of them the program itself uses."""

from oppdesk.domain.fields import Field, Kind, code, description, number_of
from oppdesk.domain.setup_list import SetupList
from oppdesk.domain.words import CORRESPONDENCE, FLOW, INITIATOR, WIZARD_ACTION, Correspondence
from oppdesk.i18n import N_

GROUPS = SetupList(
    "interaction_group",
    N_("Interaction groups"),
    "interactions",
    (code(), description(), number_of("interaction", N_("Interactions"))),
)

TEMPLATES = SetupList(
    "interaction_template",
    N_("Interaction templates"),
    "interactions",
    (
        code(),
        Field(
            "interaction_group",
            N_("Interaction group"),
            Kind.LOOKUP,
            required=True,
            target="interaction_group",
        ),
        description(),
        Field("unit_cost", N_("Unit cost"), Kind.MONEY, low=0),
        Field("unit_duration", N_("Unit duration"), Kind.DURATION),
        Field("information_flow", N_("Information flow"), Kind.CHOICE, choices=FLOW),
        Field("initiated_by", N_("Initiated by"), Kind.CHOICE, choices=INITIATOR),
        Field(
            "correspondence_type",
            N_("Correspondence"),
            Kind.CHOICE,
            choices=CORRESPONDENCE,
            default=int(Correspondence.EMAIL),
        ),
        Field(
            "ignore_contact",
            N_("Ignore the contact's correspondence"),
            Kind.FLAG,
            hint=N_("The template's correspondence wins over the contact's."),
        ),
        Field(
            "language",
            N_("Language"),
            Kind.LOOKUP,
            target="language",
            hint=N_("Used when the contact's language has no line of its own."),
        ),
        Field(
            "wizard_action",
            N_("Document"),
            Kind.CHOICE,
            choices=WIZARD_ACTION,
            hint=N_("What creating an interaction does with the document of the template."),
        ),
        number_of("interaction", N_("Interactions")),
    ),
)

TEMPLATE_LANGUAGES = SetupList(
    "interaction_template_language",
    N_("Languages of the template"),
    "interactions",
    (
        Field(
            "language", N_("Language"), Kind.LOOKUP, target="language", hint=N_("Blank is for all others.")
        ),
        description(),
        Field("subject", N_("Subject"), size=100),
        Field(
            "letter",
            N_("Letter"),
            Kind.NOTE,
            32_000,
            hint=N_("Fields like {contact} are filled when an interaction is created."),
        ),
        Field("attachment", N_("Digest"), size=64, read_only=True),
        Field("file_name", N_("Attachment"), size=255, read_only=True),
    ),
    lines_of="interaction_template",
    taken="TPL-4",
)

TEMPLATE_SETUP = SetupList(
    "interaction_template_setup",
    N_("Interaction template setup"),
    "interactions",
    tuple(
        Field(name, label, Kind.LOOKUP, target="interaction_template", hint=hint)
        for name, label, hint in (
            ("e_mails", N_("E-mails"), N_("Used when an e-mail is logged.")),
            ("e_mail_drafts", N_("E-mail drafts"), N_("Used for a draft.")),
            ("cover_sheets", N_("Cover sheets"), N_("Used when a printed cover sheet is logged.")),
            ("calls", N_("Outgoing calls"), N_("Used for phone calls; they cannot be made without.")),
            ("meeting_invitation", N_("Meeting invitation"), N_("Proposed for meetings.")),
        )
    ),
    single=True,
)

LISTS = (GROUPS, TEMPLATES, TEMPLATE_LANGUAGES, TEMPLATE_SETUP)
