"""All services of one open database, side by side: what windows, imports and tests are handed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oppdesk.services.changes import ChangeLog
from oppdesk.services.charts import Charts
from oppdesk.services.comments import Comments
from oppdesk.services.contacts import Contacts
from oppdesk.services.context import Context
from oppdesk.services.exporting import Exporting
from oppdesk.services.history import History
from oppdesk.services.importing import Importing
from oppdesk.services.lists import Lists
from oppdesk.services.opportunities import Opportunities
from oppdesk.services.opportunity_fields import OpportunityFields
from oppdesk.services.quotes import Quotes
from oppdesk.services.reporting import Reporting
from oppdesk.services.samples import Samples
from oppdesk.services.setup import Setup
from oppdesk.services.statistics import Statistics
from oppdesk.services.tasks import Tasks
from oppdesk.services.today import Today
from oppdesk.storage import database, seed
from oppdesk.storage.identity import Identities
from oppdesk.storage.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class Desk:
    context: Context
    changes: ChangeLog
    lists: Lists
    history: History
    contacts: Contacts
    opportunities: Opportunities
    opportunity_fields: OpportunityFields
    tasks: Tasks
    quotes: Quotes
    comments: Comments
    samples: Samples
    setup: Setup
    statistics: Statistics
    today: Today
    charts: Charts
    importing: Importing
    exporting: Exporting
    reporting: Reporting
    close: Callable[[], None]
    checkpoint: Callable[[], None]  # brings the write-ahead log into the file; for a timer in the background


def open_desk(
    data: Path, backups: Path, resources: Path, *, device: int, today: Callable[[], date] = date.today
) -> Desk:
    """Open (or make) the database of a folder with its standard setup; StorageTrouble when it cannot be."""
    context = Context(today)
    changes = ChangeLog()
    engine = database.open_database(data / database.FILE_NAME, backups)
    store = Store(engine, Identities(device), publish=changes.publish, author=lambda: context.author)
    seed.fill(store, resources / "seed" / "standard")
    return Desk(
        context=context,
        changes=changes,
        lists=Lists(store),
        history=History(store),
        contacts=Contacts(store, context),
        opportunities=Opportunities(store, context),
        opportunity_fields=OpportunityFields(store, context),
        tasks=Tasks(store, context),
        quotes=Quotes(store, context),
        comments=Comments(store, context),
        importing=Importing(store, context),
        exporting=Exporting(Lists(store)),
        reporting=Reporting(store, context),
        samples=Samples(store, context, resources / "seed" / "sample"),
        setup=Setup(store),
        statistics=Statistics(store),
        today=Today(store, context),
        charts=Charts(store, context),
        close=store.close,
        checkpoint=store.checkpoint,
    )
