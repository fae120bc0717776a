"""The fields of an opportunity, saved when they are left, with the questions that a change of party asks (5.3)."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from oppdesk.domain.records import OPPORTUNITY
from oppdesk.domain.words import Action, Status
from oppdesk.i18n import N_, _
from oppdesk.services.views import OpportunityView
from oppdesk.ui import links, metrics
from oppdesk.ui.cards.saved_form import SavedForm
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.form import FieldForm
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import close_reason, status_mark, tasks_question, whole_days
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, Text
from oppdesk.ui.widgets.lines import Line, Lines
from oppdesk.ui.workplace import Workplace

_FIELDS = {field.name: field for field in OPPORTUNITY}
NAMES = ("description", "contact", "salesperson", "priority", "sales_cycle", "number")
GROUPS = ((N_("General"), tuple(replace(_FIELDS[name], hint="") for name in NAMES)),)
_FACTS = (
    ("cycle", N_("Sales cycle")),
    ("created", N_("Created")),
    ("status", N_("Status")),
    ("stage", N_("In this stage")),
    ("moves", N_("Stage changes")),
    ("closing", N_("Estimated closing")),
)
_MOVES = (Action.NEXT, Action.PREVIOUS, Action.JUMPED)


class OpportunityForm(SavedForm):
    opened = Signal(str, object)  # table, id

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(place, parent)
        self._view: OpportunityView | None = None
        self.fields = FieldForm(place, GROUPS, parent=self)
        self.ways = Lines()
        self.facts = {name: Text("", Type.FIGURE, wrap=True) for name, _label in _FACTS}
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(2))
        grid.setVerticalSpacing(px(1))
        grid.setColumnStretch(1, 1)
        for row, (name, label) in enumerate(_FACTS):
            grid.addWidget(Text(_(label), Type.BODY, "text2"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.facts[name], row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(metrics.IN_GROUP))
        column.addWidget(self.fields)
        column.addSpacing(px(0.5))
        column.addWidget(self.ways)
        column.addSpacing(px(1))
        column.addWidget(Hairline())
        column.addSpacing(px(1))
        column.addWidget(SectionTitle(_("Sales cycle")))
        column.addLayout(grid)
        column.addStretch(1)
        self.fields.left.connect(self._left)
        self.fields.faults_changed.connect(self.faults_changed)
        self.ways.chosen.connect(self._follow)

    # -- showing ------------------------------------------------------------------------------------------

    def show_view(self, view: OpportunityView, *, is_blocked: bool) -> None:
        """The values as they are stored; what is being typed stays. `is_blocked`: for privacy, nothing is changed."""
        self._view = view
        self.fields.fill(self.stored())
        for name in NAMES:
            locked = is_blocked or (view.closed and name != "description")
            if name == "sales_cycle":
                locked = locked or view.status is not Status.NOT_STARTED
            self.fields.set_read_only((name,), locked=locked)
        contact = self.fields.editor("contact")
        if isinstance(contact, ContactField):  # R-CHG-02: once started only of the same company
            started = view.status is not Status.NOT_STARTED and view.company is not None
            contact.of_company = view.company.id if started and view.company else None
        self.ways.set_lines(self._ways(view))
        self._show_facts(view)

    def _ways(self, view: OpportunityView) -> list[Line]:
        found = []
        if view.contact is not None:
            found.append(Line(("contact", view.contact.id), view.contact.text, icon="user", is_link=True))
        if view.company is not None and view.company != view.contact:
            found.append(
                Line(("contact", view.company.id), view.company.text, icon="building-2", is_link=True)
            )
        for text, url, icon in (
            (view.phone, links.call(view.phone), "phone"),
            (view.mobile_phone, links.call(view.mobile_phone), "smartphone"),
            (view.e_mail, links.mail(view.e_mail), "mail"),
        ):
            if text:
                found.append(Line(url, text, icon=icon, is_link=url is not None))
        return found

    def _show_facts(self, view: OpportunityView) -> None:
        """The cycle, and the statistics of 8.5."""
        form, today = self._place.form, self._place.desk.context.work_date
        cycle = f"{view.cycle.code}  {view.cycle.description}" if view.cycle else view.former_cycle
        since = (today - view.created_on).days if view.created_on else 0
        status = status_mark(view.status)[0]
        if view.closed:
            status = _("{status} on {date}").format(status=status, date=form.day(view.closed_on))
            reason = close_reason(self._place.desk, view)
            status = f"{status}: {reason}" if reason else status
        stages = [entry for entry in view.entries if entry.stage]
        running = view.status is Status.IN_PROGRESS and view.stage_since is not None
        said = {
            "cycle": cycle.strip(),
            "created": _("{date}, {days} ago").format(date=form.day(view.created_on), days=whole_days(since)),
            "status": status,
            "stage": whole_days((today - view.stage_since).days) if running and view.stage_since else "",
            "moves": form.whole(sum(entry.action in _MOVES for entry in view.entries)) if stages else "",
            "closing": self._closing(view),
        }
        for name, words in said.items():
            self.facts[name].setText(words or "–")

    def _closing(self, view: OpportunityView) -> str:
        """The first estimate beside the present one."""
        stages = [entry for entry in view.entries if entry.stage and entry.closing_on is not None]
        if not stages:
            return ""
        form, first, last = self._place.form, stages[-1].closing_on, stages[0].closing_on
        if first == last:
            return form.day(last)
        return _("{date}, first {first}").format(date=form.day(last), first=form.day(first))

    # -- saving -------------------------------------------------------------------------------------------

    def stored(self) -> Mapping[str, object]:
        return {name: getattr(self._view, name) for name in NAMES} if self._view is not None else {}

    def _left(self, values: Mapping[str, object]) -> None:
        """One field at a time; another party may take its open tasks along (Q-02, default no)."""
        view = self._view
        if view is None:
            return
        for field, value in values.items():
            count = self._place.desk.opportunity_fields.tasks_to_follow(view.id, field, value)
            if not count:
                self._save(field, value)
                continue
            self._pending += 1
            self._place.prompts.confirm(
                self.window(),
                tasks_question(field, count),
                _("Change the tasks too"),
                partial(self._answered, field, value, with_tasks=True),
                otherwise=partial(self._answered, field, value, with_tasks=False),
            )

    def _answered(self, field: str, value: object, *, with_tasks: bool) -> None:
        self._pending -= 1
        self._save(field, value, with_tasks=with_tasks)

    def _save(self, field: str, value: object, *, with_tasks: bool = False) -> None:
        view, service = self._view, self._place.desk.opportunity_fields
        if view is None:
            return
        # What was saved a moment ago raised the version; another window's change is refused.
        version = None if self._pending else view.version
        opportunity = view.id
        self.write(
            _("Save opportunity"),
            lambda _progress: service.change(
                opportunity, field, value, version=version, with_tasks=with_tasks
            ),
        )

    def _follow(self, what: object) -> None:
        if isinstance(what, QUrl):
            links.follow(what, self._place.prompts, self.window())
        elif isinstance(what, tuple):
            self.opened.emit(*what)
