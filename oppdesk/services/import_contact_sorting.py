"""Where each row of contacts belongs in the plan: by the contact it speaks of, and by what the user decided."""

from collections.abc import Mapping
from typing import Any, Protocol

from oppdesk.exchange.plan import Doubt, Fault, Plan, Row, Told
from oppdesk.i18n import _
from oppdesk.services.import_contact_matching import Item
from oppdesk.services.import_contact_parents import Parents
from oppdesk.services.import_contact_values import mark_of
from oppdesk.services.import_matching import Decision, Existing, Matching

Values = Mapping[str, Any]


class Owner(Protocol):
    """What is asked about a row."""

    def problem(self, item: Item, key: int | None) -> tuple[str, str]: ...
    def fault(self, row: Row, name: str, reason: str) -> Fault: ...
    def news(self, key: int, values: Values) -> dict[str, Any]: ...


class Sorting:
    """Puts each row where it belongs in the plan."""

    def __init__(self, owner: Owner, matching: Matching, parents: Parents) -> None:
        self._owner = owner
        self._matching = matching
        self._parents = parents
        self._seen: set[object] = set()
        self._whole: set[int] = set()
        self._add: list[Row] = []
        self._change: list[tuple[int, Row]] = []
        self._same: list[Row] = []
        self._skipped: list[Row] = []
        self._doubts: list[Doubt] = []
        self._faults: list[Fault] = []

    def plan(self, same_e_mail: int, told: tuple[Told, ...]) -> Plan:
        return Plan(
            tuple(self._add),
            tuple(self._change),
            tuple(self._same),
            tuple(self._faults),
            tuple(self._doubts),
            tuple(self._skipped),
            same_e_mail,
            told,
        )

    def add(self, item: Item) -> None:
        decision = self._matching.decisions.get(item.row.line)
        if item.faults:
            self._faults.extend(item.faults)
        elif decision is not None and decision.kind is Existing.SKIP:
            self._skipped.append(item.row)
        elif self._is_twice(item):
            reason = _("This contact stands twice in the file.")
            self._faults.append(self._owner.fault(item.row, "name", reason))
        else:
            self._place(item, decision)

    def _is_twice(self, item: Item) -> bool:
        values = item.row.values
        mark = mark_of(values) or repr(sorted(values.items(), key=lambda pair: pair[0]))
        was_there = mark in self._seen
        self._seen.add(mark)
        return was_there

    def _place(self, item: Item, decision: Decision | None) -> None:
        row, key = item.row, item.key
        if decision is not None:
            key = decision.contact if decision.kind is Existing.UPDATE else None
            if key is not None and item.key not in (None, key):
                row = Row(row.line, _without_mark(row.values))
                item = item._replace(row=row)
        field, reason = self._owner.problem(item, key)
        if not reason and self._parents.is_ring(row.values, key):
            field, reason = (
                "parent_company",
                _("A company cannot stand above itself. Choose another parent company."),
            )
        if reason:
            self._faults.append(self._owner.fault(row, field, reason))
            return
        if key is None:
            self._place_new(item, decision)
            return
        news = self._owner.news(key, row.values)
        if not news:
            self._same.append(row)
        elif decision is None and self._matching.existing is Existing.SKIP:
            self._skipped.append(row)
        elif decision is None and self._matching.existing is Existing.BOTH:
            self._add.append(Row(row.line, _without_mark(row.values)))
        else:
            whole = news if self._matching.only_fill_empty else dict(row.values)
            self._change.append((key, Row(row.line, {**whole, "type": row.values["type"]})))

    def _place_new(self, item: Item, decision: Decision | None) -> None:
        row = item.row
        if decision is not None and item.key is not None:
            self._add.append(Row(row.line, _without_mark(row.values)))
        elif item.candidates and decision is None:
            self._doubts.append(Doubt(row, item.candidates))
        else:
            self._add.append(row)


def _without_mark(values: Values) -> Values:
    """Of another contact than the one whose number and key it would have."""
    return {name: value for name, value in values.items() if name not in {"number", "external_number"}}
