"""What happened with a contact or an opportunity, newest first, narrowed by kind and words; a line opens what it is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import Event
from oppdesk.domain.words import Evaluation
from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui import interaction_words
from oppdesk.ui.interaction_words import event_icon, event_mark, event_note, event_title
from oppdesk.ui.metrics import px
from oppdesk.ui.pages.head import FilterField
from oppdesk.ui.timeline_rows import EventList
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.widgets.lines import Line
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch
from oppdesk.ui.workplace import Workplace

PAGE = 50  # events that are read at once
TABLES = ("interaction", "comment", "task", "opportunity_entry", "opportunity", "sales_document")
_RECORDS = {"note": "comment", "quote": "sales_document"}  # the tables of what is not named like its own
EVERY = "all"
BESIDE = frozenset(
    {"interaction", "task", "entry", "quote"}
)  # what a pane tells where notes stand by themselves


class _Wish(NamedTuple):
    """What the rows answer."""

    field: str = ""
    row: int = 0
    kind: str = EVERY
    text: str = ""


class Timeline(QWidget):
    """Give it whom to show by `show_of`; news goes to `take_news`."""

    opened = Signal(str, object)  # table, id
    wanted = Signal()  # a new interaction

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._wish = _Wish()
        self._is_whole = True  # nothing more can be read
        self._is_reading = False
        self.title = SectionTitle(_("What happened"), _("Log interaction"))
        self.title.linked.connect(self.wanted)
        self.kinds = SegmentedSwitch(
            [
                (EVERY, _("All"), ""),
                ("interaction", _("Interactions"), ""),
                ("task", _("Tasks"), ""),
                ("note", _("Notes"), ""),
                ("entry", _("Stages"), ""),
            ]
        )
        self.filter = FilterField()
        for setter in (self.filter.setPlaceholderText, self.filter.setAccessibleName):
            setter(_("Search what happened"))
        self.list = EventList(place.form, lambda: place.desk.context.work_date)
        self.list.setAccessibleName(_("What happened"))
        self.nothing = EmptyState(
            "history",
            _("Nothing is recorded yet"),
            _("Calls, e-mails, visits, notes and tasks will stand here, the newest first."),
        )
        self.nothing_found = EmptyState(
            "search", _("Nothing found"), _("Another word or kind may show some.")
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for each in (self.list, self.nothing, self.nothing_found):
            self._stack.addWidget(each)
        row = QHBoxLayout()
        row.setSpacing(px(1))
        row.addWidget(self.kinds)
        row.addWidget(self.filter, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(1))
        column.addWidget(self.title)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.setMinimumHeight(px(30))

    def _connect(self) -> None:
        self.kinds.changed.connect(lambda kind: self._narrow(kind=str(kind)))
        self.filter.asked.connect(lambda text: self._narrow(text=text))
        self.filter.left.connect(self.list.setFocus)
        self.list.opened.connect(self._open)
        self.list.evaluated.connect(self._evaluate)
        self.list.more_wanted.connect(self._read_more)
        self.list.letters_typed.connect(self.filter.take_letters)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_of(self, field: str, row: int) -> None:
        """Of a contact, company or opportunity; the same one is read again."""
        self._wish = self._wish._replace(field=field, row=row)
        self.list.events.known = row
        self._read()

    def take_news(self, changes: Changes) -> None:
        if self._wish.field and changes.touches(*TABLES):
            self._read()

    def set_may_write(self, *, may_write: bool) -> None:
        """Nothing new is logged with somebody who is blocked for privacy (INT-5)."""
        self.title.set_link(_("Log interaction") if may_write else "")

    def _narrow(self, *, kind: str | None = None, text: str | None = None) -> None:
        wish = self._wish
        self._wish = wish._replace(
            kind=wish.kind if kind is None else kind, text=wish.text if text is None else text
        )
        self.list.scrollToTop()
        self._read(is_other=True)

    def _read(self, *, is_other: bool = False) -> None:
        """The first events; after news as many as were there."""
        wish, place = self._wish, self._place
        count = PAGE if is_other else max(PAGE, len(self.list.events.events))

        def read() -> tuple[Sequence[Event], dict[int, str]]:
            return _events(place, wish, None, count), interaction_words.group_icons(place.desk)

        def take(answer: tuple[Sequence[Event], dict[int, str]]) -> None:
            if shiboken6.isValid(self) and wish == self._wish:
                events, self.list.events.icons = answer
                self._is_reading, self._is_whole = False, len(events) < count
                self.list.show_events(events)
                self._say(is_there=bool(events))

        self._is_reading = True
        self._place.jobs.read(read, take, f"timeline {id(self)}", self._missed, urgent=is_other)

    def _read_more(self) -> None:
        if self._is_reading or self._is_whole or not self.list.events.events:
            return
        wish, last = self._wish, self.list.events.events[-1]

        def take(events: Sequence[Event]) -> None:
            if shiboken6.isValid(self) and wish == self._wish:
                self._is_reading, self._is_whole = False, len(events) < PAGE
                self.list.events.append(events)

        self._is_reading = True
        self._place.jobs.read(
            lambda: _events(self._place, wish, last, PAGE), take, f"timeline {id(self)}", self._missed
        )

    def _missed(self, _error: UserError) -> None:
        """The record is gone; its window closes by itself."""
        if shiboken6.isValid(self):
            self._is_reading = False

    def _say(self, *, is_there: bool) -> None:
        is_narrow = self._wish.kind != EVERY or bool(self._wish.text)
        self._stack.setCurrentIndex(0 if is_there else 2 if is_narrow else 1)

    # -- doing --------------------------------------------------------------------------------------------

    def _open(self, event: object) -> None:
        if isinstance(event, Event):
            self.opened.emit(*record_of(event))

    def _evaluate(self, event: object, evaluation: object) -> None:
        if isinstance(event, Event) and isinstance(evaluation, Evaluation):
            service, number = self._place.desk.interactions, event.id
            self._place.jobs.run(_("Evaluate"), lambda _progress: service.evaluate([number], evaluation))

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.list.setFocus(reason)


def _events(place: Workplace, wish: _Wish, last: Event | None, limit: int) -> Sequence[Event]:
    return place.desk.timeline.of(
        wish.field,
        wish.row,
        kinds=frozenset() if wish.kind == EVERY else frozenset({wish.kind}),
        text=wish.text,
        before=last.place if last is not None else None,
        limit=limit,
    )


def record_of(event: Event) -> tuple[str, int]:
    """Table and id of what an event shows; a move is seen on the card of its opportunity."""
    if event.kind == "entry" and event.opportunity is not None:
        return "opportunity", event.opportunity.id
    return _RECORDS.get(event.kind, event.kind), event.id


def lines(
    events: Sequence[Event],
    form: LocaleFormat,
    today: date,
    known: int = 0,
    icons: Mapping[int, str] | None = None,
) -> list[Line]:
    """The last few, for a pane: each opens what it shows."""
    found = []
    for event in events:
        words, icon, tone = event_mark(event)
        note = " · ".join(part for part in (words, event_note(event, known)) if part)
        found.append(
            Line(
                record_of(event),
                event_title(event),
                note,
                form.short_day(event.on, today),
                icon=icon or event_icon(event, icons or {}),
                tone=tone if tone in ("stale", "overdue") else "neutral",
            )
        )
    return found
