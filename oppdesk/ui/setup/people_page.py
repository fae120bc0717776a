"""The page of salespeople: all fields of the chosen one at the right, and what he or she sells: open, won, lost."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.setup import by_key
from oppdesk.i18n import _
from oppdesk.services.statistics import Figures, Split
from oppdesk.ui.form import FieldForm
from oppdesk.ui.interaction_figures import InteractionFigures
from oppdesk.ui.metrics import Type
from oppdesk.ui.setup.figures import FiguresTable
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.model import NEW
from oppdesk.ui.setup.side import Side
from oppdesk.ui.setup_page import SetupPage
from oppdesk.ui.widgets.labels import Elided, Hairline, SectionTitle, text
from oppdesk.ui.widgets.lines import Line, Lines
from oppdesk.ui.workplace import Workplace

IN_FORM = frozenset({"job_title", "e_mail_2", "privacy_blocked"})  # too much for the grid


class SalespersonPage(SetupPage):
    """Figures as of opportunities.md 10, split as R-AGG-01 asks."""

    def __init__(self, place: Workplace, key: str = "salesperson") -> None:
        self._shown = NEW
        super().__init__(place, key)

    def make_editor(self) -> ListEditor:
        return ListEditor(self.place, self.key, leave=IN_FORM)

    def make_side(self) -> QWidget:
        side = Side()
        self._name = Elided("", Type.LEAD)
        self.form = FieldForm(self.place, (("", by_key["salesperson"].fields),))
        self.form.left.connect(self._store)
        heads = ("", _("Number"), _("Estimated value"), _("Current value"))
        self.figures = FiguresTable(heads)
        self._about = text("", colour="text2", wrap=True)
        self._talks = SectionTitle(_("Interactions"))
        self._talks.linked.connect(self._create_interaction)
        self.interactions = InteractionFigures(self.place, "salesperson")
        self.opportunities = SectionTitle(_("Opportunities"))
        self.opportunities.linked.connect(self._create_opportunity)
        self.teams = Lines()
        self.teams.chosen.connect(self.place.open_setup)
        for part in (
            self._name,
            self.form,
            Hairline(),
            self.opportunities,
            self.figures,
            self._about,
            Hairline(),
            self._talks,
            self.interactions,
            Hairline(),
            text(_("Teams"), Type.LEAD),
            self.teams,
        ):
            side.column.addWidget(part)
        side.fit()
        return side

    def _create_opportunity(self) -> None:
        from oppdesk.ui.dialogs.create_opportunity import open_create  # noqa: PLC0415 - when it is wanted

        open_create(self.place, self.window(), salesperson=self.rows.current())

    def _create_interaction(self) -> None:
        from oppdesk.ui.dialogs.interaction import open_interaction  # noqa: PLC0415

        open_interaction(self.place, self.window(), salesperson=self.rows.current())

    def _shown_tables(self) -> frozenset[str]:
        return super()._shown_tables() | {"team", "team_salesperson"}

    def _choose(self, row: int) -> None:
        super()._choose(row)
        values = next((each for each in self.rows.model.rows() if each["id"] == row), {})
        self.form.setEnabled(bool(values))
        may_sell = bool(values) and not (values.get("blocked") or values.get("privacy_blocked"))
        self.opportunities.set_link(_("New opportunity") if may_sell else "")
        self._talks.set_link(_("New interaction") if may_sell else "")
        self._name.setText(str(values.get("name") or values.get("code") or _("Nobody is chosen")))
        if row != self._shown:
            self._shown = row
            self.form.clear(values)
        else:
            self.form.fill(values)
        memberships = self._memberships
        self.place.jobs.read(lambda: memberships(row), self.teams.set_lines, f"teams {id(self)}")
        self.read_figures()

    def read_figures(self) -> None:
        row, statistics = self.rows.current(), self.place.desk.statistics

        def read() -> tuple[Split, date | None]:
            return (statistics.salesperson(row), statistics.next_task(row)) if row != NEW else (Split(), None)

        self.place.jobs.read(read, self._show_figures, f"figures {id(self)}")
        self.interactions.show_of(row)

    def _show_figures(self, found: tuple[Split, date | None]) -> None:
        split, day = found
        form, average = self.place.form, split.total
        lines = (
            (_("Open"), split.open),
            (_("Won"), split.won),
            (_("Lost"), split.lost),
            (_("Together"), average),
        )
        averages = (
            _("Average"),
            "",
            form.money(average.average_estimated),
            form.value(average.average_current),
        )
        self.figures.show_rows([*[(words, *self._in_words(each)) for words, each in lines], averages])
        told = []
        if split.won.count + split.lost.count:
            percent = form.percent(split.win_rate)
            told.append(_("{percent} of the closed ones were won.").format(percent=percent))
        if day is not None:
            told.append(_("Next task: {day}.").format(day=form.long_day(day)))
        self._about.setText(" ".join(told))
        self._about.setVisible(bool(told))

    def _in_words(self, figures: Figures) -> tuple[str, str, str]:
        form = self.place.form
        return form.whole(figures.count), form.money(figures.estimated), form.value(figures.current)

    def _memberships(self, row: int) -> list[Line]:
        """In the reader's thread."""
        desk = self.place.desk
        mine = {
            member["team"]
            for member in desk.setup.rows("team_salesperson")
            if isinstance(member["salesperson"], Ref) and member["salesperson"].id == row
        }
        found = [
            Line("team", f"{team['code']}  {team['name']}".strip(), icon="users-round", is_link=True)
            for team in desk.setup.rows("team")
            if team["id"] in mine
        ]
        return found or [Line("team", _("In no team yet"), icon="users-round")]

    def _store(self, values: dict[str, Any]) -> None:
        row, service = self._shown, self.place.desk.setup
        if row != NEW:
            self.place.jobs.run(
                _("Salespeople"),
                lambda _progress: service.save(self.key, row, values),
                failed=self._refused,
            )

    def _refused(self, error: UserError) -> None:
        if not self.form.tell(error):
            self.place.prompts.tell(self.window(), _("This is not possible"), error.message)
