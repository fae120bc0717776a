"""The sales cycle that a file's stages belong to: found by their names, or made when no cycle has them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from oppdesk.domain.standing import Stage
from oppdesk.domain.words import STATUS, Method, Status
from oppdesk.exchange.plan import Row
from oppdesk.i18n import _
from oppdesk.storage import bulk
from oppdesk.storage.base import fold
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Reader, Work

_OUTCOMES = {
    "won": Status.WON,
    "closed won": Status.WON,
    "lost": Status.LOST,
    "closed lost": Status.LOST,
    "not started": Status.NOT_STARTED,
    "": Status.NOT_STARTED,
}


class ImportCycles:
    """All cycles with their stages, and what the file's stage column means."""

    def __init__(self, connection: Reader, order: Sequence[str], new_name: str) -> None:
        self._order = order
        self._new_name = new_name
        self._cycles = bulk.rows_by_key(
            connection, "sales_cycle", ["code", "description", "method", "blocked"]
        )
        self._stages = bulk.stages_by_cycle(connection)
        self._labels = {fold(_(label)): Status(place) for place, label in enumerate(STATUS)} | _OUTCOMES

    def status_of(self, text: str) -> Status:
        """Won, Lost and Not started by their words, in English or the user's language; else a stage is named."""
        return self._labels.get(fold(text), Status.IN_PROGRESS)

    def stages(self, cycle: int) -> list[Stage]:
        named = self.named(cycle)
        return [named[str(row.stage)] for row in self._stages.get(cycle, ())]

    def stage_names(self, rows: Sequence[Row]) -> list[str]:
        """The stages the file names, in the order a new cycle gets them.

        Rows of an earlier stage know less: the fewer of a stage's rows have a date, the earlier it stands.
        """
        count: Counter[str] = Counter()
        dated: Counter[str] = Counter()
        names: dict[str, str] = {}
        for row in rows:
            text = str(row.values.get("stage") or "").strip()
            if self.status_of(text) is not Status.IN_PROGRESS:
                continue
            names.setdefault(fold(text), text)
            count[fold(text)] += 1
            dated[fold(text)] += any(
                row.values.get(name) for name in ("changed_on", "created_on", "closing_on")
            )
        given = {fold(name): place for place, name in enumerate(self._order)}
        order = sorted(names, key=lambda name: (given.get(name, len(given)), dated[name] / count[name]))
        return [names[name] for name in order]

    def fitting(self, rows: Sequence[Row]) -> dict[str, Stage] | None:
        """The stages of the cycle that fits the file, by folded name and number; None when one is to be made."""
        names = {fold(name) for name in self.stage_names(rows)}
        for key in self._cycles:
            stages = self.named(key)
            if names and names <= stages.keys():
                return stages
        return None

    def named(self, cycle: int) -> dict[str, Stage]:
        found: dict[str, Stage] = {}
        for row in self._stages.get(cycle, ()):
            stage = Stage(row.stage, row.description, row.completed, row.chances)
            found[str(row.stage)] = stage
            found.setdefault(fold(row.description), stage)
        return found

    def own(self, values: Mapping[str, Any]) -> int | None:
        """The cycle the row itself names."""
        code = str(values.get("sales_cycle") or "").strip().upper()
        return next((key for key, row in self._cycles.items() if row["code"] == code), None) if code else None

    def find_or_make(self, work: Work, rows: Sequence[Row]) -> int | None:
        """The cycle that has the file's stages, made when none has."""
        names = self.stage_names(rows)
        folded = {fold(name) for name in names}
        for key in self._cycles:
            if names and folded <= self.named(key).keys():
                return key
        if not names:
            return next(iter(self._cycles), None)
        return self._make(work, names)

    def _make(self, work: Work, names: Sequence[str]) -> int:
        taken = {row["code"] for row in self._cycles.values()}
        code = next(code for code in ("IMPORT", *(f"IMPORT{n}" for n in range(2, 1000))) if code not in taken)
        values = {
            "code": code,
            "description": self._new_name,
            "method": int(Method.CHANCES),
            "blocked": False,
        }
        cycle = work.put(TABLES["sales_cycle"], values)
        self._cycles[cycle] = values
        for place, name in enumerate(names, 1):
            percent = 100 * place // (len(names) + 1)
            work.put(
                TABLES["sales_cycle_stage"],
                {
                    "sales_cycle": cycle,
                    "stage": place,
                    "description": name[:100],
                    "completed": percent,
                    "chances": percent,
                    "activity": None,
                    "quote_required": False,
                    "may_skip": True,
                    "date_formula": "",
                },
            )
        self._stages = bulk.stages_by_cycle(work.connection)
        return cycle

    def method(self, cycle: int) -> Method:
        return Method(self._cycles[cycle]["method"])
