"""The page of a setup list: its rows, the lines of the chosen row below, what follows from them at the right."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.domain.setup import ALL, by_key
from oppdesk.i18n import N_, _, ngettext
from oppdesk.ui import metrics
from oppdesk.ui.form import FieldForm, Groups
from oppdesk.ui.lookup import read_names
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.pages.head import FilterField
from oppdesk.ui.setup import attachment_place, row_acts
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.model import NEW
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import text
from oppdesk.ui.workplace import Workplace

LONG_LIST = 12  # rows from which a list can be filtered
COUNTED = ("opportunity", "opportunity_entry", "task", "attendee", "interaction")  # what figures are made of
AT_ONCE = 5  # fields of a form that are made in one go
ABOVE = 9  # rows of a list that has lines below it


class SetupPage(QWidget):
    """One list, edited in place. `side` makes the pane that shows what follows from the chosen row."""

    status = Signal(str)
    search: FilterField | None = None  # of a long list
    long_list = LONG_LIST

    def __init__(self, place: Workplace, key: str) -> None:
        """The list is there at once; lines and side follow, each in a turn of its own, then `begin`."""
        super().__init__()
        self.place, self.key = place, key
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.rows = self.make_rows()
        self.lines: ListEditor | None = None
        self.side: QWidget | None = None
        self._is_stale = self._has_begun = False
        self._lay_out()
        place.jobs.in_turns(self, (self._add_lines, self._add_below, self._add_side, self.begin))

    def begin(self) -> None:
        """All parts are there: hear them and read what is stored."""
        self._has_begun = True
        self._tables = self._shown_tables()
        self.rows.current_changed.connect(self._choose)
        self.rows.refilled.connect(self._tell_status)
        self.place.hub.changed.connect(self.take_news)
        self.refresh()

    # -- parts, for pages that have more to show ------------------------------------------------------------

    def make_editor(self) -> ListEditor:
        return ListEditor(self.place, self.key)

    def make_rows(self) -> ListEditor:
        editor = self.make_editor()
        editor.refilled.connect(lambda: self._offer_search(editor))
        names = [field.name for field in editor.setup.fields]
        if "blocked" in names:
            block = buttons.button(_("Block"), "circle-slash", small=True)
            block.clicked.connect(lambda: editor.toggle("blocked"))
            editor.edited.connect(
                lambda: block.setText(_("Unblock") if editor.current_values().get("blocked") else _("Block"))
            )
            editor.tools.addWidget(block)
        if f"file.import-records:{self.key}" in IMPORTS:
            brings = buttons.button(_("Import…"), "file-input", small=True)
            brings.clicked.connect(lambda: self.place.run(f"file.import-records:{self.key}"))
            editor.tools.addWidget(brings)
        row_acts.equip(editor)
        return editor

    def _offer_search(self, editor: ListEditor) -> None:
        """Who has many rows looks for one by its words."""
        if self.search is None and editor.model.count() > self.long_list:
            self.search = FilterField()
            self.search.asked.connect(editor.filter)
            self.search.left.connect(editor.grid.setFocus)
            editor.tools.insertWidget(0, self.search)

    def make_lines(self, key: str) -> ListEditor:
        editor = ListEditor(self.place, key)
        row_acts.add_links(editor)
        row_acts.equip(editor)
        return editor

    def make_side(self) -> QWidget | None:
        """What stands at the right; None for nothing."""
        return None

    def below(self) -> QWidget | None:
        """What stands under the lists; None for nothing."""
        return None

    def _lay_out(self) -> None:
        self._page = QVBoxLayout()
        self._page.setContentsMargins(px(2), px(1.5), px(2), px(1))
        self._page.setSpacing(px(1.25))
        self._page.addWidget(self.rows)
        self._page.addStretch(1)
        self._sides = QHBoxLayout(self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(0)
        self._sides.addLayout(self._page, 1)

    def _add_lines(self) -> None:
        lines = next((each.key for each in ALL if each.lines_of == self.key), "")
        if lines:
            self.lines = self.make_lines(lines)
            self.rows.grid.take_rows(ABOVE)
            self._page.insertWidget(1, self.lines)

    def _add_side(self) -> None:
        self.side = self.make_side()
        if self.side is not None:
            self._sides.addWidget(self.side)

    def _add_below(self) -> None:
        below = self.below()
        if below is not None:
            self._page.insertWidget(self._page.count() - 1, below)

    # -- what is shown ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is stored now."""
        if not self._has_begun:
            return
        self._is_stale = False
        self.rows.refresh()
        if self.lines is not None and self.lines.parent_row is not None:
            self.lines.refresh()
        self.read_figures()

    def read_figures(self) -> None:
        """What is counted over opportunities and tasks; read beside the window, for they may be many."""

    def take_news(self, changes: Changes) -> None:
        if not self.isVisible():
            self._is_stale = self._is_stale or bool(changes)
        elif changes.touches(*self._tables):
            self.refresh()
        elif changes.touches(*COUNTED):
            self.read_figures()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _shown_tables(self) -> frozenset[str]:
        """Whose news concerns what stands in the grids."""
        editors = [self.rows, *([self.lines] if self.lines else [])]
        fields = [column.field for editor in editors for column in editor.model.columns if column.field]
        named = {field.target for field in fields} | {field.counts for field in fields}
        return frozenset({"marketing_setup", *[editor.key for editor in editors], *filter(None, named)})

    def _choose(self, row: int) -> None:
        """Another row is current, or the same under another name."""
        if self.lines is None:
            return
        values = self.rows.current_values()
        self.lines.setEnabled(row != NEW)
        title = _("{lines} of {name}").format(
            lines=_(self.lines.setup.title), name=values.get("code") or values.get("name") or ""
        )
        self.lines.set_title(title if row != NEW else _(self.lines.setup.title))
        self.lines.show_parent(None if row == NEW else row)

    def _tell_status(self) -> None:
        self.status.emit(self.status_words())

    def status_words(self) -> str:
        count, whole = self.rows.model.count(), self.place.form.whole
        if self.rows.left_out:
            return _("The first {n} of {every} rows in {list}: the filter finds the others").format(
                n=whole(count), every=whole(count + self.rows.left_out), list=_(by_key[self.key].title)
            )
        return ngettext("{n} row in {list}", "{n} rows in {list}", count).format(
            n=count, list=_(by_key[self.key].title)
        )

    def focus_first(self) -> None:
        self.rows.grid.setFocus()

    def editor(self) -> ListEditor:
        """The list that has the keyboard, else the upper one."""
        focus = self.focusWidget()
        is_below = self.lines is not None and focus is not None and self.lines.isAncestorOf(focus)
        return self.lines if is_below and self.lines is not None else self.rows


