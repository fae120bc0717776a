"""How an interaction gets into the log: all it must have, the row of it, its note (relationships 9.6)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from oppdesk.domain import interactions as rules
from oppdesk.domain.addresses import MAILS
from oppdesk.domain.errors import FieldError, NotThereError, RuleError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.interactions import FIELDS, NewInteraction
from oppdesk.domain.words import Delivery
from oppdesk.i18n import N_, _, said
from oppdesk.services import attachments, contact_letters
from oppdesk.services.context import Context
from oppdesk.storage import interactions, lookups
from oppdesk.storage.interaction_tables import InteractionRow
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.task_tables import CommentRow
from oppdesk.storage.unit_of_work import Reader, Work

# What a new interaction calls as its column is called.
SAME = (
    *("description", "at", "salesperson", "language", "contact_via", "alternative_address", "opportunity"),
    *("task", "attempt_failed", "cost", "duration", "subject", "letter", "message", "contact", "on"),
)
_OWN = {
    "letter": Field("letter", N_("Letter"), Kind.NOTE, 32_000),
    "message": Field("message", N_("Message"), size=255),
    "note": Field("note", N_("Note"), Kind.NOTE, 32_000),
}
_ASKED_OTHERWISE = ("contact", "on", "description")  # by INT-1 and INT-2, and not of a draft


def check(connection: Reader, new: NewInteraction) -> None:
    """INT-1 to INT-8, in the order in which they are asked."""
    rules.check_contact(new)
    rules.check_filled(new)
    template = interactions.stored(connection, "interaction_template", new.template)
    if not template:
        message = _("This interaction template does not exist any more.")
        raise FieldError(message, "interaction_template", "CON-F8")
    rules.check_document(new, template, list(interactions.languages(connection, template["id"])))
    if rules.delivers_mail(new):
        _check_mail(connection, new)


def check_contact(connection: Reader, contact: int | None) -> None:
    """INT-5 and LOG-4: neither the contact nor its company is blocked for privacy reasons (CON-P2)."""
    try:
        lookups.check_contact(connection, contact)
    except RuleError as error:
        raise RuleError(error.message, "contact", "INT-5") from None


def _check_mail(connection: Reader, new: NewInteraction) -> None:
    """INT-7."""
    if "@" in new.contact_via or new.contact is None or new.on is None:
        return
    if new.alternative_address and interactions.mail_of_address(
        connection, new.contact, new.alternative_address
    ):
        return
    try:
        contact_letters.ways(connection, new.contact, new.on, MAILS)
    except RuleError as error:
        raise RuleError(error.message, "contact_via", "INT-7") from None


def put(
    work: Work, context: Context, new: NewInteraction, draft: int | None, *, postponed: bool
) -> InteractionRow:
    """Write it, or write it over its draft; a draft has been checked for nothing but its contact."""
    check_contact(work.connection, new.contact)
    lookups.check_salesperson(work.connection, new.salesperson)
    row = InteractionRow() if draft is None else draft_row(work, draft)
    values = _values(new)
    template = interactions.stored(work.connection, "interaction_template", new.template)
    values |= {
        "interaction_group": template.get("interaction_group"),
        "company": lookups.company_of(work.connection, new.contact),
        "subject": values["subject"] or ("" if postponed else values["description"]),
        "author": context.author,
        "postponed": postponed,
        "logged_on": None if postponed else context.today,
        "delivery": int(Delivery.NONE),
    }
    _check_opportunity(work.connection, new.opportunity, new.contact, values["company"])
    _check_message(work.connection, new.message, draft)
    values |= attachments.keep(work, new.file)
    for name, value in values.items():
        setattr(row, name, value)
    if draft is None:
        work.add(row)
    write_note(work, context, row.id, new.note, is_draft=draft is not None)
    return row


def draft_row(work: Work, draft: int) -> InteractionRow:
    """A draft to be written over; RuleError when it has been logged meanwhile."""
    row = work.get(InteractionRow, draft)
    if not row.postponed:
        raise RuleError(_("This interaction has been logged already."), number="9.8")
    return row


def _values(new: NewInteraction) -> dict[str, Any]:
    given: dict[str, Any] = {name: getattr(new, name) for name in SAME}
    given |= {
        "description": new.description.strip(),
        "interaction_template": new.template,
        "correspondence_type": int(new.correspondence_type),
        "information_flow": int(new.information_flow),
        "initiated_by": int(new.initiated_by),
        "evaluation": int(new.evaluation),
    }
    for name, value in given.items():
        if name in _ASKED_OTHERWISE and not value:
            continue
        field = _OWN.get(name) or FIELDS.get(name)
        if field is not None:
            given[name] = field.check(value)
    return given


def _check_opportunity(
    connection: Reader, opportunity: int | None, contact: int | None, company: int | None
) -> None:
    """9.6: one of the contact, or of its company."""
    if opportunity is None:
        return
    found = interactions.stored(connection, "opportunity", opportunity)
    if not found:
        raise NotThereError(_("This opportunity does not exist any more."))
    is_same = found["contact"] == contact or (company is not None and found["company"] == company)
    if not is_same:
        message = _("“{opportunity}” is of another company; choose an opportunity of this contact.")
        named = found["description"] or found["number"]
        raise RuleError(message.format(opportunity=named), "opportunity", "9.6")


def _check_message(connection: Reader, message: str, draft: int | None) -> None:
    """EML-3."""
    known = interactions.with_message(connection, message)
    if known is not None and known.id != draft:
        text = _("This e-mail was logged on {day} already.")
        raise RuleError(text.format(day=said(known.logged_on or known.on)), "message", "EML-3")


def write_note(work: Work, context: Context, row: int, text: str, *, is_draft: bool = False) -> None:
    """The note that came with the form; that of a draft is written over as long as it is one."""
    text = str(_OWN["note"].check(text.strip()))
    former = interactions.notes_of(work, row)[-1:] if is_draft else []
    for note in former:
        if text:
            note.text = text
        else:
            work.remove(note)
    if text and not former:
        work.add(
            CommentRow(
                subject=TABLE_NUMBERS["interaction"],
                row=row,
                on=context.work_date,
                text=text,
                author=context.salesperson,
                written_at=datetime.now(UTC),
            )
        )


def copy_notes(work: Work, interaction: int, opportunity: int) -> None:
    """The notes of an entry are those of the opportunity that came of it, too (R-CRE-06)."""
    for note in interactions.notes_of(work, interaction):
        work.add(
            CommentRow(
                subject=TABLE_NUMBERS["opportunity"],
                row=opportunity,
                on=note.on,
                code=note.code,
                text=note.text,
                author=note.author,
                written_at=note.written_at,
            )
        )


def link(work: Work, row: InteractionRow, opportunity: int | None) -> None:
    """Let an entry belong to an opportunity of its contact, or to none."""
    _check_opportunity(work.connection, opportunity, row.contact, row.company)
    row.opportunity = opportunity


def plain(found: Mapping[str, Any]) -> dict[str, Any]:
    """What a new interaction takes of a stored one as it is."""
    return {name: found[name] for name in SAME}
