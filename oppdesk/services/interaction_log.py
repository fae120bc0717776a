"""What may still be done with what is in the log: evaluated, cancelled, sent again, made an opportunity of (9.9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oppdesk.domain.errors import NotThereError, RuleError
from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import EVALUATION, Evaluation
from oppdesk.i18n import _, ngettext, said
from oppdesk.services import interaction_writing as writing
from oppdesk.services.interaction_views import InteractionView
from oppdesk.storage import interactions, listing, lists, lookups
from oppdesk.storage.interaction_tables import InteractionRow
from oppdesk.storage.opportunity_tables import OpportunityRow
from oppdesk.storage.unit_of_work import Reader, Work

if TYPE_CHECKING:
    from oppdesk.services.opportunities import Opportunities

_MARKED = (Filter("canceled", Op.IS, True), Filter("postponed", Op.IS, False))


@dataclass(frozen=True, slots=True)
class Canceling:
    """What the question before it tells (LOG-1)."""

    count: int
    cancels: bool  # they become cancelled; else they count again
    files: tuple[Ref, ...] = ()  # attachments that no other entry has, by entry: they may go along


def name_of(connection: Reader, row: InteractionRow) -> str:
    """What a title calls it: a draft may have no words of its own yet."""
    return row.description or str(lookups.value(connection, "contact", row.contact, "name") or "")


def logged(work: Work, row: int) -> InteractionRow:
    """An entry of the log; RuleError for a draft."""
    entry = work.get(InteractionRow, row)
    if entry.postponed:
        raise RuleError(_("This interaction has not been logged yet; go on with its draft."), number="9.8")
    return entry


def evaluate(work: Work, ids: Sequence[int], evaluation: Evaluation) -> None:
    for each in ids:
        work.get(InteractionRow, each).evaluation = int(evaluation)
    text = _(EVALUATION[evaluation])
    work.title = ngettext(
        "{n} interaction evaluated as {evaluation}", "{n} interactions evaluated as {evaluation}", len(ids)
    ).format(n=len(ids), evaluation=text)


def canceling(connection: Reader, ids: Sequence[int]) -> Canceling:
    rows = {row.id: row for row in interactions.many(connection, ids)}
    if len(rows) < len(set(ids)) or not ids:
        raise NotThereError(_("This interaction does not exist any more."))
    cancels = not rows[ids[0]].canceled
    if not cancels:
        return Canceling(len(rows), cancels)
    shared = interactions.shared(connection, {row.attachment for row in rows.values() if row.attachment})
    files = [
        Ref(row.id, row.file_name)
        for row in rows.values()
        if row.attachment and row.attachment not in shared and not row.canceled
    ]
    return Canceling(len(rows), cancels, tuple(files))


def toggle_canceled(work: Work, ids: Sequence[int], *, remove_files: bool) -> None:
    for each in ids:
        logged(work, each)
    plan = canceling(work.connection, ids)
    unique = {file.id for file in plan.files} if remove_files else set()
    names = []
    for each in dict.fromkeys(ids):
        row = work.get(InteractionRow, each)
        row.canceled = plan.cancels
        if each in unique:
            row.attachment = row.file_name = ""
        names.append(row.description)
    if len(names) == 1:
        title = _("“{interaction}” cancelled") if plan.cancels else _("“{interaction}” counts again")
        work.title = title.format(interaction=names[0])
    else:
        title = (
            ngettext("{n} interaction cancelled", "{n} interactions cancelled", len(names))
            if plan.cancels
            else ngettext("{n} interaction counts again", "{n} interactions count again", len(names))
        )
        work.title = title.format(n=len(names))


def canceled(connection: Reader, filters: Sequence[Filter]) -> list[int]:
    wanted = lists.listing("interaction")
    return list(listing.ids(connection, wanted, Query((*filters, *_MARKED))))


def check_resending(entries: Sequence[InteractionView]) -> None:
    """LOG-5: all of one template, and of each there is something to be sent."""
    codes = sorted({each.interaction_template.text for each in entries if each.interaction_template})
    if len(codes) > 1:
        message = _("Interactions of different templates cannot be sent again at once: {templates}.")
        raise RuleError(message.format(templates=", ".join(codes)), number="LOG-5")
    for each in entries:
        if not (each.attachment or each.letter.strip()):
            message = _("“{interaction}” of {day} has neither a letter nor an attachment to send again.")
            text = message.format(interaction=each.description, day=said(each.on))
            raise RuleError(text, number="LOG-5")


def make_opportunity(
    work: Work, opportunities: "Opportunities", row: InteractionRow, *, with_notes: bool
) -> OpportunityRow:
    """R-CRE-06; LOG-3 and M-07 are one rule, and LOG-4 is CON-P2."""
    if row.canceled or row.postponed:
        message = (
            _("“{interaction}” is cancelled; no opportunity can come of it.")
            if row.canceled
            else _("“{interaction}” is a draft; log it before an opportunity comes of it.")
        )
        raise RuleError(message.format(interaction=name_of(work.connection, row)), number="LOG-3")
    if row.opportunity is not None:
        found = interactions.stored(work.connection, "opportunity", row.opportunity)
        message = _("“{interaction}” belongs to the opportunity “{opportunity}” already.")
        named = found["description"] or found["number"]
        raise RuleError(message.format(interaction=row.description, opportunity=named), number="LOG-3")
    writing.check_contact(work.connection, row.contact)
    made = opportunities.begin(
        work, description=row.description, contact=row.contact, salesperson=row.salesperson
    )
    row.opportunity = made.id
    if with_notes:
        writing.copy_notes(work, row.id, made.id)
    return made
