"""What a plan comes to with the user's decisions about its doubtful rows, without comparing all rows anew."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from oppdesk.exchange.plan import Plan
from oppdesk.services.import_matching import Decision, Existing


@dataclass(frozen=True, slots=True)
class Counts:
    new: int
    change: int
    same: int
    doubtful: int  # not decided yet; they come in as new ones
    skipped: int  # by decision
    faults: int
    same_e_mail: int

    @property
    def coming(self) -> int:
        """Rows that write something."""
        return self.new + self.change + self.doubtful

    @property
    def rows(self) -> int:
        return self.coming + self.same + self.skipped + self.faults


def counted(plan: Plan, decisions: Mapping[int, Decision]) -> Counts:
    kinds = Counter(
        decisions[doubt.row.line].kind if doubt.row.line in decisions else None for doubt in plan.doubtful
    )
    return Counts(
        new=len(plan.add) + kinds[Existing.BOTH],
        change=len(plan.change) + kinds[Existing.UPDATE],
        same=len(plan.unchanged),
        doubtful=kinds[None],
        skipped=len(plan.skipped) + kinds[Existing.SKIP],
        faults=plan.faulty,
        same_e_mail=plan.same_e_mail,
    )
