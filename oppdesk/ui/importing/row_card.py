"""What a file will bring, in small: one row as the record it becomes, and the figures of all rows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from oppdesk.domain.errors import FieldError
from oppdesk.domain.fields import Kind
from oppdesk.exchange.mapping import read
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.importing import TARGETS, Source
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.importing import words
from oppdesk.ui.importing.counts import Counts
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.labels import Elided, Hairline, Icon, Text, show_if, text

_TITLE = ("description", "name", "code")  # what a record is called: the first that is filled
_SECOND = ("job_title", "contact", "company")
_BREAK = "\u200b"  # where a line may end
Line = tuple[str, str, bool]  # name of the field, its value or what is wrong, whether it is wrong


def as_it_will_be(
    source: Source, cells: Sequence[str], form: LocaleFormat
) -> tuple[str, str, tuple[Line, ...]]:
    """A row of the sample: its title, its second line, and each other field it fills, in the user's manner."""
    found: dict[str, Line] = {}
    for field in TARGETS[source.target]:
        column = source.columns.get(field.name)
        cell = cells[column] if column is not None and column < len(cells) else ""
        if not cell.strip():
            continue
        try:
            value = read(field, cell, source.form)
            if field.kind is not Kind.LOOKUP:
                value = field.check(value)
        except FieldError as error:
            found[field.name] = (_(field.label), error.message, True)
        else:
            found[field.name] = (_(field.label), field.show(value, form), False)
    _turn_name(source, found)
    notes = [
        (source.guess.header[at], cells[at].strip(), False)
        for at in source.notes
        if at < len(cells) and cells[at].strip()
    ]
    title = next((name for name in _TITLE if name in found), "")
    parts = [_title_of_parts(found)] if not title else [found.pop(title)[1]]
    second = [found.pop(name)[1] for name in _SECOND if name in found and not found[name][2]]
    return parts[0], " · ".join(second), (*found.values(), *notes)


def _turn_name(source: Source, found: dict[str, Line]) -> None:
    """Of a person beside a company, "Hoekema, Sanne" is a surname and a first name."""
    label, name, is_wrong = found.get("name", ("", "", True))
    surname, comma, first = (part.strip() for part in name.partition(","))
    if source.target == "contacts" and "company" in found and not is_wrong and comma and "," not in first:
        found["name"] = (label, f"{first} {surname}".strip(), False)


def _title_of_parts(found: dict[str, Line]) -> str:
    """A person whose name comes in parts."""
    return " ".join(found[name][1] for name in ("first_name", "middle_name", "surname") if name in found)


class Figures(QWidget):
    """How many rows are new, change something, say nothing new, are doubtful, or are refused."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(1.25))
        self._values: dict[str, Text] = {}
        self._names: dict[str, Text] = {}
        self._lines: dict[str, QWidget] = {}
        self._signs: dict[str, Icon] = {}
        for key in ("new", "change", "same", "doubtful", "e_mail", "faults"):
            self._names[key] = text("", wrap=True)
            self._values[key] = text("", Type.FIGURE_STRONG)
            self._signs[key] = Icon("")
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(px(0.75))
            row.addWidget(self._signs[key])
            row.addWidget(self._names[key], 1)
            row.addWidget(self._values[key])
            self._lines[key] = line
            self._column.addWidget(line)

    def show_counts(self, target: str, counts: Counts | None, form: LocaleFormat) -> None:
        """None is not counted yet."""
        said = words.TARGETS[target]
        new, change, same, doubtful, e_mail, faults = (
            (counts.new, counts.change, counts.same, counts.doubtful, counts.same_e_mail, counts.faults)
            if counts is not None
            else (None,) * 6
        )
        self._show("new", _(said.new), new, form)
        self._show("change", _(said.changing), change, form)
        self._show("same", _("Here already, unchanged"), same, form)
        self._show("doubtful", _("Doubtful rows"), doubtful, form, "stale")
        self._show("e_mail", _("Same e-mail twice in the file"), e_mail, form, "stale")
        self._show("faults", _("Rows with a fault"), faults, form, "overdue")

    def _show(
        self, key: str, label: str, count: int | None, form: LocaleFormat, tone: theme.Token = "text"
    ) -> None:
        """What asks for a look has a sign as soon as there is any of it; doubts of which there are none go unsaid."""
        is_marked = bool(count) and tone != "text"
        self._names[key].setText(label)
        self._values[key].setText("…" if count is None else form.whole(count))
        self._signs[key].set("triangle-alert" if tone == "stale" else "circle-alert", tone)
        show_if(self._signs[key], is_shown=is_marked)
        for each in (self._names[key], self._values[key]):
            each.set_colour(tone if is_marked else "text")
        show_if(self._lines[key], is_shown=is_marked or key not in ("doubtful", "e_mail"))

    def shown(self) -> dict[str, str]:
        """The figures by what they count."""
        return {key: value.text() for key, value in self._values.items() if not self._lines[key].isHidden()}


class RowCard(QWidget):
    """One row as a record: what it is called, and field by field what it will hold."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Elided("", Type.NAME)
        self._second = Elided("", colour="text2")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(0.5))
        self._made: list[tuple[QWidget, Text, Text]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(px(1.5), px(1.25), px(1.5), px(1.25))
        column.setSpacing(px(0.5))
        column.addWidget(self._title)
        column.addWidget(self._second)
        self._between = Hairline()
        column.addWidget(self._between)
        column.addLayout(self._lines)

    def fill(self, record: tuple[str, str, Sequence[Line]]) -> None:
        title, second, lines = record
        self._title.setText(title or "–")
        self._second.setText(second)
        self._second.setVisible(bool(second))
        self._between.setVisible(bool(lines))
        while len(self._made) < len(lines):
            self._add_line()
        for at, (holder, name, value) in enumerate(self._made):
            holder.setVisible(at < len(lines))
            if at < len(lines):
                label, words_, is_wrong = lines[at]
                name.setText(label)
                name.setVisible(not is_wrong)  # what is wrong names its field itself
                value.setText(_breakable(words_))
                value.set_colour("overdue" if is_wrong else "text")
                side = Qt.AlignmentFlag.AlignLeft if is_wrong else Qt.AlignmentFlag.AlignRight
                value.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                _share(holder, name, value)

    def _add_line(self) -> None:
        name, value = text("", colour="text2", wrap=True), text("", Type.FIGURE, wrap=True)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        for part in (name, value):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        self._lines.addWidget(holder)
        self._made.append((holder, name, value))

    def shown(self) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """Title, second line, and the lines that are shown."""
        shown = [(name, value) for holder, name, value in self._made if not holder.isHidden()]
        lines = tuple((name.text(), value.text().replace(_BREAK, "")) for name, value in shown)
        return self._title.text(), self._second.text(), lines

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.fill(painter, self.rect(), "raised")
        paint.outline(painter, self.rect(), "hair")
        painter.end()


def _breakable(words_: str) -> str:
    """An address that is wider than its place goes on in the next line."""
    return words_.replace("@", f"@{_BREAK}").replace("/", f"/{_BREAK}")


def _share(holder: QWidget, name: Text, value: Text) -> None:
    """The room of a line goes to both by what they have to say; no word of the name is cut."""
    row = holder.layout()
    if isinstance(row, QHBoxLayout):
        face = metrics.face(Type.FIGURE)
        for part in (name, value):
            row.setStretchFactor(part, max(px(6), round(face.width(part.text()))))
        name.setMinimumWidth(round(max(map(face.width, name.text().split()), default=0)) + 1)
