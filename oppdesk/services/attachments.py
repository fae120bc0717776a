"""Files that hang on interactions and on the languages of templates and tasks: kept, brought back, moved elsewhere."""

from collections.abc import Mapping
from typing import Any

from oppdesk.domain.attachments import checked
from oppdesk.domain.errors import FieldError, NotThereError, RuleError
from oppdesk.domain.interactions import File
from oppdesk.domain.progress import Progress
from oppdesk.domain.words import AttachmentStorage, WizardAction
from oppdesk.i18n import _
from oppdesk.storage import content, content_files, interactions, lookups
from oppdesk.storage.base import metadata
from oppdesk.storage.unit_of_work import Reader, Store, Work

Values = Mapping[str, Any]
LINES = ("interaction_template_language", "task_language")
_AT_ONCE = 20  # files that are moved in one go


class Attachments:
    """`table` is one of LINES, whose rows have an attachment each in their language."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # -- of templates and tasks (5154, 5196) --------------------------------------------------------------

    def file(self, table: str, row: int) -> File:
        """What export and open begin with; RuleError TPL-6 when there is none."""
        with self._store.read() as connection:
            found = of(connection, interactions.stored(connection, table, row))
        if found is None:
            raise RuleError(_("The attachment is empty."), "attachment", "TPL-6")
        return found

    def give(self, table: str, row: int, file: File, *, may_replace: bool = False) -> None:
        """Attach a file to a language; TPL-3 beside a letter that is merged, TPL-4 over another one, ATT-F1, ATT-F2."""
        with self._store.write("attachment.give") as work:
            self._give(work, table, row, file, may_replace=may_replace)

    def copy(self, table: str, source: int, target: int, *, may_replace: bool = False) -> None:
        """Attach the file of one language to another one, too."""
        file = self.file(table, source)
        with self._store.write("attachment.give") as work:
            self._give(work, table, target, file, may_replace=may_replace)

    def _give(self, work: Work, table: str, row: int, file: File, *, may_replace: bool) -> None:
        line = _line(work.connection, table, row)
        _check_no_letter(work.connection, table, line)
        if line["attachment"] and not may_replace:
            message = _("There is an attachment already: {file}. Shall it be replaced?")
            raise RuleError(message.format(file=line["file_name"]), "attachment", "TPL-4")
        work.change(metadata.tables[table], row, keep(work, file))
        work.title = _("{file} attached").format(file=file.name)

    def take(self, table: str, row: int) -> None:
        """Remove the attachment of a language; TPL-6 when there is none."""
        with self._store.write("attachment.take") as work:
            line = _line(work.connection, table, row)
            if not line["attachment"]:
                raise RuleError(_("The attachment is empty."), "attachment", "TPL-6")
            work.change(metadata.tables[table], row, dict(NOTHING))
            work.title = _("{file} removed").format(file=line["file_name"])

    # -- where they are kept (2, SET-3) -------------------------------------------------------------------

    def misplaced(self) -> int:
        """How many attachments are not kept where the setup says."""
        with self._store.read() as connection:
            return len(content.misplaced(connection, folder(connection)))

    def relocate(self, progress: Progress | None = None) -> int:
        """Move all attachments to where the setup says; how many. Cancelled, it can be gone on with at any time."""
        steps = progress or Progress()
        with self._store.read() as connection:
            target = folder(connection)
            todo = content.misplaced(connection, target)
        if target and todo:
            content_files.check_folder(target)
        for done in range(0, len(todo), _AT_ONCE):
            steps.step(done, len(todo))
            with self._store.derive() as connection:
                former = [content.move(connection, each, target) for each in todo[done : done + _AT_ONCE]]
            for path in former:
                if path is not None:
                    content_files.remove(path)
        steps.step(len(todo), len(todo))
        return len(todo)


NOTHING: Mapping[str, str] = {"attachment": "", "file_name": ""}


def folder(connection: Reader) -> str:
    """Where attachments are kept by the setup; blank is the database itself."""
    setup = lookups.setup(connection, "marketing_setup")
    is_outside = setup.get("attachment_storage") == AttachmentStorage.DISK_FILE
    return str(setup.get("attachment_folder") or "") if is_outside else ""


def keep(work: Work, file: File | None) -> dict[str, str]:
    """Keep the bytes of a file; the two columns that name it, blank for none."""
    if file is None:
        return dict(NOTHING)
    clean = checked(file)
    digest = content.put(work.connection, clean.data, folder(work.connection))
    return {"attachment": digest, "file_name": clean.name}


def of(connection: Reader, row: Values) -> File | None:
    """The file that a row names; FieldError ATT-F2 when its bytes cannot be brought."""
    if not row.get("attachment"):
        return None
    data = content.get(connection, row["attachment"])
    if data is None:
        message = _("The attachment {file} is not in the database any more.")
        raise FieldError(message.format(file=row["file_name"]), "file", "ATT-F2")
    return File(row["file_name"], data)


def _line(connection: Reader, table: str, row: int) -> Values:
    found = interactions.stored(connection, table, row)
    if not found:
        raise NotThereError(_("This record does not exist any more."))
    return found


def _check_no_letter(connection: Reader, table: str, line: Values) -> None:
    """TPL-3: where the letter is made into the document, there is no other one."""
    if table != "interaction_template_language" or not line["letter"]:
        return
    action = lookups.value(connection, "interaction_template", line["interaction_template"], "wizard_action")
    if action == WizardAction.MERGE:
        message = _("This template merges a letter; it cannot have an attachment, too.")
        raise RuleError(message, "attachment", "TPL-3")
