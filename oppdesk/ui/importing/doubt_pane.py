"""A doubtful row beside those it may be, with score and reasons: this one, a new one, or left out."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.words import CONTACT_TYPE
from oppdesk.exchange.plan import Doubt, Likeness
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.import_matching import Decision, Existing
from oppdesk.services.importing import TARGETS
from oppdesk.ui import metrics, paint
from oppdesk.ui.importing.plan_rows import described, spoken, updating
from oppdesk.ui.importing.row_card import Line, RowCard
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import Elided, Pill, Text, text

_SECOND = ("job_title", "company")
_ABOVE = frozenset({"name", "first_name", "middle_name", "surname", "type", *_SECOND})
_MOST = 6  # lines


class DoubtPane(QWidget):
    decided = Signal(int, object)  # line of the row, Decision
    open_wanted = Signal(object)  # id of a contact

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._doubt: Doubt | None = None
        self.candidates: list[Candidate] = []
        self._title = text("", Type.LEAD, wrap=True)
        self.row = RowCard()
        self._holder = QVBoxLayout()
        self._holder.setSpacing(px(1))
        self.new = buttons.button(_("Ne&w contact"), "plus")
        self.skip = buttons.button(_("Leave the row o&ut"), "minus")
        for button, kind in ((self.new, Existing.BOTH), (self.skip, Existing.SKIP)):
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, kind=kind: self._decide(Decision(kind)))
        others = QWidget()
        flow = Flow(1)
        others.setLayout(flow)
        flow.addWidget(self.new)
        flow.addWidget(self.skip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(1))
        column.addWidget(self._title)
        column.addWidget(self.row)
        column.addWidget(text(_("Is it one of these?"), Type.LEAD, wrap=True))
        column.addLayout(self._holder)
        column.addWidget(others)

    def show_doubt(self, doubt: Doubt, decision: Decision | None) -> None:
        """A row with its candidates, and what was decided about it."""
        if doubt is not self._doubt:
            self._doubt = doubt
            self._title.setText(_("Line {line}").format(line=self._form.whole(doubt.row.line)))
            title, _rest = described("contacts", doubt.row, self._form)
            said = spoken("contacts", doubt.row.values, self._form)
            second = " · ".join(said[name] for name in _SECOND if said.get(name))
            self.row.fill((title, second, _lines(said)))
            self._make(doubt.candidates)
        for each in self.candidates:
            each.show_chosen(is_chosen=decision is not None and updating(each.likeness) == decision)
        is_skipped = decision == Decision(Existing.SKIP)
        self.new.setChecked(decision == Decision(Existing.BOTH))
        self.skip.setChecked(is_skipped and not any(each.is_chosen for each in self.candidates))

    def take_focus(self) -> None:
        """To the likeliest answer."""
        stops = [each.this for each in self.candidates] or [self.new]
        stops[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, likenesses: Sequence[Likeness]) -> None:
        for each in self.candidates:
            self._holder.removeWidget(each)
            each.hide()
            each.deleteLater()
        self.candidates = []
        for at, likeness in enumerate(likenesses):
            card = Candidate(likeness, self._form, is_first=at == 0)
            card.this.clicked.connect(lambda _on=False, likeness=likeness: self._decide(updating(likeness)))
            card.open.clicked.connect(
                lambda _on=False, likeness=likeness: self.open_wanted.emit(likeness.contact.id)
            )
            self.candidates.append(card)
            self._holder.addWidget(card)

    def _decide(self, decision: Decision) -> None:
        if self._doubt is not None:
            self.decided.emit(self._doubt.row.line, decision)


class Candidate(QWidget):
    """A contact that the row may be: who it is, how likely, and why."""

    def __init__(self, likeness: Likeness, form: LocaleFormat, *, is_first: bool) -> None:
        super().__init__()
        self.likeness = likeness
        self.is_chosen = False
        name = likeness.contact.text
        kind = _(CONTACT_TYPE[likeness.kind])
        second = f"{kind} · {likeness.company}" if likeness.company else kind
        if likeness.line:
            second = _("on line {line} of this file").format(line=form.whole(likeness.line))
        this = _("&Yes, change this one") if is_first else _("Change this one")
        if likeness.line:
            this = _("&Yes, leave this row out") if is_first else _("Leave this row out")
        self.this = buttons.button(this, small=True)
        self.this.setCheckable(True)
        self.this.setAccessibleDescription(name)
        self.open = buttons.link(_("Open"))
        self.open.setAccessibleName(_("Open {name}").format(name=name))
        self.open.setMinimumHeight(px(metrics.SMALL_CONTROL))
        head = QHBoxLayout()
        head.setSpacing(px(1))
        head.addWidget(Elided(name, Type.NAME), 1)
        percent = form.percent(likeness.percent)
        head.addWidget(Pill(percent, "", "accent" if likeness.sure else "stale"))
        self.reasons = Text(
            ", ".join(_(reason) for reason in likeness.reasons), Type.CAPTION, "text2", wrap=True
        )
        foot = QWidget()
        flow = Flow(1)
        foot.setLayout(flow)
        flow.addWidget(self.this)
        flow.addWidget(self.open)
        if likeness.line:
            self.open.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(1.5), px(1), px(1.5), px(1))
        column.setSpacing(px(0.5))
        column.addLayout(head)
        column.addWidget(Elided(second, colour="text2"))
        column.addWidget(self.reasons)
        column.addWidget(foot)

    def show_chosen(self, *, is_chosen: bool) -> None:
        self.is_chosen = is_chosen
        self.this.setChecked(is_chosen)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.fill(painter, self.rect(), "raised")
        if self.is_chosen:
            paint.outline(painter, self.rect(), "accent", 2)
        else:
            paint.outline(painter, self.rect(), "hair")
        painter.end()


def _lines(said: Mapping[str, str]) -> tuple[Line, ...]:
    """The other fields of the row."""
    labels = {field.name: field.label for field in TARGETS["contacts"]}
    rest = [(name, words) for name, words in said.items() if words and name not in _ABOVE]
    return tuple((_(labels[name]), words, False) for name, words in rest[:_MOST])
