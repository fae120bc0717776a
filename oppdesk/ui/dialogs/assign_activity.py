"""An activity becomes tasks for somebody (5146); beside the fields stand these tasks, weekends marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from oppdesk.domain.tasks import Assignment
from oppdesk.domain.words import PRIORITY, Priority, TaskType
from oppdesk.i18n import _, ngettext
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.reading import read_first
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_field import OpportunityField
from oppdesk.ui.task_words import TASK_ICONS
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.edits import DateEdit
from oppdesk.ui.widgets.field_row import FieldGroup, Note
from oppdesk.ui.widgets.labels import SectionTitle, Text
from oppdesk.ui.widgets.lines import Line, Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from oppdesk.domain.tasks import PlannedTask
    from oppdesk.ui.workplace import Workplace


class AssignActivity(Sheet):
    """`assigned` tells the ids of the tasks that were made."""

    assigned = Signal(object)

    def __init__(self, place: Workplace, given: Assignment, parent: QWidget | None = None) -> None:
        super().__init__(_("Assign activity"), parent, width=66)
        self._place, self._given = place, given
        self._planned: Sequence[PlannedTask] = ()
        self.primary.setText(_("&Assign activity"))

    def parts(self) -> Sequence[Callable[[], object]]:
        return self._make, self._lay_out, self._connect, lambda: self._fill(self._given)

    def _make(self) -> None:
        place = self._place
        self.activity = LookupField("activity", place)
        self.on = DateEdit(place.form, place.desk.context.today)
        self.contact = ContactField(place)
        self.opportunity = OpportunityField(place)
        self.team_task = CheckBox(_("For a tea&m"))
        self.salesperson = LookupField("salesperson", place)
        self.team = LookupField("team", place)
        self.organizer = LookupField("salesperson", place)
        self.title = SectionTitle(_("The tasks it will become"))
        self.tasks = Lines()
        self._told = Note()

    def _lay_out(self) -> None:
        group = FieldGroup()
        self.add(group, "activity", _("Acti&vity"), self.activity)
        self.add(group, "on", _("&Starts on"), self.on)
        self.add(group, "contact", _("C&ontact"), self.contact)
        self.add(group, "opportunity", _("O&pportunity"), self.opportunity)
        self.add(group, "salesperson", _("Sa&lesperson"), self.salesperson)
        self.add(group, "team", _("&Team"), self.team)
        group.add("", self.team_task)
        hint = _("Who calls the meetings of the activity.")
        self.add(group, "organizer", _("Meeting or&ganizer"), self.organizer, hint)
        self.body.addWidget(group)
        self.body.addStretch(1)
        side = self.beside(54)
        side.addWidget(self.title)
        side.addWidget(Text(_("Follows every change you make"), Type.CAPTION, "text2", wrap=True))
        side.addSpacing(px(0.5))
        side.addWidget(self.tasks)
        side.addWidget(self._told)
        side.addStretch(1)

    def _connect(self) -> None:
        self.activity.changed.connect(lambda _activity: self._plan())
        self.on.changed.connect(lambda _day: self._plan())
        self.team_task.toggled.connect(self._take_team)
        self.contact.changed.connect(self._take_contact)

    def _fill(self, given: Assignment) -> None:
        lists = self._place.desk.lists
        self.activity.set_value(lists.ref("activity", given.activity))
        self.on.set_value(given.on)
        self.contact.set_value(lists.ref("contact", given.contact))
        self.opportunity.set_value(lists.ref("opportunity", given.opportunity))
        self.opportunity.take_contact(given.contact)
        self.opportunity.setEnabled(given.opportunity is None)
        self.contact.setEnabled(given.opportunity is None)
        self.salesperson.set_value(lists.ref("salesperson", given.salesperson))
        self.team.set_value(lists.ref("team", given.team))
        self.team_task.setChecked(given.team is not None)
        self._show_owner()
        self._plan()

    # -- following ----------------------------------------------------------------------------------------

    def _take_team(self, is_team: bool) -> None:
        (self.salesperson if is_team else self.team).set_value(None)
        self._show_owner()
        (self.team if is_team else self.salesperson).setFocus()

    def _show_owner(self) -> None:
        """A team needs somebody who calls its meetings (ACT-3)."""
        is_team = self.team_task.isChecked()
        has_meeting = any(task.type is TaskType.MEETING for task in self._planned)
        self.rows["salesperson"].setVisible(not is_team)
        self.rows["team"].setVisible(is_team)
        self.rows["organizer"].setVisible(is_team and has_meeting)
        self.grow()

    def _take_contact(self, contact: object) -> None:
        number = getattr(contact, "id", None)
        self.opportunity.take_contact(number)
        if number is not None and not self.team_task.isChecked():
            desk = self._place.desk
            self._place.jobs.read(
                lambda: desk.setup.ref("salesperson", desk.activities.proposal(contact=number).salesperson),
                self.salesperson.set_value,
                f"salesperson {id(self)}",
                urgent=True,
            )

    def _plan(self) -> None:
        """What it will become, as soon as there are an activity and a day."""
        activity, on = self.activity.value(), self.on.day()
        if activity is None or on is None:
            self._planned = ()
            self._show_plan()
            return
        activities, number = self._place.desk.activities, activity.id

        def take(planned: Sequence[PlannedTask]) -> None:
            self._planned = planned
            self._show_plan()

        self._place.jobs.read(
            lambda: activities.planned(number, on), take, key=f"plan {id(self)}", urgent=True
        )

    def _show_plan(self) -> None:
        planned = self._planned
        self.tasks.set_lines([self._line(task) for task in planned])
        self.title.set_count(self._place.form.whole(len(planned)) if len(planned) > 1 else "")
        weekends = sum(task.on_weekend for task in planned)
        if not planned:
            self._told.say(_("Choose an activity and the day it starts on."), "info")
        elif weekends:
            words = ngettext("{count} task lies on a weekend.", "{count} tasks lie on a weekend.", weekends)
            self._told.say(words.format(count=self._place.form.whole(weekends)), "triangle-alert", "stale")
        else:
            self._told.say("")
        verb = ngettext("&Create {count} task", "&Create {count} tasks", len(planned))
        shown = verb.format(count=self._place.form.whole(len(planned)))
        self.primary.setText(shown if planned else _("&Assign activity"))
        self._show_owner()

    def _line(self, task: PlannedTask) -> Line:
        words = [self._place.form.long_day(task.on)]
        if task.on_weekend:
            words.append(_("on a weekend"))
        if task.priority is not Priority.NORMAL:
            words.append(_("{priority} priority").format(priority=_(PRIORITY[task.priority])))
        name = task.description or _("a task named like the activity")
        if task.on_weekend:
            return Line(None, name, "  ·  ".join(words), icon="triangle-alert", tone="stale")
        return Line(None, name, "  ·  ".join(words), icon=TASK_ICONS[task.type])

    def told(self) -> str:
        """What stands below the tasks."""
        return self._told.words()

    # -- finishing ----------------------------------------------------------------------------------------

    def assignment(self) -> Assignment:
        """What stands in the dialog."""
        is_team = self.team_task.isChecked()
        return Assignment(
            self.activity.key(),
            self.on.day(),
            self.contact.key(),
            None if is_team else self.salesperson.key(),
            self.team.key() if is_team else None,
            self.organizer.key() if is_team else None,
            self.opportunity.key(),
        )

    def finish(self) -> None:
        given, activities = self.assignment(), self._place.desk.activities
        self.write(self._place.jobs, _("Assign activity"), lambda _progress: activities.assign(given))

    def stored(self, result: object = None) -> None:
        super().stored()
        self.assigned.emit(result)


def open_assign_activity(
    place: Workplace,
    parent: QWidget | None,
    *,
    contact: int | None = None,
    opportunity: int | None = None,
    salesperson: int | None = None,
    team: int | None = None,
    then: Callable[[AssignActivity], object] | None = None,
) -> None:
    """With what the caller knows, the cursor in the first field to fill; `then` is handed the dialog."""
    activities = place.desk.activities

    def read() -> Assignment:
        return activities.proposal(
            contact=contact, opportunity=opportunity, salesperson=salesperson, team=team
        )

    def show(given: Assignment) -> None:
        dialog = AssignActivity(place, given, parent)

        def end() -> None:
            dialog.activity.setFocus()
            if then is not None:
                then(dialog)

        dialog.open_in_turns(place.jobs, end)

    read_first(place, parent, _("Assign activity"), read, show)
