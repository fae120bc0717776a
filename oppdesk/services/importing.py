"""Files of other programs come in: first a plan that writes nothing, then one transaction that can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from oppdesk.domain import contact_columns
from oppdesk.domain.contact_columns import NOTE
from oppdesk.domain.errors import FieldError, UserError
from oppdesk.domain.fields import Field
from oppdesk.domain.progress import Progress
from oppdesk.exchange import headings, incoming, mapping, tabular, vcard_table
from oppdesk.exchange.mapping import Columns
from oppdesk.exchange.plan import Fault, Plan, Row, Told, read_rows
from oppdesk.exchange.table import Table
from oppdesk.exchange.tabular import Guess
from oppdesk.exchange.vcard_table import CardSheet
from oppdesk.i18n import N_, NEUTRAL, LocaleFormat, _
from oppdesk.services.contacts import Contacts
from oppdesk.services.context import Context
from oppdesk.services.import_contact_fields import CONTACTS
from oppdesk.services.import_contacts import ContactImport, Manner
from oppdesk.services.import_cycles import Cycles, FileStages
from oppdesk.services.import_fields import OPPORTUNITIES
from oppdesk.services.import_matching import USUAL, Matching
from oppdesk.services.import_opportunities import DATES, OpportunityImport
from oppdesk.services.import_salespeople import SALESPEOPLE, SalespersonImport
from oppdesk.services.import_tables import Cards, Noted, keep_pictures
from oppdesk.storage.unit_of_work import Reader, Store

TARGETS: dict[str, tuple[Field, ...]] = {
    "opportunities": OPPORTUNITIES,
    "contacts": CONTACTS,
    "salespeople": SALESPEOPLE,
}
REFUSED = N_("Refused because")  # heading of the column that says why
_PROBE = 1000  # rows that tell how a file writes its days and numbers


@dataclass(frozen=True, slots=True)
class Source:
    """A file, what it shall become, which column is which field, and how it writes days and numbers."""

    target: str
    path: Path
    guess: Guess
    columns: Columns
    form: LocaleFormat = NEUTRAL
    stages: tuple[str, ...] = ()  # the order of the file's stages, when the user knows it
    notes: tuple[int, ...] = ()  # columns that go into the comment of a contact, each under its heading
    stage_names: Mapping[str, str] = field(default_factory=dict)  # what a stage of the file is called here

    @property
    def kind(self) -> str:
        """csv for text of any kind, xlsx for any workbook, vcf for cards."""
        if self.guess.sheet:
            return "xlsx"
        return "vcf" if self.guess.encoding == vcard_table.CARDS else "csv"

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of a workbook."""
        return self.guess.sheets

    @property
    def sheet(self) -> str:
        return self.guess.sheet

    @property
    def noted(self) -> dict[int, str]:
        """The columns that become the comment, each with the heading it stands under ("" for a column of notes)."""
        found = dict.fromkeys(self.notes, "")
        own = self.columns.get(NOTE)
        if own is not None:
            found = {own: "", **found}
        field = next(each for each in CONTACTS if each.name == NOTE)
        for column in found:
            heading = self.guess.header[column]
            found[column] = "" if mapping.score(heading, field) >= mapping.SURE else heading
        return found

    @property
    def is_ours(self) -> bool:
        """Whether we wrote this file with all that we know: then what is blank in it is blank."""
        if self.kind == "vcf":
            return self.target == "contacts" and vcard_table.is_ours(self.path)
        labels = [contact_columns.column(name).label for name in contact_columns.EVERY]
        there = set(self.guess.header)
        return self.target == "contacts" and (there >= set(labels) or there >= {_(label) for label in labels})

    @property
    def headings(self) -> dict[str, str]:
        """The heading of each field's column."""
        return mapping.by_heading(self.columns, self.guess.header)


@dataclass(frozen=True, slots=True)
class Result:
    """What headless prints and the wizard shows at the end."""

    added: int
    changed: int
    unchanged: int
    faults: tuple[Fault, ...] = field(default=())
    skipped: int = 0  # rows left out by the user's word

    @property
    def refused(self) -> int:
        return len({fault.line for fault in self.faults})


