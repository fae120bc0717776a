"""The statistics of a sales cycle and its stages, for all or for those that close within some dates (8.14, 8.15)."""

from datetime import date

from PySide6.QtWidgets import QWidget

from oppdesk.domain.standing import Cycle
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.statistics import Figures, Narrowing, StageFigures
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import px
from oppdesk.ui.setup.figures import FiguresTable
from oppdesk.ui.widgets.edits import DateEdit
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.workplace import Workplace


class CycleStatistics(Sheet):
    def __init__(self, place: Workplace, cycle: Cycle, parent: QWidget | None = None) -> None:
        super().__init__(_("Statistics"), parent, width=80)
        self._place, self._cycle = place, cycle
        self.tell_subject(f"{cycle.code}  {cycle.description}".strip(), _("Open opportunities only"))
        group = FieldGroup()
        today = place.desk.context.work_date
        self.first, self.last = DateEdit(place.form, today), DateEdit(place.form, today)
        for name, label, field in (
            ("first", _("Closing &from"), self.first),
            ("last", _("Closing &until"), self.last),
        ):
            self.add(group, name, label, field, _("Estimated closing date; blank is any."))
            field.changed.connect(self._show)
        self.table = FiguresTable(
            (_("Stage"), _("Open"), _("Estimated value"), _("Current value"), _("Days, average"))
        )
        self.body.addWidget(group)
        self.body.addSpacing(px(1))
        self.body.addWidget(self.table)
        self.cancel_button.hide()
        self.primary.setText(_("Close"))
        self._show(None)

    def finish(self) -> None:
        self.stored()

    def _show(self, _day: date | None) -> None:
        narrow = Narrowing(self.first.day(), self.last.day())
        statistics, form = self._place.desk.statistics, self._place.form
        stages = statistics.stages(self._cycle.id, narrow)
        rows = []
        for stage in self._cycle.stages:
            found = stages.get(stage.number, StageFigures())
            days = form.money(found.average_days) if found.average_days else "–"
            name = f"{stage.number}  {stage.description}".strip()
            rows.append((name, *_in_words(found.active, form), days))
        total = statistics.cycle(self._cycle.id, narrow)
        self.table.show_rows([*rows, (_("Whole cycle"), *_in_words(total, form), "")])


def _in_words(figures: Figures, form: LocaleFormat) -> tuple[str, str, str]:
    return form.whole(figures.count), form.money(figures.estimated), form.value(figures.current)
