"""Files of other programs come in: first a plan that writes nothing, then one transaction that can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from oppdesk.domain.errors import FieldError, UserError
from oppdesk.domain.fields import Field
from oppdesk.domain.progress import Progress
from oppdesk.exchange import mapping, tabular
from oppdesk.exchange.mapping import Columns
from oppdesk.exchange.plan import Fault, Plan, read_rows
from oppdesk.exchange.tabular import Guess
from oppdesk.i18n import NEUTRAL, LocaleFormat, _
from oppdesk.services.context import Context
from oppdesk.services.import_contacts import CONTACTS, ContactImport
from oppdesk.services.import_opportunities import OPPORTUNITIES, OpportunityImport
from oppdesk.services.import_salespeople import SALESPEOPLE, SalespersonImport
from oppdesk.storage.unit_of_work import Reader, Store

TARGETS: dict[str, tuple[Field, ...]] = {
    "opportunities": OPPORTUNITIES,
    "contacts": CONTACTS,
    "salespeople": SALESPEOPLE,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file, what it shall become, which column is which field, and how it writes days and numbers."""

    target: str
    path: Path
    guess: Guess
    columns: Columns
    form: LocaleFormat = NEUTRAL
    stages: tuple[str, ...] = ()  # the order of the file's stages, when the user knows it


@dataclass(frozen=True, slots=True)
class Result:
    """What headless prints and the wizard shows at the end."""

    added: int
    changed: int
    unchanged: int
    faults: tuple[Fault, ...] = field(default=())

    @property
    def refused(self) -> int:
        return len({fault.line for fault in self.faults})


class Importing:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def open(self, target: str, path: Path, columns: Mapping[str, str] | None = None) -> Source:
        """Look at a file: its encoding, delimiter and the likely columns, or those given as field -> heading.

        UserError when it cannot be read, FieldError for a field or a heading that does not exist.
        """
        if target not in TARGETS:
            raise UserError(
                _("“{target}” cannot be imported; choose one of {targets}.").format(
                    target=target, targets=", ".join(TARGETS)
                )
            )
        guess = tabular.sniff(path)
        chosen = (
            mapping.match(guess.header, TARGETS[target])
            if columns is None
            else _given(columns, guess.header, TARGETS[target])
        )
        return Source(target, path, guess, chosen)

    def read_as(self, source: Source, base: LocaleFormat) -> tuple[Source, mapping.Ways]:
        """How the file's days and numbers may be read; the first reading is set."""
        found = mapping.ways(source.guess.sample, source.columns, TARGETS[source.target], base)
        return replace(source, form=found.form()), found

    def plan(self, source: Source, progress: Progress | None = None) -> Plan:
        """What the import would do; nothing is written."""
        sheet = tabular.open_sheet(source.path, source.guess)
        rows = list(read_rows(sheet, source.columns, TARGETS[source.target], source.form, progress))
        with self._store.read() as connection:
            return self._importer(connection, source).plan(rows)

    def apply(self, source: Source, plan: Plan, progress: Progress | None = None) -> Result:
        """Write the plan in one transaction, one operation; Cancelled leaves everything as it was."""
        if plan.add or plan.change:
            with self._store.write("import") as work:
                self._importer(work.connection, source).write(work, plan, progress or Progress())
                work.title = _("“{file}” imported").format(file=source.path.name)
        return Result(len(plan.add), len(plan.change), len(plan.unchanged), plan.faults)

    def _importer(
        self, connection: Reader, source: Source
    ) -> "OpportunityImport | ContactImport | SalespersonImport":
        headings = {name: source.guess.header[column] for name, column in source.columns.items()}
        if source.target == "opportunities":
            return OpportunityImport(
                connection, self._context, headings, source.stages, _cycle_name(source.path)
            )
        if source.target == "contacts":
            return ContactImport(connection, self._context, headings)
        return SalespersonImport(connection, headings)


def _cycle_name(path: Path) -> str:
    return _("Imported from {file}").format(file=path.name)[:100]


def _given(columns: Mapping[str, str], header: Sequence[str], fields: Sequence[Field]) -> Columns:
    names = {one.name for one in fields}
    found = {}
    for name, heading in columns.items():
        if name not in names:
            raise FieldError(
                _("There is no field “{field}”; the fields are {fields}.").format(
                    field=name, fields=", ".join(sorted(names))
                ),
                name,
            )
        if heading not in header:
            raise FieldError(
                _("The file has no column “{column}”; its columns are {columns}.").format(
                    column=heading, columns=", ".join(header)
                ),
                name,
            )
        found[name] = header.index(heading)
    return found
