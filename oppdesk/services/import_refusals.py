"""What keeps a row out of the opportunities, each with the field it belongs beside: nothing is guessed or bent."""

from collections.abc import Iterator
from typing import Any

from oppdesk.domain.words import Status
from oppdesk.i18n import _, said
from oppdesk.services import import_ledger as ledger
from oppdesk.services.import_cycles import Cycles
from oppdesk.services.import_ledger import CLOSED, Values, Wish, mark_of

Reason = tuple[str, str]  # the field, the sentence


def of_new(
    cycles: Cycles, cycle: int | None, has_names: bool, values: Values, wish: Wish
) -> Iterator[Reason]:
    """Of a row that is no opportunity yet; `cycle` is that of rows which name none, None when it will be made."""
    own = cycles.with_code(values.get("sales_cycle"))
    cycle = cycle if own is None else own
    is_bare = not has_names if cycle is None else not cycles.stages(cycle)
    if values.get("sales_cycle") and own is None:
        yield "sales_cycle", _("This sales cycle does not exist.")
    if own is not None and cycles.is_blocked(own):
        yield "sales_cycle", _("This sales cycle is blocked.")
    if cycle is not None and wish.stage and cycles.stage(cycle, wish.stage) is None:
        yield "stage", _("The sales cycle has no stage of this name.")
    if is_bare and wish.status is not Status.NOT_STARTED:
        yield "stage", _("There is no sales cycle with stages; set one up first.")
    if wish.closed and wish.closed_on is None:
        yield "closed_on", _no_day()
    if wish.closed_on is not None and wish.closed_on < wish.started_on:
        yield "closed_on", _("It was closed before it began.")
    if wish.status is Status.WON and wish.sold <= 0:
        yield "sales_value", _no_value()
    if not (values.get("description") or values.get("contact") or mark_of(values)):
        yield "description", _("There is neither a description nor a contact.")


def of_known(cycles: Cycles, cycle: int | None, old: Values, wish: Wish) -> Iterator[Reason]:
    """Why an opportunity that is there is not brought to what the row says."""
    stage = cycles.stage(old["sales_cycle"] or cycle, wish.stage)
    if ledger.is_standing(wish, stage, old):
        return
    if old["status"] in CLOSED:
        stays = _("It is closed here since {date} and stays as it is.").format(date=said(old["closed_on"]))
        yield "stage", stays
        return
    last: Any = old["changed_on"]
    if wish.status is Status.NOT_STARTED:
        yield "stage", _("It is in progress here and cannot go back to not started.")
    if wish.stage and stage is None:
        yield "stage", _("The sales cycle of this opportunity has no stage of this name.")
    if wish.closed and wish.closed_on is None:
        yield "closed_on", _no_day()
    if wish.closed_on is not None and last is not None and wish.closed_on < last:
        late = _("It was changed here on {date}, after it was closed in the file.").format(date=said(last))
        yield "closed_on", late
    if wish.status is Status.WON and not (wish.sold or old["estimated_value"]):
        yield "sales_value", _no_value()


def _no_day() -> str:
    return _("A closed opportunity needs the day it was closed.")


def _no_value() -> str:
    return _("A won opportunity needs its sales value.")
