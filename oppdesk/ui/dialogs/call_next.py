"""At the right of the call dialog: the note, the opportunity it was about, and the task that comes next."""

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.fields import Ref
from oppdesk.domain.interactions import NewInteraction
from oppdesk.domain.records import TASK
from oppdesk.domain.tasks import NewTask
from oppdesk.domain.words import TASK_TYPE, TaskType
from oppdesk.i18n import _
from oppdesk.services.desk import Desk
from oppdesk.ui import metrics
from oppdesk.ui.dialogs.call_parts import Ending
from oppdesk.ui.dialogs.note import Lines
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_field import OpportunityField
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.edits import DateEdit, ParsedEdit, TimeEdit
from oppdesk.ui.widgets.field_row import FieldGroup, FieldRow, align_labels
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.workplace import Workplace

_DESCRIPTION = next(field for field in TASK if field.name == "description")
CALL_LENGTH = 15  # minutes that a task to call is given


class CallNext(QWidget):
    """`rows` are for the faults of what is stored."""

    def __init__(self, place: Workplace, task: str) -> None:
        """`task` describes the one that is called about; "" for none."""
        super().__init__()
        self._today = place.desk.context.today
        self._contact = ""
        self._is_proposed = True  # nobody has typed another description of the next task
        self.note = Lines()
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("What was said, what was agreed: found by the search later"))
        self.note.setMinimumHeight(px(14))
        title = Text(_("&Note"), Type.LEAD)
        title.setBuddy(self.note)
        self.opportunity = OpportunityField(place)
        self.makes = CheckBox(_("Create an opportunity from it"))
        self.task_done = CheckBox(_("“{task}” is done with it").format(task=task))
        self.wants_task = CheckBox(_("Ne&xt task"), is_strong=True)
        self.description = ParsedEdit(_DESCRIPTION.check, str)
        self.type = ChoiceBox(TASK_TYPE)
        self.on = DateEdit(place.form, self._today)
        self.at = TimeEdit(place.form)
        about, following = FieldGroup(), FieldGroup()
        self.rows: dict[str, FieldRow] = {"opportunity": about.add(_("O&pportunity"), self.opportunity)}
        about.add("", self.makes)
        for name, label, field in (
            ("description", _("&What"), self.description),
            ("type", _("T&ype"), self.type),
            ("on", _("D&ate"), self.on),
            ("start_time", _("T&ime"), self.at),
        ):
            self.rows[f"task.{name}"] = following.add(label, field)
        align_labels(*about.rows, *following.rows)
        self._following = following
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(metrics.IN_GROUP))
        for each in (title, self.note, about, self.task_done, self.wants_task, following):
            column.addWidget(each)
        column.addStretch(1)
        self.task_done.setVisible(bool(task))
        self.wants_task.toggled.connect(self._show_task)
        self.description.textEdited.connect(lambda _text: self._typed())
        self.opportunity.changed.connect(lambda _ref: self.tell_opportunity())
        self.on.set_value(self._today + timedelta(days=1))
        self.type.set_value(int(TaskType.CALL))
        self._show_task(is_shown=False)

    def show_contact(self, contact: Ref | None, opportunity: Ref | None) -> None:
        self._contact = contact.text if contact else ""
        self.opportunity.take_contact(contact.id if contact else None)
        self.opportunity.set_value(opportunity)
        self.tell_opportunity()
        self._propose()

    def tell_opportunity(self) -> None:
        """One can be made where none is linked."""
        self.makes.setEnabled(self.opportunity.value() is None)
        if self.opportunity.value() is not None:
            self.makes.setChecked(False)

    def take_ending(self, ending: Ending) -> None:
        """Who is to be called again has a task for it; a task that one called about is done when one spoke."""
        self.wants_task.setChecked(ending is Ending.CALL_BACK)
        self.task_done.setChecked(ending is Ending.REACHED and not self.task_done.isHidden())

    def following(self, desk: Desk, new: NewInteraction) -> NewTask | None:
        """The next task as it is wanted."""
        if not self.wants_task.isChecked():
            return None
        kind = TaskType(self.type.value())
        proposed = desk.tasks.proposal(contact=new.contact, opportunity=new.opportunity)
        typed = desk.tasks.retyped(proposed, kind)
        at = self.at.time()
        found = replace(typed, description=str(self.description.value() or ""), on=self.day(), start_time=at)
        return replace(found, duration=CALL_LENGTH) if at is not None and kind is TaskType.CALL else found

    def day(self) -> date | None:
        return self.on.day()

    def _show_task(self, is_shown: bool) -> None:
        self._following.setVisible(is_shown)

    def _typed(self) -> None:
        self._is_proposed = not self.description.text().strip()

    def _propose(self) -> None:
        if self._is_proposed:
            words = _("Call back {contact}").format(contact=self._contact)
            self.description.set_value(words[: _DESCRIPTION.size])
