"""Ways out of the program: only calls, mails and pages, whatever a record says (no shell, no other scheme)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication

from oppdesk.ui import links
from tests.ui.scripted import ScriptedPrompts


class Opened(QObject):
    """What the system was asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url.toString())


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Opened]:
    made = Opened()
    for scheme in ("tel", "mailto", "https"):
        QDesktopServices.setUrlHandler(scheme, made, "take")
    yield made
    for scheme in ("tel", "mailto", "https"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("+31 20 055-0142", "tel:+31200550142"),
        ("(020) 055 01 42", "tel:0200550142"),
        ("ask", None),
        ("", None),
    ],
)
def test_a_number_is_called_by_its_digits(number: str, link: str | None) -> None:
    found = links.call(number)
    assert (found.toString() if found else None) == link


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("a@b.example", "mailto:a@b.example"),
        (" a@b.example ; c@d.example", "mailto:a@b.example,c@d.example"),
        ("a@b.example?body=x", None),
        ("nobody", None),
        ("", None),
    ],
)
def test_only_addresses_are_written_to(text: str, link: str | None) -> None:
    found = links.mail(text)
    assert (found.toString() if found else None) == link


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("www.molenhof.example", "https://www.molenhof.example"),
        ("https://molenhof.example/team?x=1", "https://molenhof.example/team?x=1"),
        ("HTTP://molenhof.example", "https://molenhof.example"),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        ("ssh://host.example", None),
        ("https://user:secret@molenhof.example", None),
        ("molenhof", None),
        ("molenhof.example & calc", None),
        ("\\\\server.example\\share", None),
        ("", None),
    ],
)
def test_pages_are_asked_for_by_https_and_nothing_else_is_one(text: str, link: str | None) -> None:
    found = links.page(text)
    assert (found.toString() if found else None) == link


def test_the_system_is_handed_the_link(opened: Opened, prompts: ScriptedPrompts) -> None:
    url = links.call("+31 20")
    assert url is not None
    links.follow(url, prompts, None)
    links.follow(QUrl("file:///etc/passwd"), prompts, None)
    assert opened.urls == ["tel:+3120"]
    assert not prompts.told


def test_without_a_program_the_number_is_on_the_clipboard(
    qapp: QApplication, prompts: ScriptedPrompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    links.follow(QUrl("tel:+3120"), prompts, None)
    assert QGuiApplication.clipboard().text() == "+3120"
    assert "+3120" in prompts.told[0]