IMPORTS = frozenset({"file.import-records:salesperson"})


_GROUPS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "marketing_setup": (
        (N_("Numbers"), ("contact_nos", "task_nos", "opportunity_nos", "quote_nos")),
        (
            N_("Defaults"),
            (
                "default_sales_cycle",
                "default_salesperson",
                "default_territory",
                "default_country",
                "default_language",
                "default_correspondence",
                "default_company_salutation",
                "default_person_salutation",
                "default_format_region",
                "default_task_date",
            ),
        ),
        (N_("Opportunities"), ("stale_days", "may_reopen")),
        (N_("Telephone"), ("mobile_first",)),
        (N_("Attachments"), ("attachment_storage", "attachment_folder")),
        (N_("Duplicates"), ("maintain_duplicates", "autosearch_duplicates", "search_hit")),
        (
            N_("Numbers in other programs"),
            ("relation_of_customers", "relation_of_vendors", "relation_of_banks", "relation_of_employees"),
        ),
    ),
    "company_info": (
        (N_("Address"), ("name", "address", "address_2", "post_code", "city", "county", "country")),
        (N_("Communication"), ("phone", "e_mail", "home_page")),
    ),
}


def groups(key: str) -> Groups:
    """The fields of a form under their heads; what no head names stands at the end."""
    setup = by_key[key]
    headed = _GROUPS.get(key, ())
    named = {name for _title, names in headed for name in names}
    rest = tuple(field for field in setup.fields if field.name not in named)
    found = [(title, tuple(setup.field(name) for name in names)) for title, names in headed]
    return (*found, (_REST.get(key, ""), rest)) if rest else tuple(found)


