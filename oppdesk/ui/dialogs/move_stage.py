"""The act the program exists for: an opportunity moves through its stages, with all that follows beside the form."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QVBoxLayout, QWidget

from oppdesk.domain import opportunity as rules
from oppdesk.domain.errors import StaleError, UserError
from oppdesk.domain.standing import Move, Offer, Proposal, Stage
from oppdesk.domain.words import STEP, Step
from oppdesk.i18n import _, ngettext
from oppdesk.services.opportunities import Situation
from oppdesk.services.views import OpportunityView
from oppdesk.ui.dialogs.about_opportunity import read_then
from oppdesk.ui.dialogs.move_aside import MoveAside
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import (
    about,
    currency,
    for_days,
    in_currency,
    listed,
    named,
    shortened,
    stage_name,
)
from oppdesk.ui.stage_marks import reaching
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.choices import ActionRadio, align_names
from oppdesk.ui.widgets.edits import DateEdit, MoneyEdit, ParsedEdit, PercentEdit
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.widgets.labels import Hairline, Text
from oppdesk.ui.workplace import Workplace

FORM, ASIDE = 58, 51  # u
_TASKS_BOX = (Step.NEXT, Step.PREVIOUS, Step.SKIP, Step.JUMP)  # always on offer for these (section 4.2)
_STAGE_BOX = (Step.SKIP, Step.JUMP)  # the stage can be chosen


class MoveStage(Sheet):
    """Update Opportunity (section 4)."""

    def __init__(
        self,
        place: Workplace,
        view: OpportunityView,
        now: Situation,
        parent: QWidget | None = None,
        wish: tuple[Step | None, int | None] = (None, None),
    ) -> None:
        """`wish` is the action it opens with and the number of its stage, where that is possible."""
        super().__init__(_("Update opportunity"), parent, width=FORM)
        self._place = place
        self._view = view
        self._now = now
        self._stage = Stage(0)
        self._typed: set[str] = set()
        self._code = currency(place.desk)
        self._wish = wish

    def parts(self) -> Sequence[Callable[[], object]]:
        return self._lay_out_actions, self._lay_out_fields, self._lay_out_aside, self._show, self._begin

    def _lay_out_actions(self) -> None:
        self.choices = {step: ActionRadio(_(STEP[step]), f"Alt+{step + 1}") for step in Step}
        self._group = QButtonGroup(self)
        self.body.addWidget(Text(_("Action"), Type.CAPTION_STRONG, "text2"))
        column = QVBoxLayout()
        column.setSpacing(0)
        for step, radio in self.choices.items():
            self._group.addButton(radio, int(step))
            column.addWidget(radio)
        self._group.idClicked.connect(lambda number: self.choose(Step(number)))
        self.body.addLayout(column)
        self.body.addSpacing(px(1))
        self.body.addWidget(Hairline())
        self.body.addSpacing(px(1))

    def _lay_out_fields(self) -> None:
        form, work_date = self._place.form, self._place.desk.context.work_date
        group = FieldGroup()
        self.stage = QComboBox()
        self.on = DateEdit(form, work_date)
        self.value = MoneyEdit(form)
        self.chances = PercentEdit(form)
        self.closing_on = DateEdit(form, work_date)
        self.cancel_tasks = CheckBox("")
        self.add(group, "stage", _("&Stage"), self.stage)
        self.add(group, "on", _("&Date of change"), self.on)
        self.add(group, "value", in_currency(_("Estimated &value"), self._code), self.value)
        self.add(group, "chances", _("C&hances of success, %"), self.chances)
        self.add(group, "closing_on", _("&Estimated closing date"), self.closing_on)
        group.add("", self.cancel_tasks)
        self.body.addWidget(group)
        self.body.addStretch(1)
        self.stage.activated.connect(self._choose_listed)
        self.on.changed.connect(self._change_date)
        for name, field in (
            ("value", self.value),
            ("chances", self.chances),
            ("closing_on", self.closing_on),
        ):
            field.textEdited.connect(lambda _text, name=name: self._type(name))
            field.changed.connect(lambda _value: self._preview())

    def _lay_out_aside(self) -> None:
        self.aside = MoveAside(self._place, self._code)
        self.beside(ASIDE).addWidget(self.aside, 1)
        self.aside.strip.chosen.connect(lambda mark: self._click_stage(mark.number))
        self.aside.strip.refused.connect(self.note)
        self.aside.quote.stored.connect(self._take_quote)
        self.reset = buttons.button(_("&Reset to stage defaults"), kind="quiet")
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(self._reset)
        self.left.addWidget(self.reset)

    # -- showing ------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """The record and what may be done with it now."""
        view, now = self._view, self._now
        parts = [about(view.contact, view.company)]
        if view.stage:
            since = view.stage_since or now.change_date
            in_stage = for_days(max(0, (self._place.desk.context.work_date - since).days))
            parts.append(_("now in stage {number} {days}").format(number=view.stage, days=in_stage))
        self.tell_subject(view.description or view.number, " · ".join(filter(None, parts)))
        for offer in now.offers:
            self._show_offer(offer)
        align_names(*self.choices.values())
        self.on.set_value(now.change_date)
        if now.default is None:
            reason = now.offers[0].reason if now.offers else _("Choose a sales cycle first.")
            self.note(reason)
        self.primary.setEnabled(now.default is not None)
        self._propose(Step.UPDATE, self._stage, {"value"})
        self.aside.set_record(view, now)

    def _show_offer(self, offer: Offer) -> None:
        radio = self.choices[offer.step]
        radio.set_reason(offer.reason)
        if offer.default is None:
            return
        if offer.step is Step.UPDATE:
            target = _("stay in stage {number}").format(number=offer.default.number)
        elif offer.step in _STAGE_BOX:
            target = listed([str(stage.number) for stage in offer.stages])
        else:
            target = stage_name(offer.default.number, offer.default.description)
        radio.set_target(target)

    # -- choosing -----------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """With the action that was asked for, if it is possible; else the one that is usual now."""
        step, stage = self._wish
        if step is None and stage is not None:
            step = reaching(self._now, stage)
        if step is not None and self._now.offers[step].default is not None:
            self.choose(step, stage)
        elif self._now.default is not None:
            self.choose(self._now.default.step)

    @property
    def step(self) -> Step | None:
        number = self._group.checkedId()
        return Step(number) if number >= 0 else None

    def choose(self, step: Step, stage: int | None = None) -> None:
        """An action and its stage, if that is possible; what the user typed as closing date stays (R-UPD-10)."""
        offer = self._now.offers[step]
        target = next((each for each in offer.stages if each.number == stage), offer.default)
        if target is None:
            return
        self.choices[step].setChecked(True)
        self._stage = target
        self._fill_stages(offer)
        may_cancel = step in _TASKS_BOX or self._now.any_tasks
        self.cancel_tasks.setEnabled(may_cancel)
        if not may_cancel or self._now.any_tasks or step not in _TASKS_BOX:
            self.cancel_tasks.setChecked(False)
        count = self._now.open_tasks
        words = ngettext("Cancel its {count} open &task", "Cancel its {count} open &tasks", count)
        self.cancel_tasks.setText(
            words.format(count=count) if count else _("Cancel open &tasks (there are none)")
        )
        self._typed.discard("chances")
        self._propose(step, target)
        if step is Step.UPDATE:
            self.primary.setText(_("Update"))
        elif step is Step.FIRST:
            self.primary.setText(_("Start {stage}").format(stage=shortened(named(target))))
        else:
            self.primary.setText(_("Move to {stage}").format(stage=shortened(named(target))))
        self._preview()
        self.grow()

    def _fill_stages(self, offer: Offer) -> None:
        row = self.rows["stage"]
        row.set_fault("")
        row.setVisible(offer.step in _STAGE_BOX)
        self.stage.clear()
        for stage in offer.stages:
            self.stage.addItem(stage_name(stage.number, stage.description), stage.number)
        self.stage.setCurrentIndex(self.stage.findData(self._stage.number))

    def _choose_listed(self, _index: int) -> None:
        if self.step is not None:
            self.choose(self.step, self.stage.currentData())

    def _click_stage(self, number: int) -> None:
        """A click on the strip is that move."""
        step = reaching(self._now, number)
        if step is not None:
            self.choose(step, number)
            self.choices[step].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- proposing ----------------------------------------------------------------------------------------

    def _propose(self, step: Step, stage: Stage, only: set[str] | None = None) -> None:
        """Fill what the user has not typed (R-UPD-10, R-UPD-11)."""
        proposal = rules.propose(self._now.standing, step, stage, self.on.day() or self._now.change_date)
        for name, field, value in (
            ("value", self.value, proposal.value or None),
            ("chances", self.chances, proposal.chances),
            ("closing_on", self.closing_on, proposal.closing_on),
        ):
            wanted = name in only if only is not None else name != "value"
            if wanted and name not in self._typed:
                field.set_value(value)
                self.rows[name].set_fault("")
        if only is None:
            self._explain_chances(proposal)

    def _explain_chances(self, proposal: Proposal) -> None:
        """R-EST-01: Skip and Jump take the stage's percentage; else the one before stands beside (R-UPD-11)."""
        self.chances.setReadOnly(proposal.chances_fixed)
        self.chances.style().polish(self.chances)
        before = self._now.standing.active.chances if self._now.standing.active else None
        form = self._place.form
        percent = form.percent(self._stage.chances)
        usual = _("{percent} is usual in stage {number}").format(percent=percent, number=self._stage.number)
        if proposal.chances_fixed:
            usual = _("{percent} is fixed for this move by stage {number}").format(
                percent=percent, number=self._stage.number
            )
        parts = [] if before is None else [_("{percent} before").format(percent=form.percent(before))]
        if self._stage.chances:
            parts.append(usual)
        self.rows["chances"].set_hint(", ".join(parts), "history" if before is not None else "")

    def _type(self, name: str) -> None:
        self._typed.add(name)

    def _change_date(self, _day: object) -> None:
        if self.step is not None and "closing_on" not in self._typed:
            self._propose(self.step, self._stage, {"closing_on"})
        self._preview()

    def _reset(self) -> None:
        """Chances and closing date as the stage proposes them."""
        self._typed -= {"chances", "closing_on"}
        if self.step is not None:
            self._propose(self.step, self._stage)
        self._preview()

    def _preview(self) -> None:
        active, value = self._now.standing.active, _whole(self.value)
        before = active.value if active is not None else 0
        told = _("{value} before").format(value=self._place.form.money(before))
        is_new = before not in (0, value)
        self.rows["value"].set_hint(told if is_new else "", "history" if is_new else "")
        if self.step is not None:
            self.aside.tell(self.step, self._stage, value, _whole(self.chances), self.on.day())

    # -- quote --------------------------------------------------------------------------------------------

    def _take_quote(self) -> None:
        """A quote was made or changed in place: its value is the estimate now (section 4.2, R-UPD-16)."""
        self._read_again()
        self._typed.discard("value")
        self._propose(self.step or Step.UPDATE, self._stage, {"value"})
        self.aside.set_record(self._view, self._now)
        for offer in self._now.offers:
            self._show_offer(offer)
        self._preview()
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_again(self) -> None:
        service = self._place.desk.opportunities
        self._view, self._now = service.view(self._view.id), service.situation(self._view.id)

    # -- finishing ----------------------------------------------------------------------------------------

    def finish(self) -> None:
        wish = Move(
            self.step,
            self._stage.number if self.step is not None else None,
            self.on.day(),
            _whole(self.value),
            _whole(self.chances),
            self.closing_on.day(),
            self.cancel_tasks.isEnabled() and self.cancel_tasks.isChecked(),
        )
        service, opportunity, seen = self._place.desk.opportunities, self._view.id, self._now.seen
        self.write(
            self._place.jobs,
            _("Update opportunity"),
            lambda _progress: service.move(opportunity, wish, seen=seen),
        )

    def refused(self, error: UserError) -> None:
        if isinstance(error, StaleError):
            self._start_anew()
        elif error.number == "M-14":
            self.aside.ask_for_quote()
        else:
            super().refused(error)

    def _start_anew(self) -> None:
        """Somebody moved it meanwhile: show where it stands now, and decide again (14.7)."""
        before = self._view
        self._read_again()
        self._typed.clear()
        self._show()
        if self._now.default is not None:
            self.choose(self._now.default.step)
        self.note(what_changed(before, self._view, self._place))

    def start(self) -> None:
        """The cursor goes into the first field that is missing, else to the actions: Enter then moves."""
        offer = self._now.offers[self.step] if self.step is not None else None
        if offer is None:
            return
        if rules.quote_missing(self._now.standing, offer.step, self._stage):
            self.aside.ask_for_quote()
        elif not _whole(self.value):
            self.go_to(self.rows["value"])
        elif not _whole(self.chances):
            self.go_to(self.rows["chances"])
        else:
            self.choices[offer.step].setFocus(Qt.FocusReason.OtherFocusReason)


