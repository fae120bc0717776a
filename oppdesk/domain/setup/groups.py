"""What contacts are sorted by: mailing and industry groups, jobs, levels, business relations, web sources."""

from oppdesk.domain.errors import FieldError
from oppdesk.domain.fields import Field, code, description, number_of
from oppdesk.domain.setup_list import Row, SetupList
from oppdesk.i18n import N_, _

_SCHEMES = ("http://", "https://")


def _can_be_launched(row: Row) -> None:
    """WEB-1: what is opened in the browser is an address of the web."""
    url = str(row["url"])
    if url and not url.casefold().startswith(_SCHEMES):
        raise FieldError(_("The address must begin with http:// or https://."), "url", "WEB-1")


def _plain(key: str, title: str, link: str = "", extras: tuple[Field, ...] = ()) -> SetupList:
    """A code and its description, and how many contacts have it."""
    return SetupList(
        key,
        title,
        "contacts",
        (code(), description(), *extras, number_of(link or f"contact_{key}", N_("Contacts"))),
    )


MAILING_GROUPS = _plain("mailing_group", N_("Mailing groups"))
INDUSTRY_GROUPS = _plain("industry_group", N_("Industry groups"))
JOB_RESPONSIBILITIES = _plain("job_responsibility", N_("Job responsibilities"))
ORGANIZATIONAL_LEVELS = _plain("organizational_level", N_("Organizational levels"), "contact")
BUSINESS_RELATIONS = _plain("business_relation", N_("Business relations"))
WEB_SOURCES = SetupList(
    "web_source",
    N_("Web sources"),
    "contacts",
    (
        code(),
        description(),
        Field(
            "url",
            N_("Web address"),
            size=250,
            hint=N_("%1 stands for the word that is searched for, e.g. https://example.com/?q=%1"),
        ),
        number_of("contact_web_source", N_("Contacts")),
    ),
    (_can_be_launched,),
)

LISTS = (
    BUSINESS_RELATIONS,
    INDUSTRY_GROUPS,
    MAILING_GROUPS,
    JOB_RESPONSIBILITIES,
    ORGANIZATIONAL_LEVELS,
    WEB_SOURCES,
)
