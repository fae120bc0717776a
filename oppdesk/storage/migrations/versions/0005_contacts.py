"""Contacts whole: the lists they are sorted by, their lines and addresses, duplicates, and bytes by their digest.

Columns are added by plain SQL, which leaves the table where it is: at a million contacts a rebuild takes minutes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_contacts"
down_revision = "0004_few_values"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = sa.Text()
FLAG = sa.Boolean().with_variant(sa.Integer(), "sqlite")
DAY = sa.Date().with_variant(sa.Text(), "sqlite")

CONTACT = (
    ("organizational_level", "organizational_level"),
    ("parent_company", "contact"),
    ("currency", "currency"),
    ("pager", 30),
    ("telex", 20),
    ("telex_answer_back", 20),
    ("picture", 64),
    ("employees", 0),
    ("revenue", 0),
    ("relation", 0),
    ("exclude_from_segment", False),
    ("minor", False),
    ("parental_consent", False),
)
MARKETING = (
    ("relation_of_customers", "business_relation"),
    ("relation_of_vendors", "business_relation"),
    ("relation_of_banks", "business_relation"),
    ("relation_of_employees", "business_relation"),
    ("default_format_region", 80),
    ("search_hit", 60),
    ("maintain_duplicates", True),
    ("autosearch_duplicates", True),
    ("mobile_first", False),
)
TEXTS = {"pager", "telex", "telex_answer_back", "picture", "default_format_region"}


def upgrade() -> None:
    op.create_table(
        "business_relation",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_business_relation_code_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_business_relation_description_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_relation")),
        sa.UniqueConstraint("code", name=op.f("uq_business_relation_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "content",
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_content")),
        sqlite_strict=True,
    )
    op.create_table(
        "currency",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_currency_code_length")),
        sa.CheckConstraint("length(description) <= 50", name=op.f("ck_currency_description_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_currency")),
        sa.UniqueConstraint("code", name=op.f("uq_currency_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "duplicate_key",
        sa.Column("key", ID, autoincrement=False, nullable=False),
        sa.Column("contact", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "contact", name=op.f("pk_duplicate_key")),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.create_index("ix_duplicate_key_contact", "duplicate_key", ["contact"], unique=False)
    op.create_table(
        "duplicate_search",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("field", WHOLE, nullable=False),
        sa.Column("part", WHOLE, nullable=False),
        sa.Column("length", WHOLE, nullable=False),
        sa.CheckConstraint("field BETWEEN 0 AND 15", name=op.f("ck_duplicate_search_field_choice")),
        sa.CheckConstraint("part BETWEEN 0 AND 1", name=op.f("ck_duplicate_search_part_choice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_search")),
        sa.UniqueConstraint("field", "part", name=op.f("uq_duplicate_search_field_part")),
        sqlite_strict=True,
    )
    op.create_table(
        "industry_group",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_industry_group_code_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_industry_group_description_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_industry_group")),
        sa.UniqueConstraint("code", name=op.f("uq_industry_group_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "job_responsibility",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_job_responsibility_code_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_job_responsibility_description_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_responsibility")),
        sa.UniqueConstraint("code", name=op.f("uq_job_responsibility_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "mailing_group",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_mailing_group_code_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_mailing_group_description_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_group")),
        sa.UniqueConstraint("code", name=op.f("uq_mailing_group_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "organizational_level",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_organizational_level_code_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_organizational_level_description_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizational_level")),
        sa.UniqueConstraint("code", name=op.f("uq_organizational_level_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "web_source",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.Column("url", WORDS, nullable=False),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_web_source_code_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_web_source_description_length")),
        sa.CheckConstraint("length(url) <= 250", name=op.f("ck_web_source_url_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_source")),
        sa.UniqueConstraint("code", name=op.f("uq_web_source_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "contact_template",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("description", WORDS, nullable=False),
        sa.Column("type", WHOLE, nullable=False),
        sa.Column("salesperson", ID, nullable=True),
        sa.Column("territory", ID, nullable=True),
        sa.Column("country", ID, nullable=True),
        sa.Column("currency", ID, nullable=True),
        sa.Column("language", ID, nullable=True),
        sa.Column("salutation", ID, nullable=True),
        sa.Column("correspondence_type", WHOLE, nullable=False),
        sa.CheckConstraint("correspondence_type BETWEEN 0 AND 2", name=op.f("ck_contact_template_correspondence_type_choice")),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_contact_template_code_length")),
        sa.CheckConstraint("length(description) <= 100", name=op.f("ck_contact_template_description_length")),
        sa.CheckConstraint("type BETWEEN 0 AND 1", name=op.f("ck_contact_template_type_choice")),
        sa.ForeignKeyConstraint(["country"], ["country.id"], name=op.f("fk_contact_template_country_country"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["currency"], ["currency.id"], name=op.f("fk_contact_template_currency_currency"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["language"], ["language.id"], name=op.f("fk_contact_template_language_language"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["salesperson"], ["salesperson.id"], name=op.f("fk_contact_template_salesperson_salesperson"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["salutation"], ["salutation.id"], name=op.f("fk_contact_template_salutation_salutation"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["territory"], ["territory.id"], name=op.f("fk_contact_template_territory_territory"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_template")),
        sa.UniqueConstraint("code", name=op.f("uq_contact_template_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_contact_template_country", "contact_template", ["country"], unique=False)
    op.create_index("ix_contact_template_currency", "contact_template", ["currency"], unique=False)
    op.create_index("ix_contact_template_language", "contact_template", ["language"], unique=False)
    op.create_index("ix_contact_template_salesperson", "contact_template", ["salesperson"], unique=False)
    op.create_index("ix_contact_template_salutation", "contact_template", ["salutation"], unique=False)
    op.create_index("ix_contact_template_territory", "contact_template", ["territory"], unique=False)
    op.create_table(
        "post_code",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("city", WORDS, nullable=False),
        sa.Column("county", WORDS, nullable=False),
        sa.Column("country", ID, nullable=True),
        sa.CheckConstraint("length(city) <= 30", name=op.f("ck_post_code_city_length")),
        sa.CheckConstraint("length(code) <= 20", name=op.f("ck_post_code_code_length")),
        sa.CheckConstraint("length(county) <= 30", name=op.f("ck_post_code_county_length")),
        sa.ForeignKeyConstraint(["country"], ["country.id"], name=op.f("fk_post_code_country_country"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_code")),
        sa.UniqueConstraint("code", "city", name=op.f("uq_post_code_code_city")),
        sqlite_strict=True,
    )
    op.create_index("ix_post_code_country", "post_code", ["country"], unique=False)
    op.create_table(
        "salutation_formula",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("salutation", ID, nullable=False),
        sa.Column("type", WHOLE, nullable=False),
        sa.Column("language", ID, nullable=True),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("name_1", WHOLE, nullable=False),
        sa.Column("name_2", WHOLE, nullable=False),
        sa.Column("name_3", WHOLE, nullable=False),
        sa.Column("name_4", WHOLE, nullable=False),
        sa.Column("name_5", WHOLE, nullable=False),
        sa.CheckConstraint("length(text) <= 50", name=op.f("ck_salutation_formula_text_length")),
        sa.CheckConstraint("name_1 BETWEEN 0 AND 6", name=op.f("ck_salutation_formula_name_1_choice")),
        sa.CheckConstraint("name_2 BETWEEN 0 AND 6", name=op.f("ck_salutation_formula_name_2_choice")),
        sa.CheckConstraint("name_3 BETWEEN 0 AND 6", name=op.f("ck_salutation_formula_name_3_choice")),
        sa.CheckConstraint("name_4 BETWEEN 0 AND 6", name=op.f("ck_salutation_formula_name_4_choice")),
        sa.CheckConstraint("name_5 BETWEEN 0 AND 6", name=op.f("ck_salutation_formula_name_5_choice")),
        sa.CheckConstraint("type BETWEEN 0 AND 1", name=op.f("ck_salutation_formula_type_choice")),
        sa.ForeignKeyConstraint(["language"], ["language.id"], name=op.f("fk_salutation_formula_language_language"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["salutation"], ["salutation.id"], name=op.f("fk_salutation_formula_salutation_salutation"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_salutation_formula")),
        sa.UniqueConstraint("salutation", "type", "language", name=op.f("uq_salutation_formula_salutation_type_language")),
        sqlite_strict=True,
    )
    op.create_index("ix_salutation_formula_language", "salutation_formula", ["language"], unique=False)
    op.create_table(
        "alternative_address",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("contact", ID, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("company_name", WORDS, nullable=False),
        sa.Column("company_name_2", WORDS, nullable=False),
        sa.Column("address", WORDS, nullable=False),
        sa.Column("address_2", WORDS, nullable=False),
        sa.Column("post_code", WORDS, nullable=False),
        sa.Column("city", WORDS, nullable=False),
        sa.Column("county", WORDS, nullable=False),
        sa.Column("country", ID, nullable=True),
        sa.Column("phone", WORDS, nullable=False),
        sa.Column("mobile_phone", WORDS, nullable=False),
        sa.Column("extension", WORDS, nullable=False),
        sa.Column("fax", WORDS, nullable=False),
        sa.Column("pager", WORDS, nullable=False),
        sa.Column("telex", WORDS, nullable=False),
        sa.Column("telex_answer_back", WORDS, nullable=False),
        sa.Column("e_mail", WORDS, nullable=False),
        sa.Column("home_page", WORDS, nullable=False),
        sa.CheckConstraint("length(address) <= 100", name=op.f("ck_alternative_address_address_length")),
        sa.CheckConstraint("length(address_2) <= 50", name=op.f("ck_alternative_address_address_2_length")),
        sa.CheckConstraint("length(city) <= 30", name=op.f("ck_alternative_address_city_length")),
        sa.CheckConstraint("length(code) <= 10", name=op.f("ck_alternative_address_code_length")),
        sa.CheckConstraint("length(company_name) <= 100", name=op.f("ck_alternative_address_company_name_length")),
        sa.CheckConstraint("length(company_name_2) <= 50", name=op.f("ck_alternative_address_company_name_2_length")),
        sa.CheckConstraint("length(county) <= 30", name=op.f("ck_alternative_address_county_length")),
        sa.CheckConstraint("length(e_mail) <= 80", name=op.f("ck_alternative_address_e_mail_length")),
        sa.CheckConstraint("length(extension) <= 30", name=op.f("ck_alternative_address_extension_length")),
        sa.CheckConstraint("length(fax) <= 30", name=op.f("ck_alternative_address_fax_length")),
        sa.CheckConstraint("length(home_page) <= 255", name=op.f("ck_alternative_address_home_page_length")),
        sa.CheckConstraint("length(mobile_phone) <= 30", name=op.f("ck_alternative_address_mobile_phone_length")),
        sa.CheckConstraint("length(pager) <= 30", name=op.f("ck_alternative_address_pager_length")),
        sa.CheckConstraint("length(phone) <= 30", name=op.f("ck_alternative_address_phone_length")),
        sa.CheckConstraint("length(post_code) <= 20", name=op.f("ck_alternative_address_post_code_length")),
        sa.CheckConstraint("length(telex) <= 20", name=op.f("ck_alternative_address_telex_length")),
        sa.CheckConstraint("length(telex_answer_back) <= 20", name=op.f("ck_alternative_address_telex_answer_back_length")),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_alternative_address_contact_contact"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["country"], ["country.id"], name=op.f("fk_alternative_address_country_country"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alternative_address")),
        sa.UniqueConstraint("contact", "code", name=op.f("uq_alternative_address_contact_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_alternative_address_country", "alternative_address", ["country"], unique=False)
    op.create_table(
        "contact_business_relation",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("contact", ID, nullable=False),
        sa.Column("business_relation", ID, nullable=False),
        sa.Column("link", WHOLE, nullable=False),
        sa.Column("external_number", WORDS, nullable=False),
        sa.Column("system", WORDS, nullable=False),
        sa.Column("note", WORDS, nullable=False),
        sa.CheckConstraint("length(external_number) <= 20", name=op.f("ck_contact_business_relation_external_number_length")),
        sa.CheckConstraint("length(note) <= 80", name=op.f("ck_contact_business_relation_note_length")),
        sa.CheckConstraint("length(system) <= 30", name=op.f("ck_contact_business_relation_system_length")),
        sa.CheckConstraint("link BETWEEN 0 AND 4", name=op.f("ck_contact_business_relation_link_choice")),
        sa.ForeignKeyConstraint(["business_relation"], ["business_relation.id"], name=op.f("fk_contact_business_relation_business_relation_business_relation"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_contact_business_relation_contact_contact"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_business_relation")),
        sa.UniqueConstraint("contact", "business_relation", name=op.f("uq_contact_business_relation_contact_business_relation")),
        sqlite_strict=True,
    )
    op.create_index("ix_contact_business_relation_business_relation", "contact_business_relation", ["business_relation"], unique=False)
    op.create_table(
        "contact_industry_group",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("contact", ID, nullable=False),
        sa.Column("industry_group", ID, nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_contact_industry_group_contact_contact"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["industry_group"], ["industry_group.id"], name=op.f("fk_contact_industry_group_industry_group_industry_group"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_industry_group")),
        sa.UniqueConstraint("contact", "industry_group", name=op.f("uq_contact_industry_group_contact_industry_group")),
        sqlite_strict=True,
    )
    op.create_index("ix_contact_industry_group_industry_group", "contact_industry_group", ["industry_group"], unique=False)
    op.create_table(
        "contact_job_responsibility",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("contact", ID, nullable=False),
        sa.Column("job_responsibility", ID, nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_contact_job_responsibility_contact_contact"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["job_responsibility"], ["job_responsibility.id"], name=op.f("fk_contact_job_responsibility_job_responsibility_job_responsibility"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_job_responsibility")),
        sa.UniqueConstraint("contact", "job_responsibility", name=op.f("uq_contact_job_responsibility_contact_job_responsibility")),
        sqlite_strict=True,
    )
    op.create_index("ix_contact_job_responsibility_job_responsibility", "contact_job_responsibility", ["job_responsibility"], unique=False)
    op.create_table(
        "contact_mailing_group",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("contact", ID, nullable=False),
        sa.Column("mailing_group", ID, nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_contact_mailing_group_contact_contact"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["mailing_group"], ["mailing_group.id"], name=op.f("fk_contact_mailing_group_mailing_group_mailing_group"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_mailing_group")),
        sa.UniqueConstraint("contact", "mailing_group", name=op.f("uq_contact_mailing_group_contact_mailing_group")),
        sqlite_strict=True,
    )
    op.create_index("ix_contact_mailing_group_mailing_group", "contact_mailing_group", ["mailing_group"], unique=False)
    op.create_table(
        "contact_web_source",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("contact", ID, nullable=False),
        sa.Column("web_source", ID, nullable=False),
        sa.Column("search_word", WORDS, nullable=False),
        sa.CheckConstraint("length(search_word) <= 30", name=op.f("ck_contact_web_source_search_word_length")),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_contact_web_source_contact_contact"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["web_source"], ["web_source.id"], name=op.f("fk_contact_web_source_web_source_web_source"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_web_source")),
        sa.UniqueConstraint("contact", "web_source", name=op.f("uq_contact_web_source_contact_web_source")),
        sqlite_strict=True,
    )
    op.create_index("ix_contact_web_source_web_source", "contact_web_source", ["web_source"], unique=False)
    op.create_table(
        "duplicate",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("contact", ID, nullable=False),
        sa.Column("other", ID, nullable=False),
        sa.Column("separate", FLAG, nullable=False),
        sa.Column("strings", WHOLE, nullable=False),
        sa.Column("score", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_duplicate_contact_contact"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["other"], ["contact.id"], name=op.f("fk_duplicate_other_contact"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate")),
        sqlite_strict=True,
    )
    op.create_index("ix_duplicate_other", "duplicate", ["other"], unique=False)
    op.create_index("uq_duplicate_contact", "duplicate", ["contact", "other"], unique=True)
    op.create_table(
        "address_range",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("updated_at", WHOLE, nullable=False),
        sa.Column("contact", ID, nullable=False),
        sa.Column("starting_date", DAY, nullable=False),
        sa.Column("ending_date", DAY, nullable=False),
        sa.Column("alternative_address", ID, nullable=False),
        sa.ForeignKeyConstraint(["alternative_address"], ["alternative_address.id"], name=op.f("fk_address_range_alternative_address_alternative_address"), initially="IMMEDIATE", deferrable=True),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_address_range_contact_contact"), initially="IMMEDIATE", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_range")),
        sa.UniqueConstraint("contact", "starting_date", name=op.f("uq_address_range_contact_starting_date")),
        sqlite_strict=True,
    )
    op.create_index("ix_address_range_alternative_address", "address_range", ["alternative_address"], unique=False)
    for table, columns in (("contact", CONTACT), ("marketing_setup", MARKETING)):
        for name, told in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {_definition(table, name, told)}")
    op.create_index("ix_contact_parent_company", "contact", ["parent_company"], unique=False, sqlite_where=sa.text("parent_company IS NOT NULL"), postgresql_where=sa.text("parent_company IS NOT NULL"))
    op.create_index("ix_marketing_setup_relation_of_banks", "marketing_setup", ["relation_of_banks"], unique=False)
    op.create_index("ix_marketing_setup_relation_of_customers", "marketing_setup", ["relation_of_customers"], unique=False)
    op.create_index("ix_marketing_setup_relation_of_employees", "marketing_setup", ["relation_of_employees"], unique=False)
    op.create_index("ix_marketing_setup_relation_of_vendors", "marketing_setup", ["relation_of_vendors"], unique=False)


def _definition(table: str, name: str, told: str | int) -> str:
    """A reference to the table that is told, a text of that size, a flag or a number with that value."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    number = "INTEGER" if on_sqlite else "BIGINT"
    if isinstance(told, str):
        key = f"CONSTRAINT fk_{table}_{name}_{told} REFERENCES {told} (id)"
        return f"{number} {key} DEFERRABLE INITIALLY IMMEDIATE"
    if name in TEXTS:
        return f"TEXT NOT NULL DEFAULT '' CONSTRAINT ck_{table}_{name}_length CHECK (length({name}) <= {told})"
    if isinstance(told, bool) and not on_sqlite:
        return f"BOOLEAN NOT NULL DEFAULT {told}"
    return f"{number} NOT NULL DEFAULT {int(told)}"
