"""The head of a contact's card: who it is, the buttons that reach him or her, and the facts one looks for first."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.fields import Ref
from oppdesk.i18n import _, ngettext
from oppdesk.services.contact_views import ContactView
from oppdesk.ui import contact_parts as parts
from oppdesk.ui import metrics
from oppdesk.ui.cards.contact_portrait import Portrait
from oppdesk.ui.contact_marks import Shown
from oppdesk.ui.contact_reach import MapButton, call_button, mail_button
from oppdesk.ui.contact_words import customer_number, known, relation_words
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import how_far
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.figures_row import Figure, FiguresRow
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import Elided, Pill, Text
from oppdesk.ui.workplace import Workplace

RELATIONS = "contact_business_relation"
TIMELINE = "timeline"  # stands on the overview
MOST = 3  # relations that are named before the name


class ContactHead(QWidget):
    opened = Signal(str, object)  # table, id; of "page" the key of a page of this card

    def __init__(self, place: Workplace, money: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._money = money
        self.caption = Text("", Type.FIGURE, "text2")
        self.caption.setMinimumHeight(px(metrics.PILL))
        self.acquaintance = Pill("", "sprout")
        self.relations = [Pill("", "link") for _at in range(MOST)]
        self.language = Pill("", "languages")
        self.blocked = Pill(_("Privacy blocked"), "lock", "stale")
        self.minor = Pill(_("Minor"), "shield-check", "stale")
        self.name = Elided("", Type.TITLE)
        self.portrait = Portrait(place)
        self.call_button = call_button(place, "primary")
        self.mail_button = mail_button(place)
        self.visit_button = MapButton(place)
        self.new = buttons.button(_("New opportunity"), "target")
        self.more = buttons.icon_button("ellipsis", _("More"))
        self.facts = FiguresRow("normal")
        self.facts.chosen.connect(lambda where: self.opened.emit(*where))
        self._lay_out()

    def _lay_out(self) -> None:
        marks = Flow()
        for mark in self._marks():
            marks.addWidget(mark)
        names = QVBoxLayout()
        names.setSpacing(px(0.25))
        names.addLayout(marks)
        names.addWidget(self.name)
        self.first = QHBoxLayout()
        self.first.setSpacing(px(1))
        self.first.addWidget(self.portrait)
        self.first.addSpacing(px(0.5))
        self.first.addLayout(names, 1)
        for button in (self.call_button, self.mail_button, self.visit_button, self.new, self.more):
            self.first.addWidget(button)
        head = QVBoxLayout(self)
        head.setContentsMargins(px(metrics.PAGE_MARGIN), px(1.5), px(metrics.PAGE_MARGIN), px(1.5))
        head.setSpacing(px(1.5))
        head.addLayout(self.first)
        head.addWidget(self.facts)

    def _marks(self) -> tuple[QWidget, ...]:
        return (self.caption, self.acquaintance, *self.relations, self.language, self.blocked, self.minor)

    def show_contact(self, shown: Shown) -> None:
        view, marks = shown
        kind = _("person") if view.is_person else _("company")
        self.caption.setText(_("Contact {number}, {kind}").format(number=view.number, kind=kind))
        self.name.setText(view.name)
        self._show_marks(view)
        self.call_button.show_ways(marks.calls, marks)
        self.mail_button.show_ways(marks.mails, marks)
        self.visit_button.show_place(view.address_now or view.values, marks.country)
        self.portrait.show_picture(marks.picture, view)
        is_blocked = bool(view.values["privacy_blocked"])
        self.new.setEnabled(not is_blocked)
        self.new.setToolTip(_("Blocked for privacy reasons") if is_blocked else "")
        form, today = self._place.form, self._place.desk.context.work_date
        going_on = parts.figures(view, form, self._money, today.year)
        self.facts.set_figures([*_who(view), *going_on, self._last(view), self._next(view)])

    def _show_marks(self, view: ContactView) -> None:
        relations = view.tags[RELATIONS]
        words = [relation_words(tag.description or tag.target.text, tag.detail) for tag in relations]
        for at, pill in enumerate(self.relations):
            pill.setVisible(at < len(words))
            if at < len(words):
                rest = len(words) - MOST if at == MOST - 1 else 0
                pill.set(f"{words[at]} +{rest}" if rest > 0 else words[at], "link")
        # A customer's number says that it is one.
        self.acquaintance.set(*known(self._place.desk, view))
        self.acquaintance.setVisible(not customer_number(self._place.desk, view))
        language = view.values["language"]
        self.language.set(language.text if isinstance(language, Ref) else "", "languages")
        self.language.setVisible(isinstance(language, Ref))
        self.blocked.setVisible(bool(view.values["privacy_blocked"]))
        self.minor.setVisible(bool(view.values["minor"]))

    def _last(self, view: ContactView) -> Figure:
        """When somebody was last reached, or a task with him or her was done."""
        day = view.last_contact
        if day is None:
            return Figure(_("Last contact"), _("none recorded"))
        words = self._day(day, ago(day, self._place.desk.context.work_date))
        return Figure(_("Last contact"), words, opens=("page", TIMELINE))

    def _next(self, view: ContactView) -> Figure:
        today, task = self._place.desk.context.work_date, view.next_task
        if task is None or task.on is None:
            return Figure(_("Next contact"), _("none planned"))
        words = self._day(task.on, how_far(task.on, today))
        is_late = task.on < today
        icon, tone = ("clock-alert", "overdue") if is_late else ("", "neutral")
        return Figure(_("Next contact"), words, icon=icon, tone=tone, opens=("page", "tasks"))  # type: ignore[arg-type]

    def _day(self, day: date, words: str) -> str:
        return f"{self._place.form.short_day(day, self._place.desk.context.work_date)}, {words}"


def ago(day: date, today: date) -> str:
    """How long a day is past, in words."""
    past = (today - day).days
    if past == 0:
        return _("today")
    return ngettext("{count} day ago", "{count} days ago", past).format(count=past)


def _who(view: ContactView) -> list[Figure]:
    if view.is_person:
        company = view.company
        return [
            Figure(
                _("Company"),
                company.text if company else "–",
                opens=("contact", company.id) if company else None,
            ),
            Figure(_("Job title"), str(view.values["job_title"]) or "–"),
        ]
    place = " ".join(str(view.values[name]) for name in ("post_code", "city")).strip()
    people = len(view.people)
    words = ngettext("{count} person", "{count} people", people).format(count=people)
    return [
        Figure(_("Place"), place or "–"),
        Figure(_("People"), words if people else "–", opens=("page", "people") if people else None),
    ]
