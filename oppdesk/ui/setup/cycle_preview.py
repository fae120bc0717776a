"""What a sales cycle will mean at work, beside where it is edited: it follows every key, before anything is stored."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from oppdesk.domain.sales_cycle import Preview, preview
from oppdesk.domain.standing import Cycle, Stage
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.statistics import Figures, StageFigures
from oppdesk.ui.metrics import Type
from oppdesk.ui.setup.figures import FiguresTable
from oppdesk.ui.setup.notes import Notes
from oppdesk.ui.setup.offers_table import OffersTable
from oppdesk.ui.setup.probability_chart import Point, ProbabilityChart
from oppdesk.ui.setup.side import Side
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Elided, Hairline, text
from oppdesk.ui.widgets.stage_strip import StageMark, StageStrip
from oppdesk.ui.workplace import Workplace


class CyclePreview(Side):
    """Give it a cycle as it is edited and the number of the stage the cursor is in."""

    chosen = Signal(int)  # a stage's number: edit that one

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self.strip = StageStrip("small")
        self.strip.chosen.connect(lambda mark: self.chosen.emit(mark.number))
        self._where = Elided("", Type.CAPTION_FIGURE, "text2")
        self.offers = OffersTable(place.form)
        self.offers.chosen.connect(self.chosen)
        self._legend = Note(_("Only with a quote. Outlined in blue: the usual step."), "lock")
        self._over = text(_("Probability over the cycle, %"), Type.CAPTION_STRONG)
        self.chart = ProbabilityChart(place.form)
        self.figures = FiguresTable(
            (_("Now in it"), _("Open"), _("Estimated"), _("Current value"), _("Days, avg."))
        )
        self.notes = Notes(place)
        self._lay_out()

    def _lay_out(self) -> None:
        for part in (
            text(_("What salespeople are offered"), Type.LEAD),
            text(_("Follows every change you make on the left"), Type.CAPTION, "text2", wrap=True),
            self.strip,
            self._where,
            self.offers,
            self._legend,
            Hairline(),
            self._over,
            self.chart,
            Hairline(),
            self.figures,
            Hairline(),
            self.notes,
        ):
            self.column.addWidget(part)
        self.fit()

    def show_cycle(self, cycle: Cycle, current: int) -> None:
        """`current` is the number of the stage that is edited, 0 for none."""
        rows = preview(cycle)
        at = next((row for row in rows if row.stage.number == current), None)
        self.strip.set_marks(_marks(rows, at))
        for part in (self.strip, self.offers, self._legend, self._over, self.chart):
            part.setVisible(bool(rows))
        words = _("The cycle has no stages yet: add the first one on the left.")
        if at is not None:
            words = _("{stage}, as they will see it").format(stage=_named(at.stage))
        elif rows:
            words = ""
        self._where.setText(words)
        self.offers.show_rows(rows, current)
        self._show_points(rows, current)

    def show_figures(
        self, name: str, cycle: Figures, stage: Stage | None, stages: Mapping[int, StageFigures]
    ) -> None:
        """What stands in the cycle and at the stage now, and how long others stayed there (10)."""
        form = self._place.form
        rows = [(name, *_in_words(cycle, form), "")]
        if stage is not None:
            found = stages.get(stage.number, StageFigures())
            days = form.money(found.average_days) if found.average_days else "–"
            rows.append((_named(stage), *_in_words(found.active, form), days))
        self.figures.show_rows(rows)

    def _show_points(self, rows: tuple[Preview, ...], current: int) -> None:
        points = [
            Point(row.stage.number, row.probability, row.stage.chances, row.stage.completed) for row in rows
        ]
        self.chart.show_points(points, current)


def _marks(rows: tuple[Preview, ...], at: Preview | None) -> list[StageMark]:
    current = at.stage.number if at else 0
    return [
        StageMark(
            row.stage.number,
            row.stage.description,
            "current" if row.stage.number == current else "passed" if row.stage.number < current else "ahead",
            may_skip=row.stage.may_skip and row.stage.number > current,
            locked=row.stage.quote_required and row.stage.number > current,
        )
        for row in rows
    ]


def _in_words(figures: Figures, form: LocaleFormat) -> tuple[str, str, str]:
    return form.whole(figures.count), form.amount(figures.estimated), form.value(figures.current, 0)


def _named(stage: Stage) -> str:
    return f"{stage.number}  {stage.description}".strip()
