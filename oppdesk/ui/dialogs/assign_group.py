"""Gives many contacts a group, a relation or a web source at once, or takes it from them."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.progress import Progress
from oppdesk.domain.records import LINKS
from oppdesk.i18n import N_, _, ngettext
from oppdesk.services.contact_lines import Assigned
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.workplace import Workplace

CODE = 10  # characters
_KINDS = LINKS["contact"]
_HINTS = {
    "industry_group": N_("Companies have industry groups: people stand for theirs."),
    "web_source": N_("Companies have web sources: people stand for theirs."),
    "business_relation": N_("People stand for their company. Codes for numbers are given by linking."),
    "job_responsibility": N_("Only people have job responsibilities: companies are left out."),
}


def open_assign(place: Workplace, window: QWidget, contacts: Sequence[int]) -> None:
    if contacts:
        AssignGroup(place, contacts, window).open()


def open_unassign(place: Workplace, window: QWidget, contacts: Sequence[int]) -> None:
    if contacts:
        AssignGroup(place, contacts, window, takes=True).open()


class AssignGroup(Sheet):
    """`takes` takes the group away instead."""

    def __init__(
        self, place: Workplace, contacts: Sequence[int], parent: QWidget | None = None, *, takes: bool = False
    ) -> None:
        super().__init__(_("Remove from group") if takes else _("Add to group"), parent, width=60)
        self._place, self._contacts, self._takes = place, tuple(contacts), takes
        count = len(self._contacts)
        words = ngettext("{count} contact is selected", "{count} contacts are selected", count)
        self.tell_subject(words.format(count=place.form.whole(count)), "")
        self.kind = ChoiceBox(tuple(field.label for field in _KINDS))
        self.targets = {
            field.name: LookupField(str(field.target), place, None if takes else self._maker(field.name))
            for field in _KINDS
        }
        group = FieldGroup()
        self.add(group, "kind", _("&List"), self.kind)
        for field in _KINDS:
            hint = "" if takes else _(_HINTS[field.name]) if field.name in _HINTS else ""
            self.add(group, field.name, _(field.label), self.targets[field.name], hint)
        self.body.addWidget(group)
        self.body.addStretch(1)
        self.kind.changed.connect(lambda _value: self._show_target())
        self.primary.setText(_("Remove from group") if takes else _("Add to group"))
        self._show_target()
        self.target.setFocus()

    @property
    def _name(self) -> str:
        return _KINDS[int(self.kind.value() or 0)].name

    @property
    def target(self) -> LookupField:
        """Where the group is chosen."""
        return self.targets[self._name]

    def _show_target(self) -> None:
        for name in self.targets:
            self.rows[name].setVisible(name == self._name)
        self.grow()

    def _maker(self, name: str) -> Callable[[str, Callable[[Ref], None]], None]:
        def make(text: str, then: Callable[[Ref], None]) -> None:
            """A group of that name; its code is how it begins."""
            code = text.strip().upper()[:CODE].strip()
            values = {"code": code, "description": text.strip()}
            service = self._place.desk.setup
            self._place.jobs.run(
                _("New group"),
                lambda _progress: service.save(name, None, values),
                lambda row: then(Ref(row, code)),
                self.refused,
            )

        return make

    def finish(self) -> None:
        name, chosen = self._name, self.target.value()
        if chosen is None:
            row = self.rows[name]
            row.set_fault(_("Choose what the contacts are to have.") if not self._takes else _("Choose it."))
            self.go_to(row)
            return
        lines, key = self._place.desk.contact_lines, f"contact_{name}"

        def write(progress: Progress) -> object:
            if self._takes:
                return lines.unassign(key, self._contacts, chosen.id, progress)
            return lines.assign(key, self._contacts, chosen.id, progress)

        self.write(self._place.jobs, self.windowTitle(), write)

    def stored(self, result: object = None) -> None:
        """Nothing stays unsaid: who could not have it is told."""
        super().stored(result)
        if isinstance(result, Assigned) and result.left_out:
            words = ngettext(
                "{count} of the contacts cannot have it and was left out.",
                "{count} of the contacts cannot have it and were left out.",
                result.left_out,
            )
            told = words.format(count=self._place.form.whole(result.left_out))
            self._place.prompts.tell(self.parentWidget(), self.windowTitle(), told)
        elif result == 0 or (isinstance(result, Assigned) and not result.added):
            told = (
                _("None of the contacts had it.") if self._takes else _("All of the contacts had it already.")
            )
            self._place.prompts.tell(self.parentWidget(), self.windowTitle(), told)

    def refused(self, error: UserError) -> None:
        """A code that is taken is about the field of the group."""
        super().refused(UserError(error.message, self._name, error.number))
