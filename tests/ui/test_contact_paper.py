"""Labels and contact sheets: what is seen is what is saved, whatever stands in a name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Query
from oppdesk.reports.labels import BY_KEY, FORMATS, Format
from oppdesk.services.reporting_contacts import MOST
from oppdesk.ui.dialogs import labels
from oppdesk.ui.dialogs.contact_sheet import ContactSheetDialog
from oppdesk.ui.dialogs.labels import Labels
from oppdesk.ui.label_paper import LabelPages
from oppdesk.ui.paper import DocumentPages, Paged
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.services.test_exporting_contacts import People, people
from tests.ui.scripted import ScriptedPrompts

__all__ = ["people"]
EVIL = "<img src=file:///etc/passwd><b>Ann</b>"


def picture(pages: Paged, page: int = 0, points: float = 2) -> QImage:
    """A page as it is printed, so many pixels a point."""
    size = pages.layout.fullRectPoints().size()
    image = QImage(
        QSize(round(size.width() * points), round(size.height() * points)), QImage.Format.Format_RGB32
    )
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(points, points)
    painter.translate(pages.layout.paintRectPoints().topLeft())
    pages.paint(painter, page)
    painter.end()
    return image


def has_ink(image: QImage, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether anything is drawn there; in millimetres."""
    scale = 2 * 72 / 25.4
    return any(
        image.pixel(x, y) != 0xFFFFFFFF
        for x in range(round(left * scale), min(image.width(), round(right * scale)))
        for y in range(round(top * scale), min(image.height(), round(bottom * scale)))
    )


@pytest.mark.parametrize("format_", FORMATS, ids=lambda each: each.key)
def test_5056_words_stay_within_their_label(qapp: object, format_: Format) -> None:
    form = format_
    long = ["A long name that goes on and on, and on, and on, and on and on " * 2, *["Line"] * 7]
    image = picture(LabelPages(form, [long], start=0))
    x, y = form.corner(0)
    assert has_ink(image, x + 2, y + 1, x + form.width - 2, y + form.height - 1)
    assert not has_ink(image, x + form.width + 0.1, 0, form.left + 2 * form.across, y + form.height)
    assert not has_ink(image, 0, y + form.height + 0.1, 200, y + form.height + 10)


def test_5056_the_first_label_is_where_the_sheet_has_one_left(qapp: object) -> None:
    form = BY_KEY["L7160"]
    image = picture(LabelPages(form, [["Ann"]], start=4))
    x, y = form.corner(4)
    assert has_ink(image, x, y, x + form.width, y + form.height)
    assert not has_ink(image, 0, 0, 200, y - 1)


# -- the dialogs --------------------------------------------------------------------------------------------------


