"""What the Update dialog will offer from each stage of a cycle, stage by stage: the rules of the cycle made visible."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from oppdesk.domain.opportunity import default_offer
from oppdesk.domain.sales_cycle import Preview
from oppdesk.domain.standing import Offer, Stage
from oppdesk.domain.words import Step
from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.tips import literal

_ROW = 4  # u
_WIDTHS = {Step.NEXT: 6, Step.PREVIOUS: 7.5, Step.SKIP: 13.5, Step.JUMP: 11.5}  # u
_FROM, _LIKELY = 4.5, 5.5
_ASKS_QUOTE = (Step.NEXT, Step.SKIP)  # R-UPD-08


class OffersTable(QWidget):
    """A row a stage; the stage that is edited is marked, a click edits another."""

    chosen = Signal(int)  # stage number

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._rows: tuple[Preview, ...] = ()
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("What salespeople are offered"))

    def show_rows(self, rows: Sequence[Preview], current: int) -> None:
        self._rows, self._current = tuple(rows), current
        self.setAccessibleDescription("; ".join(self.words(row) for row in rows))
        self.updateGeometry()
        self.update()

    def rows(self) -> tuple[Preview, ...]:
        return self._rows

    def words(self, row: Preview) -> str:
        """A row for those who listen."""
        parts = [
            f"{head}: {', '.join(str(stage.number) for stage in row.offer(step).stages) or row.offer(step).reason}"
            for step, head in _heads()
        ]
        return _("From stage {stage}: {offers}").format(stage=row.stage.number, offers=", ".join(parts))

    def sizeHint(self) -> QSize:
        width = self._from() + sum(self._least().values()) + self._likely()
        return QSize(width, px(_ROW) * (len(self._rows) + 1))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # -- places -------------------------------------------------------------------------------------------

    @staticmethod
    def _from() -> int:
        return max(px(_FROM), _wide(_("From")) + px(1.5))

    @staticmethod
    def _likely() -> int:
        return max(px(_LIKELY), _wide(_("Prob. %")) + px(0.75))

    @staticmethod
    def _least() -> dict[Step, int]:
        """Heads are never cut: a column is as wide as its chips or its head need."""
        return {step: max(px(_WIDTHS[step]), _wide(words) + px(1)) for step, words in _heads()}

    def _columns(self) -> dict[Step, tuple[int, int]]:
        """Left and width of each column; what room there is beyond the least goes to Skip and Jump."""
        spare = max(0, self.width() - self.sizeHint().width()) // 2
        found, left = {}, self._from()
        for step, width in self._least().items():
            wide = width + (spare if step in (Step.SKIP, Step.JUMP) else 0)
            found[step] = (left, wide)
            left += wide
        return found

    def _at(self, where: QPoint) -> tuple[int, Step | None]:
        row = where.y() // px(_ROW) - 1
        step = next(
            (step for step, (left, wide) in self._columns().items() if left <= where.x() < left + wide), None
        )
        return (row if 0 <= row < len(self._rows) else -1), step

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row, _step = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.chosen.emit(self._rows[row].stage.number)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row, step = self._at(event.pos())
            words = ""
            if row >= 0 and step is not None:
                offer = self._rows[row].offer(step)
                words = ", ".join(_named(stage) for stage in offer.stages) if offer.possible else offer.reason
            QToolTip.showText(event.globalPos(), literal(words), self)
            return True
        return super().event(event)

    # -- painting -----------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        columns = self._columns()
        head = QRect(0, 0, self.width(), px(_ROW))
        self._head(painter, QRect(px(0.75), 0, self._from(), head.height()), _("From"))
        for step, words in _heads():
            left, wide = columns[step]
            self._head(painter, QRect(left, 0, wide, head.height()), words)
        likely = head.adjusted(0, 0, -px(0.75), 0)
        paint.text(painter, likely, _("Prob. %"), Type.CAPTION_NAME, "text2", "right")
        paint.across(painter, 0, px(_ROW) - 1, self.width(), "hair")
        for at, row in enumerate(self._rows):
            self._paint_row(painter, QRect(0, px(_ROW) * (at + 1), self.width(), px(_ROW)), row, columns)
        painter.end()

    @staticmethod
    def _head(painter: QPainter, room: QRect, words: str) -> None:
        paint.text(painter, room, words, Type.CAPTION_NAME, "text2")

    def _paint_row(
        self, painter: QPainter, room: QRect, row: Preview, columns: dict[Step, tuple[int, int]]
    ) -> None:
        if row.stage.number == self._current:
            paint.fill(painter, room.adjusted(0, 0, 0, -1), "soft", 0)
        paint.across(painter, room.left(), room.bottom(), room.width(), "rule")
        first = QRect(px(0.75), room.top(), px(_FROM), room.height())
        paint.text(painter, first, str(row.stage.number), Type.FIGURE_STRONG)
        usual = default_offer(row.offers)
        for step, _head in _heads():
            left, wide = columns[step]
            cell = QRect(left, room.top(), wide - px(0.5), room.height())
            offer = row.offer(step)
            if offer.possible:
                self._chips(painter, cell, offer, is_usual=offer is usual)
            else:
                paint.text(painter, cell, _short(row, offer), Type.CAPTION, "text2")
        likely = self._form.rate(row.probability).replace(self._form.percent_mark, "")
        paint.text(painter, room.adjusted(0, 0, -px(0.75), 0), likely, Type.FIGURE_STRONG, "text", "right")

    def _chips(self, painter: QPainter, room: QRect, offer: Offer, *, is_usual: bool) -> None:
        wanted = [(stage, _chip_width(stage, offer.step)) for stage in offer.stages]
        gap = px(0.5)
        if sum(width + gap for _stage, width in wanted) - gap > room.width():
            words = f"{offer.stages[0].number} – {offer.stages[-1].number}"
            paint.text(painter, room, words, Type.FIGURE_STRONG)
            return
        left = room.left()
        for stage, width in wanted:
            height = px(2.5)
            box = QRect(left, room.top() + (room.height() - height) // 2, width, height)
            paint.fill(painter, box, "base", 4)
            paint.outline(painter, box, "accent" if is_usual else "line", 1.5 if is_usual else 1, 4)
            inner = box.adjusted(px(0.6), 0, -px(0.6), 0)
            taken = paint.text(painter, inner, str(stage.number), Type.FIGURE_STRONG)
            if _needs_quote(stage, offer.step):
                paint.icon(painter, "lock", "text2", inner.left() + taken + px(0.5), box, ICON_TEXT - 0.25)
            left += width + gap


def _heads() -> tuple[tuple[Step, str], ...]:
    return (
        (Step.NEXT, _("Next")),
        (Step.PREVIOUS, _("Previous")),
        (Step.SKIP, _("Skip")),
        (Step.JUMP, _("Jump back")),
    )


def _wide(words: str) -> int:
    return round(metrics.face(Type.CAPTION_NAME).width(words) + 0.49)


def _needs_quote(stage: Stage, step: Step) -> bool:
    return stage.quote_required and step in _ASKS_QUOTE


def _chip_width(stage: Stage, step: Step) -> int:
    width = round(metrics.face(Type.FIGURE_STRONG).width(str(stage.number)) + 0.49) + px(1.2)
    return width + (px(ICON_TEXT + 0.25) if _needs_quote(stage, step) else 0)


def _short(row: Preview, offer: Offer) -> str:
    """Why not, in the room of a cell; the whole reason is in the tooltip."""
    following = row.offer(Step.NEXT).default
    if offer.step is Step.SKIP and following is not None and not following.may_skip:
        return _("{stage} is a must").format(stage=following.number)
    if offer.step is Step.JUMP and row.offer(Step.PREVIOUS).possible:
        return _("one earlier")
    return "–"


def _named(stage: Stage) -> str:
    return f"{stage.number} {stage.description}".strip()
