"""Ways out of the program to somebody: a call, a mail, a page, a map; no other kind of address is ever opened.

What a link is made of is decided in domain.communication; here it is handed to the system, and nowhere else (I13).
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from oppdesk.domain.communication import dial_link, mailto, map_link, web_link
from oppdesk.domain.errors import FieldError
from oppdesk.i18n import _
from oppdesk.ui.prompts import Prompts

SCHEMES = frozenset({"tel", "mailto", "http", "https"})


def call(number: str, country_code: str = "") -> QUrl | None:
    """A telephone number as a link; of that country when it has no plus."""
    return _link(lambda: dial_link(number, country_code))


def mail(text: str) -> QUrl | None:
    """All addresses of a field as one link, nothing else in it; None when one of them is none."""
    return _link(lambda: mailto(text))


def page(text: str) -> QUrl | None:
    """A home page; None for what is no address of one."""
    return _link(lambda: web_link(text))


def place(values: Mapping[str, object], country: str = "") -> QUrl | None:
    """Where an address lies on a map; None for one without street and city."""
    return _link(lambda: map_link(values, country))


def _link(make: Callable[[], str]) -> QUrl | None:
    try:
        url = QUrl(make(), QUrl.ParsingMode.StrictMode)
    except FieldError:
        return None
    return url if url.isValid() and url.scheme() in SCHEMES else None


def hand_over(url: QUrl) -> bool:
    """To the program of the system that is for it; whether one answers."""
    return url.scheme() in SCHEMES and QDesktopServices.openUrl(url)


def follow(url: QUrl, prompts: Prompts, window: QWidget | None) -> None:
    """Hand the address to the program of the system that is for it; without one it goes to the clipboard."""
    if url.scheme() not in SCHEMES:
        return
    if not hand_over(url):
        words = url.path() if url.scheme() in {"tel", "mailto"} else url.toString()
        QGuiApplication.clipboard().setText(words)
        prompts.tell(
            window,
            _("No program answers"),
            _("This computer has no program for {address}. It is on the clipboard now.").format(
                address=words
            ),
        )
