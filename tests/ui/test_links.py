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
    for scheme in sorted(links.SCHEMES):
        QDesktopServices.setUrlHandler(scheme, made, "take")
    yield made
    for scheme in sorted(links.SCHEMES):
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
        ("a@b.example?bcc=x&attach=/etc/passwd", None),
        ("a@b.example\r\nBcc: x@y.example", None),
        ("a@b.example,bcc=x@y.example", None),
        ("o'neil+x@b.example", "mailto:o'neil+x@b.example"),
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
        ("HTTP://molenhof.example", "http://molenhof.example"),
        ("tel:+31 20 1", "tel:+31201"),
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
def test_pages_are_of_the_web_and_nothing_else_is_one(text: str, link: str | None) -> None:
    found = links.page(text)
    assert (found.toString() if found else None) == link


def test_a_map_is_asked_for_by_the_words_of_the_address_alone() -> None:
    found = links.place({"address": "Kade 3 & x=1#y", "city": "Delft"}, "Netherlands")
    assert found is not None
    assert found.host() == "www.openstreetmap.org"
    assert (
        bytes(found.toEncoded().data())
        .decode()
        .endswith("query=Kade%203%20%26%20x%3D1%23y%2C%20Delft%2C%20Netherlands")
    )
    assert links.place({"country": "NL"}) is None


def test_a_number_is_dialled_in_its_country() -> None:
    found = links.call("020 624 11 11", "NL")
    assert found is not None
    assert found.toString() == "tel:+31206241111"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "smb://host/share", "data:text/html,x"]
)
def test_i12_no_other_scheme_is_ever_opened(opened: Opened, prompts: ScriptedPrompts, address: str) -> None:
    links.follow(QUrl(address), prompts, None)
    assert opened.urls == []


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
