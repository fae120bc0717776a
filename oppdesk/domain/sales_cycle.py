"""What a sales cycle will mean for those who sell by it: the moves from each stage, and what looks unintended."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from oppdesk.domain.opportunity import offers, probability
from oppdesk.domain.standing import Cycle, Entry, Offer, Stage, Standing
from oppdesk.domain.words import Action, Status, Step
from oppdesk.i18n import _


@dataclass(frozen=True, slots=True)
class Preview:
    """What an opportunity at a stage is offered, and how likely it is there (basis points)."""

    stage: Stage
    offers: tuple[Offer, ...]
    probability: int

    def offer(self, step: Step) -> Offer:
        return self.offers[step]


def preview(cycle: Cycle) -> tuple[Preview, ...]:
    """One for each stage, by the very rules the Update dialog asks (4.1)."""
    return tuple(
        Preview(
            stage,
            offers(cycle, _standing(stage)),
            probability(cycle.method, stage.chances, stage.completed),
        )
        for stage in cycle.stages
    )


def _standing(stage: Stage) -> Standing:
    """An opportunity that is at a stage and has nothing else about it."""
    entry = Entry(Action.FIRST, stage.number, stage.description, 0, 0, 0, 0, 0, 0, date.min, date.min)
    return Standing("", Status.IN_PROGRESS, entry)


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that is allowed and probably not meant; `stage` is its number, 0 for the whole cycle."""

    text: str
    stage: int = 0


def concerns(cycle: Cycle) -> tuple[Concern, ...]:
    """No stage at all (M-09 awaits), percentages that fall from stage to stage (8.13)."""
    if not cycle.stages:
        text = _("{cycle} has no stages: no opportunity can be started in it.").format(cycle=cycle.code)
        return (Concern(text),)
    found: list[Concern] = []
    for before, stage in pairwise(cycle.stages):
        number = stage.number
        if stage.completed < before.completed:
            text = _("Completion falls at stage {stage}, from {was} % to {now} %.")
            found.append(
                Concern(text.format(stage=number, was=before.completed, now=stage.completed), number)
            )
        if 0 < stage.chances < before.chances:  # 0 proposes nothing
            text = _("Chances fall at stage {stage}, from {was} % to {now} %.")
            found.append(Concern(text.format(stage=number, was=before.chances, now=stage.chances), number))
    return tuple(found)
