"""Every setup list by one service: its rows, a row saved after all checks, a row removed unless others need it."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from oppdesk.domain.errors import FieldError, InUseError, NotThereError, RuleError
from oppdesk.domain.fields import Kind, Ref
from oppdesk.domain.setup import ALL, by_key
from oppdesk.domain.setup_list import SetupList
from oppdesk.i18n import _
from oppdesk.services import contact_setup, cycles, interaction_setup, salespeople, setup_lines
from oppdesk.services.kept import Kept
from oppdesk.services.setup_rules import Removal, Rules
from oppdesk.services.setup_words import name_of, used_by
from oppdesk.storage import lookups
from oppdesk.storage import setup as store
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Reader, Store, Work

if TYPE_CHECKING:
    from oppdesk.domain.standing import Cycle

Values = dict[str, Any]
_NO_RULES = Rules()
_OF_CYCLE = frozenset({"sales_cycle", "sales_cycle_stage"})
_RULES: Mapping[str, Rules] = {
    "sales_cycle": cycles.CYCLE,
    "sales_cycle_stage": cycles.STAGE,
    "close_code": salespeople.CLOSE_CODE,
    "salesperson": salespeople.SALESPERSON,
    "team": salespeople.TEAM,
    **contact_setup.RULES,
    **interaction_setup.RULES,
}


class Setup:
    """`key` names a list (domain.setup.by_key), `parent` the owner of lines."""

    def __init__(self, store: Store, kept: Kept) -> None:
        self._store = store
        self._kept = kept

    # -- looking ------------------------------------------------------------------------------------------

    def rows(self, key: str, parent: int | None = None) -> list[Values]:
        """All rows in their order: `id`, `version`, each field's value, a Ref for references."""
        with self._store.read() as connection:
            return store.rows(connection, key, parent)

    def row(self, key: str, row: int) -> Values:
        """NotThereError when it is gone."""
        with self._store.read() as connection:
            return shown(connection, key, row)

    def named(self, key: str, row: int) -> Values | None:
        """A row as it is stored, for what a reference shows of it; None when it is gone. Costs nothing to ask."""
        return self._kept.get(("named", key, row), frozenset({key}), lambda: self._named(key, row))

    def ref(self, key: str, row: int | None) -> Ref | None:
        """A row as fields show it, by its name if it has one; None when there is none. Costs nothing to ask."""
        found = None if row is None else self.named(key, row)
        if row is None or found is None:
            return None
        return Ref(row, next((str(found[name]) for name in ("name", "code") if found.get(name)), ""))

    def _named(self, key: str, row: int) -> Values | None:
        with self._store.read() as connection:
            return store.stored(connection, key, row)

    def with_code(self, key: str, code: str) -> int | None:
        """The id of the row of that code; None without one. It costs nothing to ask often."""
        return self._kept.get(("code", key, code), frozenset({key}), lambda: self._with_code(key, code))

    def _with_code(self, key: str, code: str) -> int | None:
        with self._store.read() as connection:
            return lookups.by_code(connection, key, code)

    def single(self, key: str) -> Values:
        """The one row of a form; its blanks before it was ever saved. It costs nothing to ask often."""
        tables = frozenset({key} | {field.target for field in by_key[key].fields if field.target})
        return dict(self._kept.get(("single", key), tables, lambda: self._single(key)))

    def _single(self, key: str) -> Values:
        with self._store.read() as connection:
            found = store.only_row(connection, key)
            if found is not None:
                return shown(connection, key, found)
        return {field.name: field.blank for field in by_key[key].fields}

    def setting(self, key: str, name: str) -> Any:
        """One value of a form as it is stored, its blank before it was ever saved. It costs nothing to ask often."""
        found = self._kept.get(("settings", key), frozenset({key}), lambda: self._settings(key))
        return found[name]

    def _settings(self, key: str) -> Values:
        with self._store.read() as connection:
            return {field.name: field.blank for field in by_key[key].fields} | lookups.setup(connection, key)

    def cycle(self, cycle: int) -> "Cycle":
        """A sales cycle with its stages, as the rules know it. It costs nothing to ask often."""
        found = self._kept.get(("cycle", cycle), _OF_CYCLE, lambda: self._cycle(cycle))
        if found is None:
            raise NotThereError(_("This sales cycle does not exist any more."))
        return found

    def _cycle(self, cycle: int) -> "Cycle | None":
        from oppdesk.storage.opportunities import cycle as cycle_of  # noqa: PLC0415 - no first page shows a cycle

        with self._store.read() as connection:
            return cycle_of(connection, cycle)

    # -- saving -------------------------------------------------------------------------------------------

    def save(
        self, key: str, row: int | None, values: Mapping[str, object], version: int | None = None
    ) -> int:
        """Add a row (None) or change the given fields of one; its id.

        Checked in this order: every field, the rules of the list, its code or number, what it refers to.
        """
        with self._store.write("setup.save") as work:
            is_new = row is None and not by_key[key].single
            made = save_in(work, key, row, values, version)
            title = _("“{name}” added to {list}") if is_new else _("“{name}” changed in {list}")
            name = name_of(key, shown(work.connection, key, made))
            work.title = title.format(name=name, list=_(by_key[key].title))
        return made

    # -- removing -----------------------------------------------------------------------------------------

    def removal(self, key: str, row: int) -> Removal:
        """What the question before a removal tells; InUseError when it is refused, naming who needs the row."""
        with self._store.read() as connection:
            return _removal(connection, key, row)

    def remove(self, key: str, row: int) -> None:
        """With its lines; InUseError when others need it. Everything as it was before when it is refused."""
        with self._store.write("setup.remove") as work:
            name = remove_in(work, key, row)
            work.title = _("“{name}” removed from {list}").format(name=name, list=_(by_key[key].title))

    def complete_searches(self) -> int:
        """Add those rows of the standard duplicate search that are not set up; how many (5.1)."""
        with self._store.write("setup.save") as work:
            added = contact_setup.missing_searches(store.rows(work.connection, "duplicate_search"))
            for row in added:
                save_in(work, "duplicate_search", None, row)
            list_name = _(by_key["duplicate_search"].title)
            work.title = _("Standard set added to {list}").format(list=list_name)
        return len(added)

    # -- lines --------------------------------------------------------------------------------------------

    def next_number(self, key: str, parent: int) -> int:
        """The number a line at the end gets."""
        with self._store.read() as connection:
            return setup_lines.next_number(connection, key, parent)

    def insert(self, key: str, before: int, values: Mapping[str, object]) -> int:
        """A new line in front of another; its number is found, others move up where they must. Its id."""
        setup = by_key[key]
        with self._store.write("setup.save") as work:
            parent = _stored(work, key, before)[str(setup.lines_of)]
            number = setup_lines.make_room(work, key, parent, before)
            after = setup.check({**values, setup.fields[0].name: number, str(setup.lines_of): parent})
            _check(work, setup, None, {}, after)
            row = work.put(TABLES[key], after)
            name = name_of(key, shown(work.connection, key, row))
            work.title = _("“{name}” added to {list}").format(name=name, list=_(setup.title))
        return row

    def move(self, key: str, row: int, by: int) -> None:
        """Let a line change places with its neighbour above (-1) or below (1); those at a stage stay at it."""
        with self._store.write("setup.move") as work:
            line = _stored(work, key, row)
            setup_lines.exchange(work, key, line[str(by_key[key].lines_of)], row, by)
            name = name_of(key, shown(work.connection, key, row))
            work.title = _("“{name}” moved in {list}").format(name=name, list=_(by_key[key].title))

    def renumber(self, key: str, parent: int) -> None:
        """Number the lines of a parent afresh, in their present order."""
        with self._store.write("setup.renumber") as work:
            setup_lines.renumber(work, key, parent)
            work.title = _("{list} numbered afresh").format(list=_(by_key[key].title))

    def copy_stages(self, source: int, target: int) -> int:
        """Put copies of a cycle's stages behind those that another has; how many."""
        with self._store.write("setup.copy") as work:
            copied = _copy_stages(work, source, target)
            names = [shown(work.connection, "sales_cycle", each)["code"] for each in (source, target)]
            work.title = _("Stages of {source} copied to {target}").format(source=names[0], target=names[1])
        return copied

    def copy_cycle(self, source: int) -> int:
        """A further cycle with the same stages under a code of its own, not blocked; its id."""
        setup = by_key["sales_cycle"]
        with self._store.write("setup.copy") as work:
            values = _stored(work, setup.key, source)
            code = _free_code(work.connection, setup, str(values["code"]))
            row = work.put(TABLES[setup.key], setup.check({**values, "code": code, "blocked": False}))
            _copy_stages(work, source, row)
            work.title = _("“{name}” added to {list}").format(name=code, list=_(setup.title))
        return row


