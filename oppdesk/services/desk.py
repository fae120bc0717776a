"""All services of one open database, side by side: what windows, imports and tests are handed.

Those that a first page shows are made at once, the others when they are first asked for: each import that a start
need not wait for is felt. A service joins by one property.
"""
# ruff: noqa: PLC0415 - see above

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from oppdesk.services.changes import ChangeLog
from oppdesk.services.context import Context
from oppdesk.services.history import History
from oppdesk.services.kept import Kept
from oppdesk.services.lists import Lists
from oppdesk.services.setup import Setup
from oppdesk.storage import database, seed
from oppdesk.storage.identity import Identities
from oppdesk.storage.unit_of_work import Store

if TYPE_CHECKING:
    from oppdesk.services.activities import Activities
    from oppdesk.services.attachments import Attachments
    from oppdesk.services.calendar import Calendar
    from oppdesk.services.calendar_feed import CalendarFeed
    from oppdesk.services.calendar_intake import CalendarIntake
    from oppdesk.services.calls import Calls
    from oppdesk.services.charts import Charts
    from oppdesk.services.comments import Comments
    from oppdesk.services.contact_lines import ContactLines
    from oppdesk.services.contacts import Contacts
    from oppdesk.services.correspondence import Correspondence
    from oppdesk.services.duplicates import Duplicates
    from oppdesk.services.editing import Editing
    from oppdesk.services.exporting import Exporting
    from oppdesk.services.exporting_contacts import ContactExport
    from oppdesk.services.importing import Importing
    from oppdesk.services.interactions import Interactions
    from oppdesk.services.invitations import Invitations
    from oppdesk.services.opportunities import Opportunities
    from oppdesk.services.opportunity_fields import OpportunityFields
    from oppdesk.services.quick_tasks import QuickTasks
    from oppdesk.services.quotes import Quotes
    from oppdesk.services.reminders import Reminders
    from oppdesk.services.reporting import Reporting
    from oppdesk.services.reporting_contacts import ContactReporting
    from oppdesk.services.samples import Samples
    from oppdesk.services.search import Search
    from oppdesk.services.setup_import import SetupImport
    from oppdesk.services.statistics import Statistics
    from oppdesk.services.task_matrix import TaskMatrix
    from oppdesk.services.tasks import Tasks
    from oppdesk.services.timeline import Timeline
    from oppdesk.services.today import Today


