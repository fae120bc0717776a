"""What is known of one file on its way in, and the questions to the services: asked beside the windows' thread.

Whatever is decided makes the answers that depend on it stale; they are asked again, the older ones never shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import StorageTrouble, UserError
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.exchange import mapping
from oppdesk.exchange.mapping import Columns, Ways
from oppdesk.exchange.plan import Plan, Row
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.history import Undoable
from oppdesk.services.import_cycles import FileStages
from oppdesk.services.import_matching import Decision, Existing, Matching
from oppdesk.services.importing import TARGETS, Result, Source
from oppdesk.ui.importing import matchings
from oppdesk.ui.importing.counts import Counts, counted
from oppdesk.ui.importing.matchings import KeptMatching
from oppdesk.ui.importing.plan_rows import changing
from oppdesk.ui.importing.words import written
from oppdesk.ui.workplace import Workplace

COUNTED_AT_ONCE = 5_000_000  # bytes of a file whose rows are counted while its columns are matched
_LISTS = {"opportunities": "opportunity", "contacts": "contact", "salespeople": "salesperson"}
_COMPARED = frozenset(
    {"opportunity", "contact", "salesperson", "sales_cycle", "sales_cycle_stage", "close_code"}
)
Meaning = tuple[Ways, FileStages, dict[int, str]]
Outcome = tuple[Result, Plan, Undoable | None]


class ImportSession(QObject):
    opened = Signal()  # `source` is another file, or matched otherwise
    understood = Signal()  # `ways` and `stages` are known
    planned = Signal()  # `plan` is known, or stale and None
    refused = Signal(str)  # the file cannot be read so
    told = Signal(int, int)  # how far the reading of the rows is

    def __init__(self, place: Workplace, target: str, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self.target = target
        self.path: Path | None = None
        self.source: Source | None = None
        self.program = ""  # whose export the file seems to be
        self.ways: Ways | None = None
        self.stages = FileStages()
        self.written: dict[int, str] = {}  # columns whose first value is stored in another form
        self.matching = Matching()
        self.decisions: dict[int, Decision] = {}  # about doubtful rows, by line
        self._plan: Plan | None = None
        self._order = ""  # of days, as the user answered
        self._decimal = ""
        self._progress = Progress()

    # -- the file -----------------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Look at a file; the answers given for another one are forgotten."""
        self.path = path
        self.source = None
        self._order = self._decimal = ""
        self.matching = Matching()
        self._look_at()

    def correct(
        self, encoding: str = "", delimiter: str = "", sheet: str = "", *, has_header: bool | None = None
    ) -> None:
        """Look again, as the user says it is written."""
        self._look_at(encoding, delimiter, sheet, has_header)

    def retarget(self, target: str) -> None:
        """The rows are something else."""
        self.target = target
        if self.source is not None:
            columns = mapping.match(self.source.guess.header, TARGETS[target])
            self._take(replace(self.source, target=target, columns=columns, notes=(), stages=()))

    @property
    def is_of_cards(self) -> bool:
        """Contact cards say themselves what is what: there is nothing to match."""
        return self.source is not None and self.source.kind == "vcf"

    def _look_at(
        self, encoding: str = "", delimiter: str = "", sheet: str = "", has_header: bool | None = None
    ) -> None:
        self.stop()
        target, path, importing = self.target, self.path, self._place.desk.importing
        if path is None:
            return
        progress = self._progress

        def look() -> Source:
            return importing.open(
                target, path, encoding=encoding, delimiter=delimiter, sheet=sheet, has_header=has_header
            )

        def take(source: Source) -> None:
            if progress is self._progress:
                self._take(source)

        def refuse(error: UserError) -> None:
            if progress is self._progress:
                self._refuse(error)

        self._place.jobs.apart(progress, look, take, refuse)

    def _take(self, source: Source) -> None:
        self.source = source
        self.program = self._place.desk.importing.program(source)
        kept = None
        if not self.is_of_cards:
            kept = matchings.remembered(self._place.preferences, source.target, source.guess.header)
        if kept is not None:
            self._use(kept)
        self.ways = None
        self.stages = FileStages()
        self.decisions = {}
        self._forget_plan()
        self.opened.emit()

    # -- the columns --------------------------------------------------------------------------------------

    def match(self, columns: Columns, notes: Sequence[int] = ()) -> None:
        """Which column is which field; `notes` are those that go into the comment."""
        if self.source is not None:
            self.source = replace(self.source, columns=columns, notes=tuple(sorted(notes)))
            self.opened.emit()
            self.understand()

    def names(self) -> list[str]:
        """The matchings that were saved for this kind of record."""
        return matchings.names(self._place.preferences, self.target)

    def load(self, name: str) -> None:
        source = self.source
        kept = source and matchings.named(self._place.preferences, source.target, name, source.guess.header)
        if kept:
            self._use(kept)
            self.opened.emit()
            self.understand()

    def save(self, name: str) -> None:
        if self.source is not None:
            kept, header = self._kept(self.source), self.source.guess.header
            matchings.save(self._place.preferences, self.source.target, name, header, kept)

    def forget(self, name: str) -> None:
        matchings.forget(self._place.preferences, self.target, name)

    def _use(self, kept: KeptMatching) -> None:
        if self.source is not None:
            self.source = replace(
                self.source, columns=kept.columns, notes=kept.notes, stage_names=kept.stages
            )
            self._order, self._decimal = kept.days, kept.decimal

    def _kept(self, source: Source) -> KeptMatching:
        return KeptMatching(source.columns, source.notes, self._order, self._decimal, source.stage_names)

    def understand(self) -> None:
        """Find out how days and numbers may be meant, which stages there are, and count the rows if that is quick."""
        self._forget_plan()
        source, importing, form = self.source, self._place.desk.importing, self._place.form
        if source is None:
            return

        def look() -> Meaning:
            read, ways = importing.read_as(source, form)
            return ways, importing.stages(read, progress), written(source)

        progress = self._progress

        def take(found: Meaning) -> None:
            if progress is self._progress:
                self._take_meaning(found)

        self._place.jobs.apart(progress, look, take, self._refuse)

    def _take_meaning(self, found: Meaning) -> None:
        self.ways, self.stages, self.written = found
        self._settle()

    def _settle(self) -> None:
        """Read the file in the manner that was answered."""
        if self.source is None or self.ways is None:
            return
        days, numbers = self.answers()
        self.source = replace(self.source, form=self.ways.form(days or 0, numbers or 0))
        self.understood.emit()
        if not self.open_questions() and self._is_small():
            self.count()

    def answers(self) -> tuple[int | None, int | None]:
        """Which reading of the days and of the numbers holds; None is not answered yet."""
        if self.ways is None:
            return None, None
        days = [reading.form.order for reading in self.ways.days]
        numbers = [reading.form.decimal for reading in self.ways.numbers]
        return _chosen(days, self._order), _chosen(numbers, self._decimal)

    def answer_days(self, at: int) -> None:
        if self.ways is not None:
            self._order = self.ways.days[at].form.order
            self._forget_plan()
            self._settle()

    def answer_numbers(self, at: int) -> None:
        if self.ways is not None:
            self._decimal = self.ways.numbers[at].form.decimal
            self._forget_plan()
            self._settle()

    def open_questions(self) -> int:
        return self.answers().count(None) if self.ways is not None else 0

    def manner(self) -> LocaleFormat:
        return self.source.form if self.source is not None else self._place.form

    def name_stages(self, names: Mapping[str, str]) -> None:
        """What stages of the file are called here, beside those that were said before."""
        if self.source is not None:
            self.source = replace(self.source, stage_names={**self.source.stage_names, **names})
            self.understand()

    def order_stages(self, names: Sequence[str]) -> None:
        """The plan holds: the order counts only for the cycle that is made."""
        if self.source is not None:
            self.source = replace(self.source, stages=tuple(names))
            self.stages = replace(self.stages, names=tuple(names))

    # -- the plan -----------------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan | None:
        """What will be done; None is not counted yet."""
        return self._plan

    def counts(self) -> Counts | None:
        return counted(self._plan, self.decisions) if self._plan is not None else None

    def set_matching(self, matching: Matching) -> None:
        """What becomes of records that are here already: the rows are compared anew where they were or will be."""
        if matching == self.matching:
            return
        self.matching = matching
        was_counted = self._plan is not None
        self._forget_plan()
        if was_counted or self._is_small():
            self.count()

    def count(self) -> None:
        """Read all rows; `planned` follows."""
        self.stop()
        source, matching, importing = self.source, self.matching, self._place.desk.importing
        if source is None:
            return
        progress = self._progress = Progress(self.told.emit)

        def take(plan: Plan) -> None:
            if progress is self._progress:
                self._take_plan(plan)

        self._place.jobs.apart(
            progress, lambda: importing.plan(source, matching, progress), take, self._refuse
        )

    def compare(self, record: int, row: Row, done: Callable[[str, Sequence[str]], None]) -> None:
        """What a row changes in a record: its name, and a line for each field."""
        lists, target, form = self._place.desk.lists, self.target, self._place.form

        def look() -> tuple[str, Sequence[str]]:
            found = lists.rows(_LISTS[target], [record])
            if not found:
                return "", ()
            name = str(found[0].get("name") or found[0].get("description") or "")
            return name, changing(target, row, found[0], form)

        self._place.jobs.read(look, lambda found: done(*found), f"import change {id(self)}", urgent=True)

    def decide(self, decisions: dict[int, Decision]) -> None:
        """About doubtful rows, by line; `planned` says that the figures are others."""
        self.decisions.update(decisions)
        self.planned.emit()

    def take_news(self, changes: Changes) -> None:
        """Count again when what the rows were compared with has changed."""
        touched = {table for table, _row in changes.added | changes.changed | changes.removed}
        if self._plan is not None and touched & _COMPARED:
            self._forget_plan()
            self.count()

    def _take_plan(self, plan: Plan) -> None:
        self._plan = plan if self.target == "contacts" else _unmatched(plan, self.matching)
        lines = {doubt.row.line for doubt in plan.doubtful}
        self.decisions = {line: each for line, each in self.decisions.items() if line in lines}
        self.planned.emit()

    def _forget_plan(self) -> None:
        self.stop()
        self._plan = None
        self.planned.emit()

    def stop(self) -> None:
        """Read no further."""
        self._progress.cancel()
        self._progress = Progress()

    def _refuse(self, error: UserError) -> None:
        self.source = None
        self.refused.emit(error.message)

    def _is_small(self) -> bool:
        try:
            return self.path is not None and self.path.stat().st_size <= COUNTED_AT_ONCE
        except OSError:
            return False  # it was there a moment ago; the next reading says what is wrong

    # -- writing ------------------------------------------------------------------------------------------

    def write(self, done: Callable[[Outcome | None], None], failed: Callable[[UserError], None]) -> None:
        """Write the plan; `done` gets None when it was stopped and nothing written."""
        source, known, desk = self.source, self._plan, self._place.desk
        if source is None or known is None:
            return
        if not self.is_of_cards:
            matchings.remember(
                self._place.preferences, source.target, source.guess.header, self._kept(source)
            )
        matching = replace(self.matching, decisions=dict(self.decisions))

        def work(progress: Progress) -> Outcome | None:
            try:
                plan = known
                if matching.decisions:
                    unknown = Progress(lambda _done, _total: progress.step(0, 0))
                    plan = desk.importing.plan(source, matching, unknown)
                result = desk.importing.apply(source, plan, progress)
            except Cancelled:
                return None
            except StorageTrouble as trouble:
                raise UserError(trouble.message) from trouble
            return result, plan, desk.history.last() if result.added or result.changed else None

        self._place.jobs.run(self.title(), work, done, failed)

    def save_rejected(
        self, path: Path, done: Callable[[int], None], failed: Callable[[UserError], None]
    ) -> None:
        """The rows that are left out, as they were, with the reasons; `done` gets how many."""
        source, plan, importing = self.source, self._plan, self._place.desk.importing
        if source is not None and plan is not None:
            self._place.jobs.apart(Progress(), lambda: importing.rejected(source, plan, path), done, failed)

    def title(self) -> str:
        """What jobs call the writing."""
        return _("Importing “{file}”").format(file=self.path.name if self.path is not None else "")


def _unmatched(plan: Plan, matching: Matching) -> Plan:
    """Of opportunities and salespeople, too, those that are here may be left as they are."""
    if matching.existing is Existing.UPDATE:
        return plan
    return replace(plan, change=(), unchanged=plan.unchanged + tuple(row for _key, row in plan.change))


def _chosen(ways: Sequence[str], answer: str) -> int | None:
    if len(ways) == 1:
        return 0
    return ways.index(answer) if answer in ways else None