_REST = {
    "marketing_setup": N_("What people take over from their company"),
    "company_info": N_("Registration"),
}


class FormPage(QWidget):
    """A list with one row, as a form; a field is stored when it is left."""

    status = Signal(str)

    def __init__(self, place: Workplace, key: str) -> None:
        super().__init__()
        self.place, self.key = place, key
        names = [field.name for _title, fields in groups(key) for field in fields]
        self.form = FieldForm(place, groups(key), later=names[AT_ONCE:])
        self.form.setMaximumWidth(px(80))
        self.form.left.connect(self._store)
        self.form.faults_changed.connect(self._tell_status)
        content = QWidget()
        content.setBackgroundRole(QPalette.ColorRole.Base)
        content.setAutoFillBackground(True)
        column = QVBoxLayout(content)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(1.5))
        column.addWidget(text(_(by_key[key].title), Type.LEAD))
        column.addWidget(self.form)
        if key == attachment_place.KEY:
            self.relocate = buttons.button(_("Relocate attachments"), "folder-open", small=True)
            self.relocate.clicked.connect(lambda: attachment_place.ask(place, self.window()))
            column.addWidget(self.relocate, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        place.hub.changed.connect(self.take_news)
        self.refresh()
        place.jobs.soon(self, self._make_more)

    def _make_more(self) -> None:
        """Some fields in each turn: a long form does not hold up the window."""
        if self.form.make_more(AT_ONCE):
            self.place.jobs.soon(self, self._make_more)

    def refresh(self) -> None:
        setup, key = self.place.desk.setup, self.key

        def read() -> dict[str, Any]:
            values = setup.single(key)
            read_names(setup, by_key[key].fields, values)
            return values

        self.place.jobs.read(read, self._show, f"form {id(self)}", urgent=True)

    def _show(self, values: Mapping[str, Any]) -> None:
        self.form.fill(values)
        self._tell_status()

    def take_news(self, changes: Changes) -> None:
        targets = {field.target for field in by_key[self.key].fields} - {None}
        if changes.touches(self.key, *map(str, targets)):
            self.refresh()

    def _store(self, values: dict[str, Any]) -> None:
        if attachment_place.concerns(values):
            attachment_place.complete(self.place, self.window(), values, self._save)
        else:
            self._save(values)

    def _save(self, values: dict[str, Any]) -> None:
        service = self.place.desk.setup
        self.place.jobs.run(
            _(by_key[self.key].title),
            lambda _progress: service.save(self.key, None, values),
            lambda _row: self._ask_afterwards(values),
            failed=self._refused,
        )

    def _ask_afterwards(self, values: Mapping[str, Any]) -> None:
        if values.get("maintain_duplicates"):
            self._ask_for_strings()
        if attachment_place.concerns(values):
            attachment_place.ask(self.place, self.window(), tells_nothing=True)

    def _ask_for_strings(self) -> None:
        """Strings that are kept from now on are not there yet (2)."""
        from oppdesk.ui.setup.duplicate_page import generate  # noqa: PLC0415 - it stands on this module

        question = _("Make the search strings of all contacts now? They can also be made later.")
        self.place.prompts.confirm(
            self.window(), question, _("Make search strings"), lambda: generate(self.place), default_yes=True
        )

    def _refused(self, error: UserError) -> None:
        if not self.form.tell(error):
            self.place.prompts.tell(self.window(), _("This is not possible"), error.message)

    def _tell_status(self) -> None:
        self.status.emit(self.status_words())

    def status_words(self) -> str:
        unsaved = self.form.unsaved()
        if not unsaved:
            return ""
        return ngettext(
            "{n} field not saved: {fields}", "{n} fields not saved: {fields}", len(unsaved)
        ).format(n=len(unsaved), fields=", ".join(unsaved))

    def focus_first(self) -> None:
        self.form.focus()

    def settle(self) -> bool:
        """Store what is being typed; False when it is wrong."""
        return self.form.settle()


Page = SetupPage | FormPage
