"""A file brought into a setup list: what it would do is told before anything is written."""

from pathlib import Path

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _, ngettext
from oppdesk.services.setup_import import Plan, lines_in
from oppdesk.ui.setup.list_editor import ListEditor

MOST_TOLD = 8  # lines that are wrong


def bring(editor: ListEditor) -> None:
    """Ask for a file, then say what it would do."""
    place = editor.place
    if editor.setup.lines_of and editor.parent_row is None:
        return
    pattern = _("Tables") + " (*.csv *.txt *.xlsx)"
    place.prompts.choose_file(
        editor.window(), _("Choose a file to import"), pattern, lambda path: _plan(editor, path)
    )


def _plan(editor: ListEditor, path: Path) -> None:
    place, parent = editor.place, editor.parent_row
    service = place.desk.setup_import
    place.jobs.read(
        lambda: service.plan(editor.key, path, place.form, parent),
        lambda plan: _ask(editor, plan),
        f"import {id(editor)}",
        lambda error: _refuse(editor, error),
    )


def _ask(editor: ListEditor, plan: Plan) -> None:
    place = editor.place
    told = "\n".join([told_of(editor, plan), *_faults(plan)])
    if not plan.add and not plan.change:
        place.prompts.tell(editor.window(), _("Nothing to import"), told)
        return
    service = place.desk.setup_import
    verb = _("Import")
    place.prompts.confirm(
        editor.window(),
        told,
        verb,
        lambda: place.jobs.run(
            verb,
            lambda progress: service.apply(plan, progress),
            failed=lambda error: _refuse(editor, error),
        ),
        default_yes=True,
    )


def told_of(editor: ListEditor, plan: Plan) -> str:
    """What the file would do."""
    whole = editor.place.form.whole
    new = ngettext("{n} new row", "{n} new rows", len(plan.add)).format(n=whole(len(plan.add)))
    changed = ngettext("{n} changed", "{n} changed", len(plan.change)).format(n=whole(len(plan.change)))
    same = ngettext("{n} as it is", "{n} as they are", plan.unchanged).format(n=whole(plan.unchanged))
    message = _("“{file}” for {list}: {new}, {changed}, {same}.")
    return message.format(file=plan.path.name, list=editor.title(), new=new, changed=changed, same=same)


def _faults(plan: Plan) -> list[str]:
    lines = len({fault.line for fault in plan.faults})
    if not lines:
        return []
    left_out = ngettext("{n} line is left out:", "{n} lines are left out:", lines).format(n=lines)
    more = len(plan.faults) - MOST_TOLD
    rest = [ngettext("… and {n} more.", "… and {n} more.", more).format(n=more)] if more > 0 else []
    return [left_out, *lines_in(plan.faults, MOST_TOLD), *rest]


def _refuse(editor: ListEditor, error: UserError) -> None:
    editor.place.prompts.tell(editor.window(), _("This is not possible"), error.message)
