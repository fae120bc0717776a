"""One row that hangs on a contact as a form: an alternative address, a business relation, a web source."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.setup import by_key
from oppdesk.i18n import N_, _
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.form import FieldForm
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import align_labels
from oppdesk.ui.workplace import Workplace

# Title for a new row, for a row that is there, what its button says.
_WORDS = {
    "alternative_address": (N_("Add address"), N_("Change address")),
    "contact_business_relation": (N_("Add business relation"), N_("Change business relation")),
    "contact_web_source": (N_("Add web source"), N_("Change web source")),
}
# Seldom filled: shown when they are, or when all fields are asked for.
_FOLDED = {
    "alternative_address": frozenset(
        {
            *("company_name_2", "address_2", "county", "mobile_phone", "extension", "fax", "pager"),
            *("telex", "telex_answer_back", "home_page"),
        }
    )
}


class ContactLine(Sheet):
    """With a `row` it is changed, else a new one is made. `without` are fields that another dialog fills."""

    def __init__(
        self,
        place: Workplace,
        key: str,
        contact: int,
        name: str,
        parent: QWidget | None = None,
        *,
        row: Mapping[str, Any] | None = None,
        without: Sequence[str] = (),
    ) -> None:
        title, changed = _WORDS[key]
        super().__init__(_(title) if row is None else _(changed), parent, width=66)
        self._place, self._key, self._contact, self._row = place, key, contact, row
        self.tell_subject(name, "")
        names = [field for field in by_key[key].fields if field.name not in without]
        self._folded = _FOLDED.get(key, frozenset())
        self._names = [field.name for field in names]
        self.fields = FieldForm(place, (("", names),))
        self.rows = {field: self.fields.row(field) for field in self._names}
        self.fields.clear(row or {})
        self.body.addWidget(self.fields)
        self.body.addStretch(1)
        self.more = buttons.button(_("More fields"), "chevron-down", "quiet")
        self.more.setAutoDefault(False)
        self.more.setCheckable(True)
        self.more.toggled.connect(lambda _shown: self._fold())
        self.fields.faults_changed.connect(self._fold)
        self.left.addWidget(self.more)
        self.more.setVisible(bool(self._folded))
        self.primary.setText(_("Add") if row is None else _("Save"))
        self._fold()

    def _fold(self) -> None:
        """What is filled or wrong is not folded away."""
        shown = [
            name
            for name in self._names
            if name not in self._folded
            or self.more.isChecked()
            or self.rows[name].fault()
            or (self._row or {}).get(name)
        ]
        self.fields.show_only(shown)
        align_labels(*[self.rows[name] for name in shown])
        self.more.setText(_("Fewer fields") if self.more.isChecked() else _("More fields"))
        buttons.set_icon(self.more, "chevron-up" if self.more.isChecked() else "chevron-down")
        self.grow()

    def finish(self) -> None:
        try:
            values = self.fields.values()
        except UserError as error:
            self.refused(error)
            return
        lines, key, contact = self._place.desk.contact_lines, self._key, self._contact
        row = self._row["id"] if self._row else None
        version = self._row["version"] if self._row else None
        self.write(
            self._place.jobs,
            self.windowTitle(),
            lambda _progress: lines.save(key, contact, row, values, version),
        )

    def refused(self, error: UserError) -> None:
        if error.field in self._folded:
            self.more.setChecked(True)
        super().refused(error)


def open_line(
    place: Workplace,
    parent: QWidget | None,
    key: str,
    contact: int,
    name: str,
    row: Mapping[str, Any] | None = None,
    without: Sequence[str] = (),
) -> ContactLine:
    """The dialog, with the cursor in its first field."""
    dialog = ContactLine(place, key, contact, name, parent, row=row, without=without)
    dialog.open()
    dialog.fields.focus(dialog._names[0])  # noqa: SLF001 - of this module
    return dialog
