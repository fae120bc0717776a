"""The log of interactions: proposed, logged, kept as drafts, evaluated, cancelled (relationships 9)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from oppdesk.domain import interactions as rules
from oppdesk.domain.errors import NotThereError, RuleError
from oppdesk.domain.interactions import FIELDS, File, NewInteraction
from oppdesk.domain.words import Correspondence, Evaluation, Flow, Initiator
from oppdesk.i18n import _
from oppdesk.services.context import Context
from oppdesk.services.interaction_views import InteractionView, interaction
from oppdesk.storage import content, interactions, lookups
from oppdesk.storage.interaction_tables import InteractionRow
from oppdesk.storage.unit_of_work import Reader, Store, Work


class Interactions:
    """The commands and looks; every command names what it did for the journal and the undo bar."""

    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    # -- looking ------------------------------------------------------------------------------------------

    def view(self, row: int) -> InteractionView:
        """Everything of one entry; NotThereError when it is gone."""
        with self._store.read() as connection:
            return interaction(connection, row, self._context.today)

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
        """What a new interaction starts with (9.5); `interaction` is the one that it follows."""
        with self._store.read() as connection:
            for table, row in (("interaction", interaction), ("task", task), ("opportunity", opportunity)):
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
            return self._with_template(connection, new, template) if template is not None else new

    def with_template(self, new: NewInteraction, template: int) -> NewInteraction:
        """The same after choosing a template (9.5)."""
        with self._store.read() as connection:
            return self._with_template(connection, new, template)

    def _with_template(self, connection: Reader, new: NewInteraction, template: int) -> NewInteraction:
        chosen = interactions.stored(connection, "interaction_template", template)
        if not chosen:
            raise NotThereError(_("This interaction template does not exist any more."))
        spoken = interactions.languages(connection, template)
        contact = interactions.stored(connection, "contact", new.contact)
        previous = interactions.stored(connection, "interaction_template", new.template)
        return rules.with_template(new, chosen, contact, spoken, previous)

    def draft(self, row: int) -> NewInteraction:
        """A postponed interaction to be gone on with; its date is the work date now (9.8)."""
        with self._store.read() as connection:
            found = interactions.stored(connection, "interaction", row)
            if not found or not found["postponed"]:
                raise NotThereError(_("This draft does not exist any more."))
            return NewInteraction(
                contact=found["contact"],
                template=found["interaction_template"],
                on=self._context.work_date,
                correspondence_type=Correspondence(found["correspondence_type"]),
                information_flow=Flow(found["information_flow"]),
                initiated_by=Initiator(found["initiated_by"]),
                evaluation=Evaluation(found["evaluation"]),
                file=_file(connection, found),
                **{name: found[name] for name in _SAME},
            )

    def file(self, row: int) -> File | None:
        """The attachment of an entry."""
        with self._store.read() as connection:
            return _file(connection, interactions.stored(connection, "interaction", row))

    # -- logging ------------------------------------------------------------------------------------------

    def log(self, new: NewInteraction, draft: int | None = None) -> int:
        """Write an interaction to the log; a draft becomes a real one under its own number (INT-1 to INT-8)."""
        with self._store.write("interaction.log") as work:
            rules.check_contact(new)
            rules.check_filled(new)
            row = self._put(work, new, draft, postponed=False)
            work.title = _("“{interaction}” logged").format(interaction=row.description)
        return row.id

    def postpone(self, new: NewInteraction, draft: int | None = None) -> int:
        """Keep it as a draft, which counts nowhere; only a contact is needed (9.6)."""
        with self._store.write("interaction.postpone") as work:
            rules.check_contact(new)
            row = self._put(work, new, draft, postponed=True)
            work.title = _("“{interaction}” kept as a draft").format(interaction=row.description)
        return row.id

    def _put(self, work: Work, new: NewInteraction, draft: int | None, *, postponed: bool) -> InteractionRow:
        lookups.check_contact(work.connection, new.contact)
        lookups.check_salesperson(work.connection, new.salesperson)
        row = InteractionRow() if draft is None else work.get(InteractionRow, draft)
        if draft is not None and not row.postponed:
            raise RuleError(_("This interaction has been logged already."))
        template = interactions.stored(work.connection, "interaction_template", new.template)
        for name, value in _values(new).items():
            setattr(row, name, value)
        row.company = lookups.company_of(work.connection, new.contact)
        row.interaction_group = template.get("interaction_group")
        row.subject = new.subject or row.description
        row.author = self._context.author
        row.postponed = postponed
        row.logged_on = None if postponed else self._context.today
        row.attachment = content.put(work.connection, new.file.data) if new.file else ""
        row.file_name = new.file.name if new.file else ""
        if draft is None:
            work.add(row)
        return row

    def discard(self, ids: Sequence[int]) -> None:
        """Throw drafts away."""
        with self._store.write("interaction.discard", _("Drafts discarded")) as work:
            for each in ids:
                row = work.get(InteractionRow, each)
                if not row.postponed:
                    raise RuleError(_("This interaction has been logged already."))
                work.remove(row)

    # -- afterwards ---------------------------------------------------------------------------------------

    def evaluate(self, ids: Sequence[int], evaluation: Evaluation) -> None:
        """Say of some entries how they went."""
        with self._store.write("interaction.evaluate", _("Interactions evaluated")) as work:
            for each in ids:
                work.get(InteractionRow, each).evaluation = int(evaluation)

    def toggle_canceled(self, ids: Sequence[int], *, remove_files: bool = False) -> None:
        """Mark entries as cancelled, or not any more: all as the first one becomes; perhaps without their files."""
        with self._store.write("interaction.cancel", _("Interactions marked")) as work:
            rows = [work.get(InteractionRow, each) for each in ids]
            canceled = not rows[0].canceled if rows else False
            for row in rows:
                row.canceled = canceled
                if canceled and remove_files:
                    row.attachment = row.file_name = ""

    def correct(self, row: int, values: Mapping[str, object]) -> None:
        """Put an entry right, until the end of the day on which it was logged (A-18)."""
        with self._store.write("interaction.correct") as work:
            entry = work.get(InteractionRow, row)
            rules.check_correction(list(values), entry.logged_on, self._context.today)
            for name, value in values.items():
                setattr(entry, name, FIELDS[name].check(value))
            work.title = _("“{interaction}” changed").format(interaction=entry.description)


_SAME = (
    "description",
    "at",
    "salesperson",
    "language",
    "contact_via",
    "alternative_address",
    "opportunity",
    "task",
    "attempt_failed",
    "cost",
    "duration",
    "subject",
    "letter",
    "message",
)


def _values(new: NewInteraction) -> dict[str, Any]:
    """The columns that a new interaction fills by itself."""
    given: dict[str, Any] = {name: getattr(new, name) for name in _SAME}
    given |= {
        "contact": new.contact,
        "on": new.on,
        "interaction_template": new.template,
        "correspondence_type": int(new.correspondence_type),
        "information_flow": int(new.information_flow),
        "initiated_by": int(new.initiated_by),
        "evaluation": int(new.evaluation),
    }
    required = ("on", "description", "contact")  # asked for by rules of their own
    for name, value in given.items():
        field = FIELDS.get(name)
        if field is not None and not (name in required and value in (None, "")):
            given[name] = field.check(value)
    return given


def _file(connection: Reader, found: Mapping[str, Any]) -> File | None:
    if not found.get("attachment"):
        return None
    data = content.get(connection, found["attachment"])
    return None if data is None else File(found["file_name"], data)
