"""The end of an opportunity: won or lost, why, when, and for how much (section 5.1)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain import date_formula
from oppdesk.domain import opportunity as rules
from oppdesk.domain.errors import StaleError, UserError
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.standing import Closing
from oppdesk.domain.words import Outcome, Status
from oppdesk.i18n import N_, LocaleFormat, _, ngettext
from oppdesk.services.desk import Desk
from oppdesk.services.opportunities import REMINDER, Situation
from oppdesk.services.views import OpportunityView
from oppdesk.ui import metrics
from oppdesk.ui.dialogs.move_stage import what_changed
from oppdesk.ui.dialogs.quote_panel import QuotePanel
from oppdesk.ui.dialogs.reading import read_first
from oppdesk.ui.dialogs.sheet import Sheet, is_unsettled
from oppdesk.ui.metrics import px
from oppdesk.ui.opportunity_words import about, currency, in_currency
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.choices import ChoiceCard
from oppdesk.ui.widgets.edits import DateEdit, MoneyEdit
from oppdesk.ui.widgets.field_row import FieldGroup, Note
from oppdesk.ui.widgets.found import Found, FoundList, folded
from oppdesk.ui.widgets.search_field import SearchField
from oppdesk.ui.workplace import Workplace

MOST_CODES = 1000  # close codes
MOST_REASONS = 5  # rows of the list that stays open
_WINS = (
    N_("Your first this month"),
    N_("Your second this month"),
    N_("Your third this month"),
    N_("Your fourth this month"),
    N_("Your fifth this month"),
)


class Reasons(NamedTuple):
    """Why others were closed, those given most first, and how many were won of late, told in words."""

    by_outcome: Mapping[Outcome, list[Found]]
    wins: str


class CloseOpportunity(Sheet):
    def __init__(
        self,
        place: Workplace,
        view: OpportunityView,
        now: Situation,
        past: Reasons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Close opportunity"), parent)
        self._place = place
        self._view = view
        self._now = now
        self._reasons = dict(past.by_outcome)
        self._code = currency(place.desk)
        self.won = ChoiceCard("trophy", _("&Won"), past.wins, "won")
        self.lost = ChoiceCard("circle-slash-2", _("&Lost"), _("It did not work out this time"), "lost")
        self._lay_out_choice()
        self._lay_out_fields()
        self._note = Note(
            _("The history and all notes stay. You can undo this at any time with Ctrl+Z."), "info"
        )
        self.body.addSpacing(px(1))
        self.body.addWidget(self._note, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addStretch(1)
        self.primary.setText(_("Close"))
        self._show()

    def _lay_out_choice(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(1.5))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        for outcome, card in ((Outcome.WON, self.won), (Outcome.LOST, self.lost)):
            self._group.addButton(card, int(outcome))
            row.addWidget(card, 1)
        self._group.idClicked.connect(lambda number: self.choose(Outcome(number)))
        self.body.addLayout(row)
        self.body.addSpacing(px(1))

    def _lay_out_fields(self) -> None:
        form, work_date = self._place.form, self._place.desk.context.work_date
        self._list = FoundList()
        self.reason = SearchField(_words_for_new, lists_below=self._list)
        self.reason.setPlaceholderText(_("Search, or type a new reason"))
        self.reason.typed.connect(self._offer_reasons)
        self.reason.chosen.connect(self._take_reason)
        self.reason.created.connect(self._new_reason)
        self.on = DateEdit(form, work_date)
        self.on.changed.connect(lambda _day: self._tell_reminder())
        self.sales_value = MoneyEdit(form)
        self.estimated = buttons.link("")
        self.estimated.setAutoDefault(False)
        self.estimated.clicked.connect(self._take_estimate)
        self.change_quote = buttons.link(_("Change the quote…"))
        self.change_quote.setAutoDefault(False)
        self.change_quote.clicked.connect(self._open_quote)
        self.quote = QuotePanel(self._place)
        self.quote.stored.connect(self._take_quote)
        self.cancel_tasks = CheckBox("")
        self.remind = CheckBox("")
        group = FieldGroup()
        self.add(group, "code", _("&Reason"), self.reason)
        self._below = group.add("", _Framed(self._list))
        self.add(group, "on", _("Closing &date"), self.on)
        self.add(group, "sales_value", in_currency(_("Sales &value"), self._code), self.sales_value)
        self._estimate_row = group.add("", self.estimated)
        self._quote_row = group.add("", self.change_quote)
        group.add("", self.cancel_tasks)
        self._remind_row = group.add("", self.remind)
        self.body.addWidget(group)
        self.body.addWidget(self.quote)

    # -- showing ------------------------------------------------------------------------------------------

    def _show(self) -> None:
        view, now, form = self._view, self._now, self._place.form
        parts = [about(view.contact, view.company)]
        if view.stage and view.cycle is not None:
            place = (
                [stage.number for stage in view.cycle.stages].index(view.stage) + 1
                if any(stage.number == view.stage for stage in view.cycle.stages)
                else view.stage
            )
            parts.append(_("stage {number} of {count}").format(number=place, count=len(view.cycle.stages)))
        if view.estimated_value:
            parts.append(f"{form.amount(view.estimated_value)} {self._code}".rstrip())
        self.tell_subject(view.description or view.number, " · ".join(filter(None, parts)))
        self.on.set_value(now.change_date)
        self.sales_value.set_value(0)
        count = now.open_tasks
        words = ngettext("Cancel the {count} open &task", "Cancel the {count} open &tasks", count)
        self.cancel_tasks.setText(
            words.format(count=count) if count else _("Cancel open &tasks (there are none)")
        )
        self.cancel_tasks.setChecked(True)
        self.quote.fill(view)
        self.quote.hide()
        self._tell_reminder()
        self.choose(None)

    @property
    def outcome(self) -> Outcome | None:
        number = self._group.checkedId()
        return Outcome(number) if number >= 0 else None

    def choose(self, outcome: Outcome | None) -> None:
        """R-CLO-01: another outcome clears the reason, and presets the only one there is."""
        if outcome is not None:
            (self.won if outcome is Outcome.WON else self.lost).setChecked(True)
        self.rows["code"].set_fault("")
        self.reason.set_taken(None)
        self.reason.setEnabled(outcome is not None)
        self._below.setVisible(outcome is not None)
        offered = self.reasons(outcome) if outcome is not None else []
        if len(offered) == 1:
            self.reason.set_taken(offered[0])
        if outcome is not None:
            self._offer_reasons("")
        self._tell_value(outcome)
        self._remind_row.setVisible(outcome is Outcome.LOST)
        verbs = {Outcome.WON: _("Close as won"), Outcome.LOST: _("Close as lost"), None: _("Close")}
        self.primary.setText(verbs[outcome])
        self.grow()
        if outcome is not None and self.isVisible():
            self.reason.setFocus()

    def _tell_value(self, outcome: Outcome | None) -> None:
        """R-CLO-01, D-14: 0 by default and never the estimate; a quote's value is fixed; a lost one sells nothing."""
        row, fixed = self.rows["sales_value"], self._now.standing.quote_value
        row.set_fault("")
        is_won, has_quote = outcome is Outcome.WON, fixed is not None
        self.sales_value.setEnabled(is_won)
        self.sales_value.setReadOnly(is_won and has_quote)
        self.sales_value.style().polish(self.sales_value)
        self.sales_value.set_value(fixed if is_won and has_quote else 0)
        hint = ""
        if outcome is Outcome.LOST:
            hint = _("A lost opportunity has no sales value")
        elif is_won and has_quote and self._view.quote is not None:
            hint = _("The value of quote {quote}").format(quote=self._view.quote.number)
        row.set_hint(hint)
        estimate = self._view.estimated_value
        self.estimated.setText(
            _("Take the &estimated value {value}").format(value=self._place.form.money(estimate))
        )
        self._estimate_row.setVisible(is_won and not has_quote and estimate > 0)
        self._quote_row.setVisible(is_won and has_quote)
        self.quote.hide()

    def _tell_reminder(self) -> None:
        on = self.on.day() or self._now.change_date
        later = self._place.form.day(date_formula.advance(REMINDER, on))
        self.remind.setText(_("Re&mind me in 6 months ({date})").format(date=later))

    # -- reasons ------------------------------------------------------------------------------------------

    def reasons(self, outcome: Outcome) -> list[Found]:
        """The close codes of an outcome, those used most first."""
        return self._reasons[outcome]

    def _offer_reasons(self, text: str) -> None:
        outcome, taken = self.outcome, self.reason.taken()
        if outcome is None:
            return
        query = "" if taken is not None and text == taken.text else folded(text.strip())
        rows = [row for row in self.reasons(outcome) if query in folded(row.text)]
        chosen = taken.what if taken else None
        self.reason.show_found(
            [Found(row.what, row.text, row.note, is_chosen=row.what == chosen) for row in rows]
        )
        for _row in range(next((at for at, row in enumerate(rows) if row.what == chosen), 0)):
            self._list.step(1)
        self._below.field.updateGeometry()

    def _take_reason(self, row: Found | None) -> None:
        """With the reason chosen, Enter is for what comes next."""
        self._offer_reasons(self.reason.text())
        if row is not None and self.reason.hasFocus():
            has_value = self.sales_value.isEnabled() and not self.sales_value.isReadOnly()
            if has_value:
                self.go_to(self.rows["sales_value"])
            else:
                self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _new_reason(self, text: str) -> None:
        """A reason nobody gave before: it is made when the opportunity is closed."""
        outcome = self.outcome
        if outcome is None:
            return
        made = Found(text, text, _("new"))
        self._reasons[outcome] = [row for row in self.reasons(outcome) if isinstance(row.what, int)] + [made]
        self.reason.set_taken(made)
        self.rows["code"].set_fault("")
        self._take_reason(made)

    # -- value and quote ----------------------------------------------------------------------------------

    def _take_estimate(self) -> None:
        self.sales_value.set_value(self._view.estimated_value)
        self.rows["sales_value"].set_fault("")
        self.sales_value.setFocus()

    def _open_quote(self) -> None:
        self.quote.show()
        self._quote_row.hide()
        self.grow()
        self.quote.amount.setFocus()
        self.quote.amount.selectAll()

    def _take_quote(self) -> None:
        service = self._place.desk.opportunities
        self._view, self._now = service.view(self._view.id), service.situation(self._view.id)
        self.quote.fill(self._view)
        self._tell_value(self.outcome)
        self.primary.setFocus()

    # -- finishing ----------------------------------------------------------------------------------------

    def accept(self) -> None:
        """A reason that was typed and not chosen: the one it can only mean, or a new one."""
        text, outcome = self.reason.text().strip(), self.outcome
        if outcome is not None and is_unsettled(self.reason):
            meant = [row for row in self.reasons(outcome) if folded(text) in folded(row.text)]
            if len(meant) == 1:
                self.reason.set_taken(meant[0])
            elif not meant:
                self._new_reason(text)
        super().accept()

    def finish(self) -> None:
        taken = self.reason.taken()
        new_reason = taken.text if taken and isinstance(taken.what, str) else ""
        code = taken.what if taken and isinstance(taken.what, int) else None
        value = self.sales_value.value()
        wish = Closing(
            outcome=self.outcome,
            code=code,
            on=self.on.day(),
            sales_value=value if isinstance(value, int) else 0,
            cancel_tasks=self.cancel_tasks.isChecked(),
        )
        remind = self.remind.isChecked() and self.outcome is Outcome.LOST
        service, opportunity, seen = self._place.desk.opportunities, self._view.id, self._now.seen
        self.write(
            self._place.jobs,
            _("Close opportunity"),
            lambda _p: service.close(opportunity, wish, seen=seen, new_reason=new_reason, remind=remind),
        )

    def refused(self, error: UserError) -> None:
        if isinstance(error, StaleError):
            before = self._view
            service = self._place.desk.opportunities
            self._view, self._now = service.view(self._view.id), service.situation(self._view.id)
            self.on.set_value(max(self.on.day() or date.min, self._now.change_date))
            self._tell_value(self.outcome)
            self.note(what_changed(before, self._view, self._place))
        elif error.field == "outcome":
            super().refused(UserError(error.message, "", error.number))
            self.won.setFocus()
        else:
            super().refused(error)


