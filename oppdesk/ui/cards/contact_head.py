"""The head of a contact's card: who it is, the buttons that reach him or her, and the facts one looks for first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.fields import Ref
from oppdesk.i18n import _, ngettext
from oppdesk.services.contact_views import ContactView
from oppdesk.ui import contact_parts as parts
from oppdesk.ui import metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import how_far
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.figures_row import Figure, FiguresRow
from oppdesk.ui.widgets.labels import Elided, Pill, Text
from oppdesk.ui.workplace import Workplace


class ContactHead(QWidget):
    opened = Signal(str, object)  # table, id

    def __init__(self, place: Workplace, money: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._money = money
        self.caption = Text("", Type.FIGURE, "text2")
        self.blocked = Pill(_("Privacy blocked"), "lock", "stale")
        self.language = Pill("", "languages")
        self.name = Elided("", Type.TITLE)
        self.call_button = parts.call_button(place, "primary")
        self.mail_button = parts.mail_button(place)
        self.new = buttons.button(_("New opportunity"), "target")
        self.more = buttons.icon_button("ellipsis", _("More"))
        self.facts = FiguresRow("normal")
        self.facts.chosen.connect(lambda company: self.opened.emit("contact", company))
        self._lay_out()

    def _lay_out(self) -> None:
        marks = QHBoxLayout()
        marks.setSpacing(px(1))
        for mark in (self.caption, self.language, self.blocked):
            marks.addWidget(mark)
        marks.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(px(0.25))
        names.addLayout(marks)
        names.addWidget(self.name)
        first = QHBoxLayout()
        first.setSpacing(px(1))
        first.addLayout(names, 1)
        for button in (self.call_button, self.mail_button, self.new, self.more):
            first.addWidget(button)
        head = QVBoxLayout(self)
        head.setContentsMargins(px(metrics.PAGE_MARGIN), px(1.5), px(metrics.PAGE_MARGIN), px(1.5))
        head.setSpacing(px(1.5))
        head.addLayout(first)
        head.addWidget(self.facts)

    def show_view(self, view: ContactView) -> None:
        kind = _("person") if view.is_person else _("company")
        self.caption.setText(_("Contact {number}, {kind}").format(number=view.number, kind=kind))
        self.name.setText(view.name)
        language = view.values["language"]
        self.language.set(language.text if isinstance(language, Ref) else "", "languages")
        self.language.setVisible(isinstance(language, Ref))
        is_blocked = bool(view.values["privacy_blocked"])
        self.blocked.setVisible(is_blocked)
        self.call_button.show_ways(view)
        self.mail_button.show_ways(view)
        self.new.setEnabled(not is_blocked)
        self.new.setToolTip(_("Blocked for privacy reasons") if is_blocked else "")
        form, today = self._place.form, self._place.desk.context.work_date
        going_on = parts.figures(view, form, self._money, today.year)
        self.facts.set_figures([*_who(view), *going_on, self._next_task(view)])

    def _next_task(self, view: ContactView) -> Figure:
        form, today = self._place.form, self._place.desk.context.work_date
        task = view.next_task
        if task is None or task.on is None:
            return Figure(_("Next task"), _("none planned"))
        day = f"{form.short_day(task.on, today)}, {how_far(task.on, today)}"
        if task.on < today:
            return Figure(_("Next task"), day, icon="clock-alert", tone="overdue")
        return Figure(_("Next task"), day)


def _who(view: ContactView) -> list[Figure]:
    if view.is_person:
        company = view.company
        return [
            Figure(_("Company"), company.text if company else "–", opens=company.id if company else None),
            Figure(_("Job title"), str(view.values["job_title"]) or "–"),
        ]
    place = " ".join(str(view.values[name]) for name in ("post_code", "city")).strip()
    people = len(view.people)
    words = ngettext("{count} person", "{count} people", people).format(count=people)
    return [Figure(_("Place"), place or "–"), Figure(_("People"), words if people else "–")]
