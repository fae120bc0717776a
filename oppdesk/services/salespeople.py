"""Salespeople, teams and close codes when others name them: what forbids to remove them and what is emptied."""

from oppdesk.domain.errors import InUseError, RuleError
from oppdesk.domain.words import OUTCOME
from oppdesk.i18n import _, ngettext
from oppdesk.services.setup_rules import Removal, Row, Rules
from oppdesk.services.setup_words import counted, used_by
from oppdesk.storage import salespeople, setup
from oppdesk.storage.setup import Use
from oppdesk.storage.unit_of_work import Reader, Work

_MEMBERSHIP = ("team_salesperson", "salesperson")
_EMPTIED = (  # open lists, no history
    ("contact", "salesperson"),
    ("contact_template", "salesperson"),
    ("marketing_setup", "default_salesperson"),
)


def removal(connection: Reader, row: Row, name: str) -> Removal:
    """M-27 open tasks, M-28 open opportunities, M-52 a history, in this order (relationships 6.1)."""
    tasks = salespeople.open_tasks(connection, row["id"])
    if tasks:
        message = ngettext(
            "{salesperson} cannot be removed: {n} task is open. Close it or give it to someone else.",
            "{salesperson} cannot be removed: {n} tasks are open. Close them or give them to someone else.",
            tasks,
        )
        raise InUseError(message.format(salesperson=name, n=tasks), number="M-27")
    waiting = salespeople.open_opportunities(connection, row["id"])
    if waiting:
        message = ngettext(
            "{salesperson} cannot be removed: {n} opportunity is open. Close it or give it to someone else.",
            "{salesperson} cannot be removed: {n} opportunities are open. Close them or give them to someone else.",
            waiting,
        )
        raise InUseError(message.format(salesperson=name, n=waiting), number="M-28")
    uses = setup.uses(connection, "salesperson", row["id"])
    emptied = [use for use in uses if (use.table, use.column) in _EMPTIED]
    history = [use for use in uses if use not in emptied and (use.table, use.column) != _MEMBERSHIP]
    if history:
        message = _(
            "{salesperson} cannot be removed: the history names this salesperson ({uses}). Block instead."
        )
        raise InUseError(message.format(salesperson=name, uses=used_by(history)), number="M-52")
    told = []
    teams = sum(use.times for use in uses if (use.table, use.column) == _MEMBERSHIP)
    if teams:
        told.append(_("The membership in {teams} ends.").format(teams=counted("team_salesperson", teams)))
    if emptied:
        told.append(_("The field Salesperson is emptied in {uses}.").format(uses=used_by(emptied)))
    return Removal(name, tuple(told))


def clear(work: Work, row: Row) -> None:
    table, column = _MEMBERSHIP
    setup.remove_many(work, table, setup.referring(work.connection, table, column, row["id"]))
    for name, field in _EMPTIED:
        _empty(work, name, field, row["id"])


def team_removal(connection: Reader, row: Row, name: str) -> Removal:
    """Refused with open team tasks; members go along, done tasks lose their team (6.2)."""
    tasks = salespeople.open_team_tasks(connection, row["id"])
    if tasks:
        message = ngettext(
            "Team {team} cannot be removed: {n} task is open. Close it or give it to someone else.",
            "Team {team} cannot be removed: {n} tasks are open. Close them or give them to someone else.",
            tasks,
        )
        raise InUseError(message.format(team=name, n=tasks), number="6.2")
    told = []
    done = len(setup.referring(connection, "task", "team", row["id"]))
    if done:
        told.append(_("The team is emptied in {uses}.").format(uses=used_by([Use("task", "team", done)])))
    return Removal(name, tuple(told))


def team_clear(work: Work, row: Row) -> None:
    _empty(work, "task", "team", row["id"])


def _empty(work: Work, table: str, column: str, row: int) -> None:
    setup.change_many(
        work, table, {each: {column: None} for each in setup.referring(work.connection, table, column, row)}
    )


def close_code_removal(connection: Reader, row: Row, name: str) -> Removal:
    """M-31."""
    times = len(setup.referring(connection, "opportunity_entry", "close_code", row["id"]))
    if times:
        message = ngettext(
            "{code} cannot be removed: {n} opportunity was closed with it.",
            "{code} cannot be removed: {n} opportunities were closed with it.",
            times,
        )
        raise InUseError(message.format(code=name, n=times), number="M-31")
    return Removal(name)


def close_code_change(work: Work, before: Row, after: Row) -> None:
    """M-31: what closed opportunities as won stays a reason for winning."""
    if before["outcome"] == after["outcome"]:
        return
    times = len(setup.referring(work.connection, "opportunity_entry", "close_code", before["id"]))
    if times:
        message = ngettext(
            "{code} stays a reason for {outcome}: {n} opportunity was closed with it.",
            "{code} stays a reason for {outcome}: {n} opportunities were closed with it.",
            times,
        )
        outcome = _(OUTCOME[before["outcome"]])
        raise RuleError(
            message.format(code=before["code"], outcome=outcome, n=times), "outcome", number="M-31"
        )


SALESPERSON = Rules(removal=removal, clear=clear, clears=frozenset({_MEMBERSHIP, *_EMPTIED}))
TEAM = Rules(removal=team_removal, clear=team_clear, clears=frozenset({("task", "team")}))
CLOSE_CODE = Rules(change=close_code_change, removal=close_code_removal)
