"""Words on a page: plain text only, in the few kinds of lettering, with colours that follow the theme."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.tips import literal
from oppdesk.ui.widgets import buttons


class Text(QLabel):
    """A label whose text is never markup and whose font and colour are those of its kind."""

    def __init__(
        self, words: str, kind: Type = Type.BODY, colour: theme.Token = "text", *, wrap: bool = False
    ) -> None:
        super().__init__()
        self._kind = kind
        self._colour = colour
        self._worn: theme.Theme | None = None  # what it was dressed for
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setForegroundRole(
            QPalette.ColorRole.WindowText
        )  # else the ground of the window decides the role
        self.setWordWrap(wrap)
        self.setText(words)
        self._dress()

    def setText(self, words: str) -> None:
        super().setText(words)
        self.setFont(metrics.face(self._kind).font_for(words))
        if self.isVisible():
            self._insist()

    def set_colour(self, colour: theme.Token) -> None:
        self._colour = colour
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Where it is put, and whatever its parents hear, comes by here: it looks only whether the theme is another."""
        super().changeEvent(event)
        if self._worn is not theme.current():
            self._dress()
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(metrics.face(self._kind).font_for(self.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrapped words insist on their height, which layouts inside layouts forget."""
        super().resizeEvent(event)
        self._insist()

    def _insist(self) -> None:
        if self.wordWrap() and self.text():
            margins = self.contentsMargins()
            width = self.width() - margins.left() - margins.right()
            height = paint.paragraph_height(self.text(), width, self._kind) + margins.top() + margins.bottom()
            if height != self.minimumHeight():
                self.setMinimumHeight(height)

    def _dress(self) -> None:
        self._worn = theme.current()
        wanted = theme.colour(self._colour)
        if self.palette().color(QPalette.ColorRole.WindowText) != wanted:
            dressed = QPalette()
            dressed.setColor(QPalette.ColorRole.WindowText, wanted)
            self.setPalette(dressed)


def text(words: str, kind: Type = Type.BODY, colour: theme.Token = "text", *, wrap: bool = False) -> Text:
    """A plain label; the words may carry a mnemonic when a buddy is set."""
    return Text(words, kind, colour, wrap=wrap)


def show_if(widget: QWidget, *, is_shown: bool) -> None:
    """As setVisible, for a widget that may not have its place yet: shown then, it would be a window of its own."""
    if is_shown and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        widget.setVisible(is_shown)


class Elided(Text):
    """A name that may be longer than its place: cut with an ellipsis, whole in the tooltip."""

    def __init__(self, words: str, kind: Type = Type.BODY, colour: theme.Token = "text") -> None:
        super().__init__(words, kind, colour)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(4), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        face = metrics.face(self._kind)
        paint.line(painter, self.rect(), self.text(), face, theme.colour(self._colour))
        painter.end()
        self.setToolTip(literal(self.text()) if face.width(self.text()) > self.width() else "")


class SectionTitle(QWidget):
    """The title of a group, with a quiet count and a link to what lies behind it."""

    linked = Signal()

    def __init__(self, title: str, link: str = "", *, small: bool = False) -> None:
        super().__init__()
        self._title = Text(title, Type.CAPTION_STRONG if small else Type.LEAD, "text2" if small else "text")
        self._count = Text("", Type.FIGURE, "text2")
        self._count.hide()
        self._link = buttons.link(link)
        if not link:
            self._link.hide()  # shown before it has a parent it would be a window of its own
        self._link.clicked.connect(self.linked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._link)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def set_count(self, count: str) -> None:
        """The count as it shall read; "" hides it."""
        self._count.setText(count)
        self._count.setVisible(bool(count))

    def set_link(self, words: str) -> None:
        self._link.setText(words)
        self._link.setVisible(bool(words))


class Pill(QWidget):
    """A mark with an icon and words: a status, a warning, a neutral fact."""

    def __init__(self, words: str, icon: str = "", tone: paint.Tone = "neutral") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(words, icon, tone)

    def set(self, words: str, icon: str = "", tone: paint.Tone = "neutral") -> None:
        self._words, self._icon, self._tone = words, icon, tone
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(paint.pill_width(self._words, self._icon), px(metrics.PILL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.pill(painter, self.rect(), self._words, self._icon, self._tone)
        painter.end()


class Keycap(QWidget):
    """A key as it stands on the keyboard."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(paint.keycap_width(self._words), px(2.5))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.keycap(painter, self.rect(), self._words)
        painter.end()


class Icon(QWidget):
    """An icon beside words; unlike a pixmap in a label it follows the theme. Without words beside it, name it."""

    def __init__(self, icon: str, colour: theme.Token = "text2", size: float = metrics.ICON_TEXT) -> None:
        super().__init__()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(icon, colour)

    def set(self, icon: str, colour: theme.Token = "text2") -> None:
        self._icon, self._colour = icon, colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(self._size), px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._icon:
            paint.icon(painter, self._icon, self._colour, 0, self.rect(), self._size)
        painter.end()


class Hairline(QWidget):
    """The line between two regions or groups."""

    def __init__(self, orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> None:
        super().__init__()
        if orientation == Qt.Orientation.Horizontal:
            self.setFixedHeight(metrics.HAIRLINE)
        else:
            self.setFixedWidth(metrics.HAIRLINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), self.height()), theme.colour("hair"))
        painter.end()
