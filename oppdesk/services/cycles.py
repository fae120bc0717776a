"""Sales cycles and stages when opportunities hang on them: what may go, what follows, what keeps its code."""

from oppdesk.domain.errors import InUseError
from oppdesk.i18n import _, ngettext
from oppdesk.services.setup_rules import Removal, Row, Rules
from oppdesk.storage import comments, cycles, setup
from oppdesk.storage.unit_of_work import Reader, Work

NAMED = 5  # opportunities that a message lists


def removal(connection: Reader, row: Row, name: str) -> Removal:
    """M-24 while open opportunities use the cycle; closed ones will keep its code (R-DEL-04)."""
    waiting = cycles.count(connection, row["id"], is_open=True)
    if waiting:
        message = ngettext(
            "{cycle} cannot be removed: {n} open opportunity uses it. Block it instead, and it is no longer offered.",
            "{cycle} cannot be removed: {n} open opportunities use it. Block it instead, and it is no longer offered.",
            waiting,
        )
        raise InUseError(message.format(cycle=name, n=waiting), number="M-24")
    told = []
    stages = len(setup.numbered_lines(connection, "sales_cycle_stage", row["id"]))
    if stages:
        told.append(ngettext("{n} stage goes with it.", "{n} stages go with it.", stages).format(n=stages))
    closed = cycles.count(connection, row["id"], is_open=False)
    if closed:
        message = ngettext(
            "{n} closed opportunity was sold by it and will keep only its code.",
            "{n} closed opportunities were sold by it and will keep only its code.",
            closed,
        )
        told.append(message.format(n=closed))
    advice = _("Blocking it keeps its figures and offers it no longer.") if closed else ""
    return Removal(name, tuple(told), advice, may_block=closed > 0)


def clear(work: Work, row: Row) -> None:
    cycles.keep_code(work, row["id"], row["code"])
    stages = [line for line, _number in setup.numbered_lines(work.connection, "sales_cycle_stage", row["id"])]
    comments.remove_all(work, "sales_cycle_stage", stages)
    comments.remove_all(work, "sales_cycle", [row["id"]])


def stage_removal(connection: Reader, row: Row, name: str) -> Removal:
    """M-25 while active entries are at the stage (R-DEL-05)."""
    standing = cycles.standing_at(connection, row["sales_cycle"], row["stage"])
    if standing:
        from oppdesk.storage.opportunities import name_of  # noqa: PLC0415 - no first page removes a stage

        named = [name_of(each.number, each.description) for each in standing[:NAMED]]
        rest = len(standing) - len(named)
        if rest:
            named.append(ngettext("{count} more", "{count} more", rest).format(count=rest))
        message = ngettext(
            "Stage {stage} cannot be removed: {n} opportunity is at it ({names}). Move it first.",
            "Stage {stage} cannot be removed: {n} opportunities are at it ({names}). Move them first.",
            len(standing),
        )
        raise InUseError(
            message.format(stage=name, n=len(standing), names=", ".join(named)), "stage", number="M-25"
        )
    return Removal(name)


def stage_clear(work: Work, row: Row) -> None:
    comments.remove_all(work, "sales_cycle_stage", [row["id"]])


def stage_change(work: Work, before: Row, after: Row) -> None:
    """A new number is a rename: whoever refers to the stage follows (1)."""
    if after["stage"] != before["stage"]:
        cycles.follow_numbers(work, before["sales_cycle"], {before["stage"]: after["stage"]})


CYCLE = Rules(
    removal=removal,
    clear=clear,
    clears=frozenset({("opportunity", "sales_cycle"), ("opportunity_entry", "sales_cycle")}),
)
STAGE = Rules(change=stage_change, removal=stage_removal, clear=stage_clear)
