"""Reads what a report says in one snapshot and hands it to the report, which knows how to say it."""

from datetime import date

from oppdesk.domain.standing import Stage
from oppdesk.domain.words import Action
from oppdesk.i18n import LocaleFormat
from oppdesk.reports import opportunity_details
from oppdesk.reports.document import Document
from oppdesk.reports.opportunity_details import Details, Passed, TaskLine, ToCome
from oppdesk.services import views
from oppdesk.services.context import Context
from oppdesk.services.views import EntryView, OpportunityView, TaskView
from oppdesk.storage import lookups, opportunities
from oppdesk.storage.unit_of_work import Reader, Store


class Reporting:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def opportunity_details(self, opportunity: int, form: LocaleFormat) -> Document:
        """Report 9.2 of one opportunity; NotThereError when it is gone."""
        with self._store.read() as connection:
            details = self._details(connection, views.opportunity(connection, opportunity))
        return opportunity_details.document(details, form, self._context.today)

    def _details(self, connection: Reader, view: OpportunityView) -> Details:
        tasks = sorted(view.tasks, key=lambda task: (task.on or date.max, task.id))
        of_entry: dict[int | None, list[TaskLine]] = {}
        for task in tasks:
            of_entry.setdefault(lookups.value(connection, "task", task.id, "entry"), []).append(_line(task))
        steps = [each for each in reversed(view.entries) if each.action not in (Action.WON, Action.LOST)]
        return Details(
            number=view.number,
            description=view.description,
            status=view.status,
            closed_on=view.closed_on,
            contact=view.contact.text if view.contact else "",
            company=view.company.text if view.company else "",
            salesperson=view.salesperson.text if view.salesperson else "",
            sales_cycle=view.cycle.description or view.cycle.code if view.cycle else view.former_cycle,
            estimated_value=view.estimated_value,
            current_value=view.current_value,
            chances=view.chances,
            probability=view.probability,
            closing_on=view.closing_on,
            currency=str(lookups.setup(connection, "company_info").get("currency") or ""),
            initial=of_entry.get(None, []),
            passed=[_passed(view, entry, of_entry.get(entry.id, [])) for entry in steps],
            to_come=() if view.closed else self._to_come(connection, view, steps, of_entry),
        )

    def _to_come(
        self,
        connection: Reader,
        view: OpportunityView,
        steps: list[EntryView],
        of_entry: dict[int | None, list[TaskLine]],
    ) -> tuple[ToCome, ...]:
        """From the last stage reached on, which is that of the newest stage entry (R-REP-01)."""
        if view.cycle is None:
            return ()
        last = steps[-1] if steps else None
        stages = view.cycle.above(last.stage if last else 0)
        start = self._context.work_date
        if last is not None:
            first_task = next((line.on for line in of_entry.get(last.id, []) if line.on), None)
            start = first_task or last.changed_on or start
        activities = {
            stage.activity: opportunities.steps_of(connection, stage.activity)
            for stage in stages
            if stage.activity is not None
        }
        return opportunity_details.planned(stages, activities, start)


def _passed(view: OpportunityView, entry: EntryView, tasks: list[TaskLine]) -> Passed:
    known = view.cycle.stage(entry.stage) if view.cycle else None
    return Passed(
        stage=known or Stage(entry.stage, entry.stage_description),
        changed_on=entry.changed_on,
        closing_on=entry.closing_on,
        active=entry.active,
        tasks=tasks,
    )


def _line(task: TaskView) -> TaskLine:
    return TaskLine(task.status, task.on, task.description, task.priority, task.type, task.number)
