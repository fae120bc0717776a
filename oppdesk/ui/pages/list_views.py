"""A view of a list: filters under a name, with the order and the grouping it is first shown in."""

from collections.abc import Callable
from dataclasses import dataclass

from oppdesk.domain.query import Filter, Order
from oppdesk.i18n import N_
from oppdesk.services.desk import Desk
from oppdesk.ui.paint import Tone
from oppdesk.ui.saved_views import SavedView

OWN = "own:"  # begins the key of a view that the user saved
_EMPTY = (N_("Nothing meets these filters"), N_("Take one away, or look at all."))


@dataclass(frozen=True, slots=True)
class ListView:
    """`filters` are made for the user and the setup of that moment; `empty` says what an empty list means."""

    key: str
    text: str  # marked; of an own view its name as it is
    filters: Callable[[Desk], tuple[Filter, ...]]
    empty: tuple[str, str] = _EMPTY  # title and line
    orders: tuple[Order, ...] = ()
    group: str = ""
    icon: str = ""
    tone: Tone = "neutral"
    is_wanted: Callable[[Desk], bool] = lambda _desk: True

    @property
    def is_own(self) -> bool:
        return self.key.startswith(OWN)


def own_view(name: str, saved: SavedView) -> ListView:
    return ListView(OWN + name, name, lambda _desk: saved.filters, orders=saved.orders, group=saved.group)
