"""Changes fields of many records at once: which, to what, and beside it what would become of each."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field
from oppdesk.domain.progress import Progress
from oppdesk.i18n import N_, _, ngettext
from oppdesk.services.editing import Edited, Plan, fields_of
from oppdesk.ui.dialogs.sheet import Sheet, is_unsettled
from oppdesk.ui.edit_preview import EditPreview
from oppdesk.ui.editors import Editor, editor
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.widgets.progress_card import ProgressCard
from oppdesk.ui.widgets.search_field import SearchField
from oppdesk.ui.workplace import Workplace

MOST = 100_000  # records: more than anybody looks through
TYPING = 250  # milliseconds without a key before the consequences are looked at
MOST_NAMED = 5
_LABELS = {"chances": N_("Chances of success")}  # where the name of the column says less


def open_edit_many(place: Workplace, window: QWidget, table: str, ids: Sequence[int]) -> None:
    """Too many are told instead."""
    if len(ids) > MOST:
        sentence = _("At most {most} records can be changed at once; {count} are selected.").format(
            most=place.form.whole(MOST), count=place.form.whole(len(ids))
        )
        place.prompts.tell(window, _("Too many records"), sentence)
    elif ids:
        EditMany(place, table, ids, window).open()


class EditMany(Sheet):
    """Nothing is written before the primary button is pressed; it says how many it changes."""

    told = Signal(int, int)  # how far the looking is

    def __init__(
        self, place: Workplace, table: str, ids: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(_titles(table, len(ids), place.form.whole(len(ids))), parent, width=62)
        self._place = place
        self._table, self._ids = table, tuple(ids)
        self._plan: Plan | None = None
        self._looking = Progress()
        self.boxes: dict[str, CheckBox] = {}  # by field; ticked is what shall change
        self.editors: dict[str, Editor] = {}
        self.with_tasks = CheckBox(_("Their &open tasks get the new salesperson, too"))
        self.preview = EditPreview(place.form)
        self.progress = ProgressCard()
        self._soon = QTimer(self, singleShot=True, interval=TYPING)
        self._soon.timeout.connect(self._look)
        self._lay_out()
        self.told.connect(lambda done, total: self._tell(_("Looking at the records…"), done, total))
        place.jobs.progressed.connect(self._tell)
        self.progress.cancelled.connect(self._stop)
        place.hub.changed.connect(self._take_news)
        self._dress()
        next(iter(self.editors.values())).setFocus()

    def _lay_out(self) -> None:
        self.with_tasks.setParent(self.form)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(1.5))
        grid.setVerticalSpacing(px(1))
        grid.setColumnStretch(1, 1)
        for field in fields_of(self._table):
            self._add(grid, field)
        self.body.addWidget(SectionTitle(_("Change these fields")))
        self.body.addLayout(grid)
        self.body.addStretch(1)
        beside = self.beside(78)
        beside.addWidget(self.preview, 1)
        beside.addWidget(self.progress)
        self.progress.hide()
        self.with_tasks.setVisible(self._table == "opportunity")
        self.with_tasks.toggled.connect(lambda _on: self._soon.start())

    def _add(self, grid: QGridLayout, field: Field) -> None:
        row = grid.rowCount()
        name = _LABELS.get(field.name, field.label)
        label = _(name)
        box, edit = CheckBox(label), editor(field, self._place)
        edit.setAccessibleName(label)
        edit.changed.connect(lambda _value: self._touched(field.name))
        box.toggled.connect(lambda _on: self._choose(field.name))
        self.boxes[field.name], self.editors[field.name] = box, edit
        grid.addWidget(box, row, 0)
        grid.addWidget(edit, row, 1)
        if field.name == "salesperson" and self._table == "opportunity":
            grid.addWidget(self.with_tasks, row + 1, 1)
            self.with_tasks.setEnabled(False)

    # -- what is to be changed ----------------------------------------------------------------------------

    def values(self) -> dict[str, object]:
        return {name: self.editors[name].value() for name, box in self.boxes.items() if box.isChecked()}

    def _touched(self, name: str) -> None:
        """Who types a value wants it."""
        self.boxes[name].setChecked(True)
        self._soon.start()

    def _choose(self, name: str) -> None:
        if name == "salesperson":
            self.with_tasks.setEnabled(self.boxes[name].isChecked())
        self._soon.start()

    def _take_news(self, changes: Changes) -> None:
        """What others change while one looks is looked at again."""
        if changes.touches(self._table) and not self.saving:
            self._soon.start()

    def _fault(self) -> str:
        """Why a field that is chosen has no value yet."""
        for name, box in self.boxes.items():
            edit = self.editors[name]
            if box.isChecked() and isinstance(edit, ParsedEdit) and edit.fault():
                return edit.fault()
            if box.isChecked() and isinstance(edit, SearchField) and is_unsettled(edit):
                return _("“{text}” is not in the list.").format(text=edit.text().strip())
        return ""

    def _look(self) -> None:
        """Ask the rules, beside the windows; of several questions only the newest is answered."""
        self._looking.cancel()
        self._plan = None
        values, fault = self.values(), self._fault()
        if not values or fault:
            self._dress(fault)
            return
        editing, table, ids = self._place.desk.editing, self._table, self._ids
        progress = self._looking = Progress(self.told.emit)
        with_tasks = self.with_tasks.isChecked() and self.with_tasks.isEnabled()

        def take(plan: Plan) -> None:
            if progress is self._looking:
                self._plan = plan
                self._dress()

        self._dress()
        self._place.jobs.apart(
            progress,
            lambda: editing.plan(table, ids, values, with_tasks=with_tasks, progress=progress),
            take,
            lambda error: self._dress(error.message),
        )

    def _dress(self, fault: str = "") -> None:
        """The figures and the button, as far as it is known what would happen."""
        self.progress.hide()
        self.preview.show_plan(self._plan)
        count = len(self._plan.changes) if self._plan is not None else 0
        self.primary.setText(_titles(self._table, count, self._place.form.whole(count)))
        self.primary.setEnabled(count > 0)
        self.note(fault)

    def _tell(self, words: str, done: int, total: int) -> None:
        """Progress is shown while there is some to wait for."""
        if self._plan is None or self.saving:
            self.progress.setVisible(done < total)
            self.progress.show_progress(words, done, total)

    # -- doing it -----------------------------------------------------------------------------------------

    def finish(self) -> None:
        plan = self._plan
        if plan is None or not plan.changes or self._soon.isActive():
            return
        editing = self._place.desk.editing
        self.write(self._place.jobs, self.windowTitle(), lambda progress: editing.apply(plan, progress))

    def stored(self, result: object = None) -> None:
        """Who was faster is named."""
        super().stored()
        if isinstance(result, Edited) and result.overtaken:
            names = ", ".join(result.overtaken[:MOST_NAMED])
            if len(result.overtaken) > MOST_NAMED:
                names = _("{names} and others").format(names=names)
            sentence = ngettext(
                "{count} record was changed by somebody meanwhile and stays as it is: {names}",
                "{count} records were changed by somebody meanwhile and stay as they are: {names}",
                len(result.overtaken),
            )
            count = self._place.form.whole(len(result.overtaken))
            self._place.prompts.tell(
                self.parentWidget(), self.windowTitle(), sentence.format(count=count, names=names)
            )

    def refused(self, error: UserError) -> None:
        """A rule that spoke only now: nothing was written, and it is looked at anew."""
        super().refused(error)
        self._plan = None
        self._soon.start()

    def _stop(self) -> None:
        if self.saving:
            self._place.jobs.cancel()
        else:
            self._looking.cancel()
            self._dress()

    def done(self, result: int) -> None:
        self._looking.cancel()
        self._soon.stop()
        super().done(result)


def _titles(table: str, count: int, shown: str) -> str:
    words = {
        "opportunity": ngettext("Change {count} opportunity", "Change {count} opportunities", count),
        "contact": ngettext("Change {count} contact", "Change {count} contacts", count),
        "task": ngettext("Change {count} task", "Change {count} tasks", count),
    }
    return words[table].format(count=shown)
