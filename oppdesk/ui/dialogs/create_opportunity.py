"""A new opportunity in one go: who and what, and at once its first stage with value, chances and closing date (3.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from oppdesk.domain import opportunity as rules
from oppdesk.domain.fields import Ref
from oppdesk.domain.records import OPPORTUNITY
from oppdesk.domain.standing import Standing
from oppdesk.domain.words import PRIORITY, Priority, Step
from oppdesk.i18n import _, ngettext
from oppdesk.services.desk import Desk
from oppdesk.services.opportunities import Draft, Outlook
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.new_contact import ContactSheet
from oppdesk.ui.dialogs.reading import read_first
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import code_of, currency, in_currency, named
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.edits import DateEdit, MoneyEdit, ParsedEdit, PercentEdit
from oppdesk.ui.widgets.field_row import FieldGroup, Note, align_labels
from oppdesk.ui.widgets.labels import Hairline, Text
from oppdesk.ui.workplace import Workplace

_FIELDS = {field.name: field for field in OPPORTUNITY}


class Beginning(NamedTuple):
    """What a new opportunity begins with."""

    contact: Ref | None
    salesperson: Ref | None
    sales_cycle: Ref | None
    outlook: Outlook | None


class CreateOpportunity(ContactSheet):
    """`created` tells the id of what was stored."""

    created = Signal(object)

    after_contact = "description"

    def __init__(
        self,
        place: Workplace,
        first: Beginning,
        parent: QWidget | None = None,
        *,
        contact: int | None = None,
        salesperson: int | None = None,
    ) -> None:
        """A contact or salesperson that the dialog is opened for is filled in and locked (R-CRE-03)."""
        super().__init__(_("New opportunity"), parent, width=82)
        self._place, self._first = place, first
        self._code = currency(place.desk)
        self._outlook = first.outlook
        self._locked = (contact is not None, salesperson is not None)
        self._chosen: set[str] = (
            set() if salesperson is None else {"salesperson"}
        )  # by the user or the caller
        self.primary.setText(_("&Create opportunity"))

    def parts(self) -> Sequence[Callable[[], object]]:
        return self._lay_out_who, self._lay_out_estimates, self._lay_out_more, self._prefill

    def _lay_out_who(self) -> None:
        place = self._place
        self.contact = ContactField(place, self.make_contact)
        self.description = ParsedEdit(_FIELDS["description"].check, str)
        self.salesperson = LookupField("salesperson", place)
        self.sales_cycle = LookupField("sales_cycle", place)
        self.who = FieldGroup()
        self.body.addWidget(Text(_("Who and what"), Type.CAPTION_STRONG, "text2"))
        self.add(self.who, "contact", _("C&ontact"), self.contact)
        self.add(self.who, "description", _("&Description"), self.description)
        self.add(self.who, "salesperson", _("&Salesperson"), self.salesperson)
        self.add(self.who, "sales_cycle", _("Sales c&ycle"), self.sales_cycle)
        self.body.addWidget(self.who)
        self.contact.changed.connect(self._follow_contact)
        self.salesperson.changed.connect(lambda _ref: self._chosen.add("salesperson"))
        self.sales_cycle.changed.connect(self._follow_cycle)

    def _lay_out_estimates(self) -> None:
        form = self._place.form
        self.activate = CheckBox(_("Start the &first stage now"), is_strong=True)
        self.activate.setChecked(True)
        self.value = MoneyEdit(form)
        self.chances = PercentEdit(form)
        self.closing_on = DateEdit(form, self._place.desk.context.work_date)
        self.closing_on.setPlaceholderText(_("a date, or “in 3 months”"))
        group = FieldGroup()
        self.add(group, "value", in_currency(_("Estimated &value"), self._code), self.value)
        self.add(group, "chances", _("C&hances of success, %"), self.chances)
        self.add(group, "closing_on", _("&Estimated closing date"), self.closing_on)
        align_labels(*self.who.rows, *group.rows)
        self._told = _Told()
        self.body.addSpacing(px(1))
        self.body.addWidget(Hairline())
        self.body.addSpacing(px(1))
        self.body.addWidget(self.activate)
        self.body.addWidget(group)
        self.body.addSpacing(px(1))
        self.body.addWidget(self._told)
        self.activate.toggled.connect(self._follow_activate)
        self.chances.textEdited.connect(lambda _text: self._chosen.add("chances"))
        self.closing_on.textEdited.connect(lambda _text: self._chosen.add("closing_on"))
        self._estimates = group

    def _lay_out_more(self) -> None:
        self.priority = ChoiceBox(PRIORITY)
        self.priority.set_value(int(Priority.NORMAL))
        self.number = ParsedEdit(_FIELDS["number"].check, str)
        work_date = self._place.desk.context.work_date
        self._more = FieldGroup()
        self.add(self._more, "priority", _("&Priority"), self.priority)
        self.add(self._more, "number", _("&No."), self.number, _("Given automatically when left blank."))
        self._more.add(_("Created on"), Text(self._place.form.day(work_date), Type.FIGURE))
        align_labels(*self.who.rows, *self._estimates.rows, *self._more.rows)
        self._more.hide()
        self.body.addSpacing(px(1))
        self.body.addWidget(self._more)
        self.body.addStretch(1)
        self.more = buttons.button(_("&More fields"), "chevron-down", "quiet")
        self.more.setAutoDefault(False)
        self.more.setCheckable(True)
        self.more.toggled.connect(self._show_more)
        self.left.addWidget(self.more)

    # -- following ----------------------------------------------------------------------------------------

    def _prefill(self) -> None:
        first = self._first
        self.contact.set_value(first.contact)
        self.salesperson.set_value(first.salesperson)
        self.sales_cycle.set_value(first.sales_cycle)
        for field, is_locked in zip((self.contact, self.salesperson), self._locked, strict=True):
            field.setEnabled(not is_locked)
        self._propose()
        self._tell()

    def _follow_contact(self, contact: Ref | None) -> None:
        """The contact's salesperson, unless one was chosen (R-CRE-04)."""
        desk = self._place.desk
        if contact is None or "salesperson" in self._chosen:
            return

        def read() -> Ref | None:
            return desk.setup.ref("salesperson", desk.opportunities.draft(contact.id).salesperson)

        def show(salesperson: Ref | None) -> None:
            if "salesperson" not in self._chosen:
                self.salesperson.set_value(salesperson)
                self.rows["salesperson"].set_fault("")

        self._place.jobs.read(read, show, f"salesperson {id(self)}", urgent=True)

    def _follow_cycle(self, cycle: Ref | None) -> None:
        """What the first stage proposes, unless something was typed."""
        service = self._place.desk.opportunities
        self._look_out(None)
        if cycle is not None:
            self._place.jobs.read(
                lambda: service.outlook(cycle.id),
                self._look_out,
                f"outlook {id(self)}",
                lambda error: self.rows["sales_cycle"].set_fault(error.message),
                urgent=True,
            )

    def _look_out(self, outlook: Outlook | None) -> None:
        self._outlook = outlook
        self._propose()
        self._tell()

    def _propose(self) -> None:
        stages = self._outlook.cycle.stages if self._outlook else ()
        if not self.activate.isChecked() or not stages or self._outlook is None:
            return
        first = stages[0]
        work_date = self._place.desk.context.work_date
        proposal = rules.propose(Standing(""), Step.FIRST, first, work_date)
        if "chances" not in self._chosen:
            self.chances.set_value(proposal.chances or None)
        if "closing_on" not in self._chosen and first.formula:
            self.closing_on.set_value(proposal.closing_on)
        percent = self._place.form.percent(first.chances)
        usual = _("{percent} is usual in stage {number}").format(percent=percent, number=first.number)
        self.rows["chances"].set_hint(usual if first.chances else "")

    def _follow_activate(self, on: bool) -> None:
        """Unticking clears the estimates; they wait for the first stage then (3.2)."""
        for name, field in (
            ("value", self.value),
            ("chances", self.chances),
            ("closing_on", self.closing_on),
        ):
            field.setEnabled(on)
            if not on:
                field.set_value(None)
                self._chosen.discard(name)
                self.rows[name].set_fault("")
                self.rows[name].set_hint("")
        self._propose()
        self._tell()

    def _tell(self) -> None:
        """One sentence of what will happen."""
        if self._outlook is None:
            self._told.say(_("Choose a sales cycle to see its first stage."))
            return
        cycle = self._outlook.cycle
        if not cycle.stages:
            self._told.say(
                _("Sales cycle {cycle} has no stages yet; set them up first.").format(cycle=cycle.code)
            )
            return
        if not self.activate.isChecked():
            self._told.say(_("It will be Not started until you start its first stage."))
            return
        first, form, desk = cycle.stages[0], self._place.form, self._place.desk
        sentences = [
            _("Starts in stage {number} of {count}, {stage}.").format(
                number=1, count=len(cycle.stages), stage=named(first)
            )
        ]
        tasks = self._outlook.planned(first, desk.context.work_date)
        if tasks and first.activity is not None:
            days = ", ".join(dict.fromkeys(form.short_day(task.on, desk.context.work_date) for task in tasks))
            words = ngettext(
                "Creates {count} task of plan {plan}: {days}.",
                "Creates {count} tasks of plan {plan}: {days}.",
                len(tasks),
            )
            plan = code_of(desk, "activity", first.activity)
            sentences.append(words.format(count=len(tasks), plan=plan, days=days))
        self._told.say(" ".join(sentences))

    def told(self) -> str:
        """The sentence of what will happen."""
        return self._told.words()

    def _show_more(self, shown: bool) -> None:
        self._more.setVisible(shown)
        self.more.setText(_("&Fewer fields") if shown else _("&More fields"))
        buttons.set_icon(self.more, "chevron-up" if shown else "chevron-down")
        self.grow()
        if shown:
            self.go_to(self.rows["priority"])

    # -- finishing ----------------------------------------------------------------------------------------

    def draft(self) -> Draft:
        """What stands in the dialog."""
        return Draft(
            description=str(self.description.value() or ""),
            contact=_key(self.contact),
            salesperson=_key(self.salesperson),
            sales_cycle=_key(self.sales_cycle),
            priority=Priority(self.priority.value()),
            number=str(self.number.value() or ""),
            activate=self.activate.isChecked(),
            value=_number(self.value.value()),
            chances=_number(self.chances.value()),
            closing_on=self.closing_on.day(),
        )

    def finish(self) -> None:
        draft, service = self.draft(), self._place.desk.opportunities
        self.write(self._place.jobs, _("Create opportunity"), lambda _progress: service.create(draft))

    def stored(self, result: object = None) -> None:
        super().stored()
        self.created.emit(result)


