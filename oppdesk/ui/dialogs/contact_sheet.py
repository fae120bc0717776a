"""A contact on paper: the sheet that a visit needs, or the one on top of what is sent; each as it will be printed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QWidget

from oppdesk.domain.words import MANNER, Manner
from oppdesk.i18n import N_, _, ngettext
from oppdesk.reports.cover_sheet import BOXES
from oppdesk.reports.document import Document
from oppdesk.reports.labels import A4, LETTER, paper_of
from oppdesk.services.reporting_contacts import MOST
from oppdesk.ui import metrics
from oppdesk.ui.dialogs.paper_sheet import PaperSheet
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.metrics import px
from oppdesk.ui.paper import DocumentPages
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.choices import ActionRadio
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.workplace import Workplace

_PAPERS = (A4, LETTER)
_REMARK = 9  # u high


class ContactSheetDialog(PaperSheet):
    """Of these contacts, a page or more each."""

    takes_long = False  # as few as they are

    def __init__(self, place: Workplace, contacts: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(place, _("Contact sheet"), parent)
        self._ids = tuple(contacts)
        self._make()
        self._lay_out()
        self._tell_who()
        self._show_options()

    def _make(self) -> None:
        self.sheet = ActionRadio(_("&Contact sheet"))
        self.cover = ActionRadio(_("Co&ver sheet"))
        self.sheet.set_target(_("All that a visit needs"))
        self.cover.set_target(_("For what is sent"))
        self._kinds = QButtonGroup(self)
        for radio in (self.sheet, self.cover):
            self._kinds.addButton(radio)
        self.sheet.setChecked(True)
        self.manner = ChoiceBox(MANNER)
        self.paper = ChoiceBox((N_("A4"), N_("Letter")))
        region = self.place.preferences.now.region or self.place.form.tag
        self.paper.set_value(_PAPERS.index(paper_of(region)))
        self.boxes = [CheckBox(_(words)) for words in BOXES]
        self.remark = QPlainTextEdit()
        self.remark.setTabChangesFocus(True)
        self.remark.setFixedHeight(px(_REMARK))
        self._kinds.buttonClicked.connect(self._show_options)
        for choice in (self.manner, self.paper):
            choice.changed.connect(lambda _value: self.refresh())
        for box in self.boxes:
            box.clicked.connect(self.refresh)
        self.remark.textChanged.connect(self.later)

    def _lay_out(self) -> None:
        for radio in (self.sheet, self.cover):
            self.body.addWidget(radio)
        group = FieldGroup()
        group.add(_("&Greeting"), self.manner)
        group.add(_("P&aper"), self.paper)
        self.body.addSpacing(px(1))
        self.body.addWidget(group)
        self._ticks = SectionTitle(_("To tick"))
        self.body.addSpacing(px(metrics.BETWEEN_GROUPS))
        self.body.addWidget(self._ticks)
        for box in self.boxes:
            self.body.addWidget(box)
        words = FieldGroup()
        self._remark_row = words.add(_("&Remark"), self.remark)
        self.body.addWidget(words)
        self.body.addStretch(1)
        self.body.addWidget(self.progress)

    def _tell_who(self) -> None:
        whole, count = self.place.form.whole, len(self._ids)
        name = ngettext("{count} contact", "{count} contacts", count).format(count=whole(count))
        line = ""
        if count > MOST:
            line = _("The first {most} are printed; print the others afterwards.").format(most=whole(MOST))
        self.tell_subject(name, line)

    def _show_options(self) -> None:
        is_cover = self.cover.isChecked()
        parts: Sequence[QWidget] = (self._ticks, *self.boxes, self._remark_row)
        for part in parts:
            part.setVisible(is_cover)
        self.refresh()
        self.grow()

    # -- what is printed ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        reporting, form, ids = self.place.desk.contact_reporting, self.place.form, self._ids
        manner, remark = Manner(self.manner.value()), self.remark.toPlainText()
        ticked = {at for at, box in enumerate(self.boxes) if box.isChecked()}
        is_cover, paper = self.cover.isChecked(), _PAPERS[self.paper.value()]

        def read() -> tuple[Document, list[str]]:
            if is_cover:
                made = reporting.covers(ids, form, manner, ticked, remark)
                return made, reporting.faults(ids, is_sent=True)
            return reporting.sheets(ids, form, manner), reporting.faults(ids)

        def show(found: tuple[Document, list[str]]) -> None:
            document, faults = found
            self.note(faults[0] if faults else "")
            self.show_pages(DocumentPages(document, paper) if document.blocks else None)

        self.place.jobs.read(read, show, f"contact sheet {id(self)}")

    def choices(self) -> list[QWidget]:
        return [*super().choices(), self.sheet, self.cover, self.manner, self.paper, *self.boxes, self.remark]
