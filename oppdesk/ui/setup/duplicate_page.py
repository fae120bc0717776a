"""The page of the duplicate search: what each row takes of a company, and how much must agree."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from oppdesk.domain.duplicates import Part, needed, search_string
from oppdesk.domain.setup.company import COMPARED
from oppdesk.i18n import _, ngettext
from oppdesk.ui.cells import Cell, FigureCell
from oppdesk.ui.metrics import Type
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.side import Side
from oppdesk.ui.setup_page import SetupPage
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, text
from oppdesk.ui.workplace import Workplace

# A company that nobody knows, with something in every field that can be compared.
_EXAMPLE: Mapping[str, str] = {
    "name": "Molenhof & Zn. B.V.",
    "name_2": "Zuivel",
    "address": "Kaasmakersweg 41",
    "address_2": "Hal 2",
    "post_code": "1487 KD",
    "city": "Oostgraftdijk",
    "phone": "+31 20 055 0140",
    "mobile_phone": "+31 6 0055 0187",
    "e_mail": "info@molenhof.example",
    "e_mail_2": "post@molenhof.example",
    "vat_number": "NL001234567B01",
    "fax": "+31 20 055 0141",
    "home_page": "https://www.molenhof.example",
    "registration_number": "01234567",
    "county": "Noord-Holland",
    "external_number": "10000",
}


class DuplicateSearchPage(SetupPage):
    long_list = 2 * len(COMPARED)  # nobody looks for one among them

    def __init__(self, place: Workplace, key: str = "duplicate_search") -> None:
        super().__init__(place, key)

    def begin(self) -> None:
        self.rows.edited.connect(self._tell)
        super().begin()

    def make_editor(self) -> ListEditor:
        example = ("example", _("Of {name}").format(name=_EXAMPLE["name"]), 20, _example)
        editor = ListEditor(self.place, self.key, extras=(example,))
        standard = buttons.button(_("Standard set"), "list-checks", small=True)
        standard.setToolTip(_("Add the rows of the standard set that are missing"))
        standard.clicked.connect(self.complete)
        editor.tools.addWidget(standard)
        return editor

    def make_side(self) -> QWidget:
        side = Side()
        self.told = text("", wrap=True)
        self.kept = text("", colour="text2", wrap=True)
        self._defaults = SectionTitle(_("When two are taken for one"), _("Change"))
        self._defaults.linked.connect(lambda: self.place.open_setup("marketing_setup"))
        self._make = buttons.button(_("Make all search strings now"), "refresh-cw", small=True)
        self._make.clicked.connect(self.generate)
        make = QHBoxLayout()
        make.addWidget(self._make)
        make.addStretch(1)
        how = _("Blanks and signs are left out; then the first or last characters are taken.")
        rest = _("Where two leave fields empty, the same part of the others.")
        for part in (
            self._defaults,
            self.told,
            text(rest, colour="text2", wrap=True),
            Hairline(),
            text(_("How a search string is made"), Type.LEAD),
            text(how, colour="text2", wrap=True),
            self.kept,
        ):
            side.column.addWidget(part)
        side.column.addLayout(make)
        side.fit()
        return side

    def _tell(self) -> None:
        """What the rows and the hit percentage of the setup come to."""
        setup = self.place.desk.setup.single("marketing_setup")
        count = self.rows.model.count()
        percent = int(setup["search_hit"])
        words = ngettext(
            "At a search hit of {percent}, {needed} of {n} search string must agree.",
            "At a search hit of {percent}, {needed} of {n} search strings must agree.",
            count,
        )
        told = words.format(n=count, percent=self.place.form.percent(percent), needed=needed(count, percent))
        self.told.setText(told if count else _("Without a row nothing is compared by search strings."))
        is_kept = bool(setup["maintain_duplicates"])
        self._make.setEnabled(is_kept)
        if is_kept:
            duplicates = self.place.desk.duplicates
            self.place.jobs.read(duplicates.is_behind, self._tell_whether_behind, f"strings {id(self)}")
        else:
            self.kept.setText(
                _("Search strings are not maintained: that is switched off in Numbers and defaults.")
            )

    def _tell_whether_behind(self, is_behind: bool) -> None:
        waiting = _("Some contacts wait for their search strings: make them now.")
        kept = _("The strings are kept up to date with every change of a company.")
        self.kept.setText(waiting if is_behind else kept)

    def complete(self) -> None:
        """The standard set again, beside what is there."""
        service = self.place.desk.setup
        self.place.jobs.run(_("Standard set"), lambda _progress: service.complete_searches())

    def generate(self) -> None:
        generate(self.place)


def generate(place: Workplace) -> None:
    """Make the search strings of all contacts anew."""
    duplicates = place.desk.duplicates
    place.jobs.run(_("Making search strings"), duplicates.generate)


def _example(row: Mapping[str, Any]) -> Cell:
    """The search string of one company by this row."""
    length = row.get("length")
    name = COMPARED[int(row.get("field") or 0)][0]
    part = Part(int(row.get("part") or 0))
    return FigureCell(search_string(_EXAMPLE[name], part, length if isinstance(length, int) else 0))