def save_in(
    work: Work, key: str, row: int | None, values: Mapping[str, object], version: int | None = None
) -> int:
    """As `Setup.save`, within an operation that is under way."""
    setup, rules = by_key[key], _rules(key)
    if row is None and setup.single:
        row = store.only_row(work.connection, key)
    before = {} if row is None else _stored(work, key, row)
    after = setup.check({**before, **values})
    after |= rules.follow(work, before, after)
    rules.check(work, before, after)
    _check(work, setup, row, before, after)
    if before:
        rules.change(work, before, after)
        work.change(TABLES[key], before["id"], after, version)
    made = int(before["id"]) if before else work.put(TABLES[key], after)
    rules.settle(work, before, {**after, "id": made})
    return made


def remove_in(work: Work, key: str, row: int) -> str:
    """As `Setup.remove`, within an operation that is under way; what was removed was called so."""
    told, rules, stored = _removal(work.connection, key, row), _rules(key), _stored(work, key, row)
    rules.clear(work, stored)
    for lines in ALL:
        if lines.lines_of == key:
            store.remove_many(work, lines.key, store.referring(work.connection, lines.key, key, row))
    work.take(TABLES[key], row)
    rules.settle(work, stored, {})
    return told.name


def has_rules(key: str) -> bool:
    """Whether more is to be asked, or follows, than the description of the list says."""
    found = _rules(key)
    return found is not _NO_RULES and replace(found, in_use="") != _NO_RULES


