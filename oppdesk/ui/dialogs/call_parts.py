"""Parts of the call dialog: the numbers one can dial, the clock that runs meanwhile, the four ways a call ends."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.addresses import Choice, Way
from oppdesk.i18n import N_, _
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.choices import ActionRadio, ChoiceCard, align_names
from oppdesk.ui.widgets.labels import Icon, Text

MINUTE = 60  # seconds
MOST_KEYS = 9  # numbers that have a key of their own


class Numbers(QWidget):
    """Each number with whose it is; arrows go along, Alt+1 to Alt+9 take one at once."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._radios: list[ActionRadio] = []
        self._ways: tuple[Choice, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(0.25))

    def set_ways(self, ways: Sequence[Choice], contact: str) -> None:
        """The preferred one first; `contact` need not be said of its own numbers."""
        for radio in self._radios:
            self._column.removeWidget(radio)
            radio.hide()
            radio.deleteLater()
        self._ways = tuple(ways)
        self._radios = []
        for at, way in enumerate(self._ways, 1):
            radio = ActionRadio(way.value, f"Alt+{at}" if len(self._ways) > 1 and at <= MOST_KEYS else "")
            whose = way.description if way.description != contact else ""
            kind = _("mobile") if way.way is Way.MOBILE else _("phone")
            radio.set_target(" · ".join(part for part in (kind, whose) if part))
            radio.toggled.connect(self._tell)
            self._radios.append(radio)
            self._column.addWidget(radio)
        if self._radios:
            align_names(*self._radios)
            self._radios[0].setChecked(True)
        self.setVisible(bool(self._radios))

    def radios(self) -> list[ActionRadio]:
        return self._radios

    def take_focus(self) -> None:
        for radio in self._radios:
            if radio.isChecked():
                radio.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, is_on: bool) -> None:
        radio = self.sender()
        if is_on and isinstance(radio, ActionRadio) and radio in self._radios:
            self.chosen.emit(self._ways[self._radios.index(radio)].value)


class Stopwatch(QWidget):
    """Runs from the moment one dials until one stops it; told by the second, counted by the clock of the machine."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._clock = QElapsedTimer()
        self._kept = 0  # seconds of when it was stopped
        self._icon = Icon("timer", "text2", 2)
        self.face = Text("0:00", Type.LEAD_FIGURE)
        self.stop = buttons.button(_("Stop"), "pause", small=True)
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.halt)
        self.stop.setEnabled(False)
        self._tick = QTimer(self, interval=1_000)
        self._tick.timeout.connect(self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        for each in (self._icon, self.face, self.stop):
            row.addWidget(each)
        row.addStretch(1)
        self.face.setAccessibleName(_("Length of the call"))

    def start(self) -> None:
        """From the beginning: another number is dialled."""
        self._clock.start()
        self._tick.start()
        self.stop.setEnabled(True)
        self._show()

    def halt(self) -> None:
        if self._clock.isValid():
            self._kept = self.seconds()
            self._clock.invalidate()
            self._tick.stop()
            self.stop.setEnabled(False)
            self._show()
            self.stopped.emit()

    def is_running(self) -> bool:
        return self._clock.isValid()

    def seconds(self) -> int:
        return self._clock.elapsed() // 1_000 if self._clock.isValid() else self._kept

    def minutes(self) -> int:
        """As a call is counted: each begun minute."""
        return -(-self.seconds() // MINUTE)

    def _show(self) -> None:
        minutes, seconds = divmod(self.seconds(), MINUTE)
        self.face.setText(f"{minutes}:{seconds:02}")

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Seen again, it is told by the second again."""
        super().showEvent(event)
        if self.is_running():
            self._tick.start()
            self._show()


class Ending(Enum):
    """How a call ended: icon, words, and what follows in a line."""

    REACHED = "phone-call", N_("Reached"), N_("We spoke")
    MISSED = "phone-missed", N_("Not reached"), N_("Nobody answered")
    MESSAGE = "voicemail", N_("Left a message"), N_("They may call back")
    CALL_BACK = "phone-forwarded", N_("Call back"), N_("With a task for it")

    @property
    def words(self) -> str:
        return _(self.value[1])


class Endings(QWidget):
    """Four large choices; 1 to 4 take one while one of them has the cursor."""

    chosen = Signal(object)  # Ending: another one than before
    ended = Signal()  # one was taken by hand, perhaps the same

    def __init__(self) -> None:
        super().__init__()
        self.cards: dict[Ending, ChoiceCard] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(1))
        for column in range(2):
            grid.setColumnStretch(column, 1)
        for at, ending in enumerate(Ending):
            icon, title, line = ending.value
            number = _("{key}  {choice}").format(key=at + 1, choice=_(title))
            card = ChoiceCard(icon, number, _(line))
            card.setAccessibleName(_(title))
            card.toggled.connect(self._tell)
            card.clicked.connect(self.ended)
            self.cards[ending] = card
            grid.addWidget(card, at // 2, at % 2)

    def value(self) -> Ending:
        return next((each for each, card in self.cards.items() if card.isChecked()), Ending.REACHED)

    def choose(self, ending: Ending) -> None:
        self.cards[ending].setChecked(True)

    def take_focus(self) -> None:
        self.cards[self.value()].setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, is_on: bool) -> None:
        if is_on:
            self.chosen.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = event.key() - Qt.Key.Key_1
        if 0 <= at < len(Ending) and not event.modifiers():
            ending = list(Ending)[at]
            self.choose(ending)
            self.cards[ending].setFocus(Qt.FocusReason.OtherFocusReason)
            self.ended.emit()
        else:
            super().keyPressEvent(event)
