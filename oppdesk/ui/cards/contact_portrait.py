"""The round picture of a contact: chosen by a click, dropped on it, taken away again; without one, initials."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QImageReader,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy

from oppdesk.domain.errors import FieldError, UserError
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _
from oppdesk.services.contact_views import ContactView
from oppdesk.ui import icons, metrics, paint, theme
from oppdesk.ui.contact_words import ICONS
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.workplace import Workplace

SIDE = 6  # u
KEPT = 512  # pixels of the longer side that are stored
LARGEST = 40_000_000  # bytes of a file that is looked at
_ENDINGS = ("png", "jpg", "jpeg", "webp", "bmp")


class Portrait(QAbstractButton):
    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._contact = 0
        self._initials, self._icon = "", ""
        self.picture = QPixmap()
        self.setFixedSize(px(SIDE), px(SIDE))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAcceptDrops(True)
        self.clicked.connect(self._act)

    def show_picture(self, data: bytes | None, view: ContactView) -> None:
        self._contact = view.id
        self._icon = ICONS[ContactType.PERSON if view.is_person else ContactType.COMPANY]
        names = [str(view.values[name]) for name in ("first_name", "surname")] if view.is_person else []
        letters = [next((each for each in name if each.isalpha()), "") for name in names]
        self._initials = "".join(letters).upper()
        self.picture = QPixmap()
        if data is not None:
            self.picture.loadFromData(data)
        name = _("Change picture") if self.has_picture() else _("Add picture")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def has_picture(self) -> bool:
        return not self.picture.isNull()

    # -- choosing -----------------------------------------------------------------------------------------

    def _act(self) -> None:
        if self.has_picture():
            self.menu().popup(self.mapToGlobal(QPoint(0, self.height())))
        else:
            self.choose()

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(icons.icon("image"), _("Replace picture…")).triggered.connect(self.choose)
        menu.addAction(icons.icon("trash-2"), _("Remove picture")).triggered.connect(
            lambda: self._store(None)
        )
        return menu

    def choose(self) -> None:
        pattern = _("Pictures ({endings})").format(endings=" ".join(f"*.{each}" for each in _ENDINGS))
        self._place.prompts.choose_file(self.window(), _("Choose a picture"), pattern, self.take_file)

    def take_file(self, path: Path) -> None:
        """Its bytes, made as small as they are shown, become the contact's picture; in the writer's thread."""
        contacts, contact = self._place.desk.contacts, self._contact
        self._run(lambda: contacts.set_picture(contact, smaller(path)))

    def _store(self, data: bytes | None) -> None:
        contacts, contact = self._place.desk.contacts, self._contact
        self._run(lambda: contacts.set_picture(contact, data))

    def _run(self, work: object) -> None:
        def refused(error: UserError) -> None:
            self._place.prompts.tell(self.window(), _("This picture cannot be taken"), error.message)

        assert callable(work)  # noqa: S101 - called above only
        self._place.jobs.run(_("Change picture"), lambda _progress: work(), failed=refused)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _file_of(event)
        if path:
            event.acceptProposedAction()
            self.take_file(Path(path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.has_picture():
            self._store(None)
        else:
            super().keyPressEvent(event)

    # -- painting -----------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        circle = QPainterPath()
        circle.addEllipse(room)
        painter.fillPath(circle, theme.colour("hover" if self.underMouse() else "softidle"))
        if self.has_picture():
            painter.save()
            painter.setClipPath(circle)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            side = min(self.picture.width(), self.picture.height())
            left, top = (self.picture.width() - side) / 2, (self.picture.height() - side) / 2
            painter.drawPixmap(room, self.picture, QRectF(left, top, side, side))
            painter.restore()
        elif self._initials:
            paint.text(painter, self.rect(), self._initials, Type.LEAD, "text2", "centre")
        elif self._icon:
            left_edge = (self.width() - px(metrics.ICON_CHOICE)) // 2
            paint.icon(painter, self._icon, "text2", left_edge, self.rect(), metrics.ICON_CHOICE)
        if self.hasFocus():
            paint.ring(painter, self.rect())
        painter.end()


def smaller(path: Path) -> bytes:
    """A picture as PNG or JPEG of at most KEPT pixels; FieldError when the file is none."""
    message = _("“{file}” is no picture that can be read.").format(file=path.name)
    try:
        is_large = path.stat().st_size > LARGEST
    except OSError as error:
        raise FieldError(message, "picture") from error
    if is_large:
        raise FieldError(_("The file is too large for a picture."), "picture")
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > KEPT:
        reader.setScaledSize(size.scaled(QSize(KEPT, KEPT), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise FieldError(message, "picture")
    return _bytes_of(image)


def _bytes_of(image: QImage) -> bytes:
    into = QByteArray()
    buffer = QBuffer(into)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG" if image.hasAlphaChannel() else "JPEG", 88)  # type: ignore[call-overload]
    return bytes(into.data())


def _file_of(event: QDropEvent) -> str:
    """The one picture that is dragged."""
    found = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return found[0] if len(found) == 1 and found[0].lower().rpartition(".")[2] in _ENDINGS else ""
