"""Whom the rows of a file are like: in the book by the keys of the duplicate index, in the file by what tells most."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from oppdesk.domain.fields import Ref
from oppdesk.domain.likeness import DOUBTFUL, SURE, Match, likeness
from oppdesk.domain.progress import Progress
from oppdesk.domain.traits import LARGEST_BLOCK, Traits, keys_of, telling_keys, traits
from oppdesk.domain.words import ContactType
from oppdesk.exchange.plan import Likeness, Row
from oppdesk.i18n import _
from oppdesk.services.import_contact_values import name_of
from oppdesk.storage import bulk, duplicate_keys
from oppdesk.storage.base import fold
from oppdesk.storage.unit_of_work import Reader

Values = Mapping[str, Any]
THOROUGH: Final = (
    5_000  # rows looked at by all keys; of more, by e-mail and telephone: the search finds the others
)
_EARLIER = 5  # rows of one name, number or address that a row is compared with
MOST = 5  # contacts that are offered for one row


class Likenesses:
    def __init__(self, connection: Reader) -> None:
        self._connection = connection
        self._traits: dict[int, tuple[Values, Traits]] = {}
        self._is_thorough = True

    # -- in the book --------------------------------------------------------------------------------------

    def of(self, rows: Sequence[Row], progress: Progress) -> dict[int, list[tuple[int, Match]]]:
        """Contacts that the rows may be, by line, the likeliest first; doubtful ones at least."""
        if not rows or not bulk.has_rows(self._connection, "contact"):
            return {}
        self._is_thorough = is_thorough = len(rows) <= THOROUGH
        asked: dict[int, list[int]] = {}
        for row in rows:
            progress.step(0, 1)
            if is_thorough:
                asked[row.line] = [key & ~1 for key in keys_of(_traits(row.values))]
            else:
                asked[row.line] = [key & ~1 for key in telling_keys(row.values)]
        blocks = self._blocks({key for keys in asked.values() for key in keys})
        near = {
            line: {contact for key in keys for contact in blocks.get(key, ())}
            for line, keys in asked.items()
            if not blocks.keys().isdisjoint(keys)
        }
        self._load({contact for found in near.values() for contact in found})
        by_line = {row.line: row for row in rows}
        found = {}
        for line, contacts in near.items():
            progress.step(0, 1)
            if contacts and (matches := self._matches(by_line[line].values, contacts)):
                found[line] = matches
        return found

    def _matches(self, values: Values, contacts: Iterable[int]) -> list[tuple[int, Match]]:
        own = _traits(values)
        matches = [(contact, likeness(own, self._traits[contact][1])) for contact in contacts
                   if contact in self._traits]  # fmt: skip
        likely = [each for each in matches if each[1].percent >= DOUBTFUL]
        return sorted(likely, key=lambda each: (-each[1].percent, each[0]))[:MOST]

    def _blocks(self, keys: set[int]) -> dict[int, list[int]]:
        """Who stands under which of these keys; a key of very many tells nothing."""
        blocks: defaultdict[int, list[int]] = defaultdict(list)
        columns = ("key", "contact")
        for key, contact in bulk.rows_among(self._connection, "duplicate_key", columns, "key", keys):
            blocks[key].append(contact)
        self._add_waiting(blocks, keys)
        return {key: block for key, block in blocks.items() if len(block) <= LARGEST_BLOCK}

    def _add_waiting(self, blocks: dict[int, list[int]], keys: set[int]) -> None:
        """Those whose keys are still to be made, as after another file."""
        pending = (duplicate_keys.PENDING,)
        waiting = [
            row[0] for row in bulk.rows_among(self._connection, "duplicate_key", ("contact",), "key", pending)
        ]
        is_thorough = self._is_thorough and len(waiting) <= THOROUGH
        for contact, values in duplicate_keys.contacts(self._connection, waiting).items():
            for key in keys_of(traits(values)) if is_thorough else telling_keys(values):
                if key & ~1 in keys:
                    blocks[key & ~1].append(contact)

    def _load(self, contacts: Iterable[int]) -> None:
        missing = set(contacts) - self._traits.keys()
        for key, values in duplicate_keys.contacts(self._connection, missing).items():
            self._traits[key] = values, traits(values)

    def shown(self, matches: Sequence[tuple[int, Match]]) -> tuple[Likeness, ...]:
        return tuple(self._shown(contact, match) for contact, match in matches)

    def _shown(self, contact: int, match: Match) -> Likeness:
        values, own = self._traits[contact]
        company = str(values.get("company_name") or "") if own.is_person else ""
        name = Ref(contact, str(values["name"]))
        return Likeness(
            name, int(values["type"]), company, match.percent, _sentences(match), match.percent >= SURE
        )


class Earlier:
    """The rows of the file so far: a row is compared with those of its name, number or address."""

    def __init__(self) -> None:
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)

    def like(self, row: Row) -> tuple[Likeness, ...]:
        """Earlier rows that may be the same contact; this one is one of them from now on."""
        found: dict[int, tuple[Row, Match]] = {}
        own: Traits | None = None
        for word in _words(row.values):
            block = self._rows[word]
            for other in block[-_EARLIER:]:
                if other.line not in found:
                    own = own or _traits(row.values)
                    found[other.line] = other, likeness(own, _traits(other.values))
            block.append(row)
        likely = [(other, match) for other, match in found.values() if match.percent >= DOUBTFUL]
        likely.sort(key=lambda each: -each[1].percent)
        return tuple(_of_row(other, match) for other, match in likely[:MOST])


def _of_row(row: Row, match: Match) -> Likeness:
    values: Values = row.values
    name = Ref(0, name_of(values))
    company = str(values.get("company") or "") if values["type"] == ContactType.PERSON else ""
    is_sure = match.percent >= SURE
    return Likeness(name, int(values["type"]), company, match.percent, _sentences(match), is_sure, row.line)


def _words(values: Values) -> Iterator[str]:
    """What a row has in common with another that is worth comparing."""
    kind = values["type"]
    yield f"{kind}n{fold(name_of(values))}"
    if values.get("e_mail"):
        yield f"{kind}m{str(values['e_mail']).casefold()}"
    for name in ("phone", "mobile_phone"):
        digits = "".join(filter(str.isdecimal, str(values.get(name) or "")))[-8:]
        if len(digits) >= 6:
            yield f"{kind}p{digits}"


def _traits(values: Values) -> Traits:
    return traits({**values, "company_name": values.get("company") or "", "company": None})


def _sentences(match: Match) -> tuple[str, ...]:
    return tuple(_(reason) for reason in match.reasons)
