"""Groups and templates of interactions when they are changed: what documents allow, what follows, who needs them."""

from collections.abc import Mapping, Sequence
from typing import Any

from oppdesk.domain.errors import InUseError, RuleError
from oppdesk.domain.setup import by_key
from oppdesk.domain.words import AttachmentStorage, WizardAction
from oppdesk.i18n import _
from oppdesk.services.setup_rules import Removal, Row, Rules
from oppdesk.storage import interactions, lookups
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Reader, Work

TEMPLATE, LANGUAGE, SETUP = (
    "interaction_template",
    "interaction_template_language",
    "interaction_template_setup",
)
_FREE = "meeting_invitation"  # the one that may carry an attachment


def check_template(work: Work, before: Row, after: Row) -> None:
    """TPL-1, when the action is changed."""
    if not before or before["wizard_action"] == after["wizard_action"]:
        if not before and after["wizard_action"] == WizardAction.MERGE:
            raise _impossible(after)
        return
    lines = list(interactions.languages(work.connection, before["id"]).values())
    _check_action(after, lines)


def _check_action(template: Row, lines: Sequence[Mapping[str, Any]]) -> None:
    """TPL-1: merging needs something to merge, importing allows nothing beside what is imported."""
    letters = any(line["letter"] for line in lines)
    files = any(line["attachment"] for line in lines)
    action = template["wizard_action"]
    if (action == WizardAction.MERGE and not (letters or files)) or (
        action == WizardAction.IMPORT and letters
    ):
        raise _impossible(template)


def _impossible(template: Row) -> RuleError:
    if template["wizard_action"] == WizardAction.MERGE:
        message = _("Nothing can be merged for {template}: it has neither a letter nor an attachment.")
    else:
        message = _("Nothing can be imported for {template}: it has a letter of its own.")
    return RuleError(message.format(template=template["code"]), "wizard_action", "TPL-1")


def language_follows(work: Work, before: Row, after: Row) -> None:
    """The template's own language has a line; a new one takes over the description (9.2). Windows ask first."""
    if not after or after["language"] is None or after["language"] == before.get("language"):
        return
    if after["language"] in interactions.languages(work.connection, after["id"]):
        return
    line = {
        TEMPLATE: after["id"],
        "language": after["language"],
        "description": after["description"],
    }
    work.put(TABLES[LANGUAGE], by_key[LANGUAGE].check(line))


def template_removal(connection: Reader, row: Row, name: str) -> Removal:
    """ITS-4; its languages go along with their attachments."""
    setup = lookups.setup(connection, SETUP)
    used = [_(field.label) for field in by_key[SETUP].fields if setup.get(field.name) == row["id"]]
    if used:
        message = _("{template} cannot be removed: “{setup}” uses it for {purposes}.")
        title = _(by_key[SETUP].title)
        raise InUseError(message.format(template=name, setup=title, purposes=", ".join(used)), number="ITS-4")
    lines = interactions.languages(connection, row["id"])
    return Removal(
        name, (_("The languages of the template and their attachments go with it."),) if lines else ()
    )


def check_language(work: Work, before: Row, after: Row) -> None:
    """TPL-1 and TPL-2: where a letter is merged it is the document, and there is no other."""
    if not after["letter"] or after["letter"] == before.get("letter"):
        return
    template = interactions.stored(work.connection, TEMPLATE, after[TEMPLATE])
    if template and template["wizard_action"] == WizardAction.IMPORT:
        raise RuleError(_impossible(template).message, "letter", "TPL-1")
    if template and template["wizard_action"] == WizardAction.MERGE and before.get("attachment"):
        message = _("There is an attachment already: {file}. Remove it before you write a letter to merge.")
        raise RuleError(message.format(file=before["file_name"]), "letter", "TPL-2")


def language_gone(work: Work, before: Row, after: Row) -> None:
    """A template whose own language has no line any more has none."""
    owner = before.get(TEMPLATE)
    if after or owner is None:
        return
    template = interactions.stored(work.connection, TEMPLATE, owner)
    if template and template["language"] is not None and template["language"] == before["language"]:
        work.change(TABLES[TEMPLATE], owner, {"language": None})


def check_setup(work: Work, before: Row, after: Row) -> None:
    """ITS-1: what the program fills itself has no attachment of its own."""
    for field in by_key[SETUP].fields:
        chosen = after[field.name]
        if field.name == _FREE or chosen is None or chosen == before.get(field.name):
            continue
        template = interactions.stored(work.connection, TEMPLATE, chosen)
        line = interactions.languages(work.connection, chosen).get(template.get("language"))
        if line and line["attachment"]:
            message = _("{template} has an attachment; only templates without one can be chosen here.")
            raise RuleError(message.format(template=template["code"]), field.name, "ITS-1")


def check_storage(_work: Work, before: Row, after: Row) -> None:
    """SET-3, when attachments shall be kept in files, or in other ones."""
    names = ("attachment_storage", "attachment_folder")
    if after["attachment_storage"] != AttachmentStorage.DISK_FILE:
        return
    if any(before.get(name) != after[name] for name in names):
        from oppdesk.storage import content_files  # noqa: PLC0415 - rarely

        content_files.check_folder(str(after["attachment_folder"]))


def document_template(connection: Reader, purpose: str) -> int:
    """The template by which the program logs by itself (2.1); ITS-2 when it has languages, ITS-3 when it is blank."""
    field = by_key[SETUP].field(purpose)
    chosen: int | None = lookups.setup(connection, SETUP).get(purpose)
    if chosen is None:
        message = _("Fill in “{field}” in “{setup}” first.")
        text = message.format(field=_(field.label), setup=_(by_key[SETUP].title))
        raise RuleError(text, "interaction_template", "ITS-3")
    spoken = interactions.languages(connection, chosen)
    if spoken:
        code = interactions.stored(connection, TEMPLATE, chosen)["code"]
        named = [lookups.value(connection, "language", each, "code") or _("blank") for each in spoken]
        message = _("{template} logs by itself and must not have languages, but has {languages}.")
        raise RuleError(
            message.format(template=code, languages=", ".join(named)), "interaction_template", "ITS-2"
        )
    return chosen


RULES: Mapping[str, Rules] = {
    "interaction_group": Rules(in_use="9.1"),
    TEMPLATE: Rules(check=check_template, settle=language_follows, removal=template_removal, in_use="9.2"),
    LANGUAGE: Rules(check=check_language, settle=language_gone),
    SETUP: Rules(check=check_setup),
}
