"""Two contacts field by field, and which of both values stays: what differs is chosen, the rest is told on demand."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.records import CONTACT
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.merging import Comparison, FieldPair
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.dialogs.duplicates_marks import Compared, Spans, differences, height_of, paint_value
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.labels import Text, text

_FIELDS: Mapping[str, Field] = {field.name: field for field in CONTACT}
LABEL = 13  # u: the column of names
_ROUND, _WORDS, _EDGE = 2, 4, 0.75  # u: the button, where the value begins, the room around it


def shown(pair: FieldPair, value: object, form: LocaleFormat) -> str:
    """A value as it is shown everywhere; a picture by its name alone."""
    field = _FIELDS.get(pair.name)
    if field is None:
        return _("a picture") if value else ""
    if field.kind is Kind.FLAG:
        return _("yes") if value else _("no")
    return field.show(value, form) if value is not None else ""


class ValueChoice(QAbstractButton):
    """One of the two values: a round button, the value whole, what differs in it marked."""

    def __init__(self, words: str, spans: Spans, name: str) -> None:
        super().__init__()
        self._spans = spans
        self._words = words
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{name}: {words or _('blank')}")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(px(metrics.CONTROL))

    def words(self) -> str:
        return self._words

    def marked(self) -> tuple[str, ...]:
        """What is underlined."""
        return tuple(self._words[begin:end] for begin, end in self._spans)

    def sizeHint(self) -> QSize:
        return QSize(px(24), px(metrics.CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(12), px(metrics.CONTROL))

    def heightForWidth(self, width: int) -> int:
        room = width - px(_WORDS) - px(_EDGE)
        return max(px(metrics.CONTROL), height_of(self._words, self._spans, room) + 2 * px(_EDGE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.rect()
        if self.isChecked():
            paint.fill(painter, room, "soft")
        elif self.underMouse():
            paint.fill(painter, room, "hover")
        if self.hasFocus():
            paint.ring(painter, room)
        side, first = px(_ROUND), px(metrics.CONTROL)
        ball = QRect(px(1), (first - side) // 2, side, side)
        paint.fill(painter, ball, "base", side / 2)
        if self.isChecked():
            colour: theme.Token = "accent" if theme.current().dark else "accentfill"
            paint.outline(painter, ball, colour, 2, side / 2)
            dot = ball.adjusted(px(0.5), px(0.5), -px(0.5), -px(0.5))
            paint.fill(painter, dot, colour, dot.width() / 2)
        else:
            paint.outline(painter, ball, "field", 1.5, side / 2)
        line = round(metrics.face(Type.FIGURE).height)
        words = room.adjusted(px(_WORDS), (first - line) // 2, -px(_EDGE), 0)
        paint_value(painter, words, self._words, self._spans)
        painter.end()


class FieldGrid(QWidget):
    """`show_comparison`, then `taken` names the fields that come from the contact that goes."""

    changed = Signal()

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(1))
        self._grid.setVerticalSpacing(px(0.25))
        self._grid.setColumnMinimumWidth(0, px(LABEL))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.choices: dict[str, tuple[ValueChoice, ValueChoice]] = {}
        self._groups: list[QButtonGroup] = []
        self._equal: list[QWidget] = []

    def clear(self) -> None:
        for each in (
            *self._groups,
            *self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly),
        ):
            if isinstance(each, QWidget):
                self._grid.removeWidget(each)
                each.hide()
            each.deleteLater()
        self.choices, self._groups, self._equal = {}, [], []

    def show_comparison(self, found: Comparison, *, with_equal: bool) -> int:
        """What differs, then what is equal; how many fields are equal."""
        self.clear()
        row = 0
        pairs = [
            pair for pair in found.fields if _FIELDS.get(pair.name) is None or _is_chosen(_FIELDS[pair.name])
        ]
        for pair in pairs:
            if pair.differs:
                self._add_choice(row, pair, (found.keep.text, found.drop.text))
                row += 1
        equal = [pair for pair in pairs if not pair.differs]
        for pair in equal:
            self._add_equal(row, pair)
            row += 1
        self.show_equal(is_shown=with_equal)
        return len(equal)

    def show_equal(self, *, is_shown: bool) -> None:
        for each in self._equal:
            each.setVisible(is_shown)

    def equal_values(self) -> list[Compared]:
        """What stands for both, whether it is shown or not."""
        return [each for each in self._equal if isinstance(each, Compared)]

    def taken(self) -> tuple[str, ...]:
        return tuple(name for name, (_kept, dropped) in self.choices.items() if dropped.isChecked())

    def _label(self, words: str) -> Text:
        label = text(words, colour="text2", wrap=True)
        label.setContentsMargins(0, px(1), 0, 0)
        return label

    def _add_choice(self, row: int, pair: FieldPair, names: tuple[str, str]) -> None:
        both = shown(pair, pair.kept, self._form), shown(pair, pair.dropped, self._form)
        spans = differences(*both)
        group = QButtonGroup(self)
        kept, dropped = (
            ValueChoice(words, marks, f"{pair.label}, {name}")
            for words, marks, name in zip(both, spans, names, strict=True)
        )
        self._grid.addWidget(self._label(pair.label), row, 0, Qt.AlignmentFlag.AlignTop)
        for at, each in enumerate((kept, dropped), 1):
            group.addButton(each)
            self._grid.addWidget(each, row, at)
        (dropped if pair.proposed else kept).setChecked(True)
        group.buttonToggled.connect(lambda _button, is_on: self.changed.emit() if is_on else None)
        self._groups.append(group)
        self.choices[pair.name] = kept, dropped

    def _add_equal(self, row: int, pair: FieldPair) -> None:
        label, value = self._label(pair.label), Compared()
        value.show_value(shown(pair, pair.kept, self._form), ())
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1, 1, 2)
        self._equal += [label, value]


def _is_chosen(field: Field) -> bool:
    """What is counted or kept by the program follows by itself."""
    return field.kind is not Kind.COUNT and not field.read_only
