"""Work on the whole book, beside everything else: the search for duplicates, and the strings that it goes by."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.i18n import _, ngettext
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.progress_card import ProgressCard
from oppdesk.ui.workplace import Workplace


class BookSearch(QWidget):
    """Shows how far it is, with a Cancel; its buttons stand in the head of the window."""

    searched = Signal(str)  # what came of it; all pairs are to be shown anew
    made = Signal(str)  # the strings are there
    refused = Signal(str)
    told = Signal(int, int)  # how far it is, from another thread

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._progress: Progress | None = None
        self._words = ""
        self._card = ProgressCard()
        self.finder = buttons.button(_("&Search the whole book"), "search")
        self.maker = buttons.button(_("&Generate search strings"), "refresh-cw", "quiet")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, px(1), 0, px(1))
        self._column.addWidget(self._card)
        self.finder.clicked.connect(self.search_all)
        self.maker.clicked.connect(self.make_strings)
        self.told.connect(self._tell)
        self.hide()

    def search_all(self) -> None:
        """What is decided meanwhile stays decided."""
        duplicates, form = self._place.desk.duplicates, self._place.form

        def done(count: int) -> None:
            words = ngettext(
                "{count} pair is to be decided about.", "{count} pairs are to be decided about.", count
            )
            self.searched.emit(words.format(count=form.whole(count)))

        self._run(_("Searching the whole book"), duplicates.search_all, done)

    def make_strings(self) -> None:
        """All anew, as after a change of their setup."""

        def done(_nothing: object) -> None:
            self.made.emit(_("The search strings are made. Search the whole book to use them."))

        self._run(_("Generating search strings"), self._place.desk.duplicates.generate, done)

    def _run(self, words: str, work: Callable[[Progress], object], done: Callable[..., None]) -> None:
        progress = self._progress = Progress(self.told.emit)
        self._words = words
        self._column.removeWidget(self._card)
        self._card.deleteLater()
        self._card = ProgressCard(words)  # a new one: the Cancel of the one before was used up
        self._card.cancelled.connect(self.stop)
        self._column.addWidget(self._card)
        for button in (self.finder, self.maker):
            button.setEnabled(False)
        self.show()
        self._place.jobs.apart(progress, lambda: work(progress), done, self._refuse, self._end)

    def _tell(self, done: int, total: int) -> None:
        form = self._place.form
        words = _("{what}: {done} of {total}")
        shown = words.format(what=self._words, done=form.whole(done), total=form.whole(total))
        self._card.show_progress(shown, done, total)

    def stop(self) -> None:
        """What was found is not kept by halves."""
        if self._progress is not None:
            self._progress.cancel()

    def _refuse(self, error: UserError) -> None:
        self.refused.emit(error.message)

    def _end(self) -> None:
        self._progress = None
        self.hide()
        for button in (self.finder, self.maker):
            button.setEnabled(True)
