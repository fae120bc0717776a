"""Orders that a million rows were sorted for: of stages, of tasks by day and by end, of a company's entries."""

from alembic import op

revision = "0007_orders"
down_revision = "0006_interactions"

AGAIN = {
    "ix_task_on": ("task", ["on", "start_time", "id", "closed", "salesperson"]),
    "ix_opportunity_entry_company": ("opportunity_entry", ["company", "changed_on", "id", "contact", "active"]),
    "ix_interaction_on": ("interaction", ["on", "id", "salesperson", "postponed", "canceled", "attempt_failed"]),
}


def upgrade() -> None:
    op.create_index("ix_opportunity_stage", "opportunity", ["id", "stage", "sales_cycle"])
    op.create_index("ix_task_closed_on", "task", ["closed_on", "id", "closed", "salesperson"])
    for name, (table, columns) in AGAIN.items():
        op.drop_index(name, table_name=table)
        op.create_index(name, table, columns)
