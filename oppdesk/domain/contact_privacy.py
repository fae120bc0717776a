"""Who is not to be used for anything new: minors, their parents' consent, the privacy block (relationships 3.10)."""

from collections.abc import Mapping

from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _

Values = Mapping[str, object]


def privacy_follows(before: Values, typed: Values) -> dict[str, object]:
    """What else changes when `minor` or `parental_consent` is typed; `before` is empty for a new contact (3.10).

    A minor is blocked; who is none needs no consent; consent given or taken back blocks again, even if the block was
    cleared in the same breath: that is done knowingly, afterwards. A file brought back as it was written takes its
    values as they are: it is only checked.
    """
    after = {**before, **typed}
    found: dict[str, object] = {}
    minor, consent = bool(after.get("minor")), bool(after.get("parental_consent"))
    if _changed(before, after, "minor"):
        if minor:
            found["privacy_blocked"] = True
        elif consent:
            found["parental_consent"] = consent = False
    if consent != bool(before.get("parental_consent")):
        found["privacy_blocked"] = True
    return {name: value for name, value in found.items() if bool(after.get(name)) != value}


def check_privacy(before: Values, typed: Values) -> None:
    """CON-P4 and CON-P1: minors are people, and a minor's block is cleared only with consent on record."""
    after = {**before, **typed}
    if after.get("type", ContactType.COMPANY) != ContactType.PERSON:
        for name in ("minor", "parental_consent"):
            if after.get(name):
                message = _("Only people can be minors and have their parents' consent.")
                raise FieldError(message, name, "CON-P4")
    if after.get("minor") and not after.get("privacy_blocked") and not after.get("parental_consent"):
        message = _("Record the parents' consent before the privacy block of a minor is cleared.")
        raise RuleError(message, "privacy_blocked", "CON-P1")


def check_usable(values: Values) -> None:
    """CON-P2: a contact blocked for privacy is used for nothing new; what there is stays readable."""
    if values.get("privacy_blocked"):
        message = _("Contact {number} {name} is blocked for privacy reasons.")
        message = message.format(number=values.get("number") or "", name=values.get("name") or "")
        raise RuleError(" ".join(message.split()), "contact", "CON-P2")


def check_profile(values: Values) -> None:
    """CON-P3: there are no profiles of minors."""
    if values.get("minor"):
        raise RuleError(_("Profiles are not allowed for minors."), "contact", "CON-P3")


# What tells who somebody is; what figures are counted by (type, company, country, territory, salesperson …) stays.
PERSONAL = (
    *("name_2", "first_name", "middle_name", "surname", "initials", "job_title", "external_number"),
    *("address", "address_2", "post_code", "city", "county"),
    *("phone", "mobile_phone", "extension", "fax", "pager", "telex", "telex_answer_back"),
    *("e_mail", "e_mail_2", "home_page", "vat_number", "registration_number"),
)


def anonymised(values: Values) -> dict[str, object]:
    """What a contact becomes of whom only the figures are kept: no name, number or address, and blocked (3.10).

    Its lines (alternative addresses, relations with numbers, comments), picture and history are the caller's to clear.
    """
    name = _("Anonymised {number}").format(number=values.get("number") or "").strip()
    found: dict[str, object] = {"name": name, "search_name": name.upper()}
    found |= dict.fromkeys((*PERSONAL, "picture"), "")
    found |= {
        "salutation": None,
        "minor": False,
        "parental_consent": False,
        "privacy_blocked": True,
    }
    return {each: value for each, value in found.items() if (values.get(each) or None) != (value or None)}


def _changed(before: Values, after: Values, name: str) -> bool:
    return bool(before.get(name)) != bool(after.get(name))
