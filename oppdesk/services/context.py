"""Who uses the program and on which day: the work date for business dates, today for the computer's (0.3)."""

from collections.abc import Callable
from datetime import date


class Context:
    """The session's settings that rules ask for; the work date is today until the user sets it."""

    def __init__(self, today: Callable[[], date] = date.today, salesperson: int | None = None) -> None:
        self._today = today
        self._work_date: date | None = None
        self.salesperson = salesperson  # "I am …"
        self.author = ""  # his or her code, for the journal

    @property
    def today(self) -> date:
        return self._today()

    @property
    def work_date(self) -> date:
        return self._work_date or self.today

    def work_as_of(self, day: date | None) -> None:
        """Set the work date; None lets it follow the computer's date again."""
        self._work_date = None if day == self.today else day

    @property
    def works_today(self) -> bool:
        return self.work_date == self.today
