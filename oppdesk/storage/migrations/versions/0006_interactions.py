"""Tasks whole and the log of interactions: times, series and answers of tasks, groups and templates, entries, drafts.

Columns are added by plain SQL, which leaves the table where it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_interactions"
down_revision = "0005_contacts"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = sa.Text()
FLAG = sa.Boolean().with_variant(sa.Integer(), "sqlite")
DAY = sa.Date().with_variant(sa.Text(), "sqlite")

# A reference to the table that is told, a text of that size, a flag or a number with that value.
ADDED: tuple[tuple[str, str, str, str | int], ...] = (
    ("task", "start_time", "number", -1),
    ("task", "location", "text", 100),
    ("task", "completed_by", "reference", "salesperson"),
    ("task", "recurring_interval", "text", 32),
    ("task", "counted_from", "number", 0),
    ("task", "interaction_template", "reference", "interaction_template"),
    ("task", "language", "reference", "language"),
    ("task", "subject", "text", 100),
    ("task", "unit_cost", "number", 0),
    ("task", "unit_duration", "number", 0),
    ("task", "reminder", "number", -1),
    ("attendee", "send_invitation", "flag", 0),
    ("attendee", "answer", "number", 0),
    ("attendee", "invitation_sent", "flag", 0),
    ("marketing_setup", "attachment_storage", "number", 0),
    ("marketing_setup", "attachment_folder", "text", 250),
)


def upgrade() -> None:
    op.create_table("interaction_group",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_interaction_group_code_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_interaction_group_description_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction_group")),
        sa.UniqueConstraint("code", name=op.f("uq_interaction_group_code")),
        sqlite_strict=True,
    )
    op.create_table("reminder",
        sa.Column("task", ID, autoincrement=False, nullable=False),
        sa.Column("quiet_until", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("task", name=op.f("pk_reminder")),
        sqlite_strict=True,
    )
    op.create_table("interaction_template",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("interaction_group", ID, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.Column("unit_cost", WHOLE, nullable=False),
        sa.Column("unit_duration", WHOLE, nullable=False),
        sa.Column("information_flow", WHOLE, nullable=False),
        sa.Column("initiated_by", WHOLE, nullable=False),
        sa.Column("correspondence_type", WHOLE, nullable=False),
        sa.Column("ignore_contact", FLAG, nullable=False),
        sa.Column("language", ID, nullable=True),
        sa.Column("wizard_action", WHOLE, nullable=False),
        sa.CheckConstraint("correspondence_type BETWEEN 0 AND 2", name=op.f("ck_interaction_template_correspondence_type_choice")),
        sa.CheckConstraint("information_flow BETWEEN 0 AND 2", name=op.f("ck_interaction_template_information_flow_choice")),
        sa.CheckConstraint("initiated_by BETWEEN 0 AND 2", name=op.f("ck_interaction_template_initiated_by_choice")),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_interaction_template_code_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_interaction_template_description_length")),
        sa.CheckConstraint("wizard_action BETWEEN 0 AND 3", name=op.f("ck_interaction_template_wizard_action_choice")),
        sa.ForeignKeyConstraint(["interaction_group"], ["interaction_group.id"], name=op.f("fk_interaction_template_interaction_group_interaction_group"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["language"], ["language.id"], name=op.f("fk_interaction_template_language_language"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction_template")),
        sa.UniqueConstraint("code", name=op.f("uq_interaction_template_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_interaction_template_interaction_group", "interaction_template", ["interaction_group"], unique=False)
    op.create_index("ix_interaction_template_language", "interaction_template", ["language"], unique=False)
    op.create_table("interaction_template_language",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("interaction_template", ID, nullable=False),
        sa.Column("language", ID, nullable=True),
        sa.Column("description", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("letter", WORDS, nullable=False),
        sa.Column("attachment", WORDS, nullable=False),
        sa.Column("file_name", WORDS, nullable=False),
        sa.CheckConstraint("length(attachment) <= 64", name=op.f("ck_interaction_template_language_attachment_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_interaction_template_language_description_length")),
        sa.CheckConstraint("length(file_name) <= 255", name=op.f("ck_interaction_template_language_file_name_length")),
        sa.CheckConstraint("length(letter) <= 32000", name=op.f("ck_interaction_template_language_letter_length")),
        sa.CheckConstraint("length(subject) <= 100", name=op.f("ck_interaction_template_language_subject_length")),
        sa.ForeignKeyConstraint(["interaction_template"], ["interaction_template.id"], name=op.f("fk_interaction_template_language_interaction_template_interaction_template"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["language"], ["language.id"], name=op.f("fk_interaction_template_language_language_language"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction_template_language")),
        sa.UniqueConstraint("interaction_template", "language", name=op.f("uq_interaction_template_language_interaction_template_language")),
        sqlite_strict=True,
    )
    op.create_index("ix_interaction_template_language_language", "interaction_template_language", ["language"], unique=False)
    op.create_table("interaction_template_setup",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("e_mails", ID, nullable=True),
        sa.Column("e_mail_drafts", ID, nullable=True),
        sa.Column("cover_sheets", ID, nullable=True),
        sa.Column("calls", ID, nullable=True),
        sa.Column("meeting_invitation", ID, nullable=True),
        sa.ForeignKeyConstraint(["calls"], ["interaction_template.id"], name=op.f("fk_interaction_template_setup_calls_interaction_template"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["cover_sheets"], ["interaction_template.id"], name=op.f("fk_interaction_template_setup_cover_sheets_interaction_template"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["e_mail_drafts"], ["interaction_template.id"], name=op.f("fk_interaction_template_setup_e_mail_drafts_interaction_template"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["e_mails"], ["interaction_template.id"], name=op.f("fk_interaction_template_setup_e_mails_interaction_template"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["meeting_invitation"], ["interaction_template.id"], name=op.f("fk_interaction_template_setup_meeting_invitation_interaction_template"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction_template_setup")),
        sqlite_strict=True,
    )
    op.create_index("ix_interaction_template_setup_calls", "interaction_template_setup", ["calls"], unique=False)
    op.create_index("ix_interaction_template_setup_cover_sheets", "interaction_template_setup", ["cover_sheets"], unique=False)
    op.create_index("ix_interaction_template_setup_e_mail_drafts", "interaction_template_setup", ["e_mail_drafts"], unique=False)
    op.create_index("ix_interaction_template_setup_e_mails", "interaction_template_setup", ["e_mails"], unique=False)
    op.create_index("ix_interaction_template_setup_meeting_invitation", "interaction_template_setup", ["meeting_invitation"], unique=False)
    op.create_table("interaction",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("contact", ID, nullable=True),
        sa.Column("company", ID, nullable=True),
        sa.Column("on", DAY, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("interaction_group", ID, nullable=True),
        sa.Column("interaction_template", ID, nullable=True),
        sa.Column("information_flow", WHOLE, nullable=False),
        sa.Column("initiated_by", WHOLE, nullable=False),
        sa.Column("language", ID, nullable=True),
        sa.Column("correspondence_type", WHOLE, nullable=False),
        sa.Column("contact_via", WORDS, nullable=False),
        sa.Column("alternative_address", WORDS, nullable=False),
        sa.Column("cost", WHOLE, nullable=False),
        sa.Column("duration", WHOLE, nullable=False),
        sa.Column("evaluation", WHOLE, nullable=False),
        sa.Column("attempt_failed", FLAG, nullable=False),
        sa.Column("salesperson", ID, nullable=True),
        sa.Column("author", WORDS, nullable=False),
        sa.Column("opportunity", ID, nullable=True),
        sa.Column("task", ID, nullable=True),
        sa.Column("letter", WORDS, nullable=False),
        sa.Column("attachment", WORDS, nullable=False),
        sa.Column("file_name", WORDS, nullable=False),
        sa.Column("delivery", WHOLE, nullable=False),
        sa.Column("message", WORDS, nullable=False),
        sa.Column("canceled", FLAG, nullable=False),
        sa.Column("postponed", FLAG, nullable=False),
        sa.Column("logged_on", DAY, nullable=False),
        sa.Column("search_text", WORDS, nullable=False),
        sa.CheckConstraint("length(alternative_address) <= 10", name=op.f("ck_interaction_alternative_address_length")),
        sa.CheckConstraint("length(attachment) <= 64", name=op.f("ck_interaction_attachment_length")),
        sa.CheckConstraint("length(author) <= 50", name=op.f("ck_interaction_author_length")),
        sa.CheckConstraint("length(contact_via) <= 80", name=op.f("ck_interaction_contact_via_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_interaction_description_length")),
        sa.CheckConstraint("length(file_name) <= 255", name=op.f("ck_interaction_file_name_length")),
        sa.CheckConstraint("length(letter) <= 32000", name=op.f("ck_interaction_letter_length")),
        sa.CheckConstraint("length(message) <= 255", name=op.f("ck_interaction_message_length")),
        sa.CheckConstraint("length(subject) <= 100", name=op.f("ck_interaction_subject_length")),
        sa.ForeignKeyConstraint(["company"], ["contact.id"], name=op.f("fk_interaction_company_contact"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_interaction_contact_contact"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["interaction_group"], ["interaction_group.id"], name=op.f("fk_interaction_interaction_group_interaction_group"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["interaction_template"], ["interaction_template.id"], name=op.f("fk_interaction_interaction_template_interaction_template"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["language"], ["language.id"], name=op.f("fk_interaction_language_language"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["opportunity"], ["opportunity.id"], name=op.f("fk_interaction_opportunity_opportunity"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["salesperson"], ["salesperson.id"], name=op.f("fk_interaction_salesperson_salesperson"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["task"], ["task.id"], name=op.f("fk_interaction_task_task"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction")),
        sqlite_strict=True,
    )
    op.create_index("ix_interaction_attachment", "interaction", ["attachment"], unique=False, sqlite_where=sa.text("attachment <> ''"), postgresql_where=sa.text("attachment <> ''"))
    op.create_index("ix_interaction_company", "interaction", ["company", "on", "id", "attempt_failed", "canceled", "postponed", "cost", "duration"], unique=False)
    op.create_index("ix_interaction_contact", "interaction", ["contact", "on", "id", "attempt_failed", "canceled", "postponed", "cost", "duration"], unique=False)
    op.create_index("ix_interaction_group", "interaction", ["interaction_group", "canceled", "postponed", "cost", "duration"], unique=False)
    op.create_index("ix_interaction_message", "interaction", ["message"], unique=False, sqlite_where=sa.text("message <> ''"), postgresql_where=sa.text("message <> ''"))
    op.create_index("ix_interaction_on", "interaction", ["on", "id", "salesperson", "postponed", "canceled"], unique=False)
    op.create_index("ix_interaction_opportunity", "interaction", ["opportunity", "on", "id", "canceled", "postponed", "cost", "duration"], unique=False)
    op.create_index("ix_interaction_postponed", "interaction", ["salesperson", "id"], unique=False, sqlite_where=sa.text("postponed = 1"), postgresql_where=sa.text("postponed = 1"))
    op.create_index("ix_interaction_salesperson", "interaction", ["salesperson", "on", "id", "canceled", "postponed", "cost", "duration"], unique=False)
    op.create_index("ix_interaction_task", "interaction", ["task"], unique=False, sqlite_where=sa.text("task IS NOT NULL"), postgresql_where=sa.text("task IS NOT NULL"))
    op.create_index("ix_interaction_template", "interaction", ["interaction_template", "canceled", "postponed", "cost", "duration"], unique=False)
    op.create_table("task_language",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("task", ID, nullable=False),
        sa.Column("language", ID, nullable=True),
        sa.Column("description", WORDS, nullable=False),
        sa.Column("letter", WORDS, nullable=False),
        sa.Column("attachment", WORDS, nullable=False),
        sa.Column("file_name", WORDS, nullable=False),
        sa.CheckConstraint("length(attachment) <= 64", name=op.f("ck_task_language_attachment_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_task_language_description_length")),
        sa.CheckConstraint("length(file_name) <= 255", name=op.f("ck_task_language_file_name_length")),
        sa.CheckConstraint("length(letter) <= 32000", name=op.f("ck_task_language_letter_length")),
        sa.ForeignKeyConstraint(["language"], ["language.id"], name=op.f("fk_task_language_language_language"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["task"], ["task.id"], name=op.f("fk_task_language_task_task"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_language")),
        sqlite_strict=True,
    )
    op.create_index("ix_task_language_task", "task_language", ["task", "language"], unique=True)
    for table, name, kind, told in ADDED:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {_definition(table, name, kind, told)}")
    op.drop_index("ix_attendee_contact", table_name="attendee")
    op.create_index("ix_attendee_contact", "attendee", ["contact", "task"], unique=False)
    op.create_index("ix_attendee_salesperson", "attendee", ["salesperson", "task"], unique=False)
    op.create_index("ix_task_completed_by", "task", ["completed_by"], unique=False, sqlite_where=sa.text("completed_by IS NOT NULL"), postgresql_where=sa.text("completed_by IS NOT NULL"))
    op.create_index("ix_task_interaction_template", "task", ["interaction_template"], unique=False, sqlite_where=sa.text("interaction_template IS NOT NULL"), postgresql_where=sa.text("interaction_template IS NOT NULL"))
    op.create_index("ix_task_long", "task", ["on"], unique=False, sqlite_where=sa.text("duration > 1440"), postgresql_where=sa.text("duration > 1440"))
    op.create_index("ix_task_team", "task", ["team", "closed", "on"], unique=False)


def _definition(table: str, name: str, kind: str, told: str | int) -> str:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    number = "INTEGER" if on_sqlite else "BIGINT"
    if kind == "reference":
        key = f"CONSTRAINT fk_{table}_{name}_{told} REFERENCES {told} (id)"
        return f"{number} {key} DEFERRABLE INITIALLY IMMEDIATE"
    if kind == "text":
        return f"TEXT NOT NULL DEFAULT '' CONSTRAINT ck_{table}_{name}_length CHECK (length({name}) <= {told})"
    if kind == "flag" and not on_sqlite:
        return f"BOOLEAN NOT NULL DEFAULT {bool(told)}"
    return f"{number} NOT NULL DEFAULT {told}"
