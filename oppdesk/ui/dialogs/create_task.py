"""A new task in one go (7.8): what, when and for whom; of a meeting also who comes, and whether it repeats."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.records import TASK
from oppdesk.domain.words import PRIORITY, TASK_TYPE, Priority, TaskType
from oppdesk.i18n import _
from oppdesk.ui import task_flows
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.create_task_series import SeriesFields
from oppdesk.ui.dialogs.create_task_table import TableFields
from oppdesk.ui.dialogs.reading import read_first
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.editors import ChoiceBox, NoteEdit
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import px
from oppdesk.ui.opportunity_field import OpportunityField
from oppdesk.ui.reminder_box import ReminderBox
from oppdesk.ui.task_when import WhenFields
from oppdesk.ui.task_words import TASK_ICONS
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.widgets.field_row import FieldGroup, FieldRow, align_labels
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.widgets.paired import Paired
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch

if TYPE_CHECKING:
    from oppdesk.domain.fields import Ref
    from oppdesk.domain.tasks import NewTask
    from oppdesk.services.desk import Desk
    from oppdesk.ui.workplace import Workplace

_FIELDS = {field.name: field for field in TASK}
_TIMES = ("on", "start_time", "duration", "ending_on", "ending_time")
ASIDE = 64  # u: who comes stands beside the form
LOCKED = frozenset({"opportunity", "salesperson", "team"})  # what the caller gives is not chosen again (7.8)


class Beginning(NamedTuple):
    """What a new task begins with, and what its references are called."""

    new: NewTask
    contact: Ref | None
    opportunity: Ref | None


class CreateTask(Sheet):
    """`first` fills it, `given` are the fields that its caller has decided. `created` tells the id."""

    created = Signal(object)

    def __init__(
        self,
        place: Workplace,
        first: Beginning,
        parent: QWidget | None = None,
        *,
        given: Collection[str] = (),
    ) -> None:
        super().__init__(_("New task"), parent, width=84)
        self._place, self._first, self._new = place, first, first.new
        self._given = frozenset(given)
        self.primary.setText(_("&Create task"))

    def parts(self) -> Sequence[Callable[[], object]]:
        return self._make, self._make_table, self._lay_out, self._connect, self._fill

    def _make(self) -> None:
        place = self._place
        self.type = SegmentedSwitch([(kind, _(TASK_TYPE[kind]), TASK_ICONS[kind]) for kind in TaskType])
        self.description = ParsedEdit(_FIELDS["description"].check, str)
        self.when = WhenFields(place)
        self.location = ParsedEdit(_FIELDS["location"].check, str)
        self.team_task = CheckBox(_("Team tas&k"))
        self.salesperson = LookupField("salesperson", place)
        self.team = LookupField("team", place)
        self.contact = ContactField(place)
        self.opportunity = OpportunityField(place)
        self.priority = ChoiceBox(PRIORITY)
        self.reminder = ReminderBox()
        self.series = SeriesFields(place)
        self.comment = NoteEdit()
        self.comment.setFixedHeight(px(9))

    def _make_table(self) -> None:
        self.table = TableFields(self._place)

    def _lay_out(self) -> None:
        what, who, rest = FieldGroup(), FieldGroup(), FieldGroup()
        self.add(what, "type", _("&Type"), _at_left(self.type))
        self.add(what, "description", _("&Description"), self.description)
        self.add(who, "contact", _("C&ontact"), self.contact)
        self.add(who, "opportunity", _("O&pportunity"), self.opportunity)
        self.add(who, "salesperson", _("&Salesperson"), self.salesperson)
        self.add(who, "team", _("Tea&m"), self.team)
        who.add("", self.team_task)
        self.add(what, "location", _("L&ocation"), self.location)
        pair = Paired()
        self.rows["priority"] = FieldRow(_("Priorit&y"), self.priority)
        self.rows["reminder"] = FieldRow(_("&Reminder"), self.reminder)
        pair.take(self.rows["priority"], self.rows["reminder"])
        pair.arrange([(self.rows["priority"], self.rows["reminder"])])
        self.add(rest, "note", _("&Note"), self.comment)
        self.rows |= {name: self.when.rows[name] for name in _TIMES}
        self.rows |= self.series.rows | self.table.rows
        self._groups = (what, who, rest)
        body = self.body
        for part in (what, self.when, Hairline(), who, Hairline(), pair, self.series, rest):
            if isinstance(part, Hairline):
                body.addSpacing(px(0.5))
            body.addWidget(part)
            if isinstance(part, Hairline):
                body.addSpacing(px(0.5))
        body.addStretch(1)
        self._pairs = (pair, self.when)
        self.beside(ASIDE).addWidget(self.table)
        self._align()

    def _connect(self) -> None:
        self.type.changed.connect(lambda kind: self._take_type(TaskType(kind)))
        self.team_task.toggled.connect(self._take_team)
        self.team.changed.connect(lambda _team: self._propose_table())
        self.salesperson.changed.connect(lambda _who: self._propose_table())
        self.contact.changed.connect(self._take_contact)
        self.when.changed.connect(self._tell_series)
        self.series.changed.connect(self._tell_series)
        self.series.unfolded.connect(self._unfold_series)
        for name in ("on", "start_time", "duration"):
            row = self.rows[name]
            field = row.field
            if isinstance(field, ParsedEdit):
                field.textEdited.connect(lambda _text, row=row: row.set_fault(""))

    def _align(self) -> None:
        rows = [row for group in self._groups for row in group.rows]
        for pair in (*self._pairs, self.series.pair):
            rows += pair.left()
        rows.append(self.series.first)
        align_labels(*rows)

    # -- filling and following ----------------------------------------------------------------------------

    def _fill(self) -> None:
        new, setup = self._new, self._place.desk.setup
        self.type.set_current(new.type)
        self.description.set_value(new.description or None)
        self.location.set_value(new.location or None)
        self.salesperson.set_value(setup.ref("salesperson", new.salesperson))
        self.team.set_value(setup.ref("team", new.team))
        self.contact.set_value(self._first.contact)
        self.opportunity.set_value(self._first.opportunity)
        self.opportunity.take_contact(new.contact)
        self.priority.set_value(int(new.priority))
        self.reminder.set_value(new.reminder)
        self.series.show_series(new)
        self.comment.set_value(new.note)
        was_blocked = self.team_task.blockSignals(True)
        self.team_task.setChecked(new.team is not None)
        self.team_task.blockSignals(was_blocked)
        for name in LOCKED & self._given:
            self.rows[name].field.setEnabled(False)
        self.team_task.setEnabled(not self._given & {"salesperson", "team"})
        self._show_type()

    def _show_type(self) -> None:
        """What this type has, and nothing else."""
        new = self._new
        is_meeting = new.type is TaskType.MEETING
        self.when.set_when(new.type, new.on, new.start_time, new.duration, all_day=new.all_day)
        self.rows["location"].setVisible(is_meeting)
        self.rows["contact"].setVisible(not is_meeting)
        is_team = self.team_task.isChecked()
        self.rows["team"].setVisible(is_team)
        self.rows["salesperson"].setVisible(not is_team)
        self.table.show_table(new)
        self._align()
        self._tell_series()
        self.show_aside(is_shown=is_meeting)

    def _take_type(self, kind: TaskType) -> None:
        """With all that follows; a meeting is proposed its attendees (7.4, 7.8)."""
        self._new = self._place.desk.tasks.retyped(self.new(), kind)
        for row in self.rows.values():
            row.set_fault("")
        self._show_type()

    def _take_team(self, is_team: bool) -> None:
        """A team's task names no salesperson."""
        if is_team:
            self.salesperson.set_value(None)
        else:
            self.team.set_value(None)
            me = self._place.desk.context.salesperson
            self.salesperson.set_value(self._place.desk.setup.ref("salesperson", me))
        for name, is_shown in (("team", is_team), ("salesperson", not is_team)):
            self.rows[name].setVisible(is_shown)
            self.rows[name].set_fault("")
        self._propose_table()
        self._align()
        (self.team if is_team else self.salesperson).setFocus()

    def _propose_table(self) -> None:
        """Another owner brings another table, as long as nobody has changed it by hand."""
        if self._new.type is TaskType.MEETING and not self.table.is_touched:
            plain = replace(self.new(), type=TaskType.NONE, seats=())
            self.table.show_seats(self._place.desk.tasks.retyped(plain, TaskType.MEETING).seats)

    def _take_contact(self, contact: object) -> None:
        """The contact's salesperson, unless the caller gave one; and opportunities of that company only."""
        number = getattr(contact, "id", None)
        self.opportunity.take_contact(number)
        if number is None or self._given & {"salesperson", "team"} or self.team_task.isChecked():
            return
        desk = self._place.desk
        self._place.jobs.read(
            lambda: desk.setup.ref("salesperson", desk.tasks.proposal(contact=number).salesperson),
            self.salesperson.set_value,
            f"salesperson {id(self)}",
            urgent=True,
        )

    def _tell_series(self) -> None:
        self.series.tell(self.when.on.day())

    def _unfold_series(self) -> None:
        self._align()
        QTimer.singleShot(0, self, self.grow)  # once what unfolded has been laid out

    # -- finishing ----------------------------------------------------------------------------------------

    def new(self) -> NewTask:
        """What stands in the dialog."""
        is_team = self.team_task.isChecked()
        when = self.when
        return replace(
            self._new,
            description=str(self.description.value() or ""),
            **when.values(),
            location=str(self.location.value() or ""),
            priority=Priority(self.priority.value()),
            salesperson=None if is_team else self.salesperson.key(),
            team=self.team.key() if is_team else None,
            contact=self.contact.key(),
            opportunity=self.opportunity.key(),
            reminder=self.reminder.value(),
            note=self.comment.value(),
            **self.series.values(),
            **self.table.values(),
        )

    def finish(self) -> None:
        found = self.when.fault()
        if found is not None:
            found[1].setFocus()
            return
        new, service = self.new(), self._place.desk.tasks
        if self.team_task.isChecked() and new.team is None:
            self.refused(UserError(_("Say which team it is for."), "team", "TSK-W1"))
            return
        self.write(self._place.jobs, _("Create task"), lambda _progress: service.create(new))

    def refused(self, error: UserError) -> None:
        if error.field in ("seats", "attendee", "attendance", "send_invitation"):
            self.set_saving(False)
            self.table.seats.tell(error.message)
            self.table.seats.setFocus()
            return
        super().refused(error)

    def stored(self, result: object = None) -> None:
        invites, window = self.table.sends(), self.parentWidget()
        super().stored()
        self.created.emit(result)
        if invites and window is not None and isinstance(result, int):
            task_flows.invite(self._place, window, [result])


