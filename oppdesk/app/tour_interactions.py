"""What the tour shows of interactions: the log and its drafts, a new one, a call before and after it is made."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from oppdesk.domain.words import Evaluation
from oppdesk.ui.dialogs.call import MakeCall
from oppdesk.ui.dialogs.call_parts import Ending
from oppdesk.ui.dialogs.interaction import CreateInteraction
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.interactions import InteractionsPage

_NOTE = "Wants the line stopped for two days at most; decides together with the plant manager."


def _view(key: str) -> Callable[[MainWindow], QWidget]:
    def show(window: MainWindow) -> QWidget:
        page = window.go("interactions")
        if isinstance(page, InteractionsPage):
            page.show_view(key)
        return window.frame

    return show


def _create(window: MainWindow) -> None:
    """An e-mail half written."""
    window.go("contacts")
    QApplication.processEvents()
    window.run("interaction.create-interaction")
    for dialog in window.frame.findChildren(CreateInteraction):
        desk = window.place.desk
        row = desk.setup.with_code("interaction_template", "EMAIL")
        dialog.template.set_value(desk.lists.ref("interaction_template", row))
        dialog.template.changed.emit(dialog.template.value())
        dialog.content.note.set_value(_NOTE)
        dialog.evaluation.choose(Evaluation.POSITIVE)


def _call(window: MainWindow) -> None:
    window.go("contacts")
    QApplication.processEvents()
    window.run("interaction.make-call")


def _call_back(window: MainWindow) -> None:
    """Nobody had time: one calls again tomorrow."""
    _call(window)
    for dialog in window.frame.findChildren(MakeCall):
        dialog.other.click()
        dialog.endings.choose(Ending.CALL_BACK)
        dialog.next.note.set_value("In a meeting until four.")


def _delete(window: MainWindow) -> None:
    window.run("interaction.delete-canceled-interactions")


SHOWN = (("interactions", _view("all")), ("interaction-drafts", _view("drafts")))
ASKED = (
    ("interaction-create", _create),
    ("interaction-call", _call),
    ("interaction-call-back", _call_back),
    ("interaction-delete-canceled", _delete),
)
