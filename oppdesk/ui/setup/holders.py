"""Who has a row of a setup list: the section of contacts, narrowed to those that do."""

from oppdesk.domain.fields import Kind
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.records import CONTACT, LINKS
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.model import NEW

_NAMED = {field.target: field.name for field in CONTACT if field.kind is Kind.LOOKUP}
_HAD = {field.target: field.name for field in LINKS["contact"]}
FIELDS = {str(target): name for target, name in (_NAMED | _HAD).items() if target != "contact"}


def show(editor: ListEditor) -> None:
    """The contacts that have the current row, in the main window."""
    row = editor.current()
    if row != NEW:
        editor.place.show_list("contacts", (Filter(FIELDS[editor.key], Op.IS, row),))
