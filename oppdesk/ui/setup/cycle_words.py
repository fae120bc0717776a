"""A sales cycle as it stands in the grids, stored or not, and what is to be said about it."""

from collections.abc import Mapping
from typing import Any

from oppdesk.domain.opportunity import probability
from oppdesk.domain.standing import Cycle, Stage
from oppdesk.domain.words import Method
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.ui.cells import Cell
from oppdesk.ui.setup.columns import Row

METHODS = (N_("Multiply"), N_("Add"), N_("Chances"), N_("Completed"))
_MEANINGS = (
    N_("Chances × completed ÷ 100: careful at the start, honest at the end."),
    N_("The average of chances and completed: hopeful from the start."),
    N_("The chances of success alone, as the salesperson sees them."),
    N_("How far the work is, whatever the chances."),
)


def as_edited(values: Mapping[str, Any], rows: list[dict[str, Any]]) -> Cycle:
    """A cycle of what stands in the grids, stored or not."""
    stages = [
        Stage(
            number=number_of(row),
            description=str(row.get("description") or ""),
            completed=int(row.get("completed") or 0),
            chances=int(row.get("chances") or 0),
            quote_required=bool(row.get("quote_required")),
            may_skip=bool(row.get("may_skip")),
        )
        for row in rows
        if number_of(row)
    ]
    by_number = {stage.number: stage for stage in stages}
    return Cycle(
        id=int(values.get("id") or 0),
        code=str(values.get("code") or ""),
        description=str(values.get("description") or ""),
        method=Method(int(values.get("method") or 0)),
        stages=tuple(by_number[number] for number in sorted(by_number)),
    )


def number_of(row: Mapping[str, Any]) -> int:
    return int(row.get("stage") or 0)


def method_cell(row: Row) -> Cell:
    return _(METHODS[int(row.get("method") or 0)])


def meaning(cycle: Cycle, stage: Stage | None, form: LocaleFormat) -> str:
    """What the cycle's method does, with the stage that is edited as its example."""
    words = _(_MEANINGS[cycle.method])
    if stage is None:
        return words
    example = _("Stage {stage} with {chances} and {completed} gives {probability}.").format(
        stage=stage.number,
        chances=form.percent(stage.chances),
        completed=form.percent(stage.completed),
        probability=form.rate(probability(cycle.method, stage.chances, stage.completed)),
    )
    return f"{words} {example}"
