"""What the tour shows of duplicates: a company and a person that are in the sample's book twice."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.contact import NewContact, open_new
from oppdesk.ui.dialogs.merge import MergeContacts, open_merge
from oppdesk.ui.main_window import MainWindow

PATIENCE = 5_000  # milliseconds
WIDE = 0.84  # of the main window
TYPED = "Kasmakersweg 41"  # of whom nobody else is


def plant(desk: Desk) -> tuple[int, int]:
    """A company of the sample and its double, which is made once; all pairs are found."""
    ids = desk.lists.ids("contact", Query((Filter("type", Op.IS, int(ContactType.COMPANY)),)))
    firm = next(row for row in desk.lists.rows("contact", ids[:20]) if row["phone"])
    double = desk.lists.ids("contact", Query((Filter("address_2", Op.IS, TYPED),)))
    if double:
        return firm["id"], double[0]
    name = str(firm["name"]).rsplit(" ", 1)[0]
    shared = {each: firm[each] for each in ("phone", "post_code", "city")}
    made = desk.contacts.create({**shared, "name": name, "address_2": TYPED, "vat_number": "NL001234567B01"})
    group = desk.setup.rows("mailing_group")[0]["id"]
    for contact in (firm["id"], made):
        desk.contact_lines.assign("contact_mailing_group", [contact], group)
    desk.comments.add("contact", made, "Met at the fair; prefers calls before nine.")
    people = desk.lists.ids("contact", Query((Filter("company", Op.IS, firm["id"]),)))
    for row in desk.lists.rows("contact", people):
        if row["type"] == ContactType.PERSON:
            values = {each: row[each] for each in ("name", "e_mail", "mobile_phone")}
            desk.contacts.create({"type": int(ContactType.PERSON), **values, "company": made})
            break
    desk.duplicates.search_all()
    return firm["id"], made


def show(window: MainWindow) -> None:
    """All pairs."""
    plant(window.place.desk)
    window.run("contact.duplicates")


def merge(window: MainWindow) -> None:
    """The two companies side by side, with a group in the way."""
    open_merge(window.place, window.frame, plant(window.place.desk))
    for dialog in window.frame.findChildren(MergeContacts):
        _wait(partial(_is_read, dialog))
        dialog.resize(window.frame.size() * WIDE)  # the screen of the tour may be smaller than any


def _is_read(dialog: MergeContacts) -> bool:
    return dialog.comparison is not None


def type_again(window: MainWindow) -> None:
    """The company once more, as somebody types it who does not know that it is here."""
    desk = window.place.desk
    (row,) = desk.lists.rows("contact", plant(desk)[:1])
    shown: list[NewContact] = []
    open_new(window.place, window.frame, name=row["name"], then=shown.append)
    _wait(lambda: bool(shown))
    (dialog,) = shown
    dialog.fields.editor("phone").set_value(row["phone"])
    dialog.hint.look()
    _wait(lambda: bool(dialog.hint.rows))


def _wait(is_done: Callable[[], bool]) -> None:
    patience = QDeadlineTimer(PATIENCE)
    while not is_done() and not patience.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    QApplication.processEvents()


ACTS: tuple[tuple[str, Callable[[MainWindow], None]], ...] = (
    ("duplicates", show),
    ("merge", merge),
    ("new-contact-known", type_again),
)
