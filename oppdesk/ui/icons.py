"""Icons take the colour of what they stand beside; one Lucide drawing serves every theme, size and screen."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from oppdesk.ui import metrics, theme
from oppdesk.ui.resources import RESOURCES, drawing


def pixmap(name: str, token: theme.Token, size: float, ratio: float = 0) -> QPixmap:
    """An icon of `size` device-independent pixels in the present theme's colour, for screens of `ratio`."""
    return painted(name, theme.colour(token).name(), size, ratio or _ratio())


@lru_cache(maxsize=2048)
def painted(name: str, colour: str, size: float, ratio: float) -> QPixmap:
    """The same in a given colour ("#RRGGBB")."""
    stroke = 2 if size <= metrics.px(metrics.ICON_BUTTON) else 1.75
    return _rendered(drawing(name, colour, stroke), size, ratio)


def _rendered(svg: str, size: float, ratio: float) -> QPixmap:
    side = max(1, round(size * ratio))
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def draw(painter: QPainter, name: str, token: theme.Token, at: QPointF | QPoint, size: float) -> None:
    """Paint an icon with its upper left corner at `at`."""
    painter.drawPixmap(at, pixmap(name, token, size, painter.device().devicePixelRatio()))


@lru_cache(maxsize=512)
def icon(name: str, colour: theme.Token = "text2", when_on: theme.Token | None = None) -> QIcon:
    """An icon for buttons, menus and actions; it follows a change of theme by itself."""
    return QIcon(_ThemedEngine(name, colour, when_on or colour))


def logo(size: float, ratio: float = 0) -> QPixmap:
    """The sign of the program; its colours are its own in every theme."""
    return _rendered((RESOURCES / "icons" / "oppdesk.svg").read_text("utf-8"), size, ratio or _ratio())


def exists(name: str) -> bool:
    return (RESOURCES / "icons" / f"{name}.svg").is_file()


def _ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


class _ThemedEngine(QIconEngine):
    """Looks its colour up when it is painted, so no one has to hand out new icons after a change of theme."""

    def __init__(self, name: str, token: theme.Token, when_on: theme.Token) -> None:
        super().__init__()
        self._name = name
        self._token = token
        self._when_on = when_on

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return theme.colour("disabled").name()
        return theme.colour(self._when_on if state == QIcon.State.On else self._token).name()

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        side = min(rect.width(), rect.height())
        at = QPoint(rect.x(), rect.y() + (rect.height() - side) // 2)
        painter.drawPixmap(at, painted(self._name, self._colour(mode, state), side, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        side = min(size.width(), size.height())  # device-independent
        found = painted(self._name, self._colour(mode, state), side, scale)
        if size.width() <= size.height():
            return found
        wide = QPixmap(
            size * scale
        )  # the width beyond the square is the gap before a button's text, which Qt makes too small
        wide.fill(Qt.GlobalColor.transparent)
        wide.setDevicePixelRatio(scale)
        painter = QPainter(wide)
        painter.drawPixmap(0, 0, found)
        painter.end()
        return wide

    def clone(self) -> QIconEngine:
        made = _ThemedEngine(self._name, self._token, self._when_on)
        _CLONES.append(made)  # Qt keeps only a bare pointer
        return made


_CLONES: list[QIconEngine] = []