class _Told(QFrame):
    """The sentence, on a quiet ground of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._note = Note()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(1.5), px(1), px(1.5), px(1))
        column.addWidget(self._note)

    def say(self, words: str) -> None:
        self._note.say(words, "sparkle")

    def words(self) -> str:
        return self._note.words()


def _key(field: LookupField) -> int | None:
    value = field.value()
    return value.id if value is not None else None


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _read(desk: Desk, contact: int | None, salesperson: int | None) -> Beginning:
    """In the reader's thread."""
    draft, setup = desk.opportunities.draft(contact, salesperson), desk.setup
    outlook = None if draft.sales_cycle is None else desk.opportunities.outlook(draft.sales_cycle)
    currency(desk)
    activity = outlook.cycle.stages[0].activity if outlook and outlook.cycle.stages else None
    if activity is not None:
        code_of(desk, "activity", activity)
    return Beginning(
        desk.lists.ref("contact", draft.contact),
        setup.ref("salesperson", draft.salesperson),
        setup.ref("sales_cycle", draft.sales_cycle),
        outlook,
    )


def open_create(
    place: Workplace,
    parent: QWidget | None,
    *,
    contact: int | None = None,
    salesperson: int | None = None,
    then: Callable[[CreateOpportunity], object] | None = None,
) -> None:
    """The dialog, with the cursor in the first field to fill; `then` is handed it."""

    def show(first: Beginning) -> None:
        dialog = CreateOpportunity(place, first, parent, contact=contact, salesperson=salesperson)

        def end() -> None:
            (dialog.contact if contact is None else dialog.description).setFocus()
            if then is not None:
                then(dialog)

        dialog.open_in_turns(place.jobs, end)

    read_first(place, parent, _("New opportunity"), lambda: _read(place.desk, contact, salesperson), show)
