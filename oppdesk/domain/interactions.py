"""What was said and written to contacts: a new interaction, its defaults, what it must have, what may change later.

Relationships 9. Pure, on values; costs in minor units, durations in minutes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from oppdesk.domain.addresses import Choice
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.fields import Field, Ref
from oppdesk.domain.records import INTERACTION
from oppdesk.domain.words import Correspondence, Evaluation, Flow, Initiator, WizardAction
from oppdesk.i18n import _

FIELDS: Mapping[str, Field] = {field.name: field for field in INTERACTION}
NEEDED = ("interaction_template", "description", "salesperson", "on")  # in this order (INT-2)
# What of an entry may be put right until the end of the day on which it was logged.
CORRECTABLE = ("description", "cost", "duration", "evaluation", "attempt_failed")


@dataclass(frozen=True, slots=True)
class File:
    """An attachment on its way in or out."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class NewInteraction:
    """An interaction as its dialog holds it; nothing of it is stored before it is logged or postponed."""

    contact: int | None = None
    template: int | None = None
    description: str = ""
    on: date | None = None
    at: time | None = None
    salesperson: int | None = None
    language: int | None = None
    correspondence_type: Correspondence = Correspondence.NONE
    information_flow: Flow = Flow.NONE
    initiated_by: Initiator = Initiator.NONE
    contact_via: str = ""
    alternative_address: str = ""
    opportunity: int | None = None
    task: int | None = None
    evaluation: Evaluation = Evaluation.NONE
    attempt_failed: bool = False
    cost: int = 0
    duration: int = 0
    note: str = ""
    subject: str = ""
    letter: str = ""
    file: File | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline. `kind` is interaction, note, task, entry or quote; `id` is the record's own key.

    Of an interaction `who` is the salesperson or contact it came from, of others who did or wrote it.
    """

    kind: str
    id: int
    on: date | None
    at: time | None
    title: str
    text: str
    who: str
    contact: Ref | None = None
    opportunity: Ref | None = None
    file_name: str = ""
    evaluation: Evaluation = Evaluation.NONE
    canceled: bool = False
    failed: bool = False
    postponed: bool = False
    sort: int | None = None  # of an interaction its group, of a task its type, of an entry its action

    @property
    def place(self) -> tuple[date, int]:
        """What `before` of the next page is."""
        return self.on or date.max, self.id


@dataclass(frozen=True, slots=True)
class Call:
    """A phone call to be made: by which numbers (the preferred first), or what is missing for it (CALL-3, ITS-3)."""

    new: NewInteraction
    ways: tuple[Choice, ...] = ()
    fault: str = ""


# ------------------------------------------------------------------------------------------------ defaults (9.5)

Values = Mapping[str, Any]


def full_minute(moment: datetime) -> time:
    """The time of the day, rounded up to a full minute; the last minute of a day stays in it."""
    up = moment if not (moment.second or moment.microsecond) else moment + timedelta(minutes=1)
    if up.date() != moment.date():
        return time(23, 59)
    return time(up.hour, up.minute)


def correspondence(template: Values, contact: Values, otherwise: Correspondence) -> Correspondence:
    """The template's if it ignores the contact or only it says one; else the contact's; else what it was."""
    own = Correspondence(template["correspondence_type"])
    theirs = Correspondence(contact.get("correspondence_type") or 0)
    if template["ignore_contact"] or (not theirs and own):
        return own
    return theirs or otherwise


def language(template: Values, contact: Values, spoken: Collection[int | None]) -> int | None:
    """The contact's if the template has it among those it is `spoken` in, else the template's own."""
    theirs: int | None = contact.get("language")
    own: int | None = template["language"]
    return theirs if theirs is not None and theirs in spoken else own


def with_template(
    new: NewInteraction, template: Values, contact: Values, spoken: Collection[int | None], previous: Values
) -> NewInteraction:
    """What choosing a template brings; `previous` is the one chosen before, or nothing.

    The description follows only while nobody has typed another one.
    """
    untouched = not new.description or new.description == previous.get("description")
    return replace(
        new,
        template=template["id"],
        description=template["description"] if untouched else new.description,
        cost=template["unit_cost"],
        duration=template["unit_duration"],
        information_flow=Flow(template["information_flow"]),
        initiated_by=Initiator(template["initiated_by"]),
        correspondence_type=correspondence(template, contact, new.correspondence_type),
        language=language(template, contact, spoken),
    )


def with_document(new: NewInteraction, line: Values, file: File | None, previous: Values) -> NewInteraction:
    """The words and the file of a template in a language; `previous` is the line they came from before.

    What somebody wrote or attached instead stays.
    """

    def follows(name: str, now: str) -> str:
        return str(line.get(name) or "") if now in ("", previous.get(name)) else now

    is_theirs = new.file is not None and new.file.name != previous.get("file_name")
    return replace(
        new,
        subject=follows("subject", new.subject),
        letter=follows("letter", new.letter),
        file=new.file if is_theirs else file,
    )


# ------------------------------------------------------------------------------------------------ checks (9.6)


def check_contact(new: NewInteraction) -> None:
    """INT-1."""
    if new.contact is None:
        raise FieldError(_("Choose a contact to interact with."), "contact", "INT-1")


def check_filled(new: NewInteraction) -> None:
    """INT-2: template, description, salesperson and date, in this order."""
    values = {
        "interaction_template": new.template,
        "description": new.description.strip(),
        "salesperson": new.salesperson,
        "on": new.on,
    }
    for name in NEEDED:
        if not values[name]:
            message = _("Fill in {field}.").format(field=_(FIELDS[name].label))
            raise FieldError(message, name, "INT-2")


def delivers_mail(new: NewInteraction) -> bool:
    """Whether an e-mail goes out; what came in was delivered by others."""
    return new.correspondence_type is Correspondence.EMAIL and new.information_flow is not Flow.INBOUND


def check_document(new: NewInteraction, template: Values, spoken: Collection[int | None]) -> None:
    """INT-8, INT-3, INT-6, INT-4: the template's action has what it works with, and an e-mail is not empty."""
    name = template["description"] or template["code"]
    action = WizardAction(template["wizard_action"])
    is_empty = new.file is None and not new.letter.strip()
    if is_empty and spoken and new.language not in spoken:
        message = _("{template} has no document in this language; choose another language.")
        raise RuleError(message.format(template=name), "language", "INT-8")
    if is_empty and action in (WizardAction.OPEN, WizardAction.MERGE):
        message = _("There is no document: write it here, or add an attachment or a letter to {template}.")
        raise RuleError(message.format(template=name), "letter", "INT-3")
    if new.file is None and action is WizardAction.IMPORT:
        raise RuleError(_("Nothing has been imported; choose a file."), "file", "INT-6")
    if is_empty and delivers_mail(new):
        message = _("This e-mail is empty: write it, attach a file, or choose another correspondence.")
        raise RuleError(message, "correspondence_type", "INT-4")


def title(template: str, flow: Flow, salesperson: str, contact: str) -> str:
    """How an entry is headed in a history (5073): what it was, and by whom it was or from whom it came."""
    if flow is Flow.OUTBOUND and salesperson:
        return _("{interaction} by {salesperson}").format(interaction=template, salesperson=salesperson)
    if flow is Flow.INBOUND and contact:
        return _("{interaction} from {contact}").format(interaction=template, contact=contact)
    return template


def check_correction(names: Collection[str], logged_on: date | None, today: date) -> None:
    """9.4 and A-18: an entry is never edited, but some of it until the end of the day on which it was logged."""
    for name in names:
        if name not in CORRECTABLE:
            raise RuleError(_("Nothing else of an interaction that was logged can be changed."), name, "A-18")
    late = [name for name in names if name != "evaluation"]
    if late and logged_on != today:
        message = _("An interaction can be corrected until the end of the day on which it was logged.")
        raise RuleError(message, late[0], "A-18")
