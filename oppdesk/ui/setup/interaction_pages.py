"""The pages of interaction groups and templates: how often each was used, how it is sent, its letters and files."""

from typing import Any

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.setup import by_key
from oppdesk.i18n import _
from oppdesk.ui.form import FieldForm
from oppdesk.ui.interaction_figures import InteractionFigures
from oppdesk.ui.metrics import Type
from oppdesk.ui.setup import row_acts
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.model import NEW
from oppdesk.ui.setup.side import Side
from oppdesk.ui.setup.template_document import DocumentBox
from oppdesk.ui.setup_page import SetupPage
from oppdesk.ui.widgets.labels import Elided, Hairline, text
from oppdesk.ui.workplace import Workplace

TEMPLATE, LANGUAGE = "interaction_template", "interaction_template_language"
IN_FORM = (  # too much for the grid
    *(
        "information_flow",
        "initiated_by",
        "correspondence_type",
        "ignore_contact",
        "language",
        "wizard_action",
    ),
)
IN_BOX = frozenset({"letter", "attachment", "file_name"})


class InteractionGroupPage(SetupPage):
    """With the statistics of the chosen group (5078)."""

    def __init__(self, place: Workplace, key: str = "interaction_group") -> None:
        super().__init__(place, key)

    def make_side(self) -> QWidget:
        side = Side()
        self.name = Elided("", Type.LEAD)
        self.figures = InteractionFigures(self.place, self.key)
        for part in (self.name, self.figures):
            side.column.addWidget(part)
        side.fit()
        return side

    def _choose(self, row: int) -> None:
        super()._choose(row)
        values = self.rows.current_values()
        self.name.setText(str(values.get("description") or values.get("code") or ""))
        self.read_figures()

    def read_figures(self) -> None:
        self.figures.show_of(self.rows.current())


class InteractionTemplatePage(SetupPage):
    """Its languages below; at the right how it is sent, the document of the chosen language, its statistics (5079)."""

    def __init__(self, place: Workplace, key: str = TEMPLATE) -> None:
        self._shown = NEW
        super().__init__(place, key)

    def begin(self) -> None:
        self.languages.current_changed.connect(lambda _row: self._show_document())
        super().begin()

    @property
    def languages(self) -> ListEditor:
        assert self.lines is not None  # noqa: S101 - this page always has them
        return self.lines

    def make_editor(self) -> ListEditor:
        return ListEditor(self.place, self.key, leave=frozenset(IN_FORM))

    def make_lines(self, key: str) -> ListEditor:
        editor = ListEditor(self.place, key, leave=IN_BOX)
        row_acts.equip(editor)
        return editor

    def make_side(self) -> QWidget:
        side = Side()
        self.name = Elided("", Type.LEAD)
        setup = by_key[TEMPLATE]
        self.form = FieldForm(self.place, (("", tuple(setup.field(name) for name in IN_FORM)),))
        self.form.left.connect(self._store)
        self.figures = InteractionFigures(self.place, self.key)
        self.document = DocumentBox(self.place)
        self._no_language = text(
            _("Add a language below to write its letter or to attach a file; blank is for all others."),
            colour="text2",
            wrap=True,
        )
        parts = (
            *(self.name, self.form, Hairline(), self.document, self._no_language),
            *(Hairline(), self.figures),
        )
        for part in parts:
            side.column.addWidget(part)
        side.fit()
        return side

    def _shown_tables(self) -> frozenset[str]:
        return super()._shown_tables() | {"language"}

    def _choose(self, row: int) -> None:
        super()._choose(row)
        code = str(self.rows.current_values().get("code") or "")
        if row != NEW:
            self.languages.set_title(_("Languages of {template}").format(template=code))
        values = next((each for each in self.rows.model.rows() if each["id"] == row), {})
        self.form.setEnabled(bool(values))
        self.name.setText(str(values.get("description") or values.get("code") or _("No template is chosen")))
        if row != self._shown:
            self._shown = row
            self.form.clear(values)
        else:
            self.form.fill(values)
        self.read_figures()

    def read_figures(self) -> None:
        self.figures.show_of(self.rows.current())

    # -- the document -------------------------------------------------------------------------------------

    def _show_document(self) -> None:
        row = self.languages.current()
        line = next((each for each in self.languages.model.rows() if each["id"] == row), {})
        self.document.setVisible(bool(line))
        self._no_language.setVisible(not line)
        if line:
            others = [
                (self._spoken(each), each["id"])
                for each in self.languages.model.rows()
                if each["id"] != row and each.get("file_name")
            ]
            self.document.show_line(line, self._spoken(line), others)

    def _spoken(self, line: Any) -> str:
        language = line.get("language")
        if not isinstance(language, Ref):
            return _("all other languages")
        row = self.place.desk.setup.named("language", language.id)
        return str(row["name"] or row["code"]) if row is not None else language.text

    # -- storing ------------------------------------------------------------------------------------------

    def _store(self, values: dict[str, Any]) -> None:
        """A language that has no line yet gets one, after a question; else it is not taken (9.2)."""
        row, language = self._shown, values.get("language")
        if row == NEW:
            return
        if language is None or language in self.place.desk.interactions.languages(row):
            self._save(values)
            return
        self.place.prompts.confirm(
            self.window(),
            _("The template has no line in this language yet. Add one?"),
            _("Add the language"),
            lambda: self._save(values),
            default_yes=True,
            otherwise=self._put_back,
        )

    def _save(self, values: dict[str, Any]) -> None:
        row, service = self._shown, self.place.desk.setup
        self.place.jobs.run(
            _(by_key[TEMPLATE].title),
            lambda _progress: service.save(self.key, row, values),
            failed=self._refused,
        )

    def _put_back(self) -> None:
        values = next((each for each in self.rows.model.rows() if each["id"] == self._shown), {})
        self.form.clear(values)

    def _refused(self, error: UserError) -> None:
        if not self.form.tell(error):
            self.place.prompts.tell(self.window(), _("This is not possible"), error.message)
