"""Phone calls: by which number, what is missing for one, and its entry in the log (relationships 9.7)."""

from dataclasses import replace

from oppdesk.domain.addresses import CALLS, Choice
from oppdesk.domain.errors import RuleError, UserError
from oppdesk.domain.interactions import Call, NewInteraction
from oppdesk.i18n import _
from oppdesk.services import contact_letters
from oppdesk.services.context import Context
from oppdesk.services.interactions import Interactions
from oppdesk.storage import lookups
from oppdesk.storage.unit_of_work import Reader, Store


class Calls:
    def __init__(self, store: Store, context: Context, interactions: Interactions) -> None:
        self._store = store
        self._context = context
        self._interactions = interactions

    def proposal(
        self, *, contact: int | None = None, opportunity: int | None = None, task: int | None = None
    ) -> Call:
        """A call to a contact: of today, by the preferred number; `fault` says what is missing for it."""
        new = self._interactions.proposal(contact=contact, opportunity=opportunity, task=task)
        new = replace(new, on=self._context.today)
        with self._store.read() as connection:
            try:
                template = _template(connection)
                ways = self._ways(connection, new)
            except UserError as error:
                return Call(new, fault=error.message)
        new = self._interactions.with_template(new, template)
        return Call(replace(new, contact_via=ways[0].value if ways else ""), ways)

    def _ways(self, connection: Reader, new: NewInteraction) -> tuple[Choice, ...]:
        if new.contact is None:
            return ()
        return tuple(contact_letters.ways(connection, new.contact, self._context.today, CALLS))

    def check(self, new: NewInteraction) -> None:
        """What a call needs before it is dialled."""
        if not new.contact_via.strip():
            raise RuleError(_("Fill in the phone number."), "contact_via", "CALL-1")

    def log(self, new: NewInteraction) -> int:
        """Write the call to the log; its number."""
        self.check(new)
        with self._store.read() as connection:
            template = _template(connection)
        return self._interactions.log(replace(new, template=template))


def _template(connection: Reader) -> int:
    """ITS-3."""
    found: int | None = lookups.setup(connection, "interaction_template_setup").get("calls")
    if found is None:
        message = _("Fill in “Outgoing calls” in the interaction template setup to make phone calls.")
        raise RuleError(message, "interaction_template", "ITS-3")
    return found
