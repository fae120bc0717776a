"""Which columns a file of contacts has, in the order that other programs know them in (relationships 3.15).

Behind those stands what else we know, so that the file brings every contact back as it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.records import CONTACT
from oppdesk.i18n import N_

# Field names; `company_name` is the name and `company` the number of a person's company.
EXPORTED: tuple[str, ...] = (
    "number",
    "external_number",
    "name",
    "name_2",
    "address",
    "address_2",
    "county",
    "post_code",
    "city",
    "country",
    "phone",
    "telex",
    "mobile_phone",
    "extension",
    "pager",
    "fax",
    "telex_answer_back",
    "e_mail",
    "home_page",
    "type",
    "company_name",
    "company",
    "first_name",
    "middle_name",
    "surname",
    "job_title",
    "initials",
    "organizational_level",
    "exclude_from_segment",
    "correspondence_type",
    "salutation",
    "vat_number",
    "currency",
    "language",
    "salesperson",
    "territory",
)
FURTHER: tuple[str, ...] = (
    "search_name",
    "e_mail_2",
    "format_region",
    "parent_company",
    "registration_number",
    "employees",
    "revenue",
    "privacy_blocked",
    "minor",
    "parental_consent",
)
# What hangs on a contact, a column for each of its lists of lines; written as domain.line_texts says.
LISTS: Mapping[str, str] = {
    "mailing_group": "contact_mailing_group",
    "industry_group": "contact_industry_group",
    "job_responsibility": "contact_job_responsibility",
    "business_relation": "contact_business_relation",
    "web_source": "contact_web_source",
    "alternative_address": "alternative_address",
    "address_range": "address_range",
}
NOTE = "note"  # the comments, the oldest first, as one text
EVERY: tuple[str, ...] = (*EXPORTED, *FURTHER, *LISTS, NOTE)
_LABELS = {
    "company_name": N_("Company name"),
    "company": N_("Company No."),
    "parent_company": N_("Parent company No."),
    "mailing_group": N_("Mailing groups"),
    "industry_group": N_("Industry groups"),
    "job_responsibility": N_("Job responsibilities"),
    "business_relation": N_("Business relations"),
    "web_source": N_("Web sources"),
    "alternative_address": N_("Alternative addresses"),
    "address_range": N_("Alternative address dates"),
    NOTE: N_("Comments"),
}
_FIELDS = {field.name: field for field in CONTACT}


@cache
def column(name: str) -> Field:
    """The field behind a column of the file; references and lines are texts there: codes and numbers."""
    label = _LABELS.get(name)
    if label is not None:
        return Field(name, label, Kind.NOTE if name == NOTE else Kind.TEXT)
    field = _FIELDS[name]
    return replace(field, kind=Kind.TEXT, target=None) if field.kind is Kind.LOOKUP else field


def note(comments: Iterable[str]) -> str:
    """All comments, the oldest first, as one text."""
    return "\n\n".join(text for text in (each.strip("\n") for each in comments) if text)
