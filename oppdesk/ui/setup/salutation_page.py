"""The page of salutations: their formulas below, and at the right how each would address somebody, as one types."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from oppdesk.domain import salutation
from oppdesk.domain.fields import Ref
from oppdesk.domain.setup import by_key
from oppdesk.domain.setup.people import NAMES
from oppdesk.domain.words import MANNER, ContactType, Manner, NamePart
from oppdesk.i18n import _
from oppdesk.ui.cells import Cell, QuietCell
from oppdesk.ui.metrics import Type
from oppdesk.ui.setup import row_acts
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.model import NEW
from oppdesk.ui.setup.side import Side
from oppdesk.ui.setup_page import SetupPage
from oppdesk.ui.widgets.labels import Hairline, text
from oppdesk.ui.widgets.lines import Line, Lines
from oppdesk.ui.workplace import Workplace

Row = Mapping[str, Any]
FEW_NAMES = 2  # columns of names that are always there
# Whom the formulas are tried on; nobody of that name is known.
_COMPANY: Row = {"type": int(ContactType.COMPANY), "name": "Molenhof Zuivel BV"}
_PERSON: Row = {
    "type": int(ContactType.PERSON),
    "name": "Sanne Maria Hoekema",
    "first_name": "Sanne",
    "middle_name": "Maria",
    "surname": "Hoekema",
    "initials": "S.M.",
    "company_name": "Molenhof Zuivel BV",
}


class SalutationPage(SetupPage):
    def __init__(self, place: Workplace, key: str = "salutation") -> None:
        self._languages: dict[int, str] = {}  # that contacts speak, or some formula is in
        super().__init__(place, key)

    def begin(self) -> None:
        self.formulas.edited.connect(self._show)
        self.formulas.current_changed.connect(lambda _row: self._show())
        super().begin()

    @property
    def formulas(self) -> ListEditor:
        assert self.lines is not None  # noqa: S101 - this page always has them
        return self.lines

    def make_lines(self, key: str) -> ListEditor:
        editor = ListEditor(self.place, key, cells={name: partial(_part, name) for name in NAMES})
        row_acts.equip(editor)
        return editor

    def make_side(self) -> QWidget:
        side = Side()
        self.person = dict(_PERSON) | {"job_title": _("Head of production")}
        self.here, self.all, self.missing = Lines(), Lines(), Lines()
        self._none = text(_("No formula is chosen."), colour="text2", wrap=True)
        self._missing_title = text(_("Missing"), Type.LEAD)
        self._instead = text("", Type.CAPTION, "text2", wrap=True)
        for part in (
            text(_("How it reads"), Type.LEAD),
            text(_("Follows every change you make on the left"), Type.CAPTION, "text2", wrap=True),
            self._none,
            self.here,
            Hairline(),
            text(_("In every language"), Type.LEAD),
            self.all,
            self._missing_title,
            self.missing,
            self._instead,
        ):
            side.column.addWidget(part)
        side.fit()
        return side

    def refresh(self) -> None:
        place = self.place
        place.jobs.read(lambda: _spoken(place), self._take_languages, f"languages {id(self)}", urgent=True)
        super().refresh()

    def _take_languages(self, languages: dict[int, str]) -> None:
        self._languages = languages
        self._show()

    def _shown_tables(self) -> frozenset[str]:
        return super()._shown_tables() | {"language"}

    def _choose(self, row: int) -> None:
        super()._choose(row)
        self._show()

    def _show(self) -> None:
        formulas = [each for each in self.formulas.rows() if each["id"] != NEW or each.get("text")]
        self._show_names(formulas)
        current = self.formulas.current_values()
        self._none.setVisible(not current)
        self.here.set_lines(self._examples(current) if current else [])
        kind = _PERSON if _is_of_people(formulas) else _COMPANY
        about = self.person if kind is _PERSON else kind
        self.all.set_lines([self._line(each, about) for each in formulas])
        lacking = self._lacking(formulas) if self.rows.current() != NEW else []
        self.missing.set_lines(lacking)
        self._missing_title.setVisible(bool(lacking))
        self._instead.setVisible(bool(lacking))
        self._instead.setText(
            _("The formula without a language stands in for them; without that one, any of the same type.")
        )

    def _show_names(self, formulas: Iterable[Row]) -> None:
        """The columns of the names that formulas use: few use all five."""
        used = FEW_NAMES
        for each in formulas:
            for number, name in enumerate(NAMES, start=1):
                if each.get(name) or f"%{number}" in str(each.get("text") or ""):
                    used = max(used, number)
        hidden = self.formulas.grid.hidden_columns()
        for number, name in enumerate(NAMES, start=1):
            if (name in hidden) != (number > used):
                self.formulas.grid.set_hidden(name, is_hidden=number > used)

    def _examples(self, formula: Row) -> list[Line]:
        """What one formula makes of a person and of a company."""
        person = f"{self.person['name']}, {self.person['job_title']}"
        return [
            Line(None, _evaluated(formula, self.person), person, icon="user"),
            Line(None, _evaluated(formula, _COMPANY), str(_COMPANY["name"]), icon="building-2"),
        ]

    def _line(self, formula: Row, about: Row) -> Line:
        language = formula.get("language")
        spoken = self._languages.get(language.id, language.text) if isinstance(language, Ref) else ""
        manner = _(MANNER[int(formula.get("type") or 0)])
        note = f"{spoken or _('Without a language')}  ·  {manner}"
        if not str(formula.get("text") or "").strip():
            return Line(None, _("The formula has no text"), note, icon="circle-alert", tone="overdue")
        return Line(None, _evaluated(formula, about), note, icon="message-square")

    def _lacking(self, formulas: Iterable[Row]) -> list[Line]:
        """Each language without a formula of a type, by name."""
        present = {(_id(each.get("language")), int(each.get("type") or 0)) for each in formulas}
        wanted = [(None, _("Without a language")), *self._languages.items()]
        found = []
        for language, name in wanted:
            manners = [_(MANNER[each]) for each in Manner if (language, int(each)) not in present]
            if manners:
                found.append(Line(None, name, ", ".join(manners), icon="triangle-alert", tone="stale"))
        return found


def _spoken(place: Workplace) -> dict[int, str]:
    """The languages that contacts speak or some formula is in, by their names."""
    setup = place.desk.setup
    used = {_id(each.get("language")) for each in setup.rows("salutation_formula")}
    return {
        row["id"]: str(row["name"] or row["code"])
        for row in setup.rows("language")
        if row["id"] in used or row["number_of_contact"]
    }


def _id(language: object) -> int | None:
    return language.id if isinstance(language, Ref) else None


def _is_of_people(formulas: Iterable[Row]) -> bool:
    """Whether a salutation names parts of a person's name."""
    of_companies = (NamePart.NONE, NamePart.COMPANY_NAME)
    return any(int(each.get(name) or 0) not in of_companies for each in formulas for name in NAMES)


def _evaluated(formula: Row, contact: Row) -> str:
    return salutation.evaluated(formula, contact)


def _part(name: str, row: Row) -> Cell:
    """A part that is not used is no word."""
    field = by_key["salutation_formula"].field(name)
    value = int(row.get(name) or 0)
    return QuietCell(_(field.choices[value]) if value else "")
