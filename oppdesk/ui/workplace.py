"""What every page, card and dialog is handed: the services, and the few things of the program around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from oppdesk.domain.query import Filter
from oppdesk.i18n import LocaleFormat
from oppdesk.services.desk import Desk
from oppdesk.ui.change_hub import ChangeHub
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.preferences import Preferences
from oppdesk.ui.prompts import Prompts


@dataclass(frozen=True, slots=True)
class Workplace:
    desk: Desk
    hub: ChangeHub
    jobs: Jobs
    prompts: Prompts
    preferences: Preferences
    form: LocaleFormat
    open_record: Callable[[str, int], None]  # table, id: opens the card or raises the one that is open
    open_setup: Callable[[str], None]  # opens the Setup window at a list, by its key
    run: Callable[[str], None]  # an action by its id
    show_list: Callable[[str, tuple[Filter, ...]], None]  # a section, narrowed to what meets the filters
    show_duplicates: Callable[[Sequence[int]], None]  # pairs that these contacts are in; all without any
