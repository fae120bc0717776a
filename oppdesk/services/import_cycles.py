"""Which sales cycle the stages of a file belong to, and the one that is made when none has them all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from oppdesk.domain.standing import Stage
from oppdesk.domain.words import Method
from oppdesk.storage import bulk, lookups
from oppdesk.storage.base import fold
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Reader, Work


@dataclass(frozen=True, slots=True)
class FileStages:
    """The stages a file names, first to last, and the code of the cycle that has them all ("": one will be made).

    Without such a cycle `near` is the code of the one that has at least half of them, `unknown` those it lacks, and
    `offered` the stages it has.
    """

    names: tuple[str, ...] = ()
    cycle: str = ""
    near: str = ""
    unknown: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


def ordered(told: Iterable[tuple[str, bool]], given: Sequence[str]) -> list[str]:
    """The stages in the order a new cycle gets them; each with whether its row has a date.

    Without an order that is given: rows of an earlier stage know less, so the fewer of them have a date, the
    earlier a stage stands.
    """
    count: Counter[str] = Counter()
    dated: Counter[str] = Counter()
    names: dict[str, str] = {}
    for text, has_date in told:
        word = fold(text)
        names.setdefault(word, text)
        count[word] += 1
        dated[word] += has_date
    places = {fold(name): place for place, name in enumerate(given)}
    order = sorted(names, key=lambda word: (places.get(word, len(places)), dated[word] / count[word]))
    return [names[word] for word in order]


class Cycles:
    """The sales cycles that are there; the default one is preferred, a blocked one never taken (M-35)."""

    def __init__(self, connection: Reader, new_name: str) -> None:
        self._new_name = new_name
        self._rows = bulk.rows_by_key(connection, "sales_cycle", ["code", "method", "blocked"])
        self._by_code = {str(row["code"]): key for key, row in self._rows.items()}
        self._stages = _stages(connection)
        self._named: dict[int, dict[str, Stage]] = {}
        self._methods = {key: Method(row["method"]) for key, row in self._rows.items()}
        default = lookups.setup(connection, "marketing_setup").get("default_sales_cycle")
        self._preferred = sorted(self._rows, key=lambda key: (key != default, key))

    def with_code(self, code: object) -> int | None:
        """The cycle of that code, blocked or not."""
        if not code:
            return None
        found = self._by_code.get(str(code))  # as they are written, as a rule
        return found if found is not None else self._by_code.get(str(code).strip().upper())

    def code(self, cycle: int) -> str:
        return str(self._rows[cycle]["code"])

    def is_blocked(self, cycle: int) -> bool:
        return bool(self._rows[cycle]["blocked"])

    def method(self, cycle: int) -> Method:
        return self._methods[cycle]

    def stages(self, cycle: int) -> list[Stage]:
        return self._stages.get(cycle, [])

    def named(self, cycle: int) -> Mapping[str, Stage]:
        """Its stages by number and by folded name."""
        found = self._named.get(cycle)
        if found is None:
            found = self._named[cycle] = {}
            for stage in self.stages(cycle):
                found[str(stage.number)] = stage
            for stage in self.stages(cycle):
                found.setdefault(fold(stage.description), stage)
        return found

    def stage(self, cycle: int | None, text: str) -> Stage | None:
        """The stage of that name or number; None when there is none, or no cycle."""
        return self.named(cycle).get(_fold(text)) if cycle is not None else None

    def fitting(self, names: Sequence[str]) -> int | None:
        """The cycle that has all these stages; without names the preferred one that has any."""
        words = {fold(name) for name in names}
        usable = (key for key in self._preferred if self._stages.get(key) and not self.is_blocked(key))
        return next((key for key in usable if words <= self.named(key).keys()), None)

    def nearest(self, names: Sequence[str]) -> FileStages:
        """The stages beside the cycle that has the most of them, if one has at least half."""
        best = FileStages(tuple(names))
        for key in self._preferred:
            stages = self._stages.get(key, ())
            if not stages or self.is_blocked(key):
                continue
            known = self.named(key)
            unknown = tuple(name for name in names if fold(name) not in known)
            if 2 * len(unknown) <= len(names) and (not best.near or len(unknown) < len(best.unknown)):
                offered = tuple(stage.description for stage in stages)
                best = FileStages(tuple(names), "", self.code(key), unknown, offered)
        return best

    def make(self, work: Work, names: Sequence[str]) -> int:
        """A new cycle with these stages, whose chances rise evenly."""
        taken = {row["code"] for row in self._rows.values()}
        code = next(
            code for code in ("IMPORT", *(f"IMPORT{n}" for n in range(2, 10_000))) if code not in taken
        )
        values: dict[str, Any] = {"code": code, "method": int(Method.CHANCES), "blocked": False}
        cycle = work.put(TABLES["sales_cycle"], {**values, "description": self._new_name})
        self._rows[cycle], self._by_code[code], self._methods[cycle] = values, cycle, Method.CHANCES
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
        self._stages = _stages(work.connection)
        return cycle


_fold = lru_cache(maxsize=1_000)(fold)  # few stages, named by row after row


def _stages(connection: Reader) -> dict[int, list[Stage]]:
    return {
        cycle: [Stage(row.stage, row.description, row.completed, row.chances) for row in rows]
        for cycle, rows in bulk.stages_by_cycle(connection).items()
    }
