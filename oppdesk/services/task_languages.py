"""The invitation to a meeting in the languages of those who are asked (7.10); its files are given by attachments."""

from collections.abc import Mapping

from oppdesk.domain.errors import FieldError
from oppdesk.domain.fields import Field
from oppdesk.domain.setup import by_key
from oppdesk.domain.tasks import TaskLanguage
from oppdesk.i18n import _
from oppdesk.storage import lookups, tasks
from oppdesk.storage.task_tables import TaskLanguageRow, TaskRow
from oppdesk.storage.unit_of_work import Reader, Work

_LINES = by_key["interaction_template_language"]
FIELDS: Mapping[str, Field] = {name: _LINES.field(name) for name in ("language", "description", "letter")}


def of(connection: Reader, task: int) -> tuple[TaskLanguage, ...]:
    """The one for all other languages, which has none, comes first."""
    return tuple(
        TaskLanguage(
            row.id,
            lookups.ref(connection, "language", row.language) if row.language is not None else None,
            row.description,
            row.letter,
            row.file_name,
        )
        for row in tasks.languages(connection, task)
    )


def save(work: Work, task: int, row: int | None, values: Mapping[str, object]) -> int:
    """A new one, or other words of one that is there; TPL-4 when the language has one already."""
    given = {name: FIELDS[name].check(value) for name, value in values.items()}
    owner = work.get(TaskRow, task)
    found = work.get(TaskLanguageRow, row) if row is not None else TaskLanguageRow(task=task)
    language = given.get("language", found.language)
    taken = tasks.language_row(work.connection, task, language if isinstance(language, int) else None)
    if taken is not None and taken.id != row:
        raise FieldError(_("There is an invitation in this language already."), "language", "TPL-4")
    for name, value in given.items():
        setattr(found, name, value)
    work.title = _("Invitation of “{task}” changed").format(task=owner.description)
    return work.add(found) if row is None else row


def remove(work: Work, row: int) -> None:
    found = work.get(TaskLanguageRow, row)
    owner = work.get(TaskRow, found.task)
    work.remove(found)
    work.title = _("Invitation of “{task}” removed").format(task=owner.description)
