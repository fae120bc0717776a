"""How the program looks and counts on this computer, and who sits before it; nothing here touches the business."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.reminders import Habit
from oppdesk.i18n import _, learn
from oppdesk.ui import outbox, reminding
from oppdesk.ui.dialogs.reading import read_first
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.folder_field import FolderField
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.preferences import Workstation, locale_of
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.edits import DurationEdit, TimeEdit
from oppdesk.ui.widgets.field_row import FieldGroup, align_labels
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.workplace import Workplace

SIZES = tuple(range(9, 21))  # points that every window must look right with
REGIONS = {
    "en_GB": "English, UK",
    "en_US": "English, US",
    "nl_NL": "Nederlands",
    "fr_FR": "Français",
    "de_DE": "Deutsch",
    "zh_CN": "简体中文",
}  # by their own names
_DAY = date(2026, 4, 30)


class PreferencesDialog(Sheet):
    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(_("Preferences"), parent, width=65)
        self._place = place
        self.primary.setText(_("Save preferences"))

    def parts(self) -> Sequence[Callable[[], object]]:
        return self._add_work, self._add_reminders, self._add_calendar, self._end

    def _add_work(self) -> None:
        place, now = self._place, self._place.preferences.now
        self.me = LookupField("salesperson", place)
        self.me.set_value(place.desk.setup.ref("salesperson", now.salesperson))
        self.theme = _choice(
            (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))), now.theme
        )
        sizes = [(0.0, _("As the system"))]
        sizes += [(float(size), _("{size} points").format(size=size)) for size in SIZES]
        self.points = _choice(sizes, now.points)
        self.region = regions(now.region)
        self.compact = CheckBox(_("&Compact rows in lists"))
        self.compact.setChecked(now.compact)
        group = FieldGroup()
        hint = _("Proposed for what you make, and what “mine” means in lists.")
        self.add(group, "salesperson", _("&I am"), self.me, hint)
        self.add(group, "theme", _("C&olours"), self.theme)
        self.add(group, "points", _("&Size of letters"), self.points)
        self.add(group, "region", _("&Dates and numbers"), self.region)
        group.add("", self.compact)
        self.body.addWidget(group)

    def _end(self) -> None:
        align_labels(*[row for each in self.findChildren(FieldGroup) for row in each.rows])
        self.body.addStretch(1)

    def _add_reminders(self) -> None:
        place, now = self._place, self._place.preferences.now
        self.before = DurationEdit(place.form)
        self.before.set_value(now.remind_before)
        self.day_start = TimeEdit(place.form)
        self.day_start.set_value(reminding.habit_of(now).day_start)
        self.notify = CheckBox(_("&Notifications on the desktop"))
        self.notify.setChecked(now.notify)
        self.tray = CheckBox(_("&Minimise to the tray, so that reminders go on"))
        self.tray.setChecked(now.tray)
        group = FieldGroup()
        self.add(group, "remind_before", _("&Remind me before"), self.before, _("Of tasks that have a time."))
        self.add(
            group,
            "day_start",
            _("&Working day starts"),
            self.day_start,
            _("Then tasks without a time are due."),
        )
        group.add("", self.notify)
        group.add("", self.tray)
        self.body.addWidget(SectionTitle(_("Reminders"), small=True))
        self.body.addWidget(group)

    def _add_calendar(self) -> None:
        """My tasks for other calendars, and where drafts wait for the mail program."""
        place, now = self._place, self._place.preferences.now
        self.feed = CheckBox(_("&Keep my tasks as a calendar file"))
        self.feed_folder = FolderField(place, _("Folder of the calendar file"))
        self.feed_folder.set_value(Path(now.feed_folder) if now.feed_folder else None)
        self.feed_folder.changed.connect(lambda _path: self.feed.setChecked(True))
        self.feed.setChecked(now.feed)
        self.outbox = FolderField(place, _("Folder for drafts of messages"), outbox.usual_folder())
        self.outbox.set_value(Path(now.outbox) if now.outbox else None)
        group = FieldGroup()
        group.add("", self.feed)
        hint = _("Other programs show it; a folder that is synchronised brings it to the telephone.")
        self.add(group, "feed_folder", _("C&alendar folder"), self.feed_folder, hint)
        self.add(group, "outbox", _("Ou&tbox"), self.outbox)
        self.body.addWidget(SectionTitle(_("Other programs"), small=True))
        self.body.addWidget(group)

    def finish(self) -> None:
        before, start = self.before.value(), self.day_start.time()
        chosen, folder, drafts = self.me.value(), self.feed_folder.value(), self.outbox.value()
        if self.feed.isChecked() and folder is None:
            self.refused(UserError(_("Choose the folder of the calendar file."), "feed_folder"))
            return
        if self.feed.isChecked() and not isinstance(chosen, Ref):
            self.refused(UserError(_("Say who you are: the calendar is of your tasks."), "salesperson"))
            return
        self._place.preferences.change(
            salesperson=chosen.id if isinstance(chosen, Ref) else None,
            theme=self.theme.currentData(),
            points=self.points.currentData(),
            region=self.region.currentData(),
            compact=self.compact.isChecked(),
            feed=self.feed.isChecked(),
            feed_folder=str(folder) if folder is not None else "",
            outbox=str(drafts) if drafts is not None else "",
            remind_before=before if isinstance(before, int) else Habit().before,
            day_start=(start or Habit().day_start).isoformat("minutes"),
            notify=self.notify.isChecked(),
            tray=self.tray.isChecked(),
        )
        self.stored()


def regions(present: str) -> QComboBox:
    """Ways of writing dates and numbers, each shown by an example."""
    ways = [("", _("As the system")), *REGIONS.items()]
    if present and present not in REGIONS:
        ways.append((present, present))
    return _choice([(tag, f"{name}: {_example(tag)}") for tag, name in ways], present)


def _example(tag: str) -> str:
    form = learn(tag or locale_of(Workstation()))
    return f"{form.day(_DAY)}, {form.money(123_450)}"


def _choice(ways: Sequence[tuple[object, str]], present: object) -> QComboBox:
    box = QComboBox()
    for value, words in ways:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(present)))
    return box


def open_preferences(
    place: Workplace, parent: QWidget | None, then: Callable[[PreferencesDialog], object] | None = None
) -> None:
    """What Babel knows of the regions is learnt beside the window; `then` is handed the dialog."""
    now = place.preferences.now

    def read() -> None:
        place.desk.setup.ref("salesperson", now.salesperson)
        for tag in ("", *REGIONS):
            _example(tag)

    def show(_read: None) -> None:
        dialog = PreferencesDialog(place, parent)

        def end() -> None:
            dialog.primary.setFocus()
            if then is not None:
                then(dialog)

        dialog.open_in_turns(place.jobs, end)

    read_first(place, parent, _("Preferences"), read, show)
