"""The journal's two tables: operations (what the user did) and their changes (row by row, column by column)."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table

from oppdesk.storage.base import metadata
from oppdesk.storage.types import Id, Moment, Whole, Words

# What a change says of its table and its verb; these lists are never renumbered.
TABLE_NUMBERS: dict[str, int] = {
    "contact": 1,
    "opportunity": 2,
    "opportunity_entry": 3,
    "task": 4,
    "attendee": 5,
    "comment": 6,
    "sales_document": 7,
    "contact_mailing_group": 8,
    "contact_industry_group": 9,
    "contact_job_responsibility": 10,
    "contact_business_relation": 11,
    "contact_web_source": 12,
    "alternative_address": 13,
    "address_range": 14,
    "duplicate": 15,
    "interaction": 16,
    "task_language": 17,
    "sales_cycle": 20,
    "sales_cycle_stage": 21,
    "close_code": 22,
    "activity": 23,
    "activity_step": 24,
    "salesperson": 25,
    "team": 26,
    "team_salesperson": 27,
    "number_series": 28,
    "number_series_line": 29,
    "marketing_setup": 30,
    "company_info": 31,
    "salutation": 32,
    "territory": 33,
    "country": 34,
    "language": 35,
    "mailing_group": 36,
    "industry_group": 37,
    "job_responsibility": 38,
    "organizational_level": 39,
    "business_relation": 40,
    "web_source": 41,
    "currency": 42,
    "post_code": 43,
    "salutation_formula": 44,
    "contact_template": 45,
    "duplicate_search": 46,
    "interaction_group": 47,
    "interaction_template": 48,
    "interaction_template_language": 49,
    "interaction_template_setup": 50,
}
TABLE_NAMES = {number: name for name, number in TABLE_NUMBERS.items()}
ADDED, CHANGED, REMOVED = 1, 2, 3

OPERATION = Table(
    "operation",
    metadata,
    Column("id", Id(), primary_key=True, autoincrement=False),
    Column("at", Moment(), nullable=False),
    Column("author", Words(), nullable=False),  # code of the salesperson who uses the program, or nothing
    Column("device", Whole(), nullable=False),
    Column("kind", Words(), nullable=False),
    Column("title", Words(), nullable=False),
    Column("undoes", Id(), ForeignKey("operation.id", deferrable=True, initially="IMMEDIATE")),
    Column("undone_by", Id(), ForeignKey("operation.id", deferrable=True, initially="IMMEDIATE")),
)
Index("ix_operation_kind", OPERATION.c.kind)

CHANGE = Table(
    "change",
    metadata,
    Column(
        "operation",
        Id(),
        ForeignKey("operation.id", deferrable=True, initially="IMMEDIATE"),
        primary_key=True,
    ),
    Column("tbl", Whole(), primary_key=True),
    Column("row", Id(), primary_key=True),
    Column("verb", Whole(), CheckConstraint("verb BETWEEN 1 AND 3", name="verb_known"), nullable=False),
    Column("before", Words()),
    Column("after", Words()),
)
Index("ix_change_row", CHANGE.c.tbl, CHANGE.c.row, CHANGE.c.operation)
