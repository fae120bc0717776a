"""What can be done with the current row of a list beside typing in it, and the buttons and keys that do it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt

from oppdesk.domain.errors import InUseError, UserError
from oppdesk.i18n import N_, _
from oppdesk.services.setup_rules import Removal
from oppdesk.ui.setup import holders, intake, output
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.model import NEW
from oppdesk.ui.widgets import buttons

_BROUGHT_ELSEWHERE = frozenset({"salesperson"})  # by the assistant
_INSERTED: Mapping[str, str] = {"sales_cycle_stage": N_("New stage"), "activity_step": N_("New step")}


def equip(editor: ListEditor) -> None:
    """The keys of the grid, and in the head of the list a button for each."""
    editor.grid.remove_wanted.connect(lambda: remove(editor))
    editor.grid.insert_wanted.connect(lambda: insert(editor))
    editor.grid.move_wanted.connect(lambda by: move(editor, by))
    if editor.key in _INSERTED:
        _tool(editor, "arrow-up", _("Move up"), "Alt+Up", lambda: move(editor, -1))
        _tool(editor, "arrow-down", _("Move down"), "Alt+Down", lambda: move(editor, 1))
    if editor.key in holders.FIELDS:
        editor.grid.holders_wanted.connect(lambda: holders.show(editor))
        _tool(
            editor,
            "contact",
            _("Show the contacts that have it"),
            "Ctrl+Return",
            lambda: holders.show(editor),
        )
    if editor.key not in _BROUGHT_ELSEWHERE:
        _tool(editor, "file-input", _("Import into this list"), "", lambda: intake.bring(editor))
    _tool(editor, "file-spreadsheet", _("Export this list"), "Ctrl+E", lambda: output.export(editor))
    _tool(editor, "printer", _("Print this list"), "Ctrl+Shift+P", lambda: output.print_list(editor))
    _tool(editor, "trash-2", _("Remove"), "Del", lambda: remove(editor))


def add_links(editor: ListEditor) -> None:
    """Insert and Renumber, for lines whose order is their number."""
    if editor.key in _INSERTED:
        for words, act in ((_("Insert"), insert), (_("Renumber"), renumber)):
            link = buttons.link(words)
            link.clicked.connect(lambda _on=False, act=act: act(editor))
            editor.tools.addWidget(link)


def _tool(editor: ListEditor, icon: str, name: str, keys: str, act: Callable[[], None]) -> None:
    made = buttons.icon_button(icon, name, small=True)
    made.setToolTip(f"{name} ({keys})" if keys else name)
    made.clicked.connect(act)
    editor.tools.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)


def insert(editor: ListEditor) -> None:
    """A line in front of the current one, where lines are numbered; else a new row."""
    row = editor.current()
    if row == NEW or editor.key not in _INSERTED:
        editor.add()
        return
    words, service = _(_INSERTED[editor.key]), editor.place.desk.setup
    editor.place.jobs.run(
        words,
        lambda _progress: service.insert(editor.key, row, {"description": words}),
        lambda made: editor.go_to(made, "description", edits=True),
    )


def move(editor: ListEditor, by: int) -> None:
    """Up or down by one; opportunities stay at their stage."""
    row, service = editor.current(), editor.place.desk.setup
    if row != NEW and editor.key in _INSERTED:
        editor.place.jobs.run(_("Move"), lambda _progress: service.move(editor.key, row, by))


def renumber(editor: ListEditor) -> None:
    parent, service = editor.parent_row, editor.place.desk.setup
    if parent is not None:
        editor.place.jobs.run(_("Renumber"), lambda _progress: service.renumber(editor.key, parent))


def remove(editor: ListEditor) -> None:
    """After a question that tells what goes along; what is refused says who needs the row."""
    row, service = editor.current(), editor.place.desk.setup
    if row == NEW:
        editor.give_up_new()
        return
    editor.place.jobs.read(
        lambda: service.removal(editor.key, row),
        lambda told: _ask(editor, row, told),
        f"removal {id(editor)}",
        lambda error: _refuse(editor, row, error),
    )


def _ask(editor: ListEditor, row: int, told: Removal) -> None:
    parts = (_("Remove {name}?").format(name=told.name), *told.consequences, told.advice)
    verb, service = _("Remove {name}").format(name=told.name), editor.place.desk.setup

    def then() -> None:
        editor.place.jobs.run(verb, lambda _progress: service.remove(editor.key, row))

    editor.place.prompts.confirm(editor.window(), "\n".join(filter(None, parts)), verb, then)


def _refuse(editor: ListEditor, row: int, error: UserError) -> None:
    """What cannot go may be blocked instead, where the list knows that."""
    names = [field.name for field in editor.setup.fields]
    is_free = "blocked" in names and not editor.current_values().get("blocked")
    service = editor.place.desk.setup

    def block() -> None:
        editor.place.jobs.run(_("Block"), lambda _progress: service.save(editor.key, row, {"blocked": True}))

    if isinstance(error, InUseError) and is_free:
        editor.place.prompts.confirm(editor.window(), error.message, _("Block"), block)
    else:
        editor.place.prompts.tell(editor.window(), _("This is not possible"), error.message)
