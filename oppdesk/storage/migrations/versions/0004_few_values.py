"""Orders of fields with few values: priority, probability, chances and what is completed; a contact's city."""

from alembic import op

revision = "0004_few_values"
down_revision = "0003_figures"

FEW_VALUED = ("priority", "probability", "chances", "completed")


def upgrade() -> None:
    for name in FEW_VALUED:
        op.create_index(f"ix_opportunity_{name}", "opportunity", [name, "id", "status", "salesperson"])
    op.create_index("ix_contact_city", "contact", ["city", "id", "type"])