Then = Callable[[CreateTask], object]


def _at_left(switch: SegmentedSwitch) -> QWidget:
    """As wide as it is, however wide the form."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(switch)
    row.addStretch(1)
    made.setFocusProxy(switch.findChildren(QAbstractButton)[0])
    return made


def open_create_task(
    place: Workplace,
    parent: QWidget | None,
    given: Mapping[str, Any] | None = None,
    *,
    contact: int | None = None,
    opportunity: int | None = None,
    salesperson: int | None = None,
    team: int | None = None,
    interaction: int | None = None,
    then: Then | None = None,
) -> None:
    """With what the caller knows (7.8); `given` are further fields, as a day and a time that were dragged over."""
    desk, more = place.desk, dict(given or {})
    kind = more.pop("type", None)
    known = {"opportunity": opportunity, "salesperson": salesperson, "team": team}

    def read() -> Beginning:
        new = desk.tasks.proposal(contact=contact, interaction=interaction, **known)
        if kind is not None:
            new = desk.tasks.retyped(new, TaskType(kind))
        return _named(desk, replace(new, **more))

    names = [name for name, value in known.items() if value is not None]
    read_first(place, parent, _("New task"), read, lambda first: _open(place, parent, first, names, then))


def open_with(place: Workplace, parent: QWidget | None, new: NewTask, *, then: Then | None = None) -> None:
    """The dialog over a task that is thought out already."""
    desk = place.desk
    read_first(
        place,
        parent,
        _("New task"),
        lambda: _named(desk, new),
        lambda first: _open(place, parent, first, (), then),
    )


def _named(desk: Desk, new: NewTask) -> Beginning:
    """In the reader's thread, with what the dialog asks of setup."""
    for key, row in (
        ("salesperson", new.salesperson),
        ("team", new.team),
        ("interaction_template", new.interaction_template),
        ("language", new.language),
    ):
        desk.setup.ref(key, row)
    return Beginning(
        new, desk.lists.ref("contact", new.contact), desk.lists.ref("opportunity", new.opportunity)
    )


def _open(
    place: Workplace, parent: QWidget | None, first: Beginning, given: Collection[str], then: Then | None
) -> None:
    """With the cursor where one goes on; `then` is handed the dialog."""
    dialog = CreateTask(place, first, parent, given=given)

    def end() -> None:
        dialog.description.setFocus()
        if then is not None:
            then(dialog)

    dialog.open_in_turns(place.jobs, end)
