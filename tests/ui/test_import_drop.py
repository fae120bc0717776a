"""A file dropped on the window of the program begins its import, what cannot be imported is not taken."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.ui.dialogs.import_wizard import ImportWizard
from oppdesk.ui.main_window import MainWindow

NO, LEFT, COPY = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sanne Hoekema\r\nN:Hoekema;Sanne;;;\r\nEND:VCARD\r\n"


def drop(window: QWidget, *urls: QUrl) -> bool:
    """Let files go over the window; whether it would take them."""
    data = QMimeData()
    data.setUrls(list(urls))
    entering = QDragEnterEvent(QPoint(9, 9), COPY, data, LEFT, NO)
    entering.ignore()
    QApplication.sendEvent(window, entering)
    if not entering.isAccepted():
        return False
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), COPY, data, LEFT, NO))
    return True


def opened(window: MainWindow) -> list[ImportWizard]:
    return window.findChildren(ImportWizard)


@pytest.mark.parametrize(
    ("name", "content", "section", "target"),
    [
        ("a.csv", "Name,Amount\nRoof,5\n", "opportunities", "opportunities"),
        ("a.csv", "Name,City\nRoof Ltd,Bern\n", "contacts", "contacts"),
        ("a.VCF", CARD, "opportunities", "contacts"),
    ],
)
def test_a_dropped_file_is_looked_at_at_once(
    main: MainWindow, tmp_path: Path, qtbot: QtBot, name: str, content: str, section: str, target: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    main.go(section)
    assert drop(main, QUrl.fromLocalFile(str(path)))
    (wizard,) = opened(main)
    assert wizard.file.drop.shown() == name
    assert wizard.session.target == target
    assert wizard.primary.isEnabled()
    wizard.close()
    qtbot.waitUntil(lambda: not opened(main))


@pytest.mark.parametrize("name", ["a.pdf", "a.exe", "a"])
def test_what_cannot_be_imported_is_not_taken(main: MainWindow, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"%PDF")
    assert not drop(main, QUrl.fromLocalFile(str(tmp_path / name)))
    assert not drop(main, QUrl("https://desk.example/a.csv"))
    both = [QUrl.fromLocalFile(str(tmp_path / each)) for each in ("a.csv", "b.csv")]
    assert not drop(main, *both)
    assert not opened(main)


def test_while_a_file_hangs_over_it_the_window_says_what_would_come_of_it(
    main: MainWindow, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.csv"))])
    event = QDragEnterEvent(QPoint(9, 9), COPY, data, LEFT, NO)
    assert event.type() == QEvent.Type.DragEnter
    QApplication.sendEvent(main, event)
    assert "import" in main.status.words()
