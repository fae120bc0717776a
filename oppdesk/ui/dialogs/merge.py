"""Two contacts become one, side by side: which one stays, which value of each field, what follows (702 to 704)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.i18n import _, ngettext
from oppdesk.services.merging import Comparison
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.merge_fields import LABEL, FieldGrid
from oppdesk.ui.dialogs.merge_related import MergeAside
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import FieldRow
from oppdesk.ui.widgets.labels import text
from oppdesk.ui.workplace import Workplace

FORM, ASIDE = 100, 50  # u


class MergeContacts(Sheet):
    """One operation that Undo takes back, so nothing is asked a second time (DUP-6 is the sentence beside the form)."""

    merged = Signal(object)  # the id that stays

    def __init__(
        self, place: Workplace, keep: int, drop: int | None = None, parent: QWidget | None = None
    ) -> None:
        """Without `drop` the other contact is chosen here."""
        super().__init__(_("Merge contacts"), parent, width=FORM)
        self._place = place
        self.comparison: Comparison | None = None
        self._wanted: tuple[int, int] = keep, drop or 0
        self.keep, self.drop = ContactField(place), ContactField(place)
        self.swap = buttons.button(_("S&wap"), "arrow-right-left")
        self.swap.setToolTip(_("Let the other one stay"))
        self.fields = FieldGrid(place.form)
        self.more = buttons.button("", "chevron-down", "quiet")
        self.aside = MergeAside(place)
        self._lay_out()
        self._connect()
        self._name_them()
        self.read()

    def _lay_out(self) -> None:
        heads = QGridLayout()
        heads.setHorizontalSpacing(px(1))
        heads.setColumnMinimumWidth(0, px(LABEL))
        heads.setColumnStretch(1, 1)
        heads.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        heads.addWidget(self.swap, 0, 0, top | Qt.AlignmentFlag.AlignLeft)
        for at, (name, label, field) in enumerate(
            (("contact", _("S&tays"), self.keep), ("duplicate", _("&Goes"), self.drop)), 1
        ):
            row = self.rows[name] = FieldRow(label, field)
            heads.addWidget(row, 0, at, top)
        self.body.addLayout(heads)
        self.body.addSpacing(px(1))
        self.body.addWidget(text(_("What stays in each field"), Type.CAPTION_STRONG, "text2"))
        self.body.addWidget(self.fields)
        self.body.addStretch(1)
        self.beside(ASIDE).addWidget(self.aside)
        self.left.addWidget(self.more)
        self.primary.setText(_("&Merge"))
        for button in (self.swap, self.more):
            button.setAutoDefault(False)
        self.more.setCheckable(True)
        self.more.hide()

    def _connect(self) -> None:
        self.swap.clicked.connect(self.swap_them)
        self.more.toggled.connect(self._show_equal)
        for field in (self.keep, self.drop):
            field.changed.connect(lambda _value: self._chosen())
        self._place.hub.changed.connect(self._take_news)

    # -- whom it is about ---------------------------------------------------------------------------------

    def _name_them(self) -> None:
        desk, ids = self._place.desk, self._wanted

        def names() -> list[Ref | None]:
            return [desk.lists.ref("contact", each) if each else None for each in ids]

        def show(refs: list[Ref | None]) -> None:
            for field, ref in zip((self.keep, self.drop), refs, strict=True):
                field.set_value(ref)
                field.home(False)  # long names are read from their beginning

        self._place.jobs.read(names, show, f"names of merge {id(self)}")

    def _chosen(self) -> None:
        keep, drop = self.keep.value(), self.drop.value()
        self._wanted = keep.id if keep is not None else 0, drop.id if drop is not None else 0
        self.read()

    def swap_them(self) -> None:
        """The other one stays; what is proposed is proposed anew."""
        keep, drop = self._wanted
        self._wanted = drop, keep
        ref = self.keep.value()
        self.keep.set_value(self.drop.value())
        self.drop.set_value(ref)
        for field in (self.keep, self.drop):
            field.home(False)
        self.read()

    def read(self) -> None:
        """Both side by side, or why they cannot be merged (DUP-3, DUP-5, DUP-7)."""
        for row in self.rows.values():
            row.set_fault("")
        if not all(self._wanted):
            self._show(None, _("Choose the two contacts that are one."))
            return
        (keep, drop), duplicates = self._wanted, self._place.desk.duplicates
        self._place.jobs.read(
            lambda: duplicates.comparison(keep, drop),
            self._show,
            f"merge {id(self)}",
            self._impossible,
            urgent=True,
        )

    def _impossible(self, error: UserError) -> None:
        self._show(None, error.message)
        self.refused(error)

    def _show(self, found: Comparison | None, words: str = "") -> None:
        self.comparison = found
        self.more.setVisible(found is not None)
        if found is None:
            self.fields.clear()
            self.aside.say(words)
        else:
            equal = self.fields.show_comparison(found, with_equal=self.more.isChecked())
            self.aside.show_comparison(found)
            self._tell_equal(equal)
        QTimer.singleShot(0, self, self.grow)  # once what was added knows its height

    def _tell_equal(self, count: int) -> None:
        self._equal = count
        self.more.setVisible(count > 0)
        words = ngettext("{count} field is &equal", "{count} fields are &equal", count)
        self.more.setText(words.format(count=self._place.form.whole(count)))

    def _show_equal(self, is_shown: bool) -> None:
        self.fields.show_equal(is_shown=is_shown)
        buttons.set_icon(self.more, "chevron-up" if is_shown else "chevron-down")
        self.grow()

    def _take_news(self, changes: Changes) -> None:
        """One of them went while this was being looked at."""
        if any(("contact", each) in changes.removed for each in self._wanted) and not self.saving:
            self.read()

    # -- finishing ----------------------------------------------------------------------------------------

    def finish(self) -> None:
        desk, (keep, drop) = self._place.desk, self._wanted
        if self.comparison is None:
            jobs, duplicates = self._place.jobs, desk.duplicates
            jobs.read(
                lambda: duplicates.comparison(keep, drop), self._show, f"merge {id(self)}", self.refused
            )
            return
        try:
            self.aside.check()
        except UserError as error:
            self.refused(error)
            self.aside.go_to_open()
            return
        taken, resolved = self.fields.taken(), self.aside.resolved()
        self.write(
            self._place.jobs,
            _("Merge contacts"),
            lambda _progress: desk.duplicates.merge(keep, drop, taken, resolved),
        )

    def stored(self, _result: object = None) -> None:
        super().stored()
        self.merged.emit(self._wanted[0])


def open_merge(place: Workplace, window: QWidget | None, contacts: Sequence[int]) -> None:
    """Two contacts, the first of which stays; or one, and the other is chosen in the dialog."""
    if len(contacts) > len(("one", "other")):
        words = _("Two contacts are merged at a time. Select one or two.")
        place.prompts.tell(window, _("Merge contacts"), words)
    elif contacts:
        keep, *drop = contacts
        MergeContacts(place, keep, drop[0] if drop else None, window).open()
