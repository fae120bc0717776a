"""The closed lists of the field of work. Each member's value is what is stored and never changes."""

from enum import IntEnum

from oppdesk.i18n import N_


class Status(IntEnum):
    NOT_STARTED = 0
    IN_PROGRESS = 1
    WON = 2
    LOST = 3


class Priority(IntEnum):
    LOW = 0
    NORMAL = 1
    HIGH = 2


class Method(IntEnum):
    """How a sales cycle makes the probability out of chances of success and completion (R-EST-03)."""

    MULTIPLY = 0
    ADD = 1
    CHANCES = 2
    COMPLETED = 3


class Action(IntEnum):
    """What an opportunity entry recorded (Action Taken)."""

    FIRST = 0
    NEXT = 1
    PREVIOUS = 2
    UPDATED = 3
    JUMPED = 4
    WON = 5
    LOST = 6


class Step(IntEnum):
    """What the Update dialog offers, in the order it is shown (R-UPD-02)."""

    FIRST = 0
    NEXT = 1
    PREVIOUS = 2
    SKIP = 3
    JUMP = 4
    UPDATE = 5


class Outcome(IntEnum):
    WON = 0
    LOST = 1


class ContactType(IntEnum):
    COMPANY = 0
    PERSON = 1


class Correspondence(IntEnum):
    NONE = 0
    HARD_COPY = 1
    EMAIL = 2


class Relation(IntEnum):
    """What the house is in business with a contact for, by its business relations (relationships 3.11)."""

    NONE = 0
    CUSTOMER = 1
    VENDOR = 2
    BANK_ACCOUNT = 3
    EMPLOYEE = 4
    OTHER = 5
    MULTIPLE = 6


class Acquaintance(IntEnum):
    """How far business has come with a contact; computed, never stored (relationships 3.11)."""

    LEAD = 0
    PROSPECT = 1
    CUSTOMER = 2


class Manner(IntEnum):
    """How a letter addresses somebody: the type of a salutation formula."""

    FORMAL = 0
    INFORMAL = 1


class NamePart(IntEnum):
    """What may stand for a placeholder of a salutation formula."""

    NONE = 0
    JOB_TITLE = 1
    FIRST_NAME = 2
    MIDDLE_NAME = 3
    SURNAME = 4
    INITIALS = 5
    COMPANY_NAME = 6


class TaskType(IntEnum):
    NONE = 0
    MEETING = 1
    CALL = 2


class TaskStatus(IntEnum):
    NOT_STARTED = 0
    IN_PROGRESS = 1
    COMPLETED = 2
    WAITING = 3
    POSTPONED = 4


class Attendance(IntEnum):
    """What somebody is to a task: at a meeting's table, or a member of the team that shall do it (7.2, 7.7)."""

    REQUIRED = 0
    OPTIONAL = 1
    ORGANIZER = 2
    MEMBER = 3


class Answer(IntEnum):
    """What an attendee said to the invitation."""

    NONE = 0
    ACCEPTED = 1
    DECLINED = 2
    TENTATIVE = 3


class CountedFrom(IntEnum):
    """From which day the next task of a series is dated (7.5)."""

    NONE = 0
    DUE_DATE = 1
    CLOSING_DATE = 2


class Flow(IntEnum):
    """The direction in which an interaction carries information."""

    NONE = 0
    OUTBOUND = 1
    INBOUND = 2


class Initiator(IntEnum):
    NONE = 0
    US = 1
    THEM = 2


class Evaluation(IntEnum):
    NONE = 0
    VERY_POSITIVE = 1
    POSITIVE = 2
    NEUTRAL = 3
    NEGATIVE = 4
    VERY_NEGATIVE = 5


class WizardAction(IntEnum):
    """What creating an interaction does with the document of its template (9.2)."""

    NONE = 0
    OPEN = 1
    IMPORT = 2
    MERGE = 3


class Delivery(IntEnum):
    NONE = 0
    IN_PROGRESS = 1
    ERROR = 2


class AttachmentStorage(IntEnum):
    EMBEDDED = 0
    DISK_FILE = 1


class DocumentKind(IntEnum):
    QUOTE = 0
    ORDER = 1


# Labels in the order of the stored numbers; translated when shown.
STATUS = (N_("Not started"), N_("In progress"), N_("Won"), N_("Lost"))
PRIORITY = (N_("Low"), N_("Normal"), N_("High"))
METHOD = (N_("Multiply"), N_("Add"), N_("Chances of Success %"), N_("Completed %"))
ACTION = (N_("First"), N_("Next"), N_("Previous"), N_("Updated"), N_("Jumped"), N_("Won"), N_("Lost"))
STEP = (N_("First"), N_("Next"), N_("Previous"), N_("Skip to"), N_("Jump back to"), N_("Update only"))
OUTCOME = (N_("Won"), N_("Lost"))
CONTACT_TYPE = (N_("Company"), N_("Person"))
CORRESPONDENCE = (N_("None"), N_("Hard copy"), N_("E-mail"))
RELATION = (
    N_("None"),
    N_("Customer"),
    N_("Vendor"),
    N_("Bank account"),
    N_("Employee"),
    N_("Other"),
    N_("Multiple"),
)
LINK = RELATION[:5]  # what a business relation with a number is linked to
ACQUAINTANCE = (N_("Lead"), N_("Prospect"), N_("Customer"))
MANNER = (N_("Formal"), N_("Informal"))
NAME_PART = (
    N_("None"),
    N_("Job title"),
    N_("First name"),
    N_("Middle name"),
    N_("Surname"),
    N_("Initials"),
    N_("Company name"),
)
TASK_TYPE = (N_("Task"), N_("Meeting"), N_("Phone call"))
TASK_STATUS = (N_("Not started"), N_("In progress"), N_("Completed"), N_("Waiting"), N_("Postponed"))
DOCUMENT_KIND = (N_("Quote"), N_("Order"))
ATTENDANCE = (N_("Required"), N_("Optional"), N_("Organizer"), N_("Team member"))
ANSWER = (N_("None"), N_("Accepted"), N_("Declined"), N_("Tentative"))
COUNTED_FROM = (N_("None"), N_("Due date"), N_("Closing date"))
FLOW = (N_("None"), N_("Outbound"), N_("Inbound"))
INITIATOR = (N_("None"), N_("Us"), N_("Them"))
EVALUATION = (
    N_("None"),
    N_("Very positive"),
    N_("Positive"),
    N_("Neutral"),
    N_("Negative"),
    N_("Very negative"),
)
WIZARD_ACTION = (N_("None"), N_("Open"), N_("Import"), N_("Merge"))
DELIVERY = (N_("None"), N_("In progress"), N_("Error"))
ATTACHMENT_STORAGE = (N_("Embedded"), N_("Disk file"))
