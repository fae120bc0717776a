"""Ledgers of opportunities as years of selling would leave them: stage by stage, until won, lost or asleep."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from oppdesk.domain import closing
from oppdesk.domain.opportunity import probability
from oppdesk.domain.standing import Closing, Cycle, Entry, Stage, Standing
from oppdesk.domain.words import Action, Outcome, Status


class Stories:
    """`codes` are the keys of the reasons for each outcome."""

    def __init__(self, rng: Random, today: date, codes: Mapping[Outcome, Sequence[int]]) -> None:
        self._rng = rng
        self._today = today
        self._codes = codes

    def told(self, cycle: Cycle, day: date) -> list[Entry]:
        """The ledger of one opportunity: nothing yet, or up to four entries, the last on the day it was closed."""
        rng = self._rng
        if rng.random() < 0.03:
            return []
        sleeps = rng.random() < 0.06
        closes = day + timedelta(days=int(rng.gammavariate(2, 100)) + 2)
        is_open = sleeps or closes >= self._today
        last = min(self._today, day + timedelta(days=300)) if is_open else closes
        count = rng.choices((2, 3, 4) if is_open else (1, 2, 3), (35, 45, 20))[0]
        if is_open and (last - day).days < 10:
            count = 1
        value = round(math.exp(rng.gauss(9.6, 1.1)) / 50 + 1) * 5_000
        story: list[Entry] = []
        for on in self._days(day, last, count):
            before = story[-1] if story else None
            action, stage = self._step(cycle.stages, before)
            ahead = on + timedelta(days=rng.randint(5, 150)) if is_open else max(closes, on)
            story.append(_entry(cycle, stage, action, before, value, on, ahead))
            if rng.random() < 0.3:
                value = max(5_000, value * rng.randint(70, 140) // 100)
        if not is_open:
            story.append(self._closing(story[-1], closes))
        return story

    def _days(self, first: date, last: date, count: int) -> list[date]:
        span = (last - first).days
        later = (first + timedelta(days=self._rng.randint(0, span)) for _each in range(count - 1))
        return [first, *sorted(later)]

    def _step(self, stages: tuple[Stage, ...], before: Entry | None) -> tuple[Action, Stage]:
        if before is None:
            return Action.FIRST, stages[0]
        at = next(place for place, stage in enumerate(stages) if stage.number == before.stage)
        chance = self._rng.random()
        if chance < 0.15 or at == len(stages) - 1:
            return Action.UPDATED, stages[at]
        if chance < 0.22 and at > 0:
            return Action.PREVIOUS, stages[at - 1]
        if chance < 0.40 and at + 2 < len(stages):
            return Action.JUMPED, stages[at + 2]
        return Action.NEXT, stages[at + 1]

    def _closing(self, before: Entry, on: date) -> Entry:
        rng = self._rng
        outcome = Outcome.WON if rng.random() < 0.2 + before.completed / 200 else Outcome.LOST
        sold = before.value * rng.randint(80, 105) // 100
        wish = Closing(outcome, rng.choice(self._codes[outcome]), outcome, on, sold)
        return closing.close(Standing("", Status.IN_PROGRESS, before), wish)


def _entry(
    cycle: Cycle, stage: Stage, action: Action, before: Entry | None, value: int, on: date, closing_on: date
) -> Entry:
    likely = probability(cycle.method, stage.chances, stage.completed)
    return Entry(
        action=action,
        stage=stage.number,
        stage_description=stage.description,
        previous_stage=before.stage if before else 0,
        value=value,
        chances=stage.chances,
        completed=stage.completed,
        probability=likely,
        current_value=value * likely,
        changed_on=on,
        closing_on=closing_on,
    )
