"""Takes contacts to a file: which of them, as what, and who is left out; the window stays open until it is done."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QWidget

from oppdesk.domain.contact_columns import EVERY, EXPORTED
from oppdesk.domain.query import Query
from oppdesk.exchange.vcard_writer import VERSIONS
from oppdesk.i18n import N_, _, ngettext
from oppdesk.services.exporting_contacts import Chosen, Counts, FileKind, Wish, Written
from oppdesk.ui import metrics
from oppdesk.ui.dialogs.barred import Barring
from oppdesk.ui.dialogs.file_sheet import FileSheet
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.choices import ActionRadio, align_names
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.workplace import Workplace

_COLUMNS = (
    N_("Everything, with groups, relations, addresses and comments"),
    N_("The columns that other programs know"),
)
_VERSIONS = (N_("3.0, for nearly every program"), N_("4.0, for newer programs"))
_PATTERNS = {
    FileKind.WORKBOOK: N_("Workbooks (*.xlsx)"),
    FileKind.TEXT: N_("Tables of text (*.csv)"),
    FileKind.CARDS: N_("Contact cards (*.vcf)"),
    FileKind.LETTERS: N_("Tables of text (*.csv)"),
}


class ExportContacts(FileSheet):
    """`shown` is what a list shows, None where there is no list; `chosen` are the selected ones in its order."""

    def __init__(
        self, place: Workplace, shown: Query | None, chosen: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(place, _("Export contacts"), parent, width=86)
        self._shown = shown
        self._ids = tuple(chosen)
        self._make_who()
        self._make_what()
        self._lay_out()
        self._begin()

    def _make_who(self) -> None:
        self.every = ActionRadio(_("&All contacts"))
        self.listed = ActionRadio(_("What the &list shows"))
        only = _("Only the &selected contacts") if self._shown is not None else _("Only thi&s contact")
        self.selected = ActionRadio(only)
        self._who = QButtonGroup(self)
        for radio in (self.every, self.listed, self.selected):
            self._who.addButton(radio)
        align_names(self.every, self.listed, self.selected)
        self.barring = Barring(self.place)
        self._who.buttonClicked.connect(self._count)

    def _make_what(self) -> None:
        self.radios = {
            FileKind.WORKBOOK: ActionRadio(_("&Workbook (XLSX)")),
            FileKind.TEXT: ActionRadio(_("&Table of text (CSV)")),
            FileKind.CARDS: ActionRadio(_("&Contact cards (vCard)")),
            FileKind.LETTERS: ActionRadio(_("&Mail merge (CSV)")),
        }
        words = (
            _("For Excel and LibreOffice"),
            _("For other programs and for the import"),
            _("For telephones and mail programs"),
            _("Addresses and greetings for letters"),
        )
        self._kinds = QButtonGroup(self)
        for radio, target in zip(self.radios.values(), words, strict=True):
            self._kinds.addButton(radio)
            radio.set_target(target)
        align_names(*self.radios.values())
        self.columns = ChoiceBox(_COLUMNS)
        self.version = ChoiceBox(_VERSIONS)
        self.pictures = CheckBox(_("With &pictures"))
        self.pictures.setChecked(True)
        self._kinds.buttonClicked.connect(self._show_options)

    def _lay_out(self) -> None:
        self._options = FieldGroup()
        self._columns_row = self._options.add(_("Col&umns"), self.columns)
        self._version_row = self._options.add(_("&Version"), self.version)
        who: Sequence[QWidget] = (self.every, self.listed, self.selected, self.barring)
        how: Sequence[QWidget] = (self._options, self.pictures, self.progress)
        self._lay(SectionTitle(_("Contacts")), *who)
        self.body.addSpacing(px(metrics.BETWEEN_GROUPS))
        self._lay(SectionTitle(_("File")), *self.radios.values())
        self.body.addSpacing(px(1))
        self._lay(*how)
        self.body.addStretch(1)
        self.primary.setText(_("&Export…"))

    def _lay(self, *parts: QWidget) -> None:
        for part in parts:
            self.body.addWidget(part)

    def _begin(self) -> None:
        if self._shown is None:
            self.listed.hide()
            self.selected.setVisible(bool(self._ids))
        if not self._ids:
            self.selected.set_reason(_("No contact is selected."))
        first = self.listed if self._shown is not None else self.every
        are_meant = len(self._ids) > 1 or (self._ids and self._shown is None)
        (self.selected if are_meant else first).setChecked(True)
        self.radios[FileKind.WORKBOOK].setChecked(True)
        self._show_options()
        self._count_each()
        self.primary.setFocus()

    # -- what is wanted -----------------------------------------------------------------------------------

    def kind(self) -> FileKind:
        return next(kind for kind, radio in self.radios.items() if radio.isChecked())

    def chosen(self) -> Chosen:
        """Those that are meant, and who is left out of them."""
        wanted = Chosen()
        if self.selected.isChecked():
            wanted = Chosen(ids=self._ids)
        elif self.listed.isChecked() and self._shown is not None:
            wanted = Chosen(replace(self._shown, group=""))
        return self.barring.narrowed(wanted)

    def wish(self) -> Wish:
        names = EXPORTED if self.columns.value() == 1 else EVERY
        version = VERSIONS[int(self.version.value() == 1)]
        return Wish(self.chosen(), self.kind(), names, version, self.pictures.isChecked())

    def _show_options(self) -> None:
        """What can be chosen of this kind of file; letters go to nobody who is left out of segments."""
        kind = self.kind()
        self._columns_row.setVisible(kind in (FileKind.WORKBOOK, FileKind.TEXT))
        self._version_row.setVisible(kind is FileKind.CARDS)
        self._options.setVisible(kind is not FileKind.LETTERS)
        self.pictures.setVisible(kind is FileKind.CARDS)
        self.barring.propose(excluded_out=kind is FileKind.LETTERS)
        self.grow()

    def _count_each(self) -> None:
        export, form = self.place.desk.contact_export, self.place.form
        shown, ids = self._shown, self._ids

        def read() -> tuple[int, int]:
            return export.count(Chosen()), export.count(Chosen(shown)) if shown is not None else 0

        def show(counts: tuple[int, int]) -> None:
            self.every.set_target(form.whole(counts[0]))
            self.listed.set_target(form.whole(counts[1]))
            self.selected.set_target(form.whole(len(ids)))

        self.place.jobs.read(read, show, f"export counts {id(self)}")
        self._count()

    def _count(self) -> None:
        """How many of those would be left out."""
        export, chosen = self.place.desk.contact_export, self.chosen()
        self.place.jobs.read(lambda: export.counts(chosen), self._show_counts, f"export barred {id(self)}")

    def _show_counts(self, counts: Counts) -> None:
        self.barring.show_counts(counts)
        self.grow()

    # -- writing ------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Ask where."""
        kind = self.kind()
        title = _("Letters") if kind is FileKind.LETTERS else _("Contacts")
        suggested = f"{title} {self.place.desk.context.today.isoformat()}{kind.suffix}"
        self.place.prompts.save_file(
            self, self.windowTitle(), _(_PATTERNS[kind]), self.write_to, suggested=suggested
        )

    def write_to(self, path: Path) -> None:
        """Write on a thread of its own; whatever happens is said here."""
        wish = self.wish()
        if path.suffix.lower() != wish.kind.suffix:
            path = path.with_name(path.name + wish.kind.suffix)
        export = self.place.desk.contact_export
        self.write_file(path, lambda progress: export.write(wish, path, progress), self._words)

    def _words(self, written: Written, name: str) -> str:
        whole = self.place.form.whole
        count = ngettext("{count} contact", "{count} contacts", written.count)
        said = [
            _("{contacts} saved as “{file}”.").format(
                contacts=count.format(count=whole(written.count)), file=name
            )
        ]
        if written.left_out:
            out = ngettext("{count} was left out.", "{count} were left out.", written.left_out)
            said.append(out.format(count=whole(written.left_out)))
        if written.faulty:
            faulty = ngettext(
                "{count} has no complete greeting; the column “Remark” says why.",
                "{count} have no complete greeting; the column “Remark” says why.",
                written.faulty,
            )
            said.append(faulty.format(count=whole(written.faulty)))
            said.append(written.faults[0])
        return " ".join(said)

    def choices(self) -> list[QWidget]:
        return [
            *self._who.buttons(),
            *self._kinds.buttons(),
            self.columns,
            self.version,
            self.pictures,
            self.barring,
        ]

    def settle(self) -> None:
        self.selected.set_reason(self.selected.reason())
