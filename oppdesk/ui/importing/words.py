"""What the import window says of each kind of record, and of each column: what will happen with it, in one line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from oppdesk.domain.communication import formatted_phone
from oppdesk.domain.errors import FieldError
from oppdesk.domain.fields import Field, Kind
from oppdesk.exchange.mapping import read
from oppdesk.i18n import N_, LocaleFormat, _, ngettext
from oppdesk.services.import_cycles import FileStages
from oppdesk.services.importing import Source
from oppdesk.ui import theme


@dataclass(frozen=True, slots=True)
class TargetWords:
    each: str  # "Each row is …"
    new: str
    changing: str
    added: str  # how many were, in the report
    changed: str
    show: str
    action: str  # that shows them; a setup list's key after "setup:"


TARGETS: Mapping[str, TargetWords] = {
    "opportunities": TargetWords(
        N_("an opportunity"),
        N_("New opportunities"),
        N_("Opportunities that change"),
        N_("Opportunities added"),
        N_("Opportunities changed"),
        N_("&Show the opportunities"),
        "view.go:opportunities",
    ),
    "contacts": TargetWords(
        N_("a contact"),
        N_("New contacts"),
        N_("Contacts that change"),
        N_("Contacts added"),
        N_("Contacts changed"),
        N_("&Show the contacts"),
        "view.go:contacts",
    ),
    "salespeople": TargetWords(
        N_("a salesperson"),
        N_("New salespeople"),
        N_("Salespeople that change"),
        N_("Salespeople added"),
        N_("Salespeople changed"),
        N_("&Show the salespeople"),
        "tools.setup:salesperson",
    ),
}
PATTERN = "(*.csv *.tsv *.txt *.xlsx *.xlsm *.vcf *.vcard)"
KEYS = frozenset({"external_number", "number", "code"})  # by which records are known again
ALIKE_BY = frozenset({"e_mail", "e_mail_2"})  # by which contacts are found that are here already
_DIALLED = frozenset({"phone", "mobile_phone", "fax"})
_TYPED = frozenset({Kind.DATE, Kind.MONEY, Kind.PERCENT, Kind.RATE, Kind.WHOLE, Kind.CHOICE, Kind.FLAG})


@dataclass(frozen=True, slots=True)
class Remark:
    """What stands beside a column: an icon in a colour, and words."""

    icon: str
    colour: theme.Token
    words: str = ""


NOT_IMPORTED = Remark("minus", "text3")
FINE = Remark("circle-check", "won")


def stored_as(value: str) -> Remark:
    """Of a column whose values are stored in another form."""
    return replace(FINE, words=_("written as {value}").format(value=value))


def compared() -> Remark:
    """Of a column that tells one contact from all others."""
    return Remark("key", "accent", _("used to find duplicates"))


def written(source: Source) -> dict[int, str]:
    """How telephone numbers are stored, if otherwise than they stand in the file: by column, of its first value."""
    found: dict[int, str] = {}
    country = source.columns.get("country", -1)
    for name in _DIALLED & source.columns.keys() if source.target == "contacts" else ():
        column = source.columns[name]
        row = next((row for row in source.guess.sample if column < len(row) and row[column].strip()), ())
        if row:
            stored = formatted_phone(row[column], row[country].strip() if 0 <= country < len(row) else "")
            if stored != row[column].strip():
                found[column] = stored
    return found


def remark(
    field: Field | None,
    cell: str,
    form: LocaleFormat,
    shown: LocaleFormat,
    stages: FileStages,
    header: Mapping[str, int],
) -> Remark:
    """What becomes of a column whose first value is `cell`; `form` is the file's manner, `shown` the user's."""
    if field is None:
        return NOT_IMPORTED
    if field.name in KEYS:
        return Remark("key", "accent", _("finds what is here already"))
    if field.kind in _TYPED and cell.strip():
        return _of_value(field, cell, form, shown)
    if field.name == "stage" and stages.names:
        return _of_stages(stages)
    if field.name == "name" and "company" in header and cell.count(",") == 1:
        return replace(FINE, words=_("split at the comma: surname, first name"))
    return replace(FINE, words=_(field.hint)) if field.kind is Kind.LOOKUP else FINE


def _of_value(field: Field, cell: str, form: LocaleFormat, shown: LocaleFormat) -> Remark:
    """How a date or a figure is read, where that can be seen."""
    try:
        value = field.check(read(field, cell, form))
    except FieldError as error:
        return Remark("triangle-alert", "stale", error.message)
    words = field.show(value, shown)
    same = words == cell.strip()
    return Remark("circle-check", "won", "" if same else _("read as {value}").format(value=words))


def _of_stages(stages: FileStages) -> Remark:
    count = len(stages.names)
    if stages.near:
        known = _("{known} of {count} stages known").format(known=count - len(stages.unknown), count=count)
        return Remark("triangle-alert", "stale", known)
    if stages.cycle:
        words = ngettext("{count} stage, of cycle {cycle}", "{count} stages, all of cycle {cycle}", count)
        return replace(FINE, words=words.format(count=count, cycle=stages.cycle))
    words = ngettext(
        "a new sales cycle gets this {count} stage", "a new sales cycle gets these {count} stages", count
    )
    return replace(FINE, words=words.format(count=count))


def of_rows(count: int, form: LocaleFormat) -> str:
    return ngettext("{count} row", "{count} rows", count).format(count=form.whole(count))
