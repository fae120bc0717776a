"""Opportunities out of a file: each row becomes an opportunity with the ledger that its dates tell of.

Nothing is invented: a row without contact, value or closing date stays without; a closed row has one entry at the
last stage its cycle knows and the closing entry. Its salesperson and its contact are found by name or made.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from oppdesk.domain.errors import NotThereError
from oppdesk.domain.progress import Progress
from oppdesk.domain.standing import Entry
from oppdesk.domain.words import Priority, Status
from oppdesk.exchange.plan import Fault, Plan, Row
from oppdesk.i18n import _
from oppdesk.services import import_ledger as ledger
from oppdesk.services import import_refusals as refusals
from oppdesk.services.context import Context
from oppdesk.services.import_contacts import ContactImport
from oppdesk.services.import_cycles import Cycles, FileStages, ordered
from oppdesk.services.import_ledger import Values, Wish, mark_of
from oppdesk.storage import bulk, numbers, opportunities
from oppdesk.storage.base import fold
from oppdesk.storage.opportunity_tables import ENTRY, OPPORTUNITY, EntryRow, OpportunityRow
from oppdesk.storage.unit_of_work import Reader, Work

_KEPT = ("external_number", "description", "priority", "created_on")
DATES = ("changed_on", "created_on", "closing_on")
_BATCH = 500
Likeness = tuple[str, int | None, int | None, object]


class OpportunityImport:
    """Rows by external number, else by number; a row without either is the one alike that is there, or new."""

    def __init__(
        self,
        connection: Reader,
        context: Context,
        headings: Mapping[str, str],
        cycles: Cycles,
        contacts: ContactImport,
        stages: Sequence[str],
    ) -> None:
        self._connection = connection
        self._context = context
        self._headings = headings
        self._given_order = stages
        self._cycles = cycles
        self._contacts = contacts
        self._rows: dict[int, Values] = {}
        self._by_external: dict[str, int] = {}
        self._by_number: dict[str, int] = {}
        self._alike: dict[Likeness, list[int]] = {}
        self._cycle: int | None = None  # of rows that name none; None is one to be made
        self._names: list[str] = []
        self._status_of = lru_cache(maxsize=None)(ledger.status_of)
        self._codes = bulk.keys_by(connection, "close_code", "description") | bulk.keys_by(
            connection, "close_code", "code"
        )
        self._outcomes = {
            key: row["outcome"]
            for key, row in bulk.rows_by_key(connection, "close_code", ["outcome"]).items()
        }

    # -- planning -----------------------------------------------------------------------------------------

    def plan(self, rows: Sequence[Row], progress: Progress) -> Plan:
        self._settle_cycle(rows)
        self._look_up(rows)
        add: list[Row] = []
        change: list[tuple[int, Row]] = []
        same: list[Row] = []
        faults: list[Fault] = []
        seen: set[object] = set()
        for done, row in enumerate(rows):
            progress.step(done, len(rows))
            if row.faults:
                faults.extend(row.faults)
                continue
            key = self._known(row.values)
            old = self._rows[key] if key is not None else None
            wish = self._wish(row.values, old)
            problems = self._problems(row, wish, old, seen)
            if problems:
                faults.extend(problems)
            elif key is None or old is None:
                add.append(row)
            elif self._differs(old, row.values, wish):
                change.append((key, row))
            else:
                same.append(row)
        return Plan(tuple(add), tuple(change), tuple(same), tuple(faults))

    def stages(self, rows: Sequence[Row]) -> FileStages:
        """The stages the file names, for the user to order when a cycle will be made of them."""
        self._settle_cycle(rows)
        if self._cycle is None:
            return self._cycles.nearest(self._names)
        return FileStages(tuple(self._names), self._cycles.code(self._cycle))

    def _settle_cycle(self, rows: Sequence[Row]) -> None:
        told = (
            (str(row.values["stage"]).strip(), any(row.values.get(name) for name in DATES))
            for row in rows
            if row.values.get("stage")
            and self._status_of(str(row.values["stage"])) is None
            and self._cycles.with_code(row.values.get("sales_cycle")) is None
        )
        self._names = ordered(told, self._given_order)
        self._cycle = self._cycles.fitting(self._names)

    def _look_up(self, rows: Sequence[Row]) -> None:
        """What is there already of what the file speaks of."""
        connection = self._connection
        self._contacts.know(str(row.values.get("contact") or "") for row in rows)
        marks = {
            name: {str(row.values[name]) for row in rows if row.values.get(name)}
            for name in ("external_number", "number")
        }
        self._by_external = bulk.keys_among(
            connection, "opportunity", "external_number", marks["external_number"]
        )
        self._by_number = bulk.keys_among(connection, "opportunity", "number", marks["number"])
        self._alike = self._find_alike(
            [row.values for row in rows if not row.faults and not mark_of(row.values)]
        )
        found = {*self._by_external.values(), *self._by_number.values()}
        found.update(key for keys in self._alike.values() for key in keys)
        self._load(found)

    def _load(self, keys: set[int]) -> None:
        columns = [column.name for column in OPPORTUNITY.columns if column.name != "id"]
        self._rows = bulk.chosen_rows(self._connection, "opportunity", columns, keys)

    def _find_alike(self, unmarked: Sequence[Values]) -> dict[Likeness, list[int]]:
        """Opportunities equal to rows without a key, oldest first; the day counts only where the file tells one."""
        wanted = {self._likeness(values) for values in unmarked}
        found: defaultdict[Likeness, list[int]] = defaultdict(list)
        if not wanted:
            return found
        parties = {(contact, salesperson) for _text, contact, salesperson, _day in wanted}
        columns = ("id", "description", "contact", "salesperson", "created_on")
        for key, text, contact, salesperson, day in bulk.every(self._connection, "opportunity", columns):
            if (contact, salesperson) in parties:
                for alike in (
                    (fold(text), contact, salesperson, day),
                    (fold(text), contact, salesperson, None),
                ):
                    if alike in wanted:
                        found[alike].append(key)
        return found

    def _likeness(self, values: Values) -> Likeness:
        contact, salesperson = self._parties(values)
        day = values.get("created_on") or values.get("changed_on")
        return fold(str(values.get("description") or "")), contact, salesperson, day

    def _known(self, values: Values) -> int | None:
        """The key of the opportunity a row speaks of. Of several alike, each row takes one."""
        external, number = values.get("external_number"), values.get("number")
        if external or number:
            found = self._by_external.get(str(external)) if external else None
            return found if found is not None or not number else self._by_number.get(str(number))
        alike = self._alike.get(self._likeness(values))
        return alike.pop(0) if alike else None

    def _wish(self, values: Values, old: Values | None) -> Wish:
        stage, code = str(values.get("stage") or ""), values.get("close_code")
        return ledger.read(
            values,
            self._status_of(stage),
            self._codes.get(fold(str(code))) if code else None,
            self._context.work_date,
            old,
        )

    def _parties(self, values: Values) -> tuple[int | None, int | None]:
        contact, salesperson = values.get("contact"), values.get("salesperson")
        return (
            self._contacts.find(str(contact)) if contact else None,
            self._contacts.salespeople.find_or_make(None, str(salesperson)) if salesperson else None,
        )

    # -- what keeps a row out -----------------------------------------------------------------------------

    def _problems(self, row: Row, wish: Wish, old: Values | None, seen: set[object]) -> tuple[Fault, ...]:
        reasons = [
            *self._of_itself(row.values, wish, seen),
            *self._contacts.problems(row.values),
            *(
                refusals.of_new(self._cycles, self._cycle, bool(self._names), row.values, wish)
                if old is None
                else refusals.of_known(self._cycles, self._cycle, old, wish)
            ),
        ]
        seen.add(mark_of(row.values))
        return tuple(Fault(row.line, self._headings.get(name, ""), reason) for name, reason in reasons)

    def _of_itself(self, values: Values, wish: Wish, seen: set[object]) -> Iterator[refusals.Reason]:
        """It stands once in the file; the close code must be one, and for this outcome (M-50)."""
        mark = mark_of(values)
        if mark and mark in seen:
            yield "external_number", _("This opportunity stands twice in the file.")
        if values.get("close_code") and wish.close_code is None:
            yield "close_code", _("This close code does not exist.")
        outcome = self._outcomes.get(wish.close_code or 0)
        if outcome is not None and wish.closed and outcome != wish.status - Status.WON:
            yield "close_code", _("This close code is for the other outcome.")

    def _differs(self, old: Values, values: Values, wish: Wish) -> bool:
        contact, salesperson = self._parties(values)
        if any(values.get(name) not in (None, "", old[name]) for name in _KEPT):
            return True
        if values.get("contact") and contact != old["contact"]:
            return True
        if values.get("salesperson") and salesperson != old["salesperson"]:
            return True
        cycle = old["sales_cycle"] or self._cycle
        return not ledger.is_standing(wish, self._cycles.stage(cycle, wish.stage) if cycle else None, old)

    # -- writing ------------------------------------------------------------------------------------------

    def write(self, work: Work, plan: Plan, progress: Progress) -> None:
        every = [*plan.add, *(row for _key, row in plan.change)]
        self._settle_cycle([*every, *plan.unchanged])
        if self._cycle is None and self._names:
            self._cycle = self._cycles.make(work, self._names)
        self._load({key for key, _row in plan.change})
        named = [str(row.values["contact"]) for row in every if row.values.get("contact")]
        self._contacts.make(work, named)
        blank = sum(not row.values.get("number") for row in plan.add)
        drawn = iter(numbers.draw_many(work, "opportunity_nos", self._context.work_date, blank))
        self._contacts.salespeople.make(work, (str(row.values.get("salesperson") or "") for row in every))
        total = len(every)
        lines: list[dict[str, Any]] = []
        if plan.add:
            made = self._opportunities(plan.add, work.keys(len(plan.add)), drawn, lines, progress, total)
            work.put_many(OPPORTUNITY, made, len(plan.add))
            bulk.put(work, ENTRY.name, lines)
        for start in range(0, len(plan.change), _BATCH):
            pairs = plan.change[start : start + _BATCH]
            known = bulk.with_active_entries(work, [key for key, _row in pairs])
            for done, (key, row) in enumerate(pairs, len(plan.add) + start):
                progress.step(done, total)
                if key not in known:
                    raise NotThereError(_("An opportunity was removed meanwhile. Check the rows again."))
                self._change(work, *known[key], row.values)
            work.flush()
        progress.step(total, total)

    def _opportunities(
        self,
        rows: Sequence[Row],
        keys: Sequence[int],
        drawn: Iterator[numbers.Number],
        lines: list[dict[str, Any]],
        progress: Progress,
        total: int,
    ) -> Iterator[dict[str, Any]]:
        """The opportunities of new rows; the lines of their ledgers are put beside them, they come after."""
        for done, (key, row) in enumerate(zip(keys, rows, strict=True)):
            progress.step(done, total)
            typed = row.values.get("number")
            number = numbers.Number(str(typed), None) if typed else next(drawn)
            values = row.values
            cycle = self._cycles.with_code(values.get("sales_cycle")) or self._cycle
            contact, salesperson = self._parties(values)
            company = self._contacts.company_of(contact)
            wish = self._wish(values, None)
            opportunity: dict[str, Any] = {
                "number": number.number,
                "number_series": number.series,
                "external_number": values.get("external_number") or "",
                "description": values.get("description") or "",
                "contact": contact,
                "company": company,
                "salesperson": salesperson,
                "sales_cycle": cycle,
                "priority": values.get("priority", int(Priority.NORMAL)),
                "created_on": values.get("created_on") or wish.started_on,
                "stage": 0,
            }
            told = [] if cycle is None else self._entries(cycle, wish)
            for entry in told:
                line = opportunities.entry_values(entry)
                line["active"] = entry is told[-1]
                line["opportunity"], line["sales_cycle"] = key, cycle
                line["contact"], line["company"], line["salesperson"] = contact, company, salesperson
                lines.append(line)
            if told:
                stage, since = (told[-2].stage, told[-2].changed_on) if len(told) > 1 else (0, None)
                opportunity |= opportunities.standing_values(told[-1], stage, since)
            opportunity["id"] = key
            yield opportunity

    def _entries(self, cycle: int, wish: Wish) -> list[Entry]:
        cycles = self._cycles
        return ledger.entries(
            cycles.method(cycle), cycles.stages(cycle), self._cycles.stage(cycle, wish.stage), wish
        )

    def _change(self, work: Work, row: OpportunityRow, active: EntryRow | None, values: Values) -> None:
        """Bring an existing one to what the file says now: its fields, then an entry if it stands elsewhere."""
        old = self._rows[row.id]
        wish = self._wish(values, old)
        contact, salesperson = self._parties(values)
        for name in _KEPT:
            if values.get(name) not in (None, ""):
                setattr(row, name, values[name])
        if values.get("contact"):
            row.contact, row.company = contact, self._contacts.company_of(contact)
        if values.get("salesperson"):
            row.salesperson = salesperson
        if active is not None:
            active.contact, active.company, active.salesperson = row.contact, row.company, row.salesperson
        row.sales_cycle = cycle = row.sales_cycle or self._cycle
        if cycle is not None and not ledger.is_standing(wish, self._cycles.stage(cycle, wish.stage), old):
            self._write_entry(work, row, active, cycle, wish)

    def _write_entry(
        self, work: Work, row: OpportunityRow, active: EntryRow | None, cycle: int, wish: Wish
    ) -> None:
        if active is None:
            for entry in self._entries(cycle, wish):
                opportunities.write_entry(work, row, opportunities.active_entry(work, row.id), entry)
            return
        before = opportunities.entry_of(active)
        stage = None if wish.closed else self._cycles.stage(cycle, wish.stage)
        after = ledger.next_entry(self._cycles.method(cycle), stage, wish, before, self._context.work_date)
        opportunities.write_entry(work, row, active, after)
