"""Orders of fields with few values, a contact's city; the index of the status tells what is stale too."""

from alembic import op

revision = "0004_few_values"
down_revision = "0003_figures"

FEW_VALUED = ("priority", "probability", "chances", "completed")
STATUS = [
    *("status", "closing_on", "id", "salesperson", "sales_cycle", "stage", "estimated_value"),
    *("current_value", "priority", "chances", "completed", "probability", "stage_since"),
]


def upgrade() -> None:
    for name in FEW_VALUED:
        op.create_index(f"ix_opportunity_{name}", "opportunity", [name, "id", "status", "salesperson"])
    op.create_index("ix_contact_city", "contact", ["city", "id", "type"])
    op.drop_index("ix_opportunity_status", table_name="opportunity")
    op.create_index("ix_opportunity_status", "opportunity", STATUS)
