"""Opportunities out of a file: each row becomes an opportunity with the ledger that its dates tell of.

Nothing is invented: a row without contact, value or closing date stays without; a closed row has one entry at the
last stage its cycle knows and the closing entry. Its salesperson and its contact are found by name or made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.opportunity import FULL
from oppdesk.domain.progress import Progress
from oppdesk.domain.standing import Entry, Stage
from oppdesk.domain.words import Priority, Status
from oppdesk.exchange.plan import Fault, Plan, Row
from oppdesk.i18n import N_, _, said
from oppdesk.services.context import Context
from oppdesk.services.import_contacts import ContactImport
from oppdesk.services.import_cycles import ImportCycles
from oppdesk.services.import_ledger import Wish, closing_entry, entries, stage_entry
from oppdesk.storage import bulk, numbers, opportunities
from oppdesk.storage.base import fold
from oppdesk.storage.opportunity_tables import ENTRY, OPPORTUNITY, EntryRow, OpportunityRow
from oppdesk.storage.unit_of_work import Reader, Work

OPPORTUNITIES: tuple[Field, ...] = (
    Field(
        "external_number", N_("External No."), size=50, hint=N_("The key of this record in another program.")
    ),
    Field("number", N_("No."), Kind.CODE, 20),
    Field("description", N_("Description"), size=100),
    Field(
        "contact",
        N_("Contact"),
        Kind.LOOKUP,
        target="contact",
        hint=N_("Number or name; made when it is new."),
    ),
    Field(
        "salesperson",
        N_("Salesperson"),
        Kind.LOOKUP,
        target="salesperson",
        hint=N_("Code or name; made when new."),
    ),
    Field("sales_cycle", N_("Sales cycle"), Kind.LOOKUP, target="sales_cycle", hint=N_("Code of a cycle.")),
    Field("stage", N_("Stage"), size=100, hint=N_("Name or number of a stage, or Won, Lost, Not started.")),
    Field("priority", N_("Priority"), Kind.CHOICE, choices=(N_("Low"), N_("Normal"), N_("High")), default=1),
    Field("created_on", N_("Created on"), Kind.DATE),
    Field("changed_on", N_("Date of change"), Kind.DATE, hint=N_("The day the stage was reached.")),
    Field("closing_on", N_("Estimated closing date"), Kind.DATE),
    Field("closed_on", N_("Closed on"), Kind.DATE),
    Field("estimated_value", N_("Estimated value"), Kind.MONEY, low=0),
    Field("sales_value", N_("Sales value"), Kind.MONEY, low=0, hint=N_("What a won one was sold for.")),
    Field("chances", N_("Chances of Success %"), Kind.PERCENT),
    Field("close_code", N_("Close code"), Kind.LOOKUP, target="close_code"),
)
_KEPT = ("description", "priority", "created_on")
_BATCH = 500


class OpportunityImport:
    """Rows by external number, else by number; rows without either are new unless an equal one is there."""

    def __init__(
        self,
        connection: Reader,
        context: Context,
        headings: Mapping[str, str],
        stages: Sequence[str],
        cycle_name: str,
    ) -> None:
        self._context = context
        self._headings = headings
        self._cycles = ImportCycles(connection, stages, cycle_name)
        self._contacts = ContactImport(connection, context, headings)
        columns = [column.name for column in OPPORTUNITY.columns if column.name != "id"]
        self._rows = bulk.rows_by_key(connection, "opportunity", columns)
        self._by_external = {
            row["external_number"]: key for key, row in self._rows.items() if row["external_number"]
        }
        self._by_number = {row["number"]: key for key, row in self._rows.items()}
        self._alike = {
            self._likeness(row, row["contact"], row["salesperson"]): key for key, row in self._rows.items()
        }
        self._codes = bulk.keys_by(connection, "close_code", "code") | bulk.keys_by(
            connection, "close_code", "description"
        )

    @staticmethod
    def _likeness(row: Mapping[str, Any], contact: int | None, salesperson: int | None) -> tuple[object, ...]:
        return fold(str(row.get("description") or "")), contact, salesperson, row.get("created_on")

    # -- planning -----------------------------------------------------------------------------------------

    def plan(self, rows: Sequence[Row]) -> Plan:
        add: list[Row] = []
        change: list[tuple[int, Row]] = []
        same: list[Row] = []
        faults: list[Fault] = []
        seen: set[object] = set()
        known = self._cycles.fitting(rows)
        for row in rows:
            problems = row.faults or self._problems(row, known, seen)
            if problems:
                faults.extend(problems)
                continue
            key = self._known(row.values)
            if key is None:
                add.append(row)
                continue
            reason = self._refusal(key, row.values, known)
            if reason:
                faults.append(Fault(row.line, self._headings.get("stage", ""), reason))
            elif self._differs(key, row.values, known):
                change.append((key, row))
            else:
                same.append(row)
        return Plan(tuple(add), tuple(change), tuple(same), tuple(faults))

    def _problems(self, row: Row, known: dict[str, Stage] | None, seen: set[object]) -> tuple[Fault, ...]:
        """Why a row is left out, each with its column."""
        values, wish = row.values, self._wish(row.values)
        mark = values.get("external_number") or values.get("number")
        own = self._cycles.own(values)
        stages = self._cycles.named(own) if own is not None else known
        lost_stage = (
            wish.status is Status.IN_PROGRESS and stages is not None and fold(wish.stage) not in stages
        )
        unknown_cycle = bool(values.get("sales_cycle")) and own is None
        unknown_code = bool(values.get("close_code")) and wish.close_code is None
        early = wish.closed_on is not None and wish.closed_on < wish.started_on
        found = (
            (bool(mark) and mark in seen, "external_number", _("This opportunity stands twice in the file.")),
            (unknown_cycle, "sales_cycle", _("This sales cycle does not exist.")),
            (lost_stage, "stage", _("The sales cycle has no stage of this name.")),
            (unknown_code, "close_code", _("This close code does not exist.")),
            (
                wish.closed and not wish.closed_on,
                "closed_on",
                _("A closed opportunity needs the day it was closed."),
            ),
            (early, "closed_on", _("It was closed before it began.")),
            (
                wish.status is Status.WON and wish.sold <= 0,
                "sales_value",
                _("A won opportunity needs its sales value."),
            ),
            (
                not (values.get("description") or values.get("contact") or mark),
                "description",
                _("There is neither a description nor a contact."),
            ),
        )
        seen.add(mark)
        return tuple(
            Fault(row.line, self._headings.get(name, ""), reason) for wrong, name, reason in found if wrong
        )

    def _wish(self, values: Mapping[str, Any]) -> Wish:
        text = str(values.get("stage") or "").strip()
        status = self._cycles.status_of(text)
        closed_on = values.get("closed_on")
        started = values.get("changed_on") or values.get("created_on") or closed_on or self._context.work_date
        value = values.get("estimated_value") or values.get("sales_value") or 0
        code = values.get("close_code")
        return Wish(
            status=status,
            stage=text if status is Status.IN_PROGRESS else "",
            value=value,
            sold=values.get("sales_value") or value,
            chances=values.get("chances") or None,
            started_on=started,
            closing_on=values.get("closing_on"),
            closed_on=closed_on if status in (Status.WON, Status.LOST) else None,
            close_code=self._codes.get(fold(str(code))) if code else None,
        )

    def _known(self, values: Mapping[str, Any]) -> int | None:
        if values.get("external_number"):
            return self._by_external.get(str(values["external_number"]))
        if values.get("number"):
            return self._by_number.get(str(values["number"]))
        contact, salesperson = self._parties(values, None)
        created = values.get("created_on") or self._wish(values).started_on
        return self._alike.get(self._likeness({**values, "created_on": created}, contact, salesperson))

    def _parties(self, values: Mapping[str, Any], work: Work | None) -> tuple[int | None, int | None]:
        contact, salesperson = values.get("contact"), values.get("salesperson")
        return (
            self._contacts.find(str(contact)) if contact else None,
            self._contacts.salespeople.find_or_make(work, str(salesperson)) if salesperson else None,
        )

    def _refusal(self, key: int, values: Mapping[str, Any], known: dict[str, Stage] | None) -> str:
        """Why a closed opportunity is not changed."""
        old = self._rows[key]
        if old["status"] not in (Status.WON, Status.LOST) or "stage" not in values:
            return ""
        if self._standing_differs(old, values, known):
            return _("It is closed here since {date} and stays as it is.").format(date=said(old["closed_on"]))
        return ""

    def _differs(self, key: int, values: Mapping[str, Any], known: dict[str, Stage] | None) -> bool:
        old = self._rows[key]
        contact, salesperson = self._parties(values, None)
        if any(name in values and values[name] and values[name] != old[name] for name in _KEPT):
            return True
        if values.get("contact") and contact != old["contact"]:
            return True
        if values.get("salesperson") and salesperson != old["salesperson"]:
            return True
        return self._standing_differs(old, values, known)

    def _standing_differs(
        self, old: Mapping[str, Any], values: Mapping[str, Any], known: dict[str, Stage] | None
    ) -> bool:
        wish = self._wish(values)
        if "stage" in values and wish.status != old["status"]:
            return True
        if wish.status is Status.IN_PROGRESS and "stage" in values:
            stages = self._cycles.named(old["sales_cycle"]) if old["sales_cycle"] else known or {}
            stage = stages.get(fold(wish.stage))
            if stage is None or stage.number != old["stage"]:
                return True
        if wish.status is Status.WON and wish.sold * FULL != old["current_value"]:
            return True
        if wish.status is Status.IN_PROGRESS and wish.value and wish.value != old["estimated_value"]:
            return True
        if wish.closed_on is not None:
            return bool(wish.closed_on != old["closed_on"])
        return wish.closing_on is not None and wish.closing_on != old["closing_on"]

    # -- writing ------------------------------------------------------------------------------------------

    def write(self, work: Work, plan: Plan, progress: Progress) -> None:
        every = [*plan.add, *(row for _key, row in plan.change)]
        cycle = self._cycles.find_or_make(work, every)
        self._contacts.make(
            work, [str(row.values.get("contact") or "") for row in every if self._is_new(row)]
        )
        blank = sum(not row.values.get("number") for row in plan.add)
        drawn = iter(numbers.draw_many(work, "opportunity_nos", self._context.work_date, blank))
        total = len(every)
        for start in range(0, len(plan.add), _BATCH):
            progress.step(start, total)
            some = plan.add[start : start + _BATCH]
            given = [
                numbers.Number(str(row.values["number"]), None) if row.values.get("number") else next(drawn)
                for row in some
            ]
            self._insert(work, some, given, cycle)
        for done, (key, row) in enumerate(plan.change, len(plan.add)):
            progress.step(done, total)
            self._change(work, key, row.values, cycle)
        progress.step(total, total)

    def _is_new(self, row: Row) -> bool:
        contact = row.values.get("contact")
        return bool(contact) and self._contacts.find(str(contact)) is None

    def _insert(
        self, work: Work, rows: Sequence[Row], given: Sequence[numbers.Number], cycle: int | None
    ) -> None:
        keys = work.keys(len(rows))
        made: list[dict[str, Any]] = []
        ledger: list[dict[str, Any]] = []
        for key, number, row in zip(keys, given, rows, strict=True):
            values = row.values
            own = self._cycles.own(values) or cycle
            contact, salesperson = self._parties(values, work)
            wish = self._wish(values)
            opportunity: dict[str, Any] = {
                "number": number.number,
                "number_series": number.series,
                "external_number": values.get("external_number") or "",
                "description": values.get("description") or "",
                "contact": contact,
                "company": self._contacts.company_of(contact),
                "salesperson": salesperson,
                "sales_cycle": own,
                "priority": values.get("priority", int(Priority.NORMAL)),
                "created_on": values.get("created_on") or wish.started_on,
                "stage": 0,
            }
            parties = {
                name: opportunity[name] for name in ("contact", "company", "salesperson", "sales_cycle")
            }
            since = None
            told = self._entries(own, wish)
            for entry in told:
                opportunity |= opportunities.standing_values(entry, opportunity["stage"], since)
                since = opportunity["stage_since"]
                line = {"opportunity": key, **parties, **opportunities.entry_values(entry)}
                ledger.append(line | {"active": entry is told[-1]})
            made.append(bulk.complete(OPPORTUNITY, {**opportunity, "id": key}))
        work.put_many(OPPORTUNITY, made)
        bulk.put(work, ENTRY.name, ledger)

    def _entries(self, cycle: int | None, wish: Wish) -> list[Entry]:
        if cycle is None:
            return []
        reached = self._cycles.named(cycle).get(fold(wish.stage))
        return entries(self._cycles.method(cycle), self._cycles.stages(cycle), reached, wish)

    def _change(self, work: Work, key: int, values: Mapping[str, Any], cycle: int | None) -> None:
        """Bring an existing one to what the file says now: its fields, then an entry if it stands elsewhere."""
        row = work.get(OpportunityRow, key)
        contact, salesperson = self._parties(values, work)
        for name in _KEPT:
            if values.get(name):
                setattr(row, name, values[name])
        if values.get("contact"):
            row.contact, row.company = contact, self._contacts.company_of(contact)
        if values.get("salesperson"):
            row.salesperson = salesperson
        active = opportunities.active_entry(work, key)
        if active is not None:
            active.contact, active.company, active.salesperson = row.contact, row.company, row.salesperson
        work.flush()
        known = self._cycles.named(row.sales_cycle) if row.sales_cycle else None
        if not self._standing_differs(self._rows[key], values, known):
            return
        row.sales_cycle = row.sales_cycle or cycle
        if row.sales_cycle is not None:
            self._write_entry(work, row, active, self._wish(values))

    def _write_entry(self, work: Work, row: OpportunityRow, active: EntryRow | None, wish: Wish) -> None:
        cycle = row.sales_cycle or 0
        if active is None:
            for entry in self._entries(cycle, wish):
                active = opportunities.write_entry(work, row, active, entry)
            return
        before = opportunities.entry_of(active)
        wish = replace(
            wish,
            started_on=max(wish.started_on, before.changed_on),
            closed_on=max(wish.closed_on, before.changed_on) if wish.closed_on else None,
            value=wish.value or before.value,
            sold=wish.sold or before.value,
        )
        if wish.closed:
            opportunities.write_entry(work, row, active, closing_entry(wish, before))
        else:
            stage = self._cycles.named(cycle)[fold(wish.stage)]
            opportunities.write_entry(
                work, row, active, stage_entry(self._cycles.method(cycle), stage, wish, before)
            )
