"""The log of interactions: proposed, logged, kept as drafts, evaluated, cancelled (relationships 9)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from oppdesk.domain import interactions as rules
from oppdesk.domain.errors import NotThereError, RuleError
from oppdesk.domain.interactions import FIELDS, File, NewInteraction
from oppdesk.domain.query import Filter
from oppdesk.domain.words import Correspondence, Delivery, Evaluation, Flow, Initiator
from oppdesk.i18n import _, ngettext
from oppdesk.services import attachments, interaction_log, interaction_setup
from oppdesk.services import interaction_writing as writing
from oppdesk.services.context import Context
from oppdesk.services.interaction_log import Canceling
from oppdesk.services.interaction_views import InteractionView, interaction
from oppdesk.storage import interactions, lookups
from oppdesk.storage.interaction_tables import InteractionRow
from oppdesk.storage.interactions import Sums, Touch
from oppdesk.storage.unit_of_work import Reader, Store, Work

if TYPE_CHECKING:
    from oppdesk.services.opportunities import Opportunities


class Interactions:
    """The commands and looks; every command names what it did for the journal and the undo bar."""

    def __init__(self, store: Store, context: Context, opportunities: "Opportunities") -> None:
        self._store = store
        self._context = context
        self._opportunities = opportunities

    # -- looking ------------------------------------------------------------------------------------------

    def view(self, row: int) -> InteractionView:
        """Everything of one entry; NotThereError when it is gone."""
        with self._store.read() as connection:
            return interaction(connection, row, self._context.today)

    def file(self, row: int) -> File | None:
        """The attachment of an entry, None without one; FieldError ATT-F2 when its bytes cannot be brought."""
        with self._store.read() as connection:
            return attachments.of(connection, interactions.stored(connection, "interaction", row))

    def touch(self, contact: int) -> Touch:
        """When a contact was last reached, and when that was last tried (3.2)."""
        with self._store.read() as connection:
            return interactions.touches(connection, contact)

    def figures(self, field: str, row: int, first: date | None = None, last: date | None = None) -> Sums:
        """Number, cost and duration of what counts of a record between two days (5053, 5078, 5079, 5117).

        `field` is contact, salesperson, interaction_group, interaction_template or opportunity.
        """
        with self._store.read() as connection:
            mine = interactions.of(connection, field, row)
            return interactions.sums(connection, *mine, first=first, last=last)

    # -- proposing (9.5) ----------------------------------------------------------------------------------

    def proposal(
        self,
        *,
        contact: int | None = None,
        opportunity: int | None = None,
        task: int | None = None,
        salesperson: int | None = None,
        interaction: int | None = None,
        template: int | None = None,
    ) -> NewInteraction:
        """What a new interaction starts with, from whoever asks; `interaction` is the one that it follows."""
        with self._store.read() as connection:
            if task is not None and contact is None:
                contact = interactions.contact_of_task(connection, task)
            for table, row in (("task", task), ("opportunity", opportunity), ("interaction", interaction)):
                found = interactions.stored(connection, table, row)
                contact = contact if contact is not None else found.get("contact")
                salesperson = salesperson if salesperson is not None else found.get("salesperson")
                if table == "task" and opportunity is None:
                    opportunity = found.get("opportunity")
            if salesperson is None:
                salesperson = self._context.salesperson
            if salesperson is None:
                salesperson = lookups.value(connection, "contact", contact, "salesperson")
            new = NewInteraction(
                contact=contact,
                on=self._context.work_date,
                at=rules.full_minute(datetime.now()),  # noqa: DTZ005 - the clock on the wall
                salesperson=salesperson,
                opportunity=opportunity,
                task=task,
            )
            return new if template is None else self._with_template(connection, new, template)

    def with_template(self, new: NewInteraction, template: int) -> NewInteraction:
        """The same after choosing a template: its defaults, its words and its file."""
        with self._store.read() as connection:
            return self._with_template(connection, new, template)

    def with_language(self, new: NewInteraction, language: int | None) -> NewInteraction:
        """The same in another language of its template."""
        with self._store.read() as connection:
            former = _line(connection, new.template, new.language)
            return _with_document(connection, replace(new, language=language), former)

    def languages(self, template: int) -> tuple[int | None, ...]:
        """The languages a template has lines in; None is the one for all others."""
        with self._store.read() as connection:
            return tuple(interactions.languages(connection, template))

    def document_template(self, purpose: str) -> int:
        """By which template the program logs itself: e_mails, e_mail_drafts, cover_sheets …; ITS-2, ITS-3."""
        with self._store.read() as connection:
            return interaction_setup.document_template(connection, purpose)

    def _with_template(self, connection: Reader, new: NewInteraction, template: int) -> NewInteraction:
        chosen = interactions.stored(connection, "interaction_template", template)
        if not chosen:
            raise NotThereError(_("This interaction template does not exist any more."))
        spoken = interactions.languages(connection, template)
        contact = interactions.stored(connection, "contact", new.contact)
        previous = interactions.stored(connection, "interaction_template", new.template)
        former = _line(connection, new.template, new.language)
        return _with_document(connection, rules.with_template(new, chosen, contact, spoken, previous), former)

    # -- drafts (9.8) -------------------------------------------------------------------------------------

    def draft(self, row: int) -> NewInteraction:
        """A postponed interaction to be gone on with; its date is the work date now."""
        with self._store.read() as connection:
            found = interactions.stored(connection, "interaction", row)
            if not found or not found["postponed"]:
                raise NotThereError(_("This draft does not exist any more."))
            noted = interactions.newest_note(connection, row)
            new = NewInteraction(
                template=found["interaction_template"],
                correspondence_type=Correspondence(found["correspondence_type"]),
                information_flow=Flow(found["information_flow"]),
                initiated_by=Initiator(found["initiated_by"]),
                evaluation=Evaluation(found["evaluation"]),
                file=attachments.of(connection, found),
                note=noted,
                **writing.plain(found),
            )
        return replace(new, on=self._context.work_date)

    def postpone(self, new: NewInteraction, draft: int | None = None) -> int:
        """Keep it as a draft, which counts nowhere; only a contact is needed (INT-1, INT-5)."""
        with self._store.write("interaction.postpone") as work:
            rules.check_contact(new)
            row = writing.put(work, self._context, new, draft, postponed=True)
            work.title = _("“{interaction}” kept as a draft").format(
                interaction=interaction_log.name_of(work.connection, row)
            )
        return row.id

    def discard(self, ids: Sequence[int]) -> None:
        """Throw drafts away, with their notes."""
        with self._store.write("interaction.discard") as work:
            rows = [writing.draft_row(work, each) for each in ids]
            names = [interaction_log.name_of(work.connection, row) for row in rows]
            interactions.remove(work, list(ids))
            work.title = (
                _("Draft “{interaction}” discarded").format(interaction=names[0])
                if len(ids) == 1
                else ngettext("{n} draft discarded", "{n} drafts discarded", len(ids)).format(n=len(ids))
            )

    # -- logging (9.6) ------------------------------------------------------------------------------------

    def check(self, new: NewInteraction) -> None:
        """All that logging it would refuse, before anything is sent: INT-1 to INT-8."""
        with self._store.read() as connection:
            writing.check(connection, new)
            writing.check_contact(connection, new.contact)

    def log(self, new: NewInteraction, draft: int | None = None) -> int:
        """Write an interaction to the log; a draft becomes a real one under its own number (INT-1 to INT-8)."""
        with self._store.write("interaction.log") as work:
            row = self.log_in(work, new, draft)
            work.title = _("“{interaction}” logged").format(interaction=row.description)
        return row.id

    def log_and_make(self, new: NewInteraction, draft: int | None = None) -> tuple[int, int]:
        """As `log`, with an opportunity made of it, both or neither (0.5, R-CRE-07): their ids."""
        with self._store.write("interaction.log") as work:
            row = self.log_in(work, new, draft)
            made = self.make_opportunity_in(work, row)
            work.title = _("“{interaction}” logged").format(interaction=row.description)
        return row.id, made

    def log_in(self, work: Work, new: NewInteraction, draft: int | None = None) -> InteractionRow:
        """As `log`, within an operation that is under way."""
        writing.check(work.connection, new)
        return writing.put(work, self._context, new, draft, postponed=False)

    # -- afterwards (9.4, 9.9) ----------------------------------------------------------------------------

    def evaluate(self, ids: Sequence[int], evaluation: Evaluation) -> None:
        """Say of some entries how they went."""
        with self._store.write("interaction.evaluate") as work:
            interaction_log.evaluate(work, ids, evaluation)

    def canceling(self, ids: Sequence[int]) -> Canceling:
        """What toggling the mark asks first (LOG-1): what becomes of how many, and which files only they have."""
        with self._store.read() as connection:
            return interaction_log.canceling(connection, ids)

    def toggle_canceled(self, ids: Sequence[int], *, remove_files: bool = False) -> None:
        """Mark entries as cancelled, or not any more: all as the first one becomes; perhaps without their files."""
        with self._store.write("interaction.cancel") as work:
            interaction_log.toggle_canceled(work, ids, remove_files=remove_files)

    def correct(self, row: int, values: Mapping[str, object]) -> None:
        """Put an entry right, until the end of the day on which it was logged (A-18)."""
        with self._store.write("interaction.correct") as work:
            entry = interaction_log.logged(work, row)
            rules.check_correction(list(values), entry.logged_on, self._context.today)
            if entry.subject == entry.description:
                values = {"subject": values.get("description", entry.subject), **values}
            for name, value in values.items():
                setattr(entry, name, FIELDS[name].check(value))
            work.title = _("“{interaction}” changed").format(interaction=entry.description)

    def deliver(self, row: int, delivery: Delivery) -> None:
        """Note how far the letter or e-mail of an entry is on its way: under way, gone (NONE), failed.

        Nothing is written when that is known already.
        """
        with self._store.write("interaction.deliver") as work:
            entry = work.get(InteractionRow, row)
            if entry.delivery != delivery:
                entry.delivery = int(delivery)
                work.title = _("Delivery of “{interaction}” noted").format(interaction=entry.description)

    def resending(self, ids: Sequence[int]) -> tuple[InteractionView, ...]:
        """The entries to be sent once more; LOG-5 says which ones cannot be, together or at all."""
        with self._store.read() as connection:
            found = tuple(interaction(connection, each, self._context.today) for each in ids)
        interaction_log.check_resending(found)
        return found

    def remove_file(self, row: int) -> None:
        """Take the attachment from an entry; RuleError TPL-6 when it has none."""
        with self._store.write("interaction.remove_file") as work:
            entry = work.get(InteractionRow, row)
            if not entry.attachment:
                raise RuleError(_("The attachment is empty."), "file_name", "TPL-6")
            work.title = _("{file} removed").format(file=entry.file_name)
            entry.attachment = entry.file_name = ""

    def link(self, row: int, opportunity: int | None) -> None:
        """Let an entry belong to an opportunity of its contact, or to none."""
        with self._store.write("interaction.link") as work:
            entry = work.get(InteractionRow, row)
            writing.link(work, entry, opportunity)
            work.title = _("“{interaction}” changed").format(interaction=entry.description)

    def make_opportunity_in(self, work: Work, row: InteractionRow) -> int:
        """Of one that is just being logged, which keeps its notes to itself (R-CRE-07)."""
        return interaction_log.make_opportunity(work, self._opportunities, row, with_notes=False).id

    def make_opportunity(self, row: int, *, with_notes: bool = True) -> int:
        """An opportunity of what an entry is about; LOG-3, LOG-4 (R-CRE-06). Its id.

        One that has just been logged keeps its notes to itself (R-CRE-07): then `with_notes` is not wanted.
        """
        with self._store.write("opportunity.create") as work:
            entry = work.get(InteractionRow, row)
            made = interaction_log.make_opportunity(work, self._opportunities, entry, with_notes=with_notes)
            named = made.description or made.number
            work.title = _("“{opportunity}” created").format(opportunity=named)
        return made.id

    # -- cancelled ones go (9.9) --------------------------------------------------------------------------

    def canceled(self, filters: Sequence[Filter] = ()) -> int:
        """How many cancelled entries these filters find."""
        with self._store.read() as connection:
            return len(interaction_log.canceled(connection, filters))

    def remove_canceled(self, filters: Sequence[Filter] = ()) -> int:
        """Remove the cancelled entries that these filters find, with notes and files; how many."""
        with self._store.write("interaction.remove") as work:
            ids = interaction_log.canceled(work.connection, filters)
            interactions.remove(work, ids)
            count = len(ids)
            work.title = ngettext(
                "{n} cancelled interaction removed", "{n} cancelled interactions removed", count
            ).format(n=count)
        return count


def _line(connection: Reader, template: int | None, language: int | None) -> Mapping[str, object]:
    """The words of a template in a language; those for all others where it has none in that one."""
    lines = interactions.languages(connection, template) if template is not None else {}
    return lines.get(language) or lines.get(None) or {}


def _with_document(connection: Reader, new: NewInteraction, former: Mapping[str, object]) -> NewInteraction:
    line = _line(connection, new.template, new.language)
    return rules.with_document(new, line, attachments.of(connection, line), former)
