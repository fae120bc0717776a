"""Orders and figures of a million opportunities: wide indexes, texts that begin with what lists sort by, kept sums."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0003_figures"
down_revision = "0002_search"

OFTEN = ["id", "status", "salesperson"]
OLD = {
    "contact": ("company", "search_text"),
    "opportunity": (
        "description",
        "value",
        "closing",
        "created",
        "closed",
        "cycle",
        "contact",
        "of_contact",
        "salesperson",
    ),
    "opportunity_entry": ("opportunity", "stage"),
}
NEW = {
    "contact": {
        "company": ["company", "type", "search_text", "id"],
        "search_text": ["search_text", "id", "type"],
    },
    "task": {"description": ["search_text", "id", "closed", "salesperson"]},
    "opportunity": {
        "description": ["search_text", *OFTEN],
        "value": ["estimated_value", *OFTEN],
        "current": ["current_value", *OFTEN],
        "closing": ["closing_on", *OFTEN],
        "created": ["created_on", *OFTEN],
        "closed": ["closed_on", *OFTEN, "estimated_value", "current_value"],
        "since": ["stage_since", *OFTEN, "estimated_value", "current_value"],
        "status": [
            *("status", "closing_on", "id", "salesperson", "sales_cycle", "stage", "estimated_value"),
            *("current_value", "priority", "chances", "completed", "probability"),
        ],
        "cycle": [
            *("sales_cycle", "stage", "status", "closing_on", "id", "salesperson"),
            *("estimated_value", "current_value"),
        ],
        "salesperson": ["salesperson", "id", "status", "closing_on"],
        "contact": ["company", "id", "contact", "status", "salesperson"],
        "of_contact": ["contact", *OFTEN],
    },
    "opportunity_entry": {
        "opportunity": ["opportunity", "id", "sales_cycle", "stage"],
        "stage": ["sales_cycle", "stage", "active", "closing_on", "days_open"],
        "changed": ["changed_on", "id", "active", "action", "salesperson"],
    },
}
SEARCHED = {  # what lists sort by comes first
    "contact": (
        *("name", "name_2", "number", "city", "post_code", "e_mail", "phone", "mobile_phone"),
        "external_number",
    ),
    "opportunity": ("description", "number", "external_number"),
    "task": ("description", "number"),
}
SOME = 5_000
CELLS = """
CREATE VIEW pipeline_cell AS
SELECT status, coalesce(sales_cycle, 0) AS sales_cycle, stage, coalesce(salesperson, 0) AS salesperson,
       CASE WHEN closing_on = DATE '9999-12-31' THEN closing_on
            ELSE date_trunc('month', closing_on)::date END AS month,
       count(*) AS count, sum(estimated_value) AS estimated, sum(current_value) AS current
FROM opportunity GROUP BY 1, 2, 3, 4, 5
"""
REACHED = """
CREATE VIEW reached_cell AS
SELECT entry.sales_cycle, entry.stage, coalesce(opportunity.salesperson, 0) AS salesperson,
       count(DISTINCT entry.opportunity) AS count
FROM opportunity_entry entry JOIN opportunity ON opportunity.id = entry.opportunity
WHERE entry.stage > 0 AND entry.sales_cycle IS NOT NULL
GROUP BY 1, 2, 3
"""


def upgrade() -> None:
    for table, names in OLD.items():
        for name in names:
            op.drop_index(f"ix_{table}_{name}", table_name=table)
    op.drop_index("uq_opportunity_quote", table_name="opportunity")
    for table, columns in SEARCHED.items():
        fold_again(op.get_bind(), table, columns)
    is_quoted = sa.text("quote IS NOT NULL")
    op.create_index(
        "uq_opportunity_quote",
        "opportunity",
        ["quote"],
        unique=True,
        sqlite_where=is_quoted,
        postgresql_where=is_quoted,
    )
    for table, indexes in NEW.items():
        for name, indexed in indexes.items():
            op.create_index(f"ix_{table}_{name}", table, indexed)
    if op.get_bind().dialect.name == "postgresql":  # on SQLite the program keeps them as tables
        op.execute(CELLS)
        op.execute(REACHED)


def fold_again(connection: sa.Connection, name: str, columns: tuple[str, ...]) -> None:
    """The texts that are searched and sorted by, made of the same columns in another sequence."""
    table = sa.table(name, *[sa.column(each) for each in ("id", "search_text", *columns)])
    texts = [table.c[each] for each in columns]
    renewed = (
        sa.update(table).where(table.c.id == sa.bindparam("row")).values(search_text=sa.bindparam("text"))
    )
    after = 0
    while rows := connection.execute(
        sa.select(table.c.id, *texts).where(table.c.id > after).order_by(table.c.id).limit(SOME)
    ).all():
        connection.execute(renewed, [{"row": row[0], "text": folded(row[1:])} for row in rows])
        after = rows[-1][0]


def folded(values: tuple[str, ...]) -> str:
    """As the program folded texts when this revision was made."""
    if all(map(str.isascii, values)):
        return " ".join(" ".join(values).lower().split())
    plain = unicodedata.normalize("NFKD", " ".join(values).casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())