class Desk:
    """`checkpoint` brings the write-ahead log into the file, `prepare_to_write` saves the first change a moment;
    both are for the background."""

    def __init__(self, store: Store, context: Context, changes: ChangeLog, resources: Path) -> None:
        self._store = store
        self._resources = resources
        self.context = context
        self.changes = changes
        self.lists = Lists(store)
        kept = Kept(changes)  # hears the news before any window
        self.history = History(store, changes)
        self.setup = Setup(store, kept)
        self.close = store.close
        self.checkpoint = store.checkpoint

    def prepare_to_write(self) -> None:
        """Save the first change a moment, and what nothing names any more its place."""
        from oppdesk.storage import content

        self._store.prepare_to_write()
        content.sweep(self._store)

    @cached_property
    def activities(self) -> "Activities":
        from oppdesk.services.activities import Activities

        return Activities(self._store, self.context)

    @cached_property
    def contacts(self) -> "Contacts":
        from oppdesk.services.contacts import Contacts

        return Contacts(self._store, self.context)

    @cached_property
    def opportunities(self) -> "Opportunities":
        from oppdesk.services.opportunities import Opportunities

        return Opportunities(self._store, self.context)

    @cached_property
    def opportunity_fields(self) -> "OpportunityFields":
        from oppdesk.services.opportunity_fields import OpportunityFields

        return OpportunityFields(self._store, self.context)

    @cached_property
    def tasks(self) -> "Tasks":
        from oppdesk.services.tasks import Tasks

        return Tasks(self._store, self.context)

    @cached_property
    def calendar(self) -> "Calendar":
        from oppdesk.services.calendar import Calendar

        return Calendar(self._store, self.context)

    @cached_property
    def task_matrix(self) -> "TaskMatrix":
        from oppdesk.services.task_matrix import TaskMatrix

        return TaskMatrix(self._store, self.context)

    @cached_property
    def quotes(self) -> "Quotes":
        from oppdesk.services.quotes import Quotes

        return Quotes(self._store, self.context)

    @cached_property
    def contact_lines(self) -> "ContactLines":
        from oppdesk.services.contact_lines import ContactLines

        return ContactLines(self._store, self.contacts)

    @cached_property
    def duplicates(self) -> "Duplicates":
        from oppdesk.services.duplicates import Duplicates

        return Duplicates(self._store, self.contacts)

    @cached_property
    def setup_import(self) -> "SetupImport":
        from oppdesk.services.setup_import import SetupImport

        return SetupImport(self._store)

    @cached_property
    def comments(self) -> "Comments":
        from oppdesk.services.comments import Comments

        return Comments(self._store, self.context)

    @cached_property
    def interactions(self) -> "Interactions":
        from oppdesk.services.interactions import Interactions

        return Interactions(self._store, self.context, self.opportunities)

    @cached_property
    def attachments(self) -> "Attachments":
        from oppdesk.services.attachments import Attachments

        return Attachments(self._store)

    @cached_property
    def calls(self) -> "Calls":
        from oppdesk.services.calls import Calls

        return Calls(self._store, self.context, self.interactions)

    @cached_property
    def timeline(self) -> "Timeline":
        from oppdesk.services.timeline import Timeline

        return Timeline(self._store)

    @cached_property
    def search(self) -> "Search":
        from oppdesk.services.search import Search

        return Search(self._store)

    @cached_property
    def importing(self) -> "Importing":
        from oppdesk.services.importing import Importing

        return Importing(self._store, self.context)

    @cached_property
    def editing(self) -> "Editing":
        from oppdesk.services.editing import Editing

        return Editing(self._store, self.context, self.opportunity_fields, self.contacts)

    @cached_property
    def contact_export(self) -> "ContactExport":
        from oppdesk.services.exporting_contacts import ContactExport

        return ContactExport(self._store, self.context)

    @cached_property
    def invitations(self) -> "Invitations":
        from oppdesk.services.invitations import Invitations

        return Invitations(self._store, self.context, self.interactions)

    @cached_property
    def calendar_feed(self) -> "CalendarFeed":
        from oppdesk.services.calendar_feed import CalendarFeed

        return CalendarFeed(self._store, self.context)

    @cached_property
    def calendar_intake(self) -> "CalendarIntake":
        from oppdesk.services.calendar_intake import CalendarIntake

        return CalendarIntake(self._store, self.context, self.tasks)

    @cached_property
    def correspondence(self) -> "Correspondence":
        from oppdesk.services.correspondence import Correspondence

        return Correspondence(self._store, self.context, self.interactions)

    @cached_property
    def exporting(self) -> "Exporting":
        from oppdesk.services.exporting import Exporting

        return Exporting(self._store)

    @cached_property
    def contact_reporting(self) -> "ContactReporting":
        from oppdesk.services.reporting_contacts import ContactReporting

        return ContactReporting(self._store, self.context)

    @cached_property
    def quick_tasks(self) -> "QuickTasks":
        from oppdesk.services.quick_tasks import QuickTasks

        return QuickTasks(self.contacts, self.tasks, self.context)

    @cached_property
    def reminders(self) -> "Reminders":
        from oppdesk.services.reminders import Reminders

        return Reminders(self._store, self.context, self.changes)

    @cached_property
    def reporting(self) -> "Reporting":
        from oppdesk.services.reporting import Reporting

        return Reporting(self._store, self.context)

    @cached_property
    def samples(self) -> "Samples":
        from oppdesk.services.samples import Samples

        return Samples(self._store, self.context, self.changes, self._resources / "seed" / "sample")

    @cached_property
    def statistics(self) -> "Statistics":
        from oppdesk.services.statistics import Statistics

        return Statistics(self._store)

    @cached_property
    def today(self) -> "Today":
        from oppdesk.services.today import Today

        return Today(self._store, self.context)

    @cached_property
    def charts(self) -> "Charts":
        from oppdesk.services.charts import Charts

        return Charts(self._store, self.context)


def prepare(data: Path, backups: Path) -> None:
    """Do what lasts before a file can be opened: check, backup, upgrade, index. STAGE is told of it."""
    database.open_database(data / database.FILE_NAME, backups).dispose()


def open_desk(
    data: Path, backups: Path, resources: Path, *, device: int, today: Callable[[], date] = date.today
) -> Desk:
    """Open (or make) the database of a folder with its standard setup; StorageTrouble when it cannot be."""
    context = Context(today)
    changes = ChangeLog()
    engine = database.open_database(data / database.FILE_NAME, backups)
    store = Store(engine, Identities(device), publish=changes.publish, author=lambda: context.author)
    seed.fill(store, resources / "seed" / "standard")
    return Desk(store, context, changes, resources)
