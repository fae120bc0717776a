"""The buttons that reach a contact: each calls, writes or shows a map at once, or offers all the ways (3.14)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QMenu, QPushButton

from oppdesk.domain.addresses import Choice, Way
from oppdesk.i18n import _
from oppdesk.ui import icons, links
from oppdesk.ui.tips import literal
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.lines import Line
from oppdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from oppdesk.services.contact_views import ContactView
    from oppdesk.ui.contact_marks import Marks

_ICONS = {Way.PHONE: "phone", Way.MOBILE: "smartphone", Way.MAIL: "mail", Way.SECOND_MAIL: "mail"}


def _line(choice: Choice, right: str, marks: Marks) -> Line:
    """A number or address that opens nothing is words."""
    url = marks.links.get(choice.value)
    return Line(url, choice.value, right=right, icon=_ICONS[choice.way], is_link=url is not None)


def every_way(view: ContactView, marks: Marks) -> list[Line]:
    """The ways to a contact, its own before those of the company (3.14), then the home page."""
    found = []
    for choice in (*marks.calls, *marks.mails):
        whose = "" if choice.description == view.name else choice.description
        found.append(_line(choice, whose or (_("mobile") if choice.way is Way.MOBILE else ""), marks))
    for page in dict.fromkeys(
        (str(view.values.get("home_page") or ""), view.company_reach.get("home_page", ""))
    ):
        if page:
            url = links.page(page)
            found.append(Line(url, page, icon="globe", is_link=url is not None))
    return found


class ReachButton(QPushButton):
    """Calls or writes at once when there is one way, offers them all when there are several (CON-X1: none)."""

    def __init__(self, place: Workplace, words: str, icon: str, kind: buttons.Kind, none: str) -> None:
        """`none` is what is said when there is no way."""
        super().__init__(words)
        self.setProperty("kind", kind)
        buttons.set_icon(self, icon)
        self._place = place
        self._none = none
        self._ways: list[Line] = []
        self.clicked.connect(self.reach)

    def lead_to(self, act: Callable[[], None]) -> None:
        """What a click does in place of reaching at once: a call is logged, too."""
        self.clicked.disconnect(self.reach)
        self.clicked.connect(act)

    def show_ways(self, choices: Sequence[Choice], marks: Marks) -> None:
        lines = [_line(choice, choice.description, marks) for choice in choices]
        self._ways = [line for line in lines if line.what is not None]
        self.setEnabled(bool(self._ways))
        self.setToolTip(literal("\n".join(line.title for line in self._ways)) or self._none)

    def ways(self) -> list[Line]:
        return self._ways

    def reach(self) -> None:
        if len(self._ways) == 1:
            self._follow(self._ways[0])
        elif self._ways:
            self.menu_of_ways().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def menu_of_ways(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for line in self._ways:
            words = f"{line.title}  ({line.right})" if line.right else line.title
            action = menu.addAction(icons.icon(line.icon), words.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, line=line: self._follow(line))
        return menu

    def _follow(self, line: Line) -> None:
        if isinstance(line.what, QUrl):
            links.follow(line.what, self._place.prompts, self.window())


def call_button(place: Workplace, kind: buttons.Kind = "plain") -> ReachButton:
    return ReachButton(place, _("Call"), "phone", kind, _("No phone number is registered."))


def mail_button(place: Workplace) -> ReachButton:
    return ReachButton(place, _("E-mail"), "mail", "plain", _("No e-mail address is registered."))


class MapButton(QPushButton):
    """Shows where a contact is found in the browser: its address, or the one that is valid today."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(_("Visit"))
        buttons.set_icon(self, "map-pin")
        self._place = place
        self._link: QUrl | None = None
        self.clicked.connect(self.follow)

    def show_place(self, values: Mapping[str, Any], country: str) -> None:
        self._link = links.place(values, country)
        self.setEnabled(self._link is not None)
        parts = (values["address"], f"{values['post_code']} {values['city']}".strip(), country)
        where = ", ".join(part for part in parts if part)
        self.setToolTip(literal(where) if self._link is not None else _("No address is registered."))

    def follow(self) -> None:
        if self._link is not None:
            links.follow(self._link, self._place.prompts, self.window())
