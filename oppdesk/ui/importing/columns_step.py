"""The second step: which column is which field, answered row by row, with the questions where they arise."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from oppdesk.domain.fields import Field, Kind
from oppdesk.exchange.mapping import Reading, Ways
from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.services.import_cycles import FileStages
from oppdesk.services.importing import TARGETS, Source
from oppdesk.ui.importing import words
from oppdesk.ui.importing.head import Head
from oppdesk.ui.importing.match_row import MatchHead, MatchRow
from oppdesk.ui.importing.matching_buttons import MatchingButtons
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import show_if, text

NOTE = 1  # its place in the list of choices, where there is one
_NUMBERS = frozenset({Kind.WHOLE, Kind.PERCENT, Kind.RATE, Kind.MONEY})


class ColumnsStep(QWidget):
    """`matched` carries the new field -> column and the columns of the note; `days_answered`, `numbers_answered` the
    place of a reading. `names` gives the saved matchings."""

    matched = Signal(object, object)
    days_answered = Signal(int)
    numbers_answered = Signal(int)
    stages_wanted = Signal()  # to be matched with those of a cycle

    def __init__(self, form: LocaleFormat, names: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._form = form
        self._source: Source | None = None
        self._fields: tuple[Field, ...] = ()
        self._program = ""
        self._first_field = 1  # its place in the list of choices
        self._choices = QStringListModel(self)
        self.rows: list[MatchRow] = []
        self._line = text("", colour="text2", wrap=True)
        self.saved = MatchingButtons(names)
        self.into_note = buttons.link("")
        self.into_note.clicked.connect(self._note_the_rest)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._scroll = QScrollArea()
        self._lay_out()

    def _lay_out(self) -> None:
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(MatchHead())
        rows.addLayout(self._list)
        rows.addSpacing(px(1))
        note = QVBoxLayout()
        note.setContentsMargins(px(1), 0, 0, 0)
        note.addWidget(self.into_note, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addLayout(note)
        rows.addStretch(1)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(2), px(2), px(2), px(1))
        column.setSpacing(px(1))
        column.addWidget(Head(text(_("Which column is what?"), Type.TITLE), self._line, self.saved))
        column.addWidget(self._scroll, 1)

    # -- showing ------------------------------------------------------------------------------------------

    def show_source(self, source: Source, program: str = "") -> None:
        """A file, or the same one matched otherwise; rows are made anew for other headings only."""
        before = self._source
        self._source = source
        if before is None or before.guess != source.guess or before.target != source.target:
            self._make_rows(source)
        places = {field.name: self._first_field + at for at, field in enumerate(self._fields)}
        chosen = {column: places[name] for name, column in source.columns.items() if name in places}
        chosen |= dict.fromkeys(source.notes, NOTE)
        for at, row in enumerate(self.rows):
            row.choice.setCurrentIndex(chosen.get(at, 0))
        self._tell_rest(len(self.rows) - len(chosen))
        self._program = program
        self.saved.suggest(program or source.path.stem)
        self.show_count(None)

    def show_count(self, rows: int | None) -> None:
        """What the file is, with its rows once they are counted."""
        source = self._source
        if source is None:
            return
        file = source.path.name
        if source.sheet:
            file = _("{file}, sheet “{sheet}”").format(file=file, sheet=source.sheet)
        if rows is not None:
            file = f"{file}, {words.of_rows(rows, self._form)}"
        known = len(source.columns) + len(source.notes)
        matched = ngettext(
            "{known} of {count} column is matched.",
            "{known} of {count} columns are matched.",
            len(self.rows),
        ).format(known=known, count=len(self.rows))
        sentences = [f"{file}.", matched]
        if self._program:
            sentences.append(_("Looks like an export of {program}.").format(program=self._program))
        self._line.setText(" ".join(sentences))

    def line(self) -> str:
        return self._line.text()

    def _tell_rest(self, count: int) -> None:
        """Columns without a field may go into the note, all by one click."""
        sentence = ngettext(
            "Put the other {count} into the co&mments",
            "Put the other {count} into the co&mments",
            count,
        )
        self.into_note.setText(sentence.format(count=count))
        show_if(self.into_note, is_shown=count > 0 and self._first_field > 1)

    def _make_rows(self, source: Source) -> None:
        self._fields = tuple(field for field in TARGETS[source.target] if not field.counts)
        kept = [_("Comments, with the column name")] if source.target == "contacts" else []
        self._first_field = 1 + len(kept)
        self._choices.setStringList([_("do not import"), *kept, *(_(field.label) for field in self._fields)])
        for row in self.rows:
            self._list.removeWidget(row)
            row.deleteLater()
        self.rows = []
        for at, heading in enumerate(source.guess.header):
            row = MatchRow(heading, self._first(source, at), self._choices)
            row.choice.picked.connect(lambda place, at=at: self._pick(at, place))
            row.choice.stepped.connect(lambda by, at=at: self._step(at, by))
            row.answered.connect(lambda answer, at=at: self._answer(at, answer))
            row.proposal_taken.connect(self.stages_wanted)
            row.entered.connect(lambda row=row: self._scroll.ensureWidgetVisible(row, 0, px(1)))
            self.rows.append(row)
            self._list.addWidget(row)

    @staticmethod
    def _first(source: Source, column: int) -> str:
        """The first value that is not blank."""
        return next(
            (row[column] for row in source.guess.sample if column < len(row) and row[column].strip()), ""
        )

    def show_meaning(
        self,
        ways: Ways,
        form: LocaleFormat,
        stages: FileStages,
        answers: tuple[int | None, int | None],
        written: Mapping[int, str],
    ) -> None:
        """What happens with each column, and the questions that are open or answered; `written` by column."""
        source = self._source
        if source is None:
            return
        asking = {
            self._asked(ways.days, frozenset({Kind.DATE})): (_("Which day is it?"), ways.days, answers[0]),
            self._asked(ways.numbers, _NUMBERS): (_("How much is it?"), ways.numbers, answers[1]),
        }
        for at, row in enumerate(self.rows):
            field = self._field(row)
            if at in source.notes:
                row.say(words.FINE)
            elif field is not None and source.target == "contacts" and field.name in words.ALIKE_BY:
                row.say(words.compared())
            elif at in written:
                row.say(words.stored_as(written[at]))
            else:
                cell = self._first(source, at)
                row.say(words.remark(field, cell, form, self._form, stages, source.columns))
            if field is not None and field.name == "stage" and stages.near:
                count = len(stages.unknown)
                row.propose(
                    ngettext("Match the other {count}…", "Match the other {count}…", count).format(
                        count=count
                    )
                )
            elif at in asking and field is not None:
                question, readings, chosen = asking[at]
                row.ask(question, [self._value(field, reading) for reading in readings], chosen)
            else:
                row.forget_question()

    def _asked(self, readings: Sequence[Reading], kinds: frozenset[Kind]) -> int:
        """The row whose values tell the readings apart; -1 when there is nothing to ask."""
        if len(readings) < 2 or self._source is None:
            return -1
        fitting = [
            at for at, row in enumerate(self.rows) if (field := self._field(row)) and field.kind in kinds
        ]
        cell = readings[0].cell
        sample = self._source.guess.sample
        holding = [at for at in fitting if any(at < len(row) and row[at].strip() == cell for row in sample)]
        return (holding or fitting or [-1])[0]

    def _value(self, field: Field, reading: Reading) -> str:
        if reading.value is None:
            return _("not “{cell}”").format(cell=reading.cell)
        return field.show(reading.value, self._form)

    def _field(self, row: MatchRow) -> Field | None:
        place = row.choice.currentIndex() - self._first_field
        return self._fields[place] if place >= 0 else None

    # -- asking -------------------------------------------------------------------------------------------

    def _pick(self, column: int, place: int) -> None:
        """A field has one column: who had it before loses it. The note takes as many as like."""
        if self._source is None:
            return
        columns = {name: at for name, at in self._source.columns.items() if at != column}
        notes = [at for at in self._source.notes if at != column]
        if place >= self._first_field:
            columns[self._fields[place - self._first_field].name] = column
        elif place == NOTE:
            notes.append(column)
        self.matched.emit(columns, notes)

    def _note_the_rest(self) -> None:
        if self._source is not None:
            fields = set(self._source.columns.values())
            self.matched.emit(self._source.columns, [at for at in range(len(self.rows)) if at not in fields])
            self.focus_first()

    def _answer(self, row: int, answer: int) -> None:
        field = self._field(self.rows[row])
        if field is not None and field.kind is Kind.DATE:
            self.days_answered.emit(answer)
        else:
            self.numbers_answered.emit(answer)

    def _step(self, at: int, by: int) -> None:
        if 0 <= at + by < len(self.rows):
            self.rows[at + by].choice.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_first(self) -> None:
        if self.rows:
            self.rows[0].choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_question(self) -> bool:
        """Put the cursor on the first question that is not answered; False when there is none."""
        for row in self.rows:
            if row.is_open():
                row.answers[0].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def open_questions(self) -> int:
        return sum(row.is_open() for row in self.rows)
