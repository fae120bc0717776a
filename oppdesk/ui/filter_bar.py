"""What a list is narrowed to: filters as chips, each changed or taken away where it stands, a new one beside them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from oppdesk.domain.fields import Field
from oppdesk.domain.query import Filter
from oppdesk.ui.filter_words import chips
from oppdesk.ui.widgets.filter_chips import FilterChips
from oppdesk.ui.widgets.popup import Popup
from oppdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from oppdesk.ui.filter_editor import FilterEditor

Special = Callable[[], Mapping[Filter, tuple[str, str]]]


class FilterBar(QWidget):
    """`fields` can be filtered by; `shown` names further ones that only a view filters by. `special` gives words for
    filters that mean more than their figures."""

    changed = Signal()

    def __init__(
        self, place: Workplace, fields: Sequence[Field], shown: Sequence[Field], special: Special
    ) -> None:
        super().__init__()
        self._place = place
        self._filters: tuple[Filter, ...] = ()
        self._own = tuple(fields)
        self._offered = {field.name for field in fields}
        self._fields = {field.name: field for field in (*fields, *shown)}
        self._special = special
        self._beside: QWidget | None = None  # what the sheet stands beside
        self._edited: int | None = None  # the place of the filter that is being changed
        self.chips = FilterChips()
        self._refit = QTimer(self, singleShot=True, interval=0)  # once Qt knows the new sizes
        self._refit.timeout.connect(self._fit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.chips, 1)
        self.chips.add_wanted.connect(lambda: self.edit(None))
        self.chips.edited.connect(self.edit)
        self.chips.removed.connect(self._remove)

    @cached_property
    def editor(self) -> "FilterEditor":
        """Made when a filter is first looked at: no list waits for it."""
        from oppdesk.ui.filter_editor import FilterEditor  # noqa: PLC0415

        made = FilterEditor(self._place, self._own)
        made.closes.connect(lambda: self._sheet.hide())  # noqa: PLW0108 - the sheet is made after it
        made.resized.connect(self._refit.start)
        made.chosen.connect(self._take)
        return made

    @cached_property
    def _sheet(self) -> Popup:
        return Popup(self.chips, self.editor, takes_focus=True)

    def filters(self) -> tuple[Filter, ...]:
        return self._filters

    def set_filters(self, filters: Sequence[Filter]) -> None:
        """Show these without saying that they changed."""
        self._filters = tuple(filters)
        self.chips.set_chips(
            chips(self._place.desk, self._fields, self._filters, self._place.form, self._special())
        )

    def edit(self, at: object) -> None:
        """Open the sheet for a filter by its place, or for a new one."""
        self._edited = at if isinstance(at, int) else None
        beside: QAbstractButton = self.chips.add
        term: Filter | None = None
        if self._edited is not None:
            beside, term = self.chips.buttons()[self._edited], self._filters[self._edited]
        if term is not None and term.field in self._offered:
            self.editor.show_filter(term)
        self._beside = beside
        self._sheet.show_beside(beside, self.editor.sizeHint())
        self.editor.begin(is_new=term is None)

    def _fit(self) -> None:
        """What is compared with takes more room, or less."""
        if self._sheet.isVisible() and self._beside is not None:
            layout = self.editor.layout()
            if layout is not None:
                layout.invalidate()
                layout.activate()
            self._sheet.show_beside(self._beside, self.editor.sizeHint())

    def _remove(self, at: object) -> None:
        self.set_filters([term for place, term in enumerate(self._filters) if place != at])
        self.changed.emit()

    def _take(self, term: Filter) -> None:
        terms = list(self._filters)
        if self._edited is None:
            terms.append(term)
        else:
            terms[self._edited] = term
        self._edited = None
        self.set_filters(terms)
        self.changed.emit()
