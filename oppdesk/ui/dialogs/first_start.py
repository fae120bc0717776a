"""The first start: a few answers, then one can sell. It fills the window; nothing lies over anything."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.domain.setup import by_key
from oppdesk.i18n import N_, _
from oppdesk.services.desk import Desk
from oppdesk.ui import icons, metrics
from oppdesk.ui.dialogs.preferences import regions
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.preferences import Preferences
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.choices import ChoiceCard
from oppdesk.ui.widgets.field_row import FieldGroup, Note
from oppdesk.ui.widgets.labels import Hairline, text

WIDTH = 105  # u
CURRENCIES = (
    ("EUR", N_("Euro")),
    ("USD", N_("US dollar")),
    ("GBP", N_("Pound sterling")),
    ("CHF", N_("Swiss franc")),
    ("SEK", N_("Swedish krona")),
    ("NOK", N_("Norwegian krone")),
    ("DKK", N_("Danish krone")),
    ("PLN", N_("Polish złoty")),
    ("CZK", N_("Czech koruna")),
    ("CNY", N_("Chinese yuan")),
    ("JPY", N_("Japanese yen")),
    ("CAD", N_("Canadian dollar")),
    ("AUD", N_("Australian dollar")),
)


@dataclass(frozen=True, slots=True)
class Door:
    icon: str
    title: str
    line: str
    action: str = ""  # what is run once the main window is there
    fills: bool = False  # with sample data


def doors() -> tuple[Door, ...]:
    return (
        Door(
            "flask-conical",
            _("Try the sample data"),
            _("Invented companies, opportunities and tasks. Marked, and gone again with one action."),
            fills=True,
        ),
        Door(
            "file-input",
            _("Bring my data"),
            _("From a CSV file. You see every row before anything is written."),
            "file.import-records:contact",
        ),
        Door(
            "sprout",
            _("Start empty"),
            _("Standard sales cycles with their stages are ready. First opportunity in a minute."),
        ),
    )


class FirstStart(QWidget):
    """`finished` carries the action to run in the main window, or ""."""

    finished = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, preferences: Preferences, frame: QMainWindow) -> None:
        super().__init__(frame)
        self._desk = desk
        self._jobs = jobs
        self._preferences = preferences
        self._saving = False
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.company = _line("company_info", "name")
        self.currency = _currencies()
        self.region = regions(preferences.now.region)
        self.me = _line("salesperson", "name")
        self._group = FieldGroup()
        self._group.add(_("&Company name"), self.company)
        self._group.add(_("C&urrency"), self.currency)
        self._group.add(_("&Dates and numbers"), self.region)
        self._me = self._group.add(_("&I am"), self.me)
        self._doors = doors()
        self.cards = [
            ChoiceCard(door.icon, door.title, door.line, key=f"Alt+{number}", lies=False)
            for number, door in enumerate(self._doors, 1)
        ]
        self.start = buttons.button("", kind="primary")
        self._trouble = Note()
        self._lay_out()
        self.me.textChanged.connect(self._tell_code)
        self.start.clicked.connect(self.begin)
        for card in self.cards:
            card.toggled.connect(self._tell_door)
        for each in (self.company, self.currency, self.region, self.me, *self.cards):
            each.installEventFilter(self)
        self.cards[-1].setChecked(True)
        self._tell_code()
        frame.setWindowTitle(_("Welcome to OppDesk"))
        frame.setCentralWidget(self)
        self.company.setFocus()

    # -- laying out ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        logo = QLabel()
        logo.setPixmap(icons.logo(px(5.5)))
        cards = QHBoxLayout()
        cards.setSpacing(px(2))
        for card in self.cards:
            cards.addWidget(card)
        foot = QHBoxLayout()
        foot.addWidget(self._trouble, 100)
        foot.addStretch(1)
        foot.addWidget(self.start)
        column = QVBoxLayout()
        column.setSpacing(px(1))
        column.addWidget(logo)
        column.addSpacing(px(1))
        column.addWidget(text(_("Welcome. Four answers, then you can sell."), Type.WELCOME))
        column.addWidget(
            text(_("Everything stays on this computer. No account, no server, no network."), colour="text2")
        )
        column.addSpacing(px(1.5))
        column.addWidget(self._group)
        column.addSpacing(px(1.5))
        column.addWidget(Hairline())
        column.addSpacing(px(1.5))
        column.addWidget(text(_("How do you want to begin?"), Type.LEAD))
        column.addLayout(cards)
        column.addSpacing(px(1))
        column.addLayout(foot)
        sheet = QWidget()
        sheet.setBackgroundRole(QPalette.ColorRole.Base)
        sheet.setAutoFillBackground(True)
        middle = QWidget()
        middle.setMaximumWidth(px(WIDTH))
        middle.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        across = QHBoxLayout(sheet)
        margin = px(metrics.PAGE_MARGIN)
        across.setContentsMargins(margin, margin, margin, margin)
        across.addStretch(1)
        across.addWidget(middle, 100, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _tell_code(self) -> None:
        self._me.set_fault("")
        code = initials(self.me.text())
        words = _("You become the first salesperson, code {code}").format(code=code) if code else ""
        self._me.set_hint(words, "user" if words else "")

    def _tell_door(self) -> None:
        self.start.setText(self._door().title)

    def _door(self) -> Door:
        return next(
            (door for door, card in zip(self._doors, self.cards, strict=True) if card.isChecked()),
            self._doors[-1],
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter begins, wherever the cursor stands."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.begin()
            return True
        return super().eventFilter(watched, event)

    # -- finishing ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Write the answers, and with them what the chosen door needs."""
        if self._saving:
            return
        if not initials(self.me.text()):
            self._me.set_fault(_("Your name is needed: every opportunity belongs to a salesperson."))
            self.me.setFocus()
            return
        self._saving = True
        self.start.setEnabled(False)
        self._trouble.say(_("Preparing your data…"), "hourglass")
        desk, fills = self._desk, self._door().fills
        company = {"name": self.company.text().strip(), "currency": self.currency.currentData()}
        name = self.me.text().strip()

        def write(progress: Progress) -> int:
            desk.setup.save("company_info", None, company)
            if fills and not desk.samples.present():
                desk.samples.add(progress)
            return add_salesperson(desk, name)

        self._jobs.run(_("First start"), write, self._written, self._refused)

    def _written(self, salesperson: int) -> None:
        self._preferences.change(salesperson=salesperson, region=self.region.currentData(), started=True)
        self.finished.emit(self._door().action)

    def _refused(self, error: UserError) -> None:
        self._saving = False
        self.start.setEnabled(True)
        self._trouble.say(error.message, "circle-alert", "overdue")


def initials(name: str) -> str:
    """A code from a name: the first letters of its words, or of its only word."""
    words = ["".join(letter for letter in word if letter.isalnum()) for word in name.split()]
    words = [word for word in words if word]
    letters = words[0][:3] if len(words) == 1 else "".join(word[0] for word in words)
    return letters.upper()[:10]


def add_salesperson(desk: Desk, name: str) -> int:
    """Somebody of that name, found or made, under a code nobody has."""
    taken = {row["code"]: row["id"] for row in desk.setup.rows("salesperson")}
    known = [row["id"] for row in desk.setup.rows("salesperson") if row["name"].casefold() == name.casefold()]
    if known:
        return int(known[0])
    code, number = initials(name), 1
    while code in taken:
        number += 1
        code = f"{initials(name)}{number}"
    return desk.setup.save("salesperson", None, {"code": code, "name": name})


def _line(key: str, name: str) -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(by_key[key].field(name).size or 50)
    return made


def _currencies() -> QComboBox:
    box = QComboBox()
    for code, name in CURRENCIES:
        box.addItem(f"{code}  {_(name)}", code)
    return box
