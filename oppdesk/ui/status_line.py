"""The line under everything: what the list counts, what is being written, on which day one works, what is saved."""

from datetime import datetime

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui.actions import ActionSet
from oppdesk.ui.frame import STATUS
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Elided, text

PATIENCE = 1_000  # milliseconds before a write shows its progress
SAYS_FOR = 6_000  # milliseconds a passing remark stays


class StatusLine(QWidget):
    def __init__(self, jobs: Jobs, actions: ActionSet, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._words = ""
        self.setFixedHeight(px(STATUS))
        self._left = Elided("", Type.FIGURE_NAME)
        self._progress = _JobProgress(jobs)
        self._day = buttons.button("", "calendar-days", "link", small=True)
        self._day.setToolTip(_("The work date is not today. Click to change it."))
        self._day.clicked.connect(lambda: actions.run("tools.work-date"))
        self._day.hide()
        self._saved = text("", Type.FIGURE, "text2")
        self._remark = QTimer(self, singleShot=True, interval=SAYS_FOR)
        self._remark.timeout.connect(self._say_words)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(2), 0, px(2), 0)
        row.setSpacing(px(2))
        row.addWidget(self._left, 1)
        row.addWidget(self._progress)
        row.addWidget(self._day)
        row.addWidget(self._saved)

    def say(self, words: str) -> None:
        """What the page counts."""
        self._words = words
        if not self._remark.isActive():
            self._say_words()

    def remark(self, words: str) -> None:
        """Something that passes: why an action was not possible."""
        self._left.setText(words)
        self._remark.start()

    def words(self) -> str:
        return self._left.text()

    def tell_saved(self, at: datetime) -> None:
        self._saved.setText(_("saved {time}").format(time=f"{at.astimezone():%H:%M}"))

    def tell_work_date(self, words: str) -> None:
        """The work date when it is not today; "" otherwise."""
        self._day.setText(words)
        self._day.setVisible(bool(words))

    def _say_words(self) -> None:
        self._left.setText(self._words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFixedHeight(px(STATUS))


class _JobProgress(QWidget):
    """What is being written, once it lasts, with a Cancel that works."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._title = text("", Type.BODY, "text2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(px(16))
        self._cancel = buttons.link(_("Cancel"))
        self._cancel.clicked.connect(jobs.cancel)
        self._jobs = jobs
        self._soon = QTimer(self, singleShot=True, interval=PATIENCE)
        self._soon.timeout.connect(self.show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        for each in (self._title, self._bar, self._cancel):
            row.addWidget(each)
        self.hide()
        jobs.busy.connect(self._wait)
        jobs.progressed.connect(self._tell)
        jobs.waits.connect(self._tell_waiting)

    def _wait(self, busy: bool) -> None:
        if busy:
            self._title.setText(_("Saving…"))
            self._bar.setRange(0, 0)
            self._cancel.hide()
            self._soon.start()
        else:
            self._soon.stop()
            self.hide()

    def _tell(self, title: str, done: int, total: int) -> None:
        self._title.setText(title)
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self._cancel.show()

    def _tell_waiting(self, waits: bool) -> None:
        """Another program keeps one from the data (R08); it is waited for, and what was typed stays."""
        if waits:
            self._title.setText(_("Another program is using the data. Waiting for it…"))
            self._bar.setRange(0, 0)
            self._cancel.setVisible(self._jobs.is_busy)
            self.show()
        elif self._jobs.is_busy:
            self._wait(busy=True)
        else:
            self.hide()
