"""What a setup list is: a few fields and rules, from which table, page, import and export all follow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from oppdesk.domain.fields import Field

Row = Mapping[str, object]
Rule = Callable[[Row], None]  # looks at one checked row; raises RuleError or FieldError


@dataclass(frozen=True, slots=True)
class SetupList:
    """`lines_of` names the list whose rows own these; the column of the owner has that list's key as its name."""

    key: str  # table, file name, help anchor
    title: str
    area: str  # where the setup page files it
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    lines_of: str | None = None
    single: bool = False  # one row, a form
    unique: tuple[str, ...] = ()  # what no two rows (of one owner) share; if blank, the first field
    taken: str = "NUM-6"  # the rule that a second row like this breaks

    @property
    def key_fields(self) -> tuple[str, ...]:
        """The fields that tell the rows of one owner apart."""
        return self.unique or (self.fields[0].name,)

    def field(self, name: str) -> Field:
        """The field of that name; KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def check(self, row: Row) -> dict[str, object]:
        """The row as it is stored: each given field checked, then the rules; a field not given is blank."""
        values: dict[str, object] = {
            field.name: field.check(row.get(field.name, field.blank))
            for field in self.fields
            if not field.counts
        }
        if self.lines_of is not None:
            values[self.lines_of] = row.get(self.lines_of)
        for rule in self.rules:
            rule(values)
        return values
