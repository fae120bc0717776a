"""Where a contact is found: the usual address, others, and from when to when each of those holds (4.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from oppdesk.domain import addresses
from oppdesk.domain.fields import Ref
from oppdesk.i18n import _
from oppdesk.services.desk import Desk
from oppdesk.ui import links
from oppdesk.ui.cards.contact_page import ReadPage
from oppdesk.ui.cards.contact_rows import Act, Block, Blocks
from oppdesk.ui.contact_marks import named
from oppdesk.ui.dialogs.address_dates import KEY as DATES
from oppdesk.ui.dialogs.address_dates import AddressDates
from oppdesk.ui.dialogs.contact_line import open_line
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, Text
from oppdesk.ui.workplace import Workplace

ADDRESSES = "alternative_address"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Alternative addresses and their date ranges; `countries` are names by id."""

    rows: Sequence[Row]
    ranges: Sequence[Row]
    countries: Mapping[int, str]


class AddressesPage(ReadPage[Found]):
    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(place, parent)
        self.found = Found((), (), {})
        title = SectionTitle(_("Addresses"), _("Add address"))
        title.linked.connect(self.add_address)
        self.addresses = Blocks()
        self.dates_title = SectionTitle(_("When they hold"), _("Add dates"))
        self.dates_title.linked.connect(self.add_dates)
        self.ranges = Blocks()
        self.no_dates = Text("", Type.BODY, "text2", wrap=True)
        self.warning = Note()
        self.column.addWidget(title)
        self.column.addWidget(self.addresses)
        self.column.addSpacing(px(1))
        self.column.addWidget(Hairline())
        self.column.addSpacing(px(1))
        for each in (self.dates_title, self.ranges, self.warning, self.no_dates):
            self.column.addWidget(each)
        self.column.addStretch(1)

    @staticmethod
    def read(desk: Desk, contact: int) -> Found:
        rows = desk.contact_lines.rows(ADDRESSES, contact)
        found = [row["country"] for row in rows if isinstance(row["country"], Ref)]
        return Found(
            rows,
            desk.contact_lines.rows(DATES, contact),
            {country.id: named(desk, "country", country) for country in found},
        )

    def fill(self, found: Found) -> None:
        assert self.shown is not None  # noqa: S101 - it is asked for what is shown
        self.found = found
        today = self.place.desk.context.today
        valid = addresses.valid(found.ranges, today)
        holds = valid["alternative_address"] if valid else None
        held = holds.id if isinstance(holds, Ref) else None
        mark = _("valid today")
        view, marks = self.shown
        usual = Block(
            _("Usual address"),
            [*_lines(view.values, marks.country)],
            self._acts(view.values, marks.country, None),
            "" if held is not None else mark,
        )
        others = [self._block(row, mark if row["id"] == held else "") for row in found.rows]
        self.addresses.set_blocks([usual, *others])
        self.ranges.set_blocks([self._range(row, is_now=row is valid) for row in found.ranges])
        self.dates_title.set_link(_("Add dates") if found.rows else "")
        words = (
            _("No dates: letters go to the usual address.")
            if found.rows
            else _("There is no other address yet.")
        )
        self.no_dates.setText("" if found.ranges else words)
        self.no_dates.setVisible(not found.ranges)
        self.warning.say(_overlaps(found.ranges), "triangle-alert", "stale")

    def _block(self, row: Row, mark: str) -> Block:
        country = row["country"]
        name = self.found.countries.get(country.id, "") if isinstance(country, Ref) else ""
        reach = " · ".join(row[each] for each in ("phone", "mobile_phone", "e_mail") if row[each])
        lines = [row["company_name"], *_lines(row, name), reach]
        return Block(row["code"], lines, self._acts(row, name, row), mark)

    def _acts(self, values: Row, country: str, row: Row | None) -> list[Act]:
        link = links.place(values, country)
        found: list[Act] = []
        code = row["code"] if row else _("usual address")
        if link is not None:
            found.append(
                ("map-pin", _("Show {address} on the map").format(address=code), lambda: self._show(link))
            )
        if row is not None:
            found.append(("pencil", _("Change {address}").format(address=code), lambda: self._change(row)))
            found.append(
                ("trash-2", _("Remove {address}").format(address=code), lambda: self._remove(ADDRESSES, row))
            )
        return found

    def _range(self, row: Row, *, is_now: bool) -> Block:
        form, code = self.place.form, row["alternative_address"].text
        start = form.day(row["starting_date"])
        end = row["ending_date"]
        words = (
            _("{start} to {end}").format(start=start, end=form.day(end))
            if end
            else _("from {start} on").format(start=start)
        )
        acts: list[Act] = [
            ("pencil", _("Change dates of {address}").format(address=code), lambda: self._change_dates(row)),
            (
                "trash-2",
                _("Remove dates of {address}").format(address=code),
                lambda: self._remove(DATES, row),
            ),
        ]
        return Block(code, [words], acts, _("holds today") if is_now else "")

    # -- doing --------------------------------------------------------------------------------------------

    def _name(self) -> str:
        return self.shown.view.name if self.shown else ""

    def add_address(self) -> None:
        open_line(self.place, self.window(), ADDRESSES, self.contact, self._name())

    def _change(self, row: Row) -> None:
        open_line(self.place, self.window(), ADDRESSES, self.contact, self._name(), row)

    def add_dates(self) -> None:
        self._open_dates(None)

    def _change_dates(self, row: Row) -> None:
        self._open_dates(row)

    def _open_dates(self, row: Row | None) -> None:
        choices = [Ref(each["id"], each["code"]) for each in self.found.rows]
        if choices:
            dialog = AddressDates(
                self.place, self.contact, self._name(), choices, self.found.ranges, self.window(), row=row
            )
            dialog.open()
            dialog.start.setFocus()

    def _remove(self, key: str, row: Row) -> None:
        """Without a question: the undo bar brings it back, an address with its dates."""
        lines, number = self.place.desk.contact_lines, row["id"]
        self.place.jobs.run(_("Remove address"), lambda _progress: lines.remove(key, number))

    def _show(self, link: QUrl) -> None:
        links.follow(link, self.place.prompts, self.window())


def _lines(values: Row, country: str) -> list[str]:
    town = f"{values['post_code']} {values['city']}".strip()
    return [
        part for part in (values["address"], values["address_2"], town, values["county"], country) if part
    ]


def _overlaps(ranges: Sequence[Row]) -> str:
    """ALT-4: the first of the ranges that another one overlaps, in one sentence."""
    ordered = sorted(ranges, key=lambda row: row["starting_date"] or date.min)
    for at, row in enumerate(ordered):
        words = addresses.overlap(row, ordered[at + 1 :])
        if words:
            return words
    return ""
