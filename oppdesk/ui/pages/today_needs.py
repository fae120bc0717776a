"""Opportunities that would fall asleep: why each needs a next step, and the button that gives it one."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.today_values import Need
from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.pages.today_lines import BLEED, LiveLine, Stack
from oppdesk.ui.pages.today_words import reasons
from oppdesk.ui.paint import Tone
from oppdesk.ui.widgets import buttons

HEIGHT = 5.75  # u


class NeedLine(LiveLine):
    acted = Signal()  # its button was chosen

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.need: Need | None = None
        self._value = ""
        self._reasons: list[tuple[str, str, Tone]] = []
        self._short: list[tuple[str, str, Tone]] = []  # where room lacks
        self.act = buttons.button("", small=True)
        self.act.setParent(self)
        self.act.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.act.clicked.connect(self.acted)

    def stops(self) -> list[QWidget]:
        return [self, self.act]

    def tall(self) -> int:
        return px(HEIGHT)

    def show_need(self, need: Need, today: date, form: LocaleFormat) -> None:
        self.need = need
        self._value = form.amount(need.deal.value)
        self._reasons = reasons(need, today, form)
        self._short = reasons(need, today, form, is_short=True)
        words = [words for _icon, words, _tone in self._reasons]
        self.setAccessibleName(
            ", ".join(part for part in (need.deal.name, need.deal.contact, *words) if part)
        )
        verb = _("Plan a task") if need.has_no_task else _("Update")
        self.act.setText(verb)
        self.act.setAccessibleName(f"{verb}: {need.deal.name}")
        self._place_act()
        self.update()

    def whole(self) -> str:
        words = " · ".join(words for _icon, words, _tone in self._reasons)
        return f"{self.need.deal.name}\n{self.need.deal.contact}\n{words}" if self.need else ""

    def is_cut(self) -> bool:
        if self.need is None:
            return False
        title, below = self._rooms()
        names = metrics.face(Type.NAME).width(self.need.deal.name) + px(1)
        names += metrics.face(Type.BODY).width(self.need.deal.contact)
        return names > title.width() or self._needed() > below.width()

    def _needed(self) -> int:
        """Pixels for all reasons."""
        face = metrics.face(Type.CAPTION_FIGURE)
        wide = [
            round(face.width(words) + 0.49) + px(ICON_TEXT + 0.5) for _icon, words, _tone in self._reasons
        ]
        return sum(wide) + px(1.75) * max(0, len(wide) - 1)

    def _act_width(self) -> int:
        """The same for both verbs, so that the buttons stand in a row."""
        widest = max(metrics.face(Type.BODY).width(each) for each in (_("Plan a task"), _("Update")))
        return max(self.act.sizeHint().width(), round(widest) + px(2.5))

    def _place_act(self) -> None:
        wide, tall = self._act_width(), self.act.sizeHint().height()
        self.act.setGeometry(self.width() - px(BLEED) - wide, (self.height() - tall) // 2, wide, tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_act()

    def _rooms(self) -> tuple[QRect, QRect]:
        """Where the names and the reasons are written."""
        value = round(metrics.face(Type.FIGURE).width(self._value) + 0.49)
        right = self.act.x() - px(1.25) - value - px(1.5)
        middle = self.height() // 2
        left = px(BLEED)
        title = QRect(left, middle - px(2.375), right - left, px(2.25))
        return title, QRect(left, middle, right - left, px(2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        if self.need is not None:
            title, below = self._rooms()
            used = paint.text(painter, title, self.need.deal.name, Type.NAME)
            rest = title.adjusted(used + px(1.25), 0, 0, 0)
            paint.text(painter, rest, self.need.deal.contact, Type.BODY, "text2")
            shown = self._reasons if self._needed() <= below.width() else self._short
            for icon, words, tone in shown:
                if below.width() < px(ICON_TEXT + 2):
                    break
                colour = paint.TONES[tone][0]
                paint.icon(painter, icon, colour, below.left(), below, ICON_TEXT)
                below.setLeft(below.left() + px(ICON_TEXT + 0.5))
                used = paint.text(painter, below, words, Type.CAPTION_FIGURE, colour)
                below.setLeft(below.left() + used + px(1.75))
            value = QRect(0, 0, self.act.x() - px(1.25), self.height())
            paint.text(painter, value, self._value, Type.FIGURE, "text", "right")
        if not self.hasFocus():
            paint.across(painter, px(BLEED), self.height() - 1, self.width() - 2 * px(BLEED), "rule")
        painter.end()


class NeedStack(Stack[NeedLine]):
    opened = Signal(object)  # Need
    acted = Signal(object)  # Need

    def make(self) -> NeedLine:
        line = NeedLine(self)
        line.opened.connect(lambda: self.opened.emit(line.need))
        line.acted.connect(lambda: self.acted.emit(line.need))
        return line

    def set_needs(self, needs: Sequence[Need], today: date, form: LocaleFormat) -> None:
        for line, need in zip(self.use(len(needs)), needs, strict=True):
            line.show_need(need, today, form)
        self.arrange()
