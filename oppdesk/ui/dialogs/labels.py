"""Address labels of contacts: on which sheets, from which label on, and each sheet as it will be."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QComboBox, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Query
from oppdesk.i18n import _, ngettext
from oppdesk.reports import labels
from oppdesk.reports.labels import FORMATS, Format
from oppdesk.services.exporting_contacts import Chosen, Counts
from oppdesk.ui import metrics
from oppdesk.ui.dialogs.barred import Barring
from oppdesk.ui.dialogs.paper_sheet import PaperSheet
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.label_paper import LabelPages
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.choices import ActionRadio, align_names
from oppdesk.ui.widgets.edits import WholeEdit
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.workplace import Workplace

MOST = 50_000  # labels that are printed at once
Addresses = Sequence[tuple[str, ...]]


class Labels(PaperSheet):
    """`shown` is what a list shows, None where there is no list; `chosen` are the selected ones in its order."""

    def __init__(
        self, place: Workplace, shown: Query | None, chosen: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(place, _("Labels"), parent)
        self._shown = shown
        self._ids = tuple(chosen)
        self._every: Addresses = ()
        self._make()
        self._lay_out()
        self._begin()

    def _make(self) -> None:
        self.listed = ActionRadio(_("What the &list shows"))
        self.selected = ActionRadio(_("Only the &selected contacts"))
        self._who = QButtonGroup(self)
        for radio in (self.listed, self.selected):
            self._who.addButton(radio)
        align_names(self.listed, self.selected)
        self.barring = Barring(self.place, excluded_out=True)
        self.format = ChoiceBox(tuple(each.label for each in FORMATS))
        self.format.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.format.setMinimumContentsLength(16)
        self.start = WholeEdit(self.place.form)
        self.start.set_value(1)
        region = self.place.preferences.now.region or self.place.form.tag
        self.format.set_value(FORMATS.index(labels.usual(region)))
        self._who.buttonClicked.connect(self._read)
        self.barring.changed.connect(self._read)
        self.format.changed.connect(lambda _value: self._tell_start())
        self.start.changed.connect(lambda _value: self.refresh())

    def _lay_out(self) -> None:
        self._who_title = SectionTitle(_("Contacts"))
        who: Sequence[QWidget] = (
            self._who_title,
            self.listed,
            self.selected,
            self.barring,
        )
        for part in who:
            self.body.addWidget(part)
        self.body.addSpacing(px(metrics.BETWEEN_GROUPS))
        group = FieldGroup()
        group.add(_("&Format"), self.format)
        self._start_row = self.add(group, "start", _("F&irst label"), self.start)
        self.body.addWidget(SectionTitle(_("Labels")))
        self.body.addWidget(group)
        self.body.addStretch(1)
        self.body.addWidget(self.progress)

    def _begin(self) -> None:
        if not self._ids:
            self.selected.set_reason(_("No contact is selected."))
        if self._shown is None:
            self.listed.hide()
            self.selected.hide()
            self._who_title.hide()
        self.tell_subject(_("Labels"), _("Reading the addresses…"))
        meant = self.selected if len(self._ids) > 1 or self._shown is None else self.listed
        meant.setChecked(True)
        self._tell_start()
        self._read()

    # -- what is printed ----------------------------------------------------------------------------------

    def chosen(self) -> Chosen:
        if self.selected.isChecked() or self._shown is None:
            return self.barring.narrowed(Chosen(ids=self._ids))
        return self.barring.narrowed(Chosen(replace(self._shown, group="")))

    def format_(self) -> Format:
        return FORMATS[int(self.format.value() or 0)]

    def addresses(self) -> Addresses:
        """The lines of each label; who has no address has none."""
        return [lines for lines in self._every if lines]

    def _read(self) -> None:
        export, chosen, progress = self.place.desk.contact_export, self.chosen(), Progress()

        def read() -> tuple[Counts, Addresses]:
            counts = export.counts(chosen)
            if counts.every > MOST:
                raise too_many(counts.every, self.place.form.whole(counts.every))
            return counts, export.addresses(chosen, progress)

        self.place.jobs.read(read, self._take, f"labels {id(self)}", self._refuse)

    def _refuse(self, error: UserError) -> None:
        self._every = ()
        self.show_pages(None)
        self.note(error.message)

    def _take(self, found: tuple[Counts, Addresses]) -> None:
        counts, self._every = found
        self.note("")
        self.barring.show_counts(counts)
        self._who_title.setVisible(self._shown is not None or not self.barring.isHidden())
        bare = len(self._every) - len(self.addresses())
        words = ngettext("{count} contact has no address", "{count} contacts have no address", bare)
        self.tell_subject(self._counted(), words.format(count=self.place.form.whole(bare)) if bare else "")
        self.refresh()
        self.grow()

    def _counted(self) -> str:
        count = len(self.addresses())
        return ngettext("{count} label", "{count} labels", count).format(count=self.place.form.whole(count))

    def _tell_start(self) -> None:
        words = _("Where the first sheet has its first label left, 1 to {last}.")
        self._start_row.set_hint(words.format(last=self.place.form.whole(self.format_().per_sheet)))
        self.refresh()

    def used_up(self) -> int:
        """How many labels of the first sheet are gone."""
        value = self.start.value()
        last = self.format_().per_sheet
        return min(max(value, 1), last) - 1 if isinstance(value, int) else 0

    def refresh(self) -> None:
        self.show_pages(self._pages(guides=True) if self.addresses() else None)

    def to_print(self) -> LabelPages | None:
        return self._pages(guides=False) if self.addresses() else None

    def _pages(self, *, guides: bool) -> LabelPages:
        return LabelPages(self.format_(), self.addresses(), self.used_up(), guides=guides)

    def choices(self) -> list[QWidget]:
        return [*super().choices(), *self._who.buttons(), self.barring, self.format, self.start]

    def settle(self) -> None:
        super().settle()
        self.selected.set_reason(self.selected.reason())


def too_many(count: int, shown: str) -> UserError:
    """More than anybody prints at once."""
    message = ngettext(
        "{count} label is too many at once. Narrow the list by a filter.",
        "{count} labels are too many at once. Narrow the list by a filter.",
        count,
    )
    return UserError(message.format(count=shown))