class _Framed(QFrame):
    """The list of reasons, open in place, as high as its first rows."""

    def __init__(self, rows: FoundList) -> None:
        super().__init__()
        self._rows = rows
        self.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.HAIRLINE, metrics.HAIRLINE, metrics.HAIRLINE, metrics.HAIRLINE)
        column.addWidget(rows)

    def sizeHint(self) -> QSize:
        return QSize(px(30), self._rows.height_for(MOST_REASONS) + 2 * metrics.HAIRLINE)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(10), self.sizeHint().height())


def _words_for_new(text: str) -> str:
    return _("New reason “{text}”").format(text=text)


def _reasons(desk: Desk, form: LocaleFormat) -> dict[Outcome, list[Found]]:
    rows = desk.lists.page("close_code", Query(), 0, MOST_CODES)
    rows.sort(key=lambda row: (-row["number_of_opportunity_entry"], row["description"]))
    found: dict[Outcome, list[Found]] = {Outcome.WON: [], Outcome.LOST: []}
    for row in rows:
        count = row["number_of_opportunity_entry"]
        words = _("{count} ×").format(count=form.whole(count)) if count else ""
        found[Outcome(row["outcome"])].append(Found(row["id"], row["description"] or row["code"], words))
    return found


def _wins(desk: Desk, view: OpportunityView) -> str:
    """How many were won in the month before this one."""
    filters = [
        Filter("status", Op.IS, int(Status.WON)),
        Filter("closed_on", Op.FROM, desk.context.work_date.replace(day=1)),
    ]
    if view.salesperson is not None:
        filters.append(Filter("salesperson", Op.IS, view.salesperson.id))
    before = desk.lists.count("opportunity", Query(tuple(filters)))
    if before < len(_WINS):
        return _(_WINS[before])
    return _("Number {count} this month").format(count=before + 1)


def open_close(
    place: Workplace,
    parent: QWidget | None,
    opportunity: int,
    outcome: Outcome | None = None,
    *,
    then: Callable[[CloseOpportunity], None] | None = None,
) -> None:
    """The dialog for an opportunity; when it is closed, that is told instead (M-10)."""

    desk = place.desk

    def read() -> tuple[OpportunityView, Situation, Reasons]:
        view, now = desk.opportunities.view(opportunity), desk.opportunities.situation(opportunity)
        rules.check_not_closed(now.standing)
        return view, now, Reasons(_reasons(desk, place.form), _wins(desk, view))

    def show(found: tuple[OpportunityView, Situation, Reasons]) -> None:
        dialog = CloseOpportunity(place, *found, parent)
        dialog.choose(outcome)
        dialog.open()
        (dialog.won if outcome is None else dialog.reason).setFocus()
        if then is not None:
            then(dialog)

    read_first(place, parent, _("Close opportunity"), read, show)
