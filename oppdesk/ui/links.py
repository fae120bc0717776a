"""Ways out of the program to somebody: a call, a mail, a page; no other kind of address is ever opened."""

import re

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from oppdesk.domain.communication import addresses, check_e_mails
from oppdesk.domain.errors import FieldError
from oppdesk.i18n import _
from oppdesk.ui.prompts import Prompts


def call(number: str) -> QUrl | None:
    """A telephone number as a link; its digits only, the plus of a country before them."""
    digits = re.sub("[^0-9]", "", number)
    return QUrl(f"tel:{'+' * number.strip().startswith('+')}{digits}") if digits else None


def mail(text: str) -> QUrl | None:
    """All addresses of a field as one link; None when one of them is none."""
    found = addresses(text)
    try:
        check_e_mails(text, "e_mail")
    except FieldError:
        return None
    return QUrl(f"mailto:{','.join(found)}") if found else None


def page(text: str) -> QUrl | None:
    """A home page, always asked for by https; None for what is no address of a page."""
    rest = re.sub("^https?://", "", text.strip(), flags=re.IGNORECASE)
    url = QUrl(f"https://{rest}", QUrl.ParsingMode.StrictMode)
    is_page = url.isValid() and "." in url.host() and not url.userInfo() and not re.search(r"[\s\\]", rest)
    return url if is_page else None


def follow(url: QUrl, prompts: Prompts, window: QWidget | None) -> None:
    """Hand the address to the program of the system that is for it; without one it goes to the clipboard."""
    if url.scheme() not in {"tel", "mailto", "https"}:
        return
    if not QDesktopServices.openUrl(url):
        words = url.path() if url.scheme() != "https" else url.toString()
        QGuiApplication.clipboard().setText(words)
        prompts.tell(
            window,
            _("No program answers"),
            _("This computer has no program for {address}. It is on the clipboard now.").format(
                address=words
            ),
        )
