"""The page of sales cycles: cycles above, the stages of the chosen one below, what they will mean at the right."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Ref
from oppdesk.domain.sales_cycle import concerns
from oppdesk.domain.standing import Cycle
from oppdesk.domain.words import Method
from oppdesk.i18n import _, ngettext
from oppdesk.services.statistics import Figures, StageFigures
from oppdesk.ui.cells import Cell, FigureCell, NameCell
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.setup import row_acts
from oppdesk.ui.setup.columns import Row
from oppdesk.ui.setup.cycle_preview import CyclePreview
from oppdesk.ui.setup.cycle_statistics import CycleStatistics
from oppdesk.ui.setup.cycle_words import METHODS, as_edited, meaning, method_cell, number_of
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.model import NEW
from oppdesk.ui.setup_page import SetupPage
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Hairline, text
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch
from oppdesk.ui.workplace import Workplace


class CyclePage(SetupPage):
    """F7 shows the statistics of the chosen cycle."""

    def __init__(self, place: Workplace, key: str = "sales_cycle") -> None:
        self._open: dict[int, Figures] = {}
        self._stages: dict[int, StageFigures] = {}
        self._default = 0
        super().__init__(place, key)

    def begin(self) -> None:
        self.stages.edited.connect(self._preview)
        self.stages.current_changed.connect(lambda _row: self._preview())
        self.rows.edited.connect(self._preview)
        QShortcut(QKeySequence(Qt.Key.Key_F7), self, self.show_statistics)
        super().begin()

    @property
    def stages(self) -> ListEditor:
        assert self.lines is not None  # noqa: S101 - this page always has them
        return self.lines

    # -- parts --------------------------------------------------------------------------------------------

    def make_rows(self) -> ListEditor:
        extras = (
            ("open", _("Open"), 6.5, self._open_cell),
            ("value", self._value_head(), 12, self._value_cell),
        )
        cells = {"description": self._description_cell, "method": method_cell}
        editor = ListEditor(
            self.place,
            self.key,
            leave=frozenset({"number_of_opportunity", "blocked"}),
            extras=extras,
            cells=cells,
        )
        self._block = buttons.button(_("Block"), "circle-slash", small=True)
        self._block.clicked.connect(lambda: editor.toggle("blocked"))
        new = buttons.button(_("New cycle"), "plus", small=True)
        new.clicked.connect(editor.add)
        copy = buttons.button(_("Copy"), "copy", small=True)
        copy.clicked.connect(self.copy_cycle)
        self._make_default = buttons.button(_("Make default"), "star", small=True)
        self._make_default.clicked.connect(self.make_default)
        for button in (new, copy, self._block, self._make_default):
            editor.tools.addWidget(button)
        row_acts.equip(editor)
        return editor

    def make_lines(self, key: str) -> ListEditor:
        editor = ListEditor(self.place, key, leave=frozenset({"number_of_opportunity"}))
        self._copies = buttons.link(_("Copy stages from…"))
        self._copies.clicked.connect(self._offer_sources)
        row_acts.add_links(editor)
        editor.tools.addWidget(self._copies)
        row_acts.equip(editor)
        return editor

    def make_side(self) -> QWidget:
        self.preview = CyclePreview(self.place)
        self.preview.chosen.connect(self._edit_stage)
        return self.preview

    def below(self) -> QWidget:
        self.method = SegmentedSwitch([(method, _(METHODS[method]), "") for method in Method])
        self.method.setAccessibleName(_("Probability from"))
        self.method.changed.connect(self._switch)
        self._meaning = text("", colour="text2", wrap=True)
        self._recalculate = buttons.button(_("Recalculate open opportunities"), "calculator", small=True)
        self._recalculate.clicked.connect(self.recalculate)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(px(1), 0, px(1), 0)
        column.setSpacing(px(1))
        row = QHBoxLayout()
        row.setSpacing(px(1.5))
        row.addWidget(text(_("Probability from"), Type.BODY, "text2"))
        row.addWidget(self.method)
        row.addStretch(1)
        explained = QHBoxLayout()
        explained.setSpacing(px(2))
        explained.addWidget(self._meaning, 1)
        explained.addWidget(self._recalculate, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(Hairline())
        column.addLayout(row)
        column.addLayout(explained)
        return made

    def _value_head(self) -> str:
        return _("Value, {currency}").format(
            currency=self.place.desk.setup.single("company_info")["currency"]
        )

    # -- cells --------------------------------------------------------------------------------------------

    def _description_cell(self, row: Row) -> Cell:
        words = str(row.get("description") or "")
        marks = [_("default")] * (row["id"] == self._default) + [_("blocked")] * bool(row.get("blocked"))
        return NameCell(words, ", ".join(marks)) if marks else words

    def _open_cell(self, row: Row) -> Cell:
        found = self._open.get(row["id"])
        return FigureCell(self.place.form.whole(found.count) if found else "–")

    def _value_cell(self, row: Row) -> Cell:
        found = self._open.get(row["id"])
        return FigureCell(self.place.form.amount(found.estimated) if found else "–")

    # -- what is shown ------------------------------------------------------------------------------------

    def cycle(self) -> Cycle:
        """The chosen cycle as it is edited this moment."""
        return as_edited(self.rows.current_values(), self.stages.rows())

    def take_news(self, changes: Changes) -> None:
        super().take_news(changes)
        if changes.touches("comment"):
            self.preview.notes.refresh()

    def refresh(self) -> None:
        default = self.place.desk.setup.single("marketing_setup").get("default_sales_cycle")
        self._default = default.id if isinstance(default, Ref) else 0
        super().refresh()

    def read_figures(self) -> None:
        chosen, statistics = self.rows.current(), self.place.desk.statistics

        def read() -> tuple[int, dict[int, Figures], dict[int, StageFigures]]:
            return chosen, statistics.cycles(), statistics.stages(chosen) if chosen != NEW else {}

        self.place.jobs.read(read, self._take_figures, f"figures {id(self)}")

    def _take_figures(self, found: tuple[int, dict[int, Figures], dict[int, StageFigures]]) -> None:
        chosen, self._open, stages = found
        self._stages = stages if chosen == self.rows.current() else {}
        self.rows.grid.viewport().update()
        self._preview()
        self._tell_status()

    def _choose(self, row: int) -> None:
        super()._choose(row)
        self._stages = {}
        self._preview()
        self.read_figures()

    def _preview(self) -> None:
        """Everything that follows from what stands on the left, by the rules themselves."""
        values, cycle = self.rows.current_values(), self.cycle()
        number = number_of(self.stages.current_values())
        self.preview.show_cycle(cycle, number)
        stage = cycle.stage(number)
        row = self.rows.current()
        self.preview.show_figures(cycle.code, self._open.get(row, Figures()), stage, self._stages)
        if stage is not None and self.stages.current() != NEW:
            name = _("stage {stage}").format(stage=number)
            self.preview.notes.show_of("sales_cycle_stage", self.stages.current(), name)
        else:
            self.preview.notes.show_of("sales_cycle", row, cycle.code)
        self.method.set_current(cycle.method)
        self._meaning.setText(meaning(cycle, stage, self.place.form))
        self._block.setText(_("Unblock") if values.get("blocked") else _("Block"))
        self._make_default.setEnabled(row not in (NEW, self._default) and not values.get("blocked"))
        self._recalculate.setEnabled(row in self._open)
        self._say_concerns(cycle)

    def _say_concerns(self, cycle: Cycle) -> None:
        found = concerns(cycle)
        if not self.rows.current_values():
            self.stages.say("")
        elif found:
            self.stages.say(" ".join(each.text for each in found[:2]), "triangle-alert")
        else:
            self.stages.say(_("Completed and chances rise from stage to stage."), "circle-check")

    def status_words(self) -> str:
        cycles = self.rows.model.count()
        words = [ngettext("{n} sales cycle", "{n} sales cycles", cycles).format(n=cycles)]
        waiting = self._open.get(self.rows.current(), Figures()).count
        if waiting:
            message = ngettext(
                "{n} open opportunity keeps its figures until you recalculate it",
                "{n} open opportunities keep their figures until you recalculate them",
                waiting,
            )
            words.append(message.format(n=waiting))
        return "  ·  ".join(words)

    # -- acts ---------------------------------------------------------------------------------------------

    def _edit_stage(self, number: int) -> None:
        found = next((row["id"] for row in self.stages.rows() if number_of(row) == number), NEW)
        self.stages.grid.go_to(found)
        self.stages.grid.setFocus()

    def _switch(self, method: object) -> None:
        row = self.rows.current()
        if row != NEW and isinstance(method, Method):
            self.rows.model.put(row, "method", int(method))

    def make_default(self) -> None:
        """New opportunities get this cycle unless another is chosen (R-CRE-05)."""
        row, service = self.rows.current(), self.place.desk.setup
        if row != NEW:
            values = {"default_sales_cycle": row}
            self.place.jobs.run(
                _("Make default"), lambda _progress: service.save("marketing_setup", None, values)
            )

    def copy_cycle(self) -> None:
        """The same cycle under another code, with the cursor in it."""
        row, service = self.rows.current(), self.place.desk.setup
        if row != NEW:
            self.place.jobs.run(
                _("Copy"),
                lambda _progress: service.copy_cycle(row),
                lambda made: self.rows.go_to(made, "code"),
            )

    def sources(self) -> list[tuple[int, str]]:
        """The cycles whose stages may be copied: id and name."""
        return [
            (row["id"], f"{row['code']}  {row['description']}".strip())
            for row in self.rows.model.rows()
            if row["id"] != self.rows.current()
        ]

    def _offer_sources(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for cycle, name in self.sources():
            menu.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _on=False, cycle=cycle: self.copy_stages(cycle)
            )
        menu.popup(self._copies.mapToGlobal(QPoint(0, self._copies.height())))

    def copy_stages(self, source: int) -> None:
        target, service = self.rows.current(), self.place.desk.setup
        if target != NEW:
            self.place.jobs.run(_("Copy stages"), lambda _progress: service.copy_stages(source, target))

    def recalculate(self) -> None:
        """Bring the open opportunities of the cycle to its percentages of today (R-EST-09)."""
        row, service = self.rows.current(), self.place.desk.opportunities
        if row == NEW:
            return

        def done(changed: int) -> None:
            words = _("All open opportunities have the figures of today already.")
            if changed:
                words = ngettext(
                    "{n} opportunity was recalculated.", "{n} opportunities were recalculated.", changed
                ).format(n=changed)
            self.status.emit(words)

        self.place.jobs.run(_("Recalculate"), lambda _progress: service.recalculate(row), done)

    def show_statistics(self) -> None:
        row = self.rows.current()
        if row != NEW:
            CycleStatistics(self.place, self.cycle(), self.window()).open()