class Importing:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def open(
        self,
        target: str,
        path: Path,
        columns: Mapping[str, str] | None = None,
        *,
        encoding: str = "",
        delimiter: str = "",
        sheet: str = "",
        has_header: bool | None = None,
        notes: Sequence[str] = (),
    ) -> Source:
        """Look at a file: how it is written as far as that is not said, and the likely columns or those given as
        field -> heading. `sheet` is one of a workbook, the first when blank; `notes` are the headings
        of columns that go into the comment of a contact.

        UserError when it cannot be read, FieldError for a field or a heading that does not exist.
        """
        if target not in TARGETS:
            raise UserError(
                _("“{target}” cannot be imported; choose one of {targets}.").format(
                    target=target, targets=", ".join(TARGETS)
                )
            )
        guess = incoming.sniff(
            path, encoding=encoding, delimiter=delimiter, sheet=sheet, has_header=has_header
        )
        chosen = (
            mapping.match(guess.header, TARGETS[target])
            if columns is None
            else _given(columns, guess.header, TARGETS[target])
        )
        further = tuple(_given({NOTE: heading}, guess.header, CONTACTS)[NOTE] for heading in notes)
        return Source(target, path, guess, chosen, notes=further)

    def read_as(self, source: Source, base: LocaleFormat) -> tuple[Source, mapping.Ways]:
        """How the file's days and numbers may be read, by its first 1,000 rows; the first reading is set."""
        sheet = incoming.open_sheet(source.path, source.guess)
        cells = (row for _line, row in islice(sheet.rows(), _PROBE))
        found = mapping.ways(cells, source.columns, TARGETS[source.target], base)
        return replace(source, form=found.form()), found

    def stages(self, source: Source, progress: Progress | None = None) -> FileStages:
        """The stages a file of opportunities names, and the cycle they belong to if there is one that has them."""
        if source.target != "opportunities" or "stage" not in source.columns:
            return FileStages()
        told = {
            name: source.columns[name] for name in ("stage", "sales_cycle", *DATES) if name in source.columns
        }
        rows = self._rows(replace(source, columns=told), progress or Progress())
        with self._store.read() as connection:
            return self._opportunities(connection, source).stages(rows)

    @staticmethod
    def program(source: Source) -> str:
        """The program whose export this seems to be, "" if it is none we know."""
        if source.is_ours:
            return "OppDesk"
        return headings.program_of(source.guess.original or source.guess.header)

    def plan(self, source: Source, matching: Matching = USUAL, progress: Progress | None = None) -> Plan:
        """What the import would do; nothing is written. Cancelled between any two rows."""
        reading, sorting = _halves(progress or Progress())
        rows, told = self._rows_told(source, reading)
        with self._store.read() as connection:
            found = self._importer(connection, source, matching).plan(rows, sorting)
        return replace(found, told=(*told, *found.told)) if told else found

    def apply(self, source: Source, plan: Plan, progress: Progress | None = None) -> Result:
        """Write the plan in one transaction, one operation; Cancelled leaves everything as it was.

        Doubtful rows come in as new contacts.
        """
        if plan.add or plan.change or plan.doubtful:
            with self._store.write("import") as work:
                work.expect_many()
                sheet = incoming.open_sheet(source.path, source.guess) if source.kind == "vcf" else None
                if isinstance(sheet, CardSheet):
                    keep_pictures(work, sheet, (row.values for row in plan.written))
                self._importer(work.connection, source).write(work, plan, progress or Progress())
                work.title = _("“{file}” imported").format(file=source.path.name)
        added = len(plan.add) + len(plan.doubtful)
        return Result(added, len(plan.change), len(plan.unchanged), plan.faults, len(plan.skipped))

    @staticmethod
    def rejected(source: Source, plan: Plan, path: Path) -> int:
        """Write the refused rows as they were, with the reasons in a further column, to be mended and read again.

        The number of rows. A workbook becomes CSV, cards the table that the columns were chosen from.
        """
        reasons: dict[int, list[str]] = {}
        for fault in plan.faults:
            where = f"{fault.column}: " if fault.column else ""
            reasons.setdefault(fault.line, []).append(f"{where}{fault.reason}")
        sheet = incoming.open_sheet(source.path, source.guess)
        kept = [at for at, heading in enumerate(sheet.header) if heading not in {REFUSED, _(REFUSED)}]
        rows = (
            [*(cells[at] for at in kept), "; ".join(reasons[line])]
            for line, cells in sheet.rows()
            if line in reasons
        )
        return tabular.write(path, [*(sheet.header[at] for at in kept), _(REFUSED)], rows)

    def _rows(self, source: Source, progress: Progress) -> list[Row]:
        return self._rows_told(source, progress)[0]

    @staticmethod
    def _rows_told(source: Source, progress: Progress) -> tuple[list[Row], tuple[Told, ...]]:
        """Blank cells say nothing, so that a file with fewer columns filled takes nothing away."""
        sheet = incoming.open_sheet(source.path, source.guess)
        fields = TARGETS[source.target]
        if source.target != "contacts":
            found = read_rows(sheet, source.columns, fields, source.form, progress, blanks=False)
            return [_with_stage(row, source.stage_names) for row in found], ()
        columns = dict(source.columns)
        cards = Cards(sheet) if isinstance(sheet, CardSheet) else None
        table: Table = sheet if cards is None else cards
        noted = None
        if labels := source.noted:
            table = noted = Noted(table, labels)
            columns[NOTE] = len(sheet.header)
        rows = list(read_rows(table, columns, fields, source.form, progress, blanks=False))
        told = noted.told() if noted is not None else ()
        return (rows, told) if cards is None else (cards.whole(rows), (*told, *cards.told()))

    def _importer(
        self, connection: Reader, source: Source, matching: Matching = USUAL
    ) -> OpportunityImport | ContactImport | SalespersonImport:
        if source.target == "opportunities":
            return self._opportunities(connection, source)
        if source.target == "contacts":
            return self._contacts(connection, source, matching)
        return SalespersonImport(connection, source.headings)

    def _opportunities(self, connection: Reader, source: Source) -> OpportunityImport:
        name = _("Imported from {file}").format(file=source.path.name)[:100]
        return OpportunityImport(
            connection,
            self._context,
            source.headings,
            Cycles(connection, name),
            self._contacts(connection, source),
            source.stages,
        )

    def _contacts(self, connection: Reader, source: Source, matching: Matching = USUAL) -> ContactImport:
        contacts = Contacts(self._store, self._context)
        manner = Manner(is_lenient=source.kind == "vcf", is_whole=source.is_ours)
        return ContactImport(connection, self._context, source.headings, contacts, matching, manner)


def _with_stage(row: Row, names: Mapping[str, str]) -> Row:
    """The row in the stage that the user knows it by."""
    stage = names.get(str(row.values.get("stage")))
    return replace(row, values={**row.values, "stage": stage}) if stage else row


def _halves(progress: Progress) -> tuple[Progress, Progress]:
    """Two parts of one piece of work, counted in other things, told as one in thousandths."""
    first = Progress(lambda done, total: progress.step(500 * done // max(1, total), 1000))
    return first, Progress(lambda done, total: progress.step(500 + 500 * done // max(1, total), 1000))


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