@pytest.fixture
def open_labels(place: Workplace, qtbot: QtBot) -> Callable[..., Labels]:
    def make(shown: Query | None, *chosen: int) -> Labels:
        dialog = Labels(place, shown, chosen)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def test_labels_are_shown_and_saved(
    people: People, open_labels: Callable[..., Labels], prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    dialog = open_labels(Query(), people.firm)
    assert [lines[0] for lines in dialog.addresses()] == ["Molenhof BV", "Molenhof BV"]
    assert dialog.pages is not None
    assert dialog.pages.count == 1
    prompts.files.append(tmp_path / "labels.pdf")
    dialog.primary.click()
    assert prompts.suggested == ["Labels 2026-03-02.pdf"]
    assert (tmp_path / "labels.pdf").read_bytes().startswith(b"%PDF")
    assert "labels.pdf" in dialog.said()


def type_start(dialog: Labels, words: str) -> None:
    dialog.start.selectAll()
    QTest.keyClicks(dialog.start, words)


def test_labels_need_another_sheet_when_few_are_left(
    people: People, open_labels: Callable[..., Labels]
) -> None:
    dialog = open_labels(Query())
    type_start(dialog, "24")
    assert dialog.pages is not None
    assert dialog.pages.count == 2
    dialog.on.click()
    assert not dialog.on.isEnabled()
    type_start(dialog, "1")
    assert dialog.pages.count == 1
    type_start(dialog, "99")  # as far as the sheet goes
    assert dialog.used_up() == 23
    assert people


def test_who_has_no_address_is_told_and_has_no_label(
    place: Workplace, people: People, open_labels: Callable[..., Labels]
) -> None:
    bare = records.company(place.desk, "Nowhere")
    dialog = open_labels(None, bare)
    assert dialog.addresses() == []
    assert not dialog.primary.isEnabled()
    dialog = open_labels(Query())
    assert len(dialog.addresses()) == len(people)


def test_con_p2_labels_are_for_nobody_who_is_blocked_or_excluded(
    place: Workplace, people: People, open_labels: Callable[..., Labels]
) -> None:
    place.desk.contacts.change(people.person, {"exclude_from_segment": True})
    dialog = open_labels(Query())
    assert len(dialog.addresses()) == 1
    dialog.barring.excluded.click()
    assert len(dialog.addresses()) == 2
    records.block_contact(place.desk, people.firm)
    assert open_labels(Query()).addresses() == []


def test_a_heap_of_labels_is_refused(
    people: People, open_labels: Callable[..., Labels], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labels, "MOST", 1)
    dialog = open_labels(Query())
    assert "Narrow the list" in dialog.said()
    assert not dialog.primary.isEnabled()
    dialog.selected.setEnabled(True)
    assert people


@pytest.fixture
def open_sheet(place: Workplace, qtbot: QtBot) -> Callable[..., ContactSheetDialog]:
    def make(*contacts: int) -> ContactSheetDialog:
        dialog = ContactSheetDialog(place, contacts)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def words(dialog: ContactSheetDialog) -> str:
    assert isinstance(dialog.pages, DocumentPages)
    return dialog.pages.plain()


def test_5085_a_cover_sheet_is_made_as_it_is_filled_in(
    people: People, open_sheet: Callable[..., ContactSheetDialog], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_sheet(people.person)
    assert "Met at the fair." in words(dialog)
    assert not dialog.remark.isVisible()
    dialog.cover.click()
    assert "Dear Ms. Zoë van Dam," in words(dialog)
    assert "Met at the fair." not in words(dialog)
    dialog.boxes[1].click()
    dialog.manner.set_value(1)
    dialog.remark.setPlainText("See <b>page 3</b>")
    qtbot.waitUntil(lambda: "See <b>page 3</b>" in words(dialog))
    assert "☒" in words(dialog)
    assert "Hi Zoë," in words(dialog)
    dialog.save_to(tmp_path / "cover.pdf")
    assert (tmp_path / "cover.pdf").read_bytes().startswith(b"%PDF")


def test_each_contact_begins_on_a_new_page(
    people: People, open_sheet: Callable[..., ContactSheetDialog]
) -> None:
    dialog = open_sheet(*people)
    assert dialog.pages is not None
    assert dialog.pages.count == 2
    dialog.on.click()
    assert dialog.of.text() == "Page 2 of 2"
    second = picture(dialog.pages, 1)
    assert has_ink(second, 16, 10, 200, 40)


def test_i11_what_stands_in_a_name_is_shown_as_it_is(
    place: Workplace, open_sheet: Callable[..., ContactSheetDialog]
) -> None:
    contact = records.person(place.desk, EVIL, city="<a href=file:///x>Delft</a>")
    dialog = open_sheet(contact)
    assert EVIL in words(dialog)
    assert "<a href=file:///x>Delft</a>" in words(dialog)
    assert "has no salutation" in dialog.said()


def test_the_paper_of_the_region_is_proposed(place: Workplace, people: People, qtbot: QtBot) -> None:
    place.preferences.change(region="en_US")
    dialog = ContactSheetDialog(place, [people.firm])
    qtbot.addWidget(dialog)
    assert dialog.paper.currentText() == "Letter"
    assert dialog.pages is not None
    assert dialog.pages.layout.pageSize().name().startswith("Letter")


def test_more_contacts_than_one_prints_are_told(place: Workplace, people: People, qtbot: QtBot) -> None:
    dialog = ContactSheetDialog(place, [people.firm] * (MOST + 1))
    qtbot.addWidget(dialog)
    assert dialog.pages is not None
    assert dialog.pages.count == MOST