def _rules(key: str) -> Rules:
    if by_key[key].lines_of != "contact":
        return _RULES.get(key, _NO_RULES)
    from oppdesk.services.contact_line_rules import RULES  # noqa: PLC0415 - no first page needs them

    return RULES[key]


def _check(work: Work, setup: SetupList, row: int | None, before: Values, after: Values) -> None:
    connection = work.connection
    if setup.lines_of and store.stored(connection, setup.lines_of, after[setup.lines_of]) is None:
        raise NotThereError(_("The record these lines belong to does not exist any more."))
    if not setup.single:
        other = store.same(connection, setup.key, after)
        if other is not None and other != row:
            raise _taken(setup, shown(connection, setup.key, other))
    for field in setup.fields:
        value = after.get(field.name)
        if field.kind is Kind.LOOKUP and value is not None and before.get(field.name) != value:
            _check_target(connection, field.name, _(field.label), str(field.target), value)


def _copy_stages(work: Work, source: int, target: int) -> int:
    setup = by_key["sales_cycle_stage"]
    stages = store.rows(work.connection, setup.key, source)
    present = store.numbered_lines(work.connection, setup.key, target)
    numbers = setup_lines.continued([stage["stage"] for stage in stages], present[-1][1] if present else 0)
    for stage, number in zip(stages, numbers, strict=True):
        work.put(TABLES[setup.key], setup.check({**stage, "stage": number, "sales_cycle": target}))
    return len(stages)


def _free_code(connection: Reader, setup: SetupList, code: str) -> str:
    """The code with the first number behind it that nobody has."""
    size = setup.field("code").size or 10
    tails = (f"-{number}" for number in count(2))
    codes = (code[: size - len(tail)] + tail for tail in tails)
    return next(each for each in codes if store.same(connection, setup.key, {"code": each}) is None)


def shown(connection: Reader, key: str, row: int) -> Values:
    """A row as lists show it; NotThereError when it is gone."""
    found = store.row(connection, key, row)
    if found is None:
        raise NotThereError(_("This record does not exist any more."))
    return found


def _stored(work: Work, key: str, row: int) -> Values:
    found = store.stored(work.connection, key, row)
    if found is None:
        raise NotThereError(_("This record does not exist any more."))
    return found


def _removal(connection: Reader, key: str, row: int) -> Removal:
    name, rules = name_of(key, shown(connection, key, row)), _rules(key)
    stored = store.stored(connection, key, row) or {}
    told = rules.removal(connection, stored, name)
    uses = [use for use in store.uses(connection, key, row) if (use.table, use.column) not in rules.clears]
    if uses:
        message = _("{name} cannot be removed: it is used by {uses}.")
        raise InUseError(message.format(name=name, uses=used_by(uses)), number=rules.in_use)
    return told


def _taken(setup: SetupList, other: Values) -> RuleError:
    first = setup.fields[0]
    if first.kind is Kind.LOOKUP:
        shown = other[first.name]
        text = shown.text if isinstance(shown, Ref) else ""
        return RuleError(_("{name} is in the list already.").format(name=text), first.name)
    name = name_of(setup.key, other)
    if setup.unique:
        return RuleError(
            _("There is such a row already: “{name}”.").format(name=name), first.name, setup.taken
        )
    if setup.lines_of:
        message = _("There is a line with this {field} already: “{name}”.")
        return RuleError(message.format(field=_(first.label), name=name), first.name, setup.taken)
    return RuleError(_("“{name}” has this code already.").format(name=name), first.name, setup.taken)


def _check_target(connection: Reader, name: str, label: str, target: str, value: int) -> None:
    """What is chosen anew exists (CON-F8) and is not blocked (SET-2, M-53, M-35)."""
    found = store.stored(connection, target, value)
    if found is None:
        raise FieldError(_("{field}: this record does not exist.").format(field=label), name, "CON-F8")
    if found.get("blocked") or found.get("privacy_blocked"):
        message = _("{field}: {name} is blocked; choose another one.")
        raise RuleError(message.format(field=label, name=name_of(target, found)), name, "SET-2")
