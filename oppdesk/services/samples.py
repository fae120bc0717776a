"""A book of business to try the program with, dated around today; taken away again in one action."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from oppdesk.domain import closing, opportunity
from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.progress import Progress
from oppdesk.domain.records import CONTACT
from oppdesk.domain.setup import CONTACT_LINES
from oppdesk.domain.setup_list import SetupList
from oppdesk.domain.standing import Closing, Entry, Move
from oppdesk.domain.task_seats import Owner, reassigned
from oppdesk.domain.tasks import PlannedTask, plan
from oppdesk.domain.words import (
    Action,
    ContactType,
    CountedFrom,
    DocumentKind,
    Outcome,
    Priority,
    Step,
    TaskStatus,
    TaskType,
)
from oppdesk.i18n import NEUTRAL, _
from oppdesk.services import sample_interactions
from oppdesk.services.changes import ChangeLog
from oppdesk.services.context import Context
from oppdesk.storage import contacts, lookups, numbers, opportunities, samples, seed, tasks
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import OpportunityRow, SalesDocumentRow
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import CommentRow, TaskRow
from oppdesk.storage.unit_of_work import Store, Work

KIND = "samples"
Cells = dict[str, str]
_STEPS = {step.name.lower(): step for step in Step}
_LOOKUPS = {field.name: str(field.target) for field in CONTACT if field.kind is Kind.LOOKUP}


class Samples:
    def __init__(self, store: Store, context: Context, changes: ChangeLog, folder: Path) -> None:
        self._store = store
        self._context = context
        self._folder = folder
        self._present: bool | None = None  # not known
        changes.subscribe(self._hear)

    def present(self) -> bool:
        """Whether sample records are in the database; it costs nothing to ask often."""
        found = self._present
        if found is None:
            with self._store.read() as connection:
                found = self._present = bool(samples.keys(connection, KIND))
        return found

    def _hear(self, changes: Changes) -> None:
        if changes.removed or changes.kind in (KIND, "undo"):
            self._present = None

    def add(self, progress: Progress | None = None) -> None:
        """Salespeople, contacts, opportunities with their ledgers, tasks and notes, as one operation."""
        with self._store.write(KIND, _("Sample data added")) as work:
            seed.load(work, self._folder)
            _Book(work, self._folder, self._context.today).fill(progress or Progress())

    def remove(self) -> int:
        """Take the sample records away; how many stay because the user's own records refer to them."""
        with self._store.write("samples.remove", _("Sample data removed")) as work:
            return samples.remove(work, KIND)


