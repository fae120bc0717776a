"""While a contact is typed: who may be it already, said calmly beside the fields and without holding anybody up."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.desk import Desk
from oppdesk.services.duplicates import Likeness
from oppdesk.ui import paint
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Elided, Icon, Text, text
from oppdesk.ui.workplace import Workplace

REST = 300  # milliseconds without a key before it is looked
MOST = 3  # that are shown
LEAST = 3  # letters of a name that tell anything
TELLING = ("phone", "mobile_phone", "e_mail", "vat_number", "registration_number")  # without any name


class LikenessHint(QWidget):
    """Ask it to `look` at each keystroke; hidden while nobody is like what is typed."""

    used = Signal(object)  # Ref: this one instead of a new one
    shown = Signal()  # it takes more or less room

    def __init__(self, place: Workplace, values: Callable[[], Mapping[str, object]]) -> None:
        """`values` are those typed so far, by field name."""
        super().__init__()
        self._place = place
        self._values = values
        self._asked: Mapping[str, object] = {}
        self.rows: list[LikenessRow] = []
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._ask)
        self._title = text(
            _("Looks like somebody who is here already"), Type.CAPTION_STRONG, "text2", wrap=True
        )
        head = QHBoxLayout()
        head.setSpacing(px(0.75))
        head.addWidget(Icon("users", "stale"))
        head.addWidget(self._title, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(1.5), px(1), px(1.5), px(1))
        self._column.setSpacing(px(0.75))
        self._column.addLayout(head)
        self.hide()

    def look(self) -> None:
        """Once the typing rests."""
        self._rest.start()

    def forget(self) -> None:
        """Another contact is begun."""
        self._rest.stop()
        self._asked = {}
        self._show([])

    def _ask(self) -> None:
        values = {name: value for name, value in self._values().items() if value not in (None, "")}
        if values == self._asked:
            return
        self._asked = values
        name = str(values.get("name") or "").strip()
        if len(name) < LEAST and not any(values.get(each) for each in TELLING):
            self._show([])
            return
        desk = self._place.desk
        self._place.jobs.read(lambda: _found(desk, values), self._show, f"like {id(self)}")

    def _show(self, found: Sequence[tuple[Likeness, str]]) -> None:
        if [row.likeness for row in self.rows] == [likeness for likeness, _city in found]:
            return
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for each, city in found:
            row = LikenessRow(each, city, self._place.form)
            row.open.clicked.connect(lambda _on=False, each=each: self._open(each))
            row.use.clicked.connect(lambda _on=False, each=each: self.used.emit(each.contact))
            self.rows.append(row)
            self._column.addWidget(row)
            row.show()
        self.setVisible(bool(found))
        self.shown.emit()

    def _open(self, found: Likeness) -> None:
        self._place.open_record("contact", found.contact.id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.fill(painter, self.rect(), "sunken")
        paint.outline(painter, self.rect(), "hair")
        painter.end()


def _found(desk: Desk, values: Mapping[str, object]) -> list[tuple[Likeness, str]]:
    """Who is like it, and in which city."""
    found = desk.duplicates.like(values, MOST)
    rows = desk.lists.rows("contact", [each.contact.id for each in found])
    cities = {row["id"]: str(row["city"] or "") for row in rows}
    return [(each, cities.get(each.contact.id, "")) for each in found]


class LikenessRow(QWidget):
    """ "Molenhof BV, 94 %: same phone", with what can be done about it."""

    def __init__(self, likeness: Likeness, city: str, form: LocaleFormat) -> None:
        super().__init__()
        self.likeness = likeness
        name = likeness.contact.text
        whole = " · ".join(part for part in (name, likeness.company, city) if part)
        words = _("{percent} alike: {reasons}")
        reasons = " · ".join(likeness.reasons)
        self.name = Elided(whole, Type.NAME)
        self.why = Text(
            words.format(percent=form.percent(likeness.percent), reasons=reasons),
            Type.CAPTION,
            "text2",
            wrap=True,
        )
        self.open = buttons.link(_("Open it"))
        self.use = buttons.button(_("Use this one"), small=True)
        for button, said in ((self.open, _("Open {name}")), (self.use, _("Use {name}"))):
            button.setAutoDefault(False)
            button.setAccessibleName(said.format(name=name))
        lines = QVBoxLayout()
        lines.setSpacing(px(0.25))
        lines.addWidget(self.name)
        lines.addWidget(self.why)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        row.addLayout(lines, 1)
        row.addWidget(self.open)
        row.addWidget(self.use)