def _whole(field: ParsedEdit) -> int:
    value = field.value()
    return value if isinstance(value, int) else 0


def what_changed(before: OpportunityView, after: OpportunityView, place: Workplace) -> str:
    """One sentence with what differs since the dialog was opened."""
    form = place.form
    facts = (
        (before.status, after.status, ""),
        (before.stage, after.stage, stage_name(after.stage, after.stage_description) if after.stage else ""),
        (before.estimated_value, after.estimated_value, form.money(after.estimated_value)),
        (before.chances, after.chances, form.percent(after.chances)),
        (before.closing_on, after.closing_on, form.day(after.closing_on)),
    )
    news = [words for old, new, words in facts if old != new and words]
    if after.closed:
        news.insert(0, _("closed on {date}").format(date=form.day(after.closed_on)))
    if not news:
        return _("It was changed meanwhile. These are its present values; decide again.")
    return _("It was changed meanwhile, and is now: {facts}. Decide again.").format(facts=", ".join(news))


def open_move(
    place: Workplace,
    parent: QWidget | None,
    opportunity: int,
    *,
    step: Step | None = None,
    stage: int | None = None,
    missing: UserError | None = None,
    then: Callable[[MoveStage], None] | None = None,
) -> None:
    """The dialog for an opportunity, on an action and stage; when it is closed, that is told instead (M-10)."""

    def show(view: OpportunityView, now: Situation) -> None:
        dialog = MoveStage(place, view, now, parent, (step, stage))

        def end() -> None:
            if missing is not None:
                dialog.refused(missing)
            else:
                dialog.start()
            if then is not None:
                then(dialog)

        dialog.open_in_turns(place.jobs, end)

    title = _("Update opportunity")
    read_then(
        place, parent, opportunity, title, lambda _view, now: rules.check_not_closed(now.standing), show
    )