class _Book:
    """One filling: the day it is dated around, and the keys of what it made by their numbers."""

    def __init__(self, work: Work, folder: Path, today: date) -> None:
        self._work = work
        self._folder = folder
        self._today = today
        self._contacts: dict[str, int] = {}
        self._addresses: dict[tuple[int, str], int] = {}
        self._opportunities: dict[str, OpportunityRow] = {}

    def fill(self, progress: Progress) -> None:
        for cells in self._rows("sample_contact"):
            self._add_contact(cells)
        self._work.flush()
        for lines in CONTACT_LINES:
            for cells in self._rows(lines.key):
                self._add_line(lines, cells)
        contacts.relation_changed(self._work, self._contacts.values())
        steps: dict[str, list[Cells]] = defaultdict(list)
        for cells in self._rows("sample_step"):
            steps[cells["opportunity"]].append(cells)
        every = list(self._rows("sample_opportunity"))
        for done, cells in enumerate(every):
            progress.step(done, len(every))
            self._add_opportunity(cells, steps[cells["number"]])
        for cells in self._rows("sample_task"):
            self._add_task(cells)
        talks = self._rows("sample_interaction")
        sample_interactions.add(self._work, talks, self._contacts, self._opportunities, self._today)
        for cells in self._rows("sample_note"):
            self._add_note(cells)

    def _rows(self, name: str) -> list[Cells]:
        return list(seed.read(self._folder / f"{name}.csv"))

    def _day(self, offset: str) -> date:
        return self._today + timedelta(days=int(offset))

    def _code(self, table: str, code: str) -> int | None:
        return lookups.by_code(self._work.connection, table, code) if code else None

    def _add_contact(self, cells: Cells) -> None:
        references = {
            name: self._code(target, cells[name])
            for name, target in _LOOKUPS.items()
            if name in cells and name != "company"
        }
        texts = {
            name: cells[name]
            for name in cells
            if name not in references and name not in ("type", "company", "correspondence_type", "created")
        }
        row = ContactRow(
            **texts,
            **references,
            type=int(cells["type"]),
            search_name=cells["name"].upper(),
            correspondence_type=int(cells["correspondence_type"] or 0),
            created_on=self._day(cells["created"]),
        )
        row.id = self._work.key()
        company = cells["company"]
        row.company = row.id if row.type == ContactType.COMPANY else self._contacts.get(company)
        self._work.add(row)
        self._contacts[row.number] = row.id
        self._work.flush()

    def _add_line(self, lines: SetupList, cells: Cells) -> None:
        """An address, a group …: days count from today, an address is named by its code."""
        contact = self._contacts[cells["contact"]]
        values: dict[str, object] = {"contact": contact}
        for field in lines.fields:
            text = cells.get(field.name, "")
            if field.kind is Kind.LOOKUP:
                target = str(field.target)
                is_own = target == "alternative_address"
                values[field.name] = self._addresses[contact, text] if is_own else self._code(target, text)
            elif text:
                values[field.name] = self._value(field, text)
        row = self._work.put(TABLES[lines.key], lines.check(values))
        if lines.key == "alternative_address":
            self._addresses[contact, cells["code"]] = row

    def _value(self, field: Field, text: str) -> object:
        if field.kind is Kind.DATE:
            return self._day(text)
        return int(text) if field.kind is Kind.CHOICE else field.parse(text, NEUTRAL)

    def _add_opportunity(self, cells: Cells, steps: list[Cells]) -> None:
        work = self._work
        row = OpportunityRow(
            number=cells["number"],
            description=cells["description"],
            contact=self._contacts[cells["contact"]],
            salesperson=self._code("salesperson", cells["salesperson"]),
            sales_cycle=self._code("sales_cycle", cells["sales_cycle"]),
            priority=int(cells["priority"]),
            created_on=self._day(cells["created"]),
        )
        row.company = lookups.company_of(work.connection, row.contact)
        work.add(row)
        work.flush()
        self._opportunities[row.number] = row
        done_to = self._day(cells["tasks_done_to"] or "-9999")
        for step in steps:
            self._take_step(row, step, done_to)
        self._close_tasks(row, done_to)

    def _take_step(self, row: OpportunityRow, cells: Cells, done_to: date) -> None:
        work, on = self._work, self._day(cells["day"])
        active = opportunities.active_entry(work, row.id)
        if cells["quote"]:
            self._add_quote(row, cells["quote"], on)
        standing = opportunities.standing(work, row, active)
        cycle = opportunities.cycle(work.connection, row.sales_cycle)
        value = int(NEUTRAL.parse_money(cells["value"])) if cells["value"] else 0
        entry: Entry
        if cells["step"] in ("won", "lost"):
            outcome = Outcome.WON if cells["step"] == "won" else Outcome.LOST
            code = self._code("close_code", cells["close_code"])
            entry = closing.close(standing, Closing(outcome, code, outcome, on, value))
        else:
            if cycle is None:
                raise ValueError(row.number)
            stage = int(cells["stage"]) if cells["stage"] else None
            chances, closing_on = int(cells["chances"]), self._day(cells["closing"])
            wish = Move(_STEPS[cells["step"]], stage, on, value, chances, closing_on)
            entry = opportunity.move(cycle, standing, wish)
        if cells["cancel_tasks"] == "1":
            self._close_tasks(row, min(done_to, on))
            opportunities.cancel_tasks(opportunities.open_tasks(work, row.id), on)
        new = opportunities.write_entry(work, row, active, entry)
        target = cycle.stage(entry.stage) if cycle and entry.action is not Action.UPDATED else None
        if target is not None and target.activity is not None:
            steps = opportunities.steps_of(work.connection, target.activity)
            opportunities.add_tasks(work, row, new, plan(steps, on), self._today)

    def _close_tasks(self, row: OpportunityRow, done_to: date) -> None:
        """Tasks up to a day were done on their own date."""
        for task in opportunities.open_tasks(self._work, row.id):
            if task.on is not None and task.on <= min(done_to, self._today):
                task.closed, task.closed_on, task.status = True, task.on, int(TaskStatus.COMPLETED)

    def _add_quote(self, row: OpportunityRow, amount: str, on: date) -> None:
        drawn = numbers.draw_for(self._work, "quote_nos", self._today)
        row.quote = self._work.add(
            SalesDocumentRow(
                number=drawn.number,
                number_series=drawn.series,
                kind=int(DocumentKind.QUOTE),
                contact=row.contact,
                company=row.company,
                salesperson=row.salesperson,
                description=row.description,
                document_date=on,
                net_amount=NEUTRAL.parse_money(amount),
            )
        )
        self._work.flush()

    def _add_task(self, cells: Cells) -> None:
        work = self._work
        row = self._opportunities.get(cells["opportunity"]) or OpportunityRow(
            contact=self._contacts.get(cells["contact"]), id=None
        )
        owner = OpportunityRow(
            id=row.id,
            contact=self._contacts.get(cells["contact"]) or row.contact,
            salesperson=self._code("salesperson", cells["salesperson"]),
        )
        owner.company = lookups.company_of(work.connection, owner.contact)
        planned = PlannedTask(
            TaskType(int(cells["type"])),
            cells["description"],
            Priority(int(cells["priority"])),
            self._day(cells["day"]),
        )
        (key,) = opportunities.add_tasks(work, owner, None, [planned], self._today)
        task = work.get(TaskRow, key)
        if cells["start"]:
            task.start_time = time.fromisoformat(cells["start"])
            task.duration, task.all_day = int(cells["duration"]), False
        task.location = cells["location"]
        if cells["recurring"]:
            task.recurring, task.recurring_interval = True, cells["recurring"]
            task.counted_from = int(CountedFrom.DUE_DATE)
        if cells["team"]:
            self._give(task, cells["team"])
        if cells["done"]:
            task.closed, task.closed_on = True, self._day(cells["done"])
            task.status = int(TaskStatus.COMPLETED)

    def _give(self, task: TaskRow, code: str) -> None:
        """All of the team take part; who was to do it organizes the meeting (relationships 7.2)."""
        team, connection = self._code("team", code), self._work.connection
        before = Owner(task.salesperson)
        after = Owner(None, team, tasks.members_of(connection, team))
        wanted = reassigned(TaskType(task.type), tasks.seats(connection, task.id), before, after)
        tasks.write_seats(self._work, task.id, tasks.ticked(connection, wanted))
        task.salesperson, task.team = None, team

    def _add_note(self, cells: Cells) -> None:
        kind, day = cells["kind"], self._day(cells["day"])
        row = (
            self._contacts[cells["number"]] if kind == "contact" else self._opportunities[cells["number"]].id
        )
        author = self._opportunities[cells["number"]].salesperson if kind == "opportunity" else None
        self._work.add(
            CommentRow(
                subject=TABLE_NUMBERS[kind],
                row=row,
                on=day,
                text=cells["text"],
                author=author,
                written_at=datetime.combine(day, time(15, 30), UTC),
            )
        )
