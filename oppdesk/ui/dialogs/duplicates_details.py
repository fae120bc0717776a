"""What two contacts have in each field that duplicates are searched by, side by side, differences marked (5192)."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.duplicates import Detail
from oppdesk.ui import metrics
from oppdesk.ui.dialogs.duplicates_marks import Compared, differences
from oppdesk.ui.dialogs.duplicates_rows import Line
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Elided, Icon, Pill, Text, text

_LABEL, _MARK = 18, 14  # u, of the first and the last column


class DuplicateDetails(QWidget):
    """Names over their values, what can be done with the pair, then a row a field; its buttons are its window's."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self.rows: list[FieldRow] = []
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.setAutoFillBackground(True)
        self.merge = buttons.button(_("&Merge…"), "merge", "primary")
        self.separate = buttons.button(_("&Not a duplicate"), "split")
        self.open_one = buttons.link("")
        self.open_other = buttons.link("")
        self._names = Elided("", Type.NAME), Elided("", Type.NAME)
        self._notes = Elided("", Type.CAPTION, "text2"), Elided("", Type.CAPTION, "text2")
        self._percent = Pill("")
        self._why = Text("", Type.BODY, "text2", wrap=True)
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._lay_out()

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(px(1))
        acts.addWidget(self._percent)
        acts.addWidget(self._why, 1)
        for button in (self.separate, self.merge):
            acts.addWidget(button)
        heads = QGridLayout()
        heads.setContentsMargins(0, 0, 0, 0)
        heads.setHorizontalSpacing(px(2))
        heads.setVerticalSpacing(px(0.25))
        for at, (name, note, link) in enumerate(
            zip(self._names, self._notes, (self.open_one, self.open_other), strict=True), 1
        ):
            top = QHBoxLayout()
            top.setSpacing(px(1))
            top.addWidget(name, 1)
            top.addWidget(link)
            heads.addLayout(top, 0, at)
            heads.addWidget(note, 1, at)
        for at in (0, 3):
            heads.addWidget(QWidget(), 0, at)  # an empty column would have no gap beside it
        self._heads = heads
        self._stretch(heads)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(2))
        self._grid.setVerticalSpacing(px(0.75))
        self._stretch(self._grid)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        scroll.setAccessibleName(_("Both contacts field by field"))
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(px(metrics.PAGE_MARGIN), px(0.5), px(metrics.PAGE_MARGIN), px(1))
        inner.addWidget(self._content)
        inner.addStretch(1)
        for each in (holder, scroll.viewport()):
            each.setBackgroundRole(QPalette.ColorRole.AlternateBase)
            each.setAutoFillBackground(True)
        scroll.setWidget(holder)
        self._scroll = scroll
        bar = scroll.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: self._leave_room(bar.sizeHint().width() if most else 0))
        head = QVBoxLayout()
        head.setContentsMargins(px(metrics.PAGE_MARGIN), px(1.5), px(metrics.PAGE_MARGIN), px(0.5))
        head.setSpacing(px(1))
        head.addLayout(acts)
        head.addLayout(heads)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)

    @staticmethod
    def _stretch(grid: QGridLayout) -> None:
        """Heads and rows in the same columns."""
        grid.setColumnMinimumWidth(0, px(_LABEL))
        grid.setColumnMinimumWidth(3, px(_MARK))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)

    def _leave_room(self, width: int) -> None:
        """Heads stand over their values, also beside a scroll bar."""
        self._heads.setContentsMargins(0, 0, width, 0)

    def show_line(self, line: Line | None) -> None:
        """The pair that is selected; its fields follow as soon as they are read."""
        self.setVisible(line is not None)
        if line is None:
            return
        pair, form = line.pair, self._form
        sure = _("{percent} alike, sure") if pair.sure else _("{percent} alike, look at it")
        words = sure.format(percent=form.percent(pair.percent))
        if pair.separate:
            self._percent.set(_("Marked as separate"), "split", "neutral")
        else:
            self._percent.set(words, "check" if pair.sure else "eye", "accent" if pair.sure else "stale")
        self._why.setText(" · ".join(pair.reasons))
        for side, (name, note) in enumerate(zip(self._names, self._notes, strict=True)):
            name.setText(line.names[side])
            note.setText(line.note(side))
        for link, name_, key in ((self.open_one, line.names[0], "1"), (self.open_other, line.names[1], "2")):
            link.setText(_("Open"))
            link.setAccessibleName(_("Open {name}").format(name=name_))
            link.setToolTip(_("Open ({key})").format(key=key))
        self.separate.setText(_("May be &one again") if pair.separate else _("&Not a duplicate"))
        buttons.set_icon(self.separate, "undo-2" if pair.separate else "split")

    def show_details(self, details: Sequence[Detail]) -> None:
        """A row a field that at least one has filled."""
        found = [list(parts) for _field, parts in groupby(details, key=lambda each: each.field)]
        filled = [parts for parts in found if any(parts[0].values)]
        while len(self.rows) < len(filled):
            self.rows.append(FieldRow(self._grid, len(self.rows), self._form))
        for row, parts in zip(self.rows, filled, strict=False):
            row.show_field(parts)
        for at, row in enumerate(self.rows):
            row.set_shown(is_shown=at < len(filled))
        widest = max((row.mark_width() for row in self.rows), default=0)
        for grid in (self._heads, self._grid):
            grid.setColumnMinimumWidth(3, max(px(_MARK), widest))
        self._scroll.verticalScrollBar().setValue(0)


