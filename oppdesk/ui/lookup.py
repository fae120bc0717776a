"""The field that refers to another record: found as one types, made in place where wanted, opened in Setup."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton

from oppdesk.domain.fields import Field, Ref
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.setup import by_key
from oppdesk.i18n import _
from oppdesk.services.lists import Lists
from oppdesk.services.setup import Setup
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.found import Found, folded
from oppdesk.ui.widgets.search_field import SearchField
from oppdesk.ui.workplace import Workplace

MOST = 50  # rows that a search brings
Create = Callable[
    [str, Callable[[Ref], None]], None
]  # makes a record of a text, then hands over its reference
_NAMES = ("name", "description")


class LookupField(SearchField):
    """Its value is a `Ref` or None. `create` offers to make a new record of a text that is not found."""

    changed = Signal(object)  # Ref | None

    def __init__(self, target: str, place: Workplace, create: Create | None = None) -> None:
        super().__init__(_words_for_new if create else None)
        self._target = target
        self._place = place
        self._make_new = create
        self._asked: str | None = None  # of setup, what is not answered yet
        self.typed.connect(self._ask)
        self.chosen.connect(self._chosen)
        self.created.connect(self._create_here)

    def value(self) -> Ref | None:
        taken = self.taken()
        return taken.what if taken and isinstance(taken.what, Ref) else None

    def key(self) -> int | None:
        """The id of its value."""
        value = self.value()
        return value.id if value is not None else None

    def set_value(self, value: object) -> None:
        """Show a reference without saying that it changed."""
        if not isinstance(value, Ref):
            self.set_taken(None)
            return
        row = self._place.desk.setup.named(self._target, value.id) if self._target in by_key else None
        self.set_taken(_found(row) if row is not None else Found(value, value.text))

    def fault(self) -> str:
        """Why the present text is no record; "" when it is one."""
        return self._told

    def settle(self) -> None:
        """Take what the text spells, or the row that is marked: the field is about to be left."""
        self._catch_up()
        if self.text().strip() and (self._taken is None or self.text() != self._taken.text):
            current = self._list.current()
            if current is not None and not current.creates and self._spelt() is None:
                self._take(current)
                return
        self._settle()

    def _chosen(self, row: Found | None) -> None:
        self.changed.emit(row.what if row else None)

    def _ask(self, text: str) -> None:
        def find() -> list[Found]:
            return find_rows(self._place.desk.lists, self._target, text)

        is_setup = self._target in by_key
        self._asked = text if is_setup else None

        def answer(rows: list[Found]) -> None:
            if shiboken6.isValid(self):
                self._asked = None
                self.show_found(rows)
                if not self.hasFocus() and not is_setup:
                    self._settle()

        self._place.jobs.read(find, answer, key=f"lookup {id(self)}", urgent=is_setup)

    def _catch_up(self) -> None:
        """Left before the answer was there: setup is small enough to wait for."""
        if self._asked is not None:
            text, self._asked = self._asked, None
            self.show_found(find_rows(self._place.desk.lists, self._target, text))

    def _settle(self) -> None:
        self._catch_up()
        row = self._spelt()
        if row is not None and row is not self._taken:
            self._take(row)
        else:
            super()._settle()

    def _spelt(self) -> Found | None:
        """The row whose code is what stands in the field."""
        text = self.text().strip()
        if not text or (self._taken and text == self._taken.text):
            return None
        return next(
            (row for row in self._list.rows() if isinstance(row.what, Ref) and _same(row.what.text, text)),
            None,
        )

    def _create_here(self, text: str) -> None:
        def then(made: Ref) -> None:
            self.set_value(made)
            self.changed.emit(self.value())

        if self._make_new is not None:
            self._make_new(text, then)


def read_names(setup: Setup, fields: Iterable[Field], values: Mapping[str, object]) -> None:
    """Read beforehand what the fields show of the setup that these values refer to: they need not wait for it."""
    for field in fields:
        value = values.get(field.name)
        if isinstance(value, Ref) and field.target is not None and field.target in by_key:
            setup.named(field.target, value.id)


def _words_for_new(text: str) -> str:
    return _("Create “{text}”").format(text=text)


def find_rows(lists: Lists, target: str, text: str) -> list[Found]:
    """The records a text may mean, those whose code it spells first; blocked ones are not offered (M-53, SET-2)."""
    fields = lists.fields(target)
    free = tuple(Filter(name, Op.IS, False) for name in ("blocked", "privacy_blocked") if name in fields)
    rows = [_found(row) for row in lists.page(target, Query(free, text=text), 0, MOST)]
    query = folded(text.strip())
    return sorted(rows, key=lambda row: not query or not folded(row.text).startswith(query))


def _found(row: Mapping[str, Any]) -> Found:
    name = next((str(row[each]) for each in _NAMES if row.get(each)), "")
    code = str(row.get("code") or "")
    if code:
        return Found(Ref(row["id"], code), f"{code}  {name}".strip())
    return Found(Ref(row["id"], name or str(row.get("number", ""))), name, str(row.get("number", "")))


def _same(left: str, right: str) -> bool:
    return folded(left) == folded(right)


def opens_setup(target: str, place: Workplace) -> QToolButton | None:
    """The button beside a field that opens the list it looks into; None for records that are no setup."""
    if target not in by_key:
        return None
    name = _("Open {list} in Setup").format(list=_(by_key[target].title))
    made = buttons.icon_button("settings-2", name)
    made.clicked.connect(lambda: place.open_setup(target))
    return made
