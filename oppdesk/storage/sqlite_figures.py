"""The kept sums as SQLite keeps them: two tables, and triggers that follow each change of what they sum.

On a server they are views of the same names over a covering index: there many write at once, and would wait for each
other at the few rows of a kept sum. Nothing and nobody are 0 here, for a key may not be NULL.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

_NEVER = "9999-12-31"
_COPIED = "sales_cycle, stage, closing_on, salesperson, status, estimated_value, current_value"
_BY = "status, sales_cycle, stage, salesperson, month"


def _cell(row: str) -> str:
    """The key of the cell that an opportunity is counted in."""
    month = (
        f"CASE WHEN {row}.closing_on = '{_NEVER}' THEN {row}.closing_on "
        f"ELSE substr({row}.closing_on, 1, 8) || '01' END"
    )
    return (
        f"{row}.status, coalesce({row}.sales_cycle, 0), {row}.stage, coalesce({row}.salesperson, 0), {month}"
    )


def _counted(row: str, sign: str) -> str:
    return (
        f"INSERT INTO pipeline_cell ({_BY}, count, estimated, current) "
        f"VALUES ({_cell(row)}, {sign}1, {sign}{row}.estimated_value, {sign}{row}.current_value) "
        f"ON CONFLICT ({_BY}) DO UPDATE SET count = count + excluded.count, "
        "estimated = estimated + excluded.estimated, current = current + excluded.current; "
    )


def _left(row: str) -> str:
    """A cell that counts nothing any more goes."""
    return f"DELETE FROM pipeline_cell WHERE ({_BY}) = ({_cell(row)}) AND count = 0; "


# The opportunity may come after its entries and go before them: an undo lets references wait.
_OWNER = "SELECT {entry}.sales_cycle, {entry}.stage, coalesce(salesperson, 0), {sign}1 FROM opportunity"
_STAGES = (
    "SELECT DISTINCT sales_cycle, stage, coalesce({row}.salesperson, 0), {sign}1 FROM opportunity_entry "
    "WHERE opportunity = {row}.id AND +stage > 0 AND +sales_cycle IS NOT NULL"
)
_ELSEWHERE = (  # by the few entries of the opportunity, not by the many of the stage
    "EXISTS (SELECT 1 FROM opportunity_entry WHERE opportunity = {entry}.opportunity AND id <> {entry}.id "
    "AND +sales_cycle = {entry}.sales_cycle AND +stage = {entry}.stage)"
)


def _put(rows: str) -> str:
    return (
        f"INSERT INTO reached_cell (sales_cycle, stage, salesperson, count) {rows} "
        "ON CONFLICT (sales_cycle, stage, salesperson) DO UPDATE SET count = count + excluded.count; "
    )


def _entered(entry: str, sign: str) -> str:
    rows = _OWNER.format(entry=entry, sign=sign)
    elsewhere = _ELSEWHERE.format(entry=entry)
    return _put(f"{rows} WHERE id = {entry}.opportunity AND NOT {elsewhere}")


def _followed(row: str, sign: str) -> str:
    return _put(_STAGES.format(row=row, sign=sign))


_IS_STAGE = "{entry}.stage > 0 AND {entry}.sales_cycle IS NOT NULL"


def _trigger(name: str, when: str, does: str) -> tuple[str, str]:
    return name, f"CREATE TRIGGER {name} {when} BEGIN {does}END"


_TABLES = {
    # Not STRICT: a sum beyond 64 bits becomes a floating number, and no save is refused for it.
    "pipeline_cell": (
        "CREATE TABLE pipeline_cell (status INTEGER NOT NULL, sales_cycle INTEGER NOT NULL, "
        "stage INTEGER NOT NULL, salesperson INTEGER NOT NULL, month TEXT NOT NULL, count INTEGER NOT NULL, "
        f"estimated INTEGER NOT NULL, current INTEGER NOT NULL, PRIMARY KEY ({_BY})) WITHOUT ROWID"
    ),
    "reached_cell": (
        "CREATE TABLE reached_cell (sales_cycle INTEGER NOT NULL, stage INTEGER NOT NULL, "
        "salesperson INTEGER NOT NULL, count INTEGER NOT NULL, "
        "PRIMARY KEY (sales_cycle, stage, salesperson)) WITHOUT ROWID"
    ),
}
_TRIGGERS = dict(
    [
        _trigger("pipeline_added", "AFTER INSERT ON opportunity", _counted("NEW", "+")),
        _trigger(
            "pipeline_changed",
            f"AFTER UPDATE OF {_COPIED} ON opportunity",
            _counted("OLD", "-") + _counted("NEW", "+") + _left("OLD"),
        ),
        _trigger("pipeline_removed", "AFTER DELETE ON opportunity", _counted("OLD", "-") + _left("OLD")),
        _trigger(
            "reached_added",
            f"AFTER INSERT ON opportunity_entry WHEN {_IS_STAGE.format(entry='NEW')}",
            _entered("NEW", "+"),
        ),
        _trigger(
            "reached_removed",
            f"AFTER DELETE ON opportunity_entry WHEN {_IS_STAGE.format(entry='OLD')}",
            _entered("OLD", "-"),
        ),
        _trigger(
            "reached_elsewhere",  # a cycle that was removed takes its stages along
            "AFTER UPDATE OF sales_cycle, stage, opportunity ON opportunity_entry",
            "".join(
                _entered(entry, sign).replace(" AND NOT ", f" AND {_IS_STAGE.format(entry=entry)} AND NOT ")
                for entry, sign in (("OLD", "-"), ("NEW", "+"))
            ),
        ),
        _trigger("reached_by_new", "AFTER INSERT ON opportunity", _followed("NEW", "+")),
        _trigger("reached_by_none", "AFTER DELETE ON opportunity", _followed("OLD", "-")),
        _trigger(
            "reached_by_other",
            "AFTER UPDATE OF salesperson ON opportunity WHEN OLD.salesperson IS NOT NEW.salesperson",
            _followed("OLD", "-") + _followed("NEW", "+"),
        ),
    ]
)
DEFINITIONS = _TABLES | _TRIGGERS
_PIPELINE = (
    f"SELECT {_cell('o')}, count(*), sum(o.estimated_value), sum(o.current_value) "
    "FROM opportunity o GROUP BY 1, 2, 3, 4, 5"
)
_REACHED = (
    "SELECT e.sales_cycle, e.stage, coalesce(o.salesperson, 0), count(*) FROM "
    "(SELECT DISTINCT opportunity, sales_cycle, stage FROM opportunity_entry "
    "WHERE stage > 0 AND sales_cycle IS NOT NULL) e "
    "JOIN opportunity o ON o.id = e.opportunity GROUP BY 1, 2, 3"
)
_RIGHT = {"pipeline_cell": _PIPELINE, "reached_cell": _REACHED}

# What the triggers of new rows would have done one by one, for those whose keys are in a JSON list.
_NEW = "(SELECT value FROM json_each(?1))"
_SOME = 500  # of the highest values there may be sum up within 64 bits
_COUNTED_TOGETHER = (
    f"INSERT INTO pipeline_cell ({_BY}, count, estimated, current) "
    f"{_PIPELINE.replace('GROUP BY', f'WHERE o.id IN {_NEW} GROUP BY')} "
    f"ON CONFLICT ({_BY}) DO UPDATE SET count = count + excluded.count, "
    "estimated = estimated + excluded.estimated, current = current + excluded.current"
)


def _reached_together(entries: str) -> str:
    return _put(
        "SELECT e.sales_cycle, e.stage, coalesce(o.salesperson, 0), count(*) FROM "
        f"(SELECT DISTINCT opportunity, sales_cycle, stage FROM opportunity_entry AS new WHERE {entries} "
        "AND +stage > 0 AND +sales_cycle IS NOT NULL) e "
        "JOIN opportunity o ON o.id = e.opportunity WHERE true GROUP BY 1, 2, 3"
    )


_ENTERED_TOGETHER = _reached_together(
    f"new.id IN {_NEW} AND NOT EXISTS (SELECT 1 FROM opportunity_entry AS old "
    "WHERE old.opportunity = new.opportunity AND +old.sales_cycle = new.sales_cycle AND +old.stage = new.stage "
    f"AND +old.id NOT IN {_NEW})"
)
_FOLLOWED_TOGETHER = _reached_together(f"new.opportunity IN {_NEW}")
_TOGETHER = {  # by table and trigger: the statement, and whether it is for some rows at a time
    "opportunity": {
        "pipeline_added": (_COUNTED_TOGETHER, True),
        "reached_by_new": (_FOLLOWED_TOGETHER, True),
    },
    "opportunity_entry": {"reached_added": (_ENTERED_TOGETHER, False)},  # it must know all that are new
}


def is_defined(connection: Connection) -> bool:
    """Whether tables and triggers are there as this program makes them."""
    names = ", ".join(f"'{name}'" for name in DEFINITIONS)
    found = connection.exec_driver_sql(f"SELECT name, sql FROM sqlite_master WHERE name IN ({names})").all()
    return {row[0]: row[1] for row in found} == DEFINITIONS


def define(connection: Connection) -> None:
    """New tables with new sums, and what keeps them; the old ones go, whatever state they are in."""
    for name in _TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    for name, definition in _TABLES.items():
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        connection.exec_driver_sql(definition)
        connection.exec_driver_sql(f"INSERT INTO {name} {_RIGHT[name]}")
    for definition in _TRIGGERS.values():
        connection.exec_driver_sql(definition)


def stop(connection: Connection, table: str) -> None:
    """New rows of a table are not followed until `go_on`."""
    for name in _TOGETHER.get(table, {}):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def go_on(connection: Connection, table: str, keys: Sequence[int]) -> None:
    """Count in the rows that were inserted since `stop`, and follow each new one again."""
    for name, (together, in_parts) in _TOGETHER.get(table, {}).items():
        parts = [",".join(map(str, keys[start : start + _SOME])) for start in range(0, len(keys), _SOME)]
        for some in parts if in_parts else [",".join(parts)]:
            connection.exec_driver_sql(together, (f"[{some}]",))
        connection.exec_driver_sql(_TRIGGERS[name])


def is_right(connection: Connection) -> bool:
    """Whether every cell holds what its rows come to; all rows are read."""
    return all(
        set(connection.exec_driver_sql(f"SELECT * FROM {name} WHERE count <> 0").all())
        == set(connection.exec_driver_sql(right).all())
        for name, right in _RIGHT.items()
    )
