"""Contact cards of telephones and mail programs as values of a contact: vCard 2.1, 3.0 and 4.0.

What has a field goes there; what has none goes into the comment under its name; what is neither, such as a key or a
sound, is told. Nothing is left out silently, and nothing is put where its field would refuse it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from oppdesk.domain import contact as rules
from oppdesk.domain.progress import Progress
from oppdesk.domain.records import CONTACT
from oppdesk.domain.words import CONTACT_TYPE, ContactType
from oppdesk.exchange import vcard_lines
from oppdesk.exchange.vcard_lines import Raw, RawCard
from oppdesk.exchange.vcard_values import (
    address,
    is_mail,
    letters,
    lines_of,
    number,
    pair,
    picture,
    plain,
    rank,
)
from oppdesk.exchange.vcard_words import LABELS
from oppdesk.i18n import _

COMPANY, PERSON = CONTACT_TYPE[ContactType.COMPANY], CONTACT_TYPE[ContactType.PERSON]
OWN = "X-OPPDESK-"  # our own properties: what no other can hold, exactly as it was
ADDRESS = "X-OPPDESK-ALTERNATIVE-ADDRESS"  # an alternative address, whole
_COMMENT = "X-OPPDESK-COMMENT"  # where it came back otherwise than it was
_ADDRESSES = 100  # alternative ones; nobody has more
_LONGEST = 2_000  # characters of a property that is kept in the comment
_SIZES = {one.name: one.size or 0 for one in CONTACT} | {"pager": 30, "telex": 20, "telex_answer_back": 20}
# Of use to programs only, or said by another property as well.
_TECHNICAL = frozenset(
    [
        *(
            "SOURCE",
            "PROFILE",
            "MAILER",
            "CLASS",
            "SORT-STRING",
            "NAME",
            "CLIENTPIDMAP",
            "XML",
            "CHARSET",
            "AGENT",
        ),
        *(
            "X-ABADR",
            "X-ABUID",
            "X-IMAGEHASH",
            "X-IMAGETYPE",
            "X-SHARED-PHOTO-DISPLAY-PREF",
            "X-EVOLUTION-FILE-AS",
        ),
        *("X-MS-OL-DESIGN", "X-MS-OL-DEFAULT-POSTAL-ADDRESS", "X-MS-CARDPICTURE", "MEMBER", "SOUND"),
    ]
)
_STRUCTURE = frozenset({"VERSION", "PRODID", "REV", "X-ABLABEL"})
_APPLE = re.compile(r"_\$!<(.*)>!\$_")


@dataclass(frozen=True, slots=True)
class Card:
    """A contact as one card tells it. Values are texts by field name as a file of ours spells them.

    `company` is the name of a person's company, to be found or made.
    """

    line: int  # of the file, where it begins
    values: Mapping[str, str]
    comment: str = ""
    addresses: tuple[Mapping[str, str], ...] = ()  # alternative ones, each with its code
    categories: tuple[str, ...] = ()
    picture: bytes = b""
    picture_type: str = ""  # image/jpeg
    kept: tuple[str, ...] = ()  # names of the properties that went into the comment
    left: tuple[str, ...] = ()  # names of those that went nowhere
    fault: str = ""  # why it is not imported

    @property
    def is_company(self) -> bool:
        return self.values.get("type") == COMPANY


def read(path: Path, progress: Progress | None = None) -> Iterator[Card]:
    """The cards of a file one by one. UserError when it cannot be read, is too large, or holds none."""
    for raw in vcard_lines.cards(path, progress):
        yield understood(raw)


def understood(raw: RawCard) -> Card:
    return _Reading(raw).card()


class _Reading:
    """One card on its way to values; each property is asked for once and then done with."""

    def __init__(self, raw: RawCard) -> None:
        self._raw = raw
        self._lines: dict[str, list[Raw]] = {}
        for line in raw.lines:
            self._lines.setdefault(line.name, []).append(line)
        self._values: dict[str, str] = {}
        self._comment: list[str] = []
        self._rest: list[str] = []
        self._kept: dict[str, None] = {}
        self._left: dict[str, None] = {}
        self._addresses: list[dict[str, str]] = []
        self._numbers: dict[str, int] = {}  # of the codes that are alike
        self._picture, self._picture_type = b"", ""

    def card(self) -> Card:
        own = {name: lines for name, lines in self._lines.items() if name.startswith(OWN)}
        for name in own:
            del self._lines[name]
        self._who()
        self._reached()
        self._placed(own.get(ADDRESS, []))
        self._shown()
        categories = [item for line in self._take("CATEGORIES") for item in line.items() if item]
        self._comment += [text for line in self._take("NOTE") if (text := lines_of(line.text()))]
        self._others()
        self._ours(own)
        return Card(
            self._raw.line,
            {name: value for name, value in self._values.items() if value},
            "\n".join([*self._comment, *self._rest]),
            tuple(self._addresses),
            tuple(dict.fromkeys(categories)),
            self._picture,
            self._picture_type,
            tuple(self._kept),
            tuple(self._left),
            self._fault(),
        )

    # -- who it is ----------------------------------------------------------------------------------------

    def _who(self) -> None:
        kind = next(
            (line.text().strip().casefold() for line in self._take("KIND", "X-ADDRESSBOOKSERVER-KIND")), ""
        )
        self._is_list = kind == "group"
        shows_company = any(line.text().upper() == "COMPANY" for line in self._take("X-ABSHOWAS"))
        formatted = [text for line in self._take("FN") if (text := plain(line.text()))]
        names = [[plain(part) for part in line.parts()] for line in self._take("N")]
        family, given, more, before, after = ([*names[0], *[""] * 5] if names else [""] * 5)[:5]
        organizations = [[part for part in map(plain, line.parts()) if part] for line in self._take("ORG")]
        units = next((found for found in organizations if found), [])
        full = formatted[0] if formatted else ""
        is_company = kind in {"org", "organization"} or shows_company or (
            bool(units) and not any((family, given, more)) and full in {"", units[0]}
        )  # fmt: skip
        self._values["type"] = COMPANY if is_company else PERSON
        if is_company:
            self._put(
                "name", (units[0] if units else "") or full or rules.join_name(given, more, family), "FN"
            )
            if len(units) > 1:
                self._put("name_2", units[1], "ORG")
        else:
            self._name_person(full, given, more, family)
            if units:
                self._put("company", units[0], "ORG")
        known = {
            "",
            self._values.get("name", ""),
            rules.join_name(before, rules.join_name(given, more, family), after),
        }
        for text in formatted[1:] if full in known or not names else formatted:
            if text not in known:
                self._keep("FN", text)
        self._keep("N", before, _("Name prefix"))
        self._keep("N", after, _("Name suffix"))
        self._keep("ORG", ", ".join(units[1 + is_company :]), _("Department"))
        for other in organizations:
            if other != units:
                self._keep("ORG", ", ".join(other))
        for other in names[1:]:
            self._keep("N", " ".join(filter(None, other)))
        self._job(is_company=is_company)

    def _name_person(self, full: str, given: str, more: str, family: str) -> None:
        joined = rules.join_name(given, more, family)
        name = joined or full or self._instead_of_a_name()
        if max(map(len, (given, more, family))) <= rules.PART:
            self._values |= {"first_name": given, "middle_name": more, "surname": family}
        self._put("name", name, "FN")

    def _instead_of_a_name(self) -> str:
        """What else says who this is."""
        for name in ("NICKNAME", "EMAIL", "TEL"):
            for line in self._lines.get(name, []):
                if text := plain(line.text()):
                    return text
        return ""

    def _job(self, *, is_company: bool) -> None:
        for line in self._take("TITLE", "ROLE"):
            text = plain(line.text())
            if is_company or self._values.get("job_title") or not self._fits("job_title", text):
                if text != self._values.get("job_title"):
                    self._keep(line.name, text)
            else:
                self._values["job_title"] = text

    # -- how to reach it ----------------------------------------------------------------------------------

    def _reached(self) -> None:
        for line in sorted(self._take("TEL"), key=rank):
            self._phone(line)
        self._mails()
        for line in sorted(self._take("URL"), key=rank):
            text = plain(line.text())
            if self._values.get("home_page") or not self._fits("home_page", text):
                self._keep_line(line, text)
            else:
                self._values["home_page"] = text
        for line in sorted(self._take("LANG"), key=rank):
            self._first("language", line, plain(line.text()))
        for line in self._take("UID"):
            text = plain(line.text())
            self._first("external_number", line, re.sub(r"(?i)^urn:uuid:", "", text))

    def _phone(self, line: Raw) -> None:
        slot, text, extension = number(line)
        whole = f"{text} ext. {extension}" if extension else text
        if letters(text) or self._values.get(slot) or not self._fits(slot, text):
            if text and text not in {self._values.get(name) for name in ("phone", "mobile_phone")}:
                self._keep_line(line, whole)
            return
        self._values[slot] = text
        if extension:
            self._values["extension"] = extension

    def _mails(self) -> None:
        """The two best in their fields, more beside the first as long as there is room."""
        found: dict[str, Raw] = {}
        for line in sorted(self._take("EMAIL"), key=rank):
            text = re.sub(r"(?i)^mailto:", "", plain(line.text()))
            if text and text not in found:
                found[text] = line
        for text, line in found.items():
            if not is_mail(text) or not self._fits("e_mail", text):
                self._keep_line(line, text)
            elif not self._values.get("e_mail"):
                self._values["e_mail"] = text
            elif not self._values.get("e_mail_2"):
                self._values["e_mail_2"] = text
            elif self._fits("e_mail", longer := f"{self._values['e_mail']}; {text}"):
                self._values["e_mail"] = longer
            else:
                self._keep_line(line, text)

    # -- where it is --------------------------------------------------------------------------------------

    def _placed(self, own: Iterable[Raw]) -> None:
        """The address at work first; the others are alternative ones. Ours are written whole beside them."""
        ours = [dict(pair(part) for part in line.parts() if "=" in part) for line in own]
        codes = {address.get("code", "") for address in ours}
        lines = [
            each for each in self._take("ADR") if each.parameters.get("X-OPPDESK-CODE", "\0") not in codes
        ]
        done = False
        for line in sorted(lines, key=rank):
            values = address(line)
            if not any(values.values()):
                continue
            for name in [name for name, text in values.items() if not self._fits(name, text)]:
                self._keep("ADR", values.pop(name))
            if not done:
                self._values |= values
                done = True
            else:
                self._addresses.append(
                    {"code": self._code(line, codes), **{k: v for k, v in values.items() if v}}
                )
        self._addresses += ours
        for line in self._take("LABEL"):
            if done or self._addresses:
                self._left[line.name] = None  # the same once more, written out
            else:
                self._keep_line(line, plain(line.text().replace("\n", ", ")))

    def _code(self, line: Raw, taken: set[str]) -> str:
        """HOME, HOME 2 …: what an alternative address is called."""
        label = self._label(line) or next(
            (word for word in ("home", "work", "dom", "intl", "postal") if word in line.types), "other"
        )
        word = re.sub(r"\W+", " ", label).strip().upper()[:10].strip() or "OTHER"
        code = word
        while code in taken:
            self._numbers[word] = self._numbers.get(word, 1) + 1
            code = f"{word[:7].strip()} {self._numbers[word]}"
        taken.add(code)
        return code

    # -- what it looks like, and everything else ----------------------------------------------------------

    def _shown(self) -> None:
        lines = self._take("PHOTO", "LOGO")
        for line in lines:
            kind, data = picture(line)
            if kind and not self._picture:
                self._picture, self._picture_type = data, kind
            elif not line.is_packed and line.data[:5].lower() != b"data:" and len(line.data) < _LONGEST:
                self._keep_line(line, plain(line.text()))  # the address of one
            else:
                self._left[line.name] = None

    def _others(self) -> None:
        for name in list(self._lines):
            for line in self._take(name):
                if name in _STRUCTURE:
                    continue
                if line.is_packed or len(line.data) > _LONGEST or name in _TECHNICAL:
                    self._left[name] = None
                else:
                    self._keep_line(line, ", ".join(part for part in map(plain, line.parts()) if part))
        self._rest += [text[:_LONGEST] for text in self._raw.loose]

    def _ours(self, own: Mapping[str, list[Raw]]) -> None:
        for name, lines in own.items():
            if name == _COMMENT:
                self._comment, self._rest = [lines[0].text()], []
            elif name != ADDRESS:
                self._values[name.removeprefix(OWN).replace("-", "_").casefold()] = lines[0].text()

    def _fault(self) -> str:
        if not self._raw.is_whole:
            return _("The file ends within this card.")
        return _("This card is a list of others, no contact.") if self._is_list else ""

    # -- for all of them ----------------------------------------------------------------------------------

    def _take(self, *names: str) -> list[Raw]:
        return [line for name in names for line in self._lines.pop(name, [])]

    def _fits(self, name: str, text: str) -> bool:
        return len(text) <= (_SIZES.get(name) or len(text))

    def _put(self, name: str, text: str, source: str) -> None:
        """Cut to what the field can hold; the whole is kept then."""
        size = _SIZES.get(name) or len(text)
        self._values[name] = text[:size].strip()
        if len(text) > size:
            self._keep(source, text)

    def _first(self, name: str, line: Raw, text: str) -> None:
        if text and not self._values.get(name) and self._fits(name, text):
            self._values[name] = text
        elif text != self._values.get(name):
            self._keep_line(line, text)

    def _keep_line(self, line: Raw, text: str) -> None:
        label = self._label(line)
        words = [_label_of(word) for word in ("home", "work", "fax", "pager") if line.is_a(word)]
        if words and not label:
            label = f"{_label_of(line.name)} ({', '.join(words)})"
        self._keep(line.name, text, label)

    def _keep(self, name: str, text: str, label: str = "") -> None:
        if text:
            self._rest.append(f"{label or _label_of(name)}: {text}"[:_LONGEST])
            self._kept[name] = None

    def _label(self, line: Raw) -> str:
        """What the user called it: item1.X-ABLabel; Apple puts its own words in signs."""
        label = plain(self._raw.labels.get(line.group, "")) if line.group else ""
        return _APPLE.sub(r"\1", label)[:60]


def _label_of(name: str) -> str:
    label = LABELS.get(name, name)
    return _(label)
