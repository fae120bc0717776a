"""Make phone call (9.7): Enter dials the number that is marked, one key says how it ended, Enter logs it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.interactions import FIELDS, Call, NewInteraction
from oppdesk.domain.progress import Progress
from oppdesk.domain.words import INITIATOR, Initiator
from oppdesk.i18n import _
from oppdesk.services.calls import Concluded
from oppdesk.services.desk import Desk
from oppdesk.ui import links, task_flows
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.call_next import CallNext
from oppdesk.ui.dialogs.call_parts import Ending, Endings, Numbers, Stopwatch
from oppdesk.ui.dialogs.reading import read_first
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import currency, in_currency
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import DateEdit, DurationEdit, MoneyEdit, ParsedEdit, TimeEdit
from oppdesk.ui.widgets.evaluation import EvaluationRow
from oppdesk.ui.widgets.field_row import FieldGroup, align_labels
from oppdesk.ui.widgets.labels import Hairline, Text
from oppdesk.ui.workplace import Workplace

MORE = frozenset({"contact_via", "salesperson", "on", "at", "initiated_by", "cost"})


class MakeCall(Sheet):
    logged = Signal(object)  # id

    def __init__(
        self, place: Workplace, call: Call, parent: QWidget | None = None, *, name: str = "", task: str = ""
    ) -> None:
        """`name` is the contact's, `task` describes the task that is called about."""
        super().__init__(_("Make phone call"), parent, width=74)
        self._place = place
        self._base = call.new
        self._was_dialled = False
        self._counted = True  # the stopwatch fills the duration until another one is typed
        self._code = ""
        self._has_ways = False  # numbers to choose from; another one can be typed among the further fields
        self._call, self._name, self._task = call, name, task

    def parts(self) -> Sequence[Callable[[], object]]:
        return (
            *(self._lay_out_number, self._lay_out_result, self._lay_out_more, self._lay_out_next),
            *(self._lay_out_foot, self._connect, lambda: self._show_call(self._call, self._name)),
        )

    # -- laying out ---------------------------------------------------------------------------------------

    def _lay_out_number(self) -> None:
        place = self._place
        self.contact = ContactField(place)
        self.numbers = Numbers()
        self.number = ParsedEdit(FIELDS["contact_via"].check, str)
        self.description = ParsedEdit(FIELDS["description"].check, str)
        self._who = FieldGroup()
        self.add(self._who, "contact", _("C&ontact"), self.contact)
        self._what = FieldGroup()
        self.add(self._what, "contact_via", _("Num&ber"), self.number)
        self.add(self._what, "description", _("&Description"), self.description)
        for each in (self._who, self.numbers, self._what):
            self.body.addWidget(each)

    def _lay_out_result(self) -> None:
        place = self._place
        self.watch = Stopwatch()
        self.endings = Endings()
        self.evaluation = EvaluationRow()
        self.duration = DurationEdit(place.form)
        self._result = FieldGroup()
        self.add(self._result, "evaluation", _("&Evaluation"), self.evaluation)
        self.add(self._result, "duration", _("Du&ration"), self.duration)
        self.body.addSpacing(px(0.5))
        self.body.addWidget(Hairline())
        self.body.addSpacing(px(0.5))
        self.body.addWidget(Text(_("How it went"), Type.CAPTION_STRONG, "text2"))
        for each in (self.watch, self.endings, self._result):
            self.body.addWidget(each)

    def _lay_out_more(self) -> None:
        place = self._place
        self.salesperson = LookupField("salesperson", place)
        self.on = DateEdit(place.form, place.desk.context.today)
        self.at = TimeEdit(place.form)
        self.initiator = ChoiceBox(INITIATOR)
        self.cost = MoneyEdit(place.form)
        self._more = FieldGroup()
        self.add(self._more, "salesperson", _("&Salesperson"), self.salesperson)
        self.add(self._more, "on", _("Date of t&he call"), self.on)
        self.add(self._more, "at", _("Time of the ca&ll"), self.at)
        self.add(self._more, "initiated_by", _("Initiated by"), self.initiator)
        self.add(self._more, "cost", in_currency(_("&Cost"), currency(place.desk)), self.cost)
        self._more.hide()
        align_labels(*self._who.rows, *self._what.rows, *self._result.rows, *self._more.rows)
        self.body.addWidget(self._more)
        self.body.addStretch(1)

    def _lay_out_next(self) -> None:
        self.next = CallNext(self._place, self._task)
        self.beside(54).addWidget(self.next, 1)
        for name, row in self.next.rows.items():
            self.adopt(name, row)

    def _lay_out_foot(self) -> None:
        self.more = buttons.button(_("&More fields"), "chevron-down", "quiet")
        self.other = buttons.button("", "phone")
        for button in (self.more, self.other):
            button.setAutoDefault(False)
        self.more.setCheckable(True)
        self.left.addWidget(self.more)
        self.left.addWidget(self.other)
        self._tell_stage()

    def _connect(self) -> None:
        self.contact.changed.connect(self._follow_contact)
        self.numbers.chosen.connect(self.number.set_value)
        self.endings.chosen.connect(self._take_ending)
        self.endings.ended.connect(self.watch.halt)
        self.watch.stopped.connect(self._count)
        self.duration.textEdited.connect(lambda _text: self._count_no_more())
        self.more.toggled.connect(self._show_more)
        self.other.clicked.connect(self._do_other)
        self.next.note.finished.connect(self.accept)

    # -- showing ------------------------------------------------------------------------------------------

    def _show_call(self, call: Call, name: str) -> None:
        new, lists = call.new, self._place.desk.lists
        self._base = new
        contact = lists.ref("contact", new.contact)
        rows = lists.rows("contact", [new.contact]) if new.contact is not None else []
        country = rows[0]["country"] if rows else None
        self._code = country.text if isinstance(country, Ref) else ""
        if contact is not None:
            company = rows[0]["company"] if rows else None
            is_own = isinstance(company, Ref) and company.id == new.contact
            about = company.text if isinstance(company, Ref) and not is_own else ""
            self.tell_subject(name or contact.text, about)
        self._who.setVisible(contact is None)
        self.numbers.set_ways(call.ways, contact.text if contact else "")
        self._has_ways = bool(call.ways)
        self.rows["contact_via"].setVisible(not self._has_ways or self.more.isChecked())
        self.number.set_value(new.contact_via or None)
        self.description.set_value(new.description or None)
        self.salesperson.set_value(self._place.desk.setup.ref("salesperson", new.salesperson))
        self.on.set_value(new.on)
        self.at.set_value(new.at)
        self.initiator.set_value(int(new.initiated_by))
        self.cost.set_value(new.cost or None)
        self.duration.set_value(None)
        self.next.show_contact(contact, lists.ref("opportunity", new.opportunity))
        self.endings.choose(Ending.REACHED)
        self.note(call.fault)
        self.grow()

    def _follow_contact(self, contact: Ref | None) -> None:
        """Chosen here: an opportunity or a task that names nobody was called about."""
        if contact is None:
            return
        calls = self._place.desk.calls

        def show(call: Call) -> None:
            before = self._base
            new = replace(call.new, opportunity=before.opportunity, task=before.task)
            self._show_call(replace(call, new=new), contact.text)
            self.take_cursor()

        self._place.jobs.read(
            lambda: calls.proposal(contact=contact.id), show, f"call {id(self)}", self.refused, urgent=True
        )

    def take_cursor(self) -> None:
        """Where Enter dials."""
        if self._base.contact is None:
            self.contact.setFocus()
        elif self.numbers.radios():
            self.numbers.take_focus()
        else:
            self.number.setFocus()

    def _tell_stage(self) -> None:
        """Before the call its first button dials; then it logs."""
        self.primary.setText(_("Log call") if self._was_dialled else _("Call"))
        self.other.setText(_("Call again") if self._was_dialled else _("Log without dialling"))
        buttons.set_icon(self.other, "phone" if self._was_dialled else "notebook-pen")

    def _show_more(self, shown: bool) -> None:
        self._more.setVisible(shown)
        self.rows["contact_via"].setVisible(shown or not self._has_ways)
        self.more.setText(_("&Fewer fields") if shown else _("&More fields"))
        buttons.set_icon(self.more, "chevron-up" if shown else "chevron-down")
        self.grow()

    # -- calling ------------------------------------------------------------------------------------------

    def finish(self) -> None:
        if self._was_dialled:
            self.log()
        else:
            self.dial()

    def _do_other(self) -> None:
        if self._was_dialled:
            self.dial()
        else:
            self._go_on()

    def dial(self) -> None:
        """After the checks (CALL-1 to CALL-3, ITS-3) the number goes to the system's telephone and to the clipboard."""
        new = self.new()
        try:
            self._place.desk.calls.check(new)
        except UserError as error:
            self.refused(error)
            return
        number = new.contact_via.strip()
        QGuiApplication.clipboard().setText(number)
        url = links.call(number, self._code)
        if url is not None and links.hand_over(url):
            said = _("{number} is being dialled; it is on the clipboard, too.")
        else:
            said = _("No program dials here. {number} is on the clipboard: dial it by hand.")
        self._go_on()
        self.watch.start()
        self.note(said.format(number=number))

    def _go_on(self) -> None:
        """To how it went."""
        self._was_dialled = True
        self._tell_stage()
        self.endings.take_focus()

    def _take_ending(self, ending: object) -> None:
        if isinstance(ending, Ending):
            self.next.take_ending(ending)
            self.evaluation.setEnabled(ending is Ending.REACHED)
            self.grow()

    def _count(self) -> None:
        """The stopwatch fills the duration."""
        if self._counted:
            self.duration.set_value(self.watch.minutes() or None)

    def _count_no_more(self) -> None:
        self._counted = False

    # -- logging ------------------------------------------------------------------------------------------

    def new(self) -> NewInteraction:
        ending = self.endings.value()
        minutes = self.duration.value()
        said = str(self.description.value() or "")
        if ending is not Ending.REACHED and said and said == self._base.description:
            said = _("{call}: {ending}").format(call=said, ending=ending.words)[: FIELDS["description"].size]
        if self.watch.is_running() and self._counted:
            minutes = self.watch.minutes()
        return replace(
            self._base,
            contact=self._base.contact,
            description=said,
            contact_via=str(self.number.value() or ""),
            on=self.on.day(),
            at=self.at.time(),
            salesperson=self.salesperson.key(),
            initiated_by=Initiator(self.initiator.value()),
            opportunity=self.next.opportunity.key(),
            evaluation=self.evaluation.value(),
            attempt_failed=ending is not Ending.REACHED,
            cost=_number(self.cost.value()),
            duration=_number(minutes),
            note=self.next.note.value(),
        )

    def log(self) -> None:
        """The call, and what follows from it."""
        self.watch.halt()
        new, desk = self.new(), self._place.desk
        try:
            desk.calls.check(new)
            following = self.next.following(desk, new)
        except UserError as error:
            self.refused(error)
            return
        if following is not None and (following.on is None or not following.description.strip()):
            name = "on" if following.on is None else "description"
            self.refused(UserError(_("Say what is to be done, and when."), f"task.{name}", "TSK-W1"))
            return
        makes, done = self.next.makes.isChecked(), self.next.task_done.isChecked()

        def work(_progress: Progress) -> Concluded:
            return desk.calls.conclude(new, makes_opportunity=makes, is_done=done, following=following)

        self.write(self._place.jobs, _("Log call"), work)

    def refused(self, error: UserError) -> None:
        if error.field in MORE:
            self.more.setChecked(True)
        super().refused(error)

    def stored(self, result: object = None) -> None:
        super().stored()
        if isinstance(result, Concluded):
            self.logged.emit(result.interaction)
            closed, window = result.closed, self.parentWidget()
            if closed is not None and window is not None:  # the next of a series is told (7.5)
                task_flows.tell_closed(self._place, window, replace(closed, ask_interaction=False))
            if result.opportunity is not None:
                self._place.open_record("opportunity", result.opportunity)

    def hideEvent(self, event: QHideEvent) -> None:
        """When it closes; put away with its window it goes on: so does the call."""
        if not event.spontaneous():
            self.watch.halt()
        super().hideEvent(event)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def open_call(
    place: Workplace,
    parent: QWidget | None,
    *,
    contact: int | None = None,
    opportunity: int | None = None,
    task: int | None = None,
    then: Callable[[MakeCall], object] | None = None,
) -> None:
    """The dialog with the preferred number marked, handed to `then`; where nobody can be called, that is said."""
    desk = place.desk

    def read() -> tuple[Call, str]:
        call = desk.calls.proposal(contact=contact, opportunity=opportunity, task=task)
        return call, _described(desk, task)

    def show(found: tuple[Call, str]) -> None:
        dialog = MakeCall(place, found[0], parent, task=found[1])

        def end() -> None:
            dialog.take_cursor()
            if then is not None:
                then(dialog)

        dialog.open_in_turns(place.jobs, end)

    read_first(place, parent, _("No call can be made"), read, show)


def _described(desk: Desk, task: int | None) -> str:
    rows: Sequence[object] = desk.lists.rows("task", [task]) if task is not None else []
    for row in rows:
        if isinstance(row, dict) and not row["closed"]:
            return str(row["description"] or row["number"])
    return ""
