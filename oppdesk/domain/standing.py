"""The values the opportunity's rules speak of: where one stands, what is offered, what is wished, what is written.

Amounts are minor units, chances and completion whole percents, probability basis points, the calculated
current value minor units x basis points.
"""

from dataclasses import dataclass
from datetime import date

from oppdesk.domain.words import Action, Method, Outcome, Status, Step


@dataclass(frozen=True, slots=True)
class Stage:
    number: int
    description: str = ""
    completed: int = 0
    chances: int = 0
    activity: int | None = None
    quote_required: bool = False
    may_skip: bool = False
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Cycle:
    """A sales cycle with its stages in the order of their numbers."""

    id: int
    code: str
    description: str = ""
    method: Method = Method.MULTIPLY
    blocked: bool = False
    stages: tuple[Stage, ...] = ()

    def stage(self, number: int) -> Stage | None:
        return next((stage for stage in self.stages if stage.number == number), None)

    def above(self, number: int) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if stage.number > number)

    def below(self, number: int) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if stage.number < number)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an opportunity's ledger, as far as the rules speak of it."""

    action: Action
    stage: int
    stage_description: str
    previous_stage: int
    value: int
    chances: int
    completed: int
    probability: int
    current_value: int
    changed_on: date
    closing_on: date | None  # None only where an import knew none
    closed_on: date | None = None
    close_code: int | None = None
    days_open: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an opportunity stands: its name for messages, its status, its active entry, its quote's value.

    `quote_value` is None when neither quote nor order is assigned (R-UPD-08, D-15).
    """

    name: str
    status: Status = Status.NOT_STARTED
    active: Entry | None = None
    closed_on: date | None = None
    quote_value: int | None = None

    @property
    def closed(self) -> bool:
        return self.status in (Status.WON, Status.LOST)


@dataclass(frozen=True, slots=True)
class Offer:
    """One action of the Update dialog: the stages it may reach, the one it proposes, or why it is not possible."""

    step: Step
    stages: tuple[Stage, ...] = ()
    default: Stage | None = None
    reason: str = ""

    @property
    def possible(self) -> bool:
        return self.default is not None


@dataclass(frozen=True, slots=True)
class Move:
    """What the user asks for; `stage` None means the offer's default."""

    step: Step | None
    stage: int | None = None
    on: date | None = None
    value: int = 0
    chances: int = 0
    closing_on: date | None = None
    cancel_tasks: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """What the Close dialog asks for; the service adds what the chosen code is called and is for."""

    outcome: Outcome | None
    code: int | None = None
    code_outcome: Outcome | None = None
    on: date | None = None
    sales_value: int = 0
    cancel_tasks: bool = True
    code_name: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the Update dialog shows for an action and a stage before the user types anything."""

    value: int
    chances: int
    chances_fixed: bool  # Skip and Jump take the stage's percentage whatever is typed (R-EST-01)
    closing_on: date