class FieldRow:
    """A field in the grid: its name, both values, whether they agree, and below them the strings made of them."""

    def __init__(self, grid: QGridLayout, at: int, form: LocaleFormat) -> None:
        self._form = form
        self.label = text("", colour="text2", wrap=True)
        self.one, self.other = Compared(), Compared()
        self.sign, self.mark = Icon(""), text("", Type.CAPTION, "text2")
        self.strings = text("", Type.CAPTION, "text3", wrap=True)
        verdict = QHBoxLayout()
        verdict.setSpacing(px(0.5))
        verdict.addWidget(self.sign)
        verdict.addWidget(self.mark)
        verdict.addStretch(1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.label, 2 * at, 0, top)
        grid.addWidget(self.one, 2 * at, 1)
        grid.addWidget(self.other, 2 * at, 2)
        grid.addLayout(verdict, 2 * at, 3, top)
        grid.addWidget(self.strings, 2 * at + 1, 1, 1, 3)

    def show_field(self, parts: Sequence[Detail]) -> None:
        one, other = parts[0].values
        spans = differences(one, other)
        self.label.setText(parts[0].field)
        self.one.show_value(one, spans[0])
        self.other.show_value(other, spans[1])
        icon, words = _verdict(one, other, agrees=any(part.agrees for part in parts))
        self.sign.set(icon)
        self.mark.setText(words)
        self.strings.setText(" · ".join(self._said(part) for part in parts if any(part.strings)))

    def _said(self, part: Detail) -> str:
        """ "First 5: MOLEN = MOLEN"."""
        words = (
            _("{part} {length}: {one} = {other}") if part.agrees else _("{part} {length}: {one} ≠ {other}")
        )
        one, other = (string or "–" for string in part.strings)
        return words.format(part=part.part, length=self._form.whole(part.length), one=one, other=other)

    def mark_width(self) -> int:
        return self.sign.sizeHint().width() + px(0.5) + self.mark.sizeHint().width()

    def set_shown(self, *, is_shown: bool) -> None:
        for each in (self.label, self.one, self.other, self.sign, self.mark):
            each.setVisible(is_shown)
        self.strings.setVisible(is_shown and bool(self.strings.text()))


def _verdict(one: str, other: str, *, agrees: bool) -> tuple[str, str]:
    if one == other:
        return "check", _("the same")
    if not one or not other:
        return "circle-dashed", _("only one has it")
    return ("circle-dot", _("partly the same")) if agrees else ("x", _("different"))
