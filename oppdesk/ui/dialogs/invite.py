"""Invitations to a meeting (7.10): who gets one, by which way, and afterwards that they were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QButtonGroup

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _, ngettext
from oppdesk.ui import links, metrics, outbox
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.choices import ActionRadio, align_names
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import SectionTitle, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from oppdesk.domain.interactions import File
    from oppdesk.domain.tasks import SeatView
    from oppdesk.services.correspondence import Letter
    from oppdesk.services.invitations import Invitees
    from oppdesk.ui.workplace import Workplace

PREVIEW = 46  # u
_NAMED = 12  # attendees that are named; of more it is said how many


class Invite(Sheet):
    """First the draft is made, then the user says whether it was sent; only then anybody is marked as invited."""

    def __init__(
        self, place: Workplace, found: Invitees, letter: Letter, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Send invitations"), parent, width=86)
        self._place, self._found, self._letter = place, found, letter
        self._chosen: tuple[int, ...] = ()
        sheet = found.sheet
        day = place.form.long_day(sheet.on)
        self.tell_subject(sheet.description or sheet.number, ", ".join(p for p in (day, sheet.location) if p))
        self._make_who()
        self._make_how()
        self._lay_out()
        self.path: Path | None = None  # of what was written

    def _make_who(self) -> None:
        ticked, waiting = self._found.ticked, self._found.waiting
        self.everybody = ActionRadio(_("&All who are ticked"))
        whole = self._place.form.whole
        self.everybody.set_target(whole(len(ticked)))
        self.only_new = ActionRadio(_("Only those not &invited yet"))
        self.only_new.set_target(whole(len(waiting)))
        self._who = QButtonGroup(self)
        for radio in (self.everybody, self.only_new):
            self._who.addButton(radio)
        align_names(self.everybody, self.only_new)
        is_mixed = 0 < len(waiting) < len(ticked)
        (self.only_new if is_mixed else self.everybody).setChecked(True)
        self._is_mixed = is_mixed
        self.names = Text("", Type.NAME, wrap=True)
        self._who.buttonToggled.connect(lambda *_toggled: self._name_them())
        self._name_them()
        self.again = Note(indented=False)
        if not waiting:
            self.again.say(_("All of them were invited before; they get the invitation again."), "info")

    def _make_how(self) -> None:
        self.draft = ActionRadio(_("As a &draft with the invitation in it"))
        self.link = ActionRadio(_("In the &mail program, with the file to attach"))
        self.file = ActionRadio(_("As a calendar &file only"))
        self._how = QButtonGroup(self)
        for radio in (self.draft, self.link, self.file):
            self._how.addButton(radio)
        align_names(self.draft, self.link, self.file)
        self.draft.setChecked(True)

    def _lay_out(self) -> None:
        body = self.body
        body.addWidget(SectionTitle(_("Who is invited")))
        if self._is_mixed:
            body.addWidget(self.everybody)
            body.addWidget(self.only_new)
        else:
            for radio in (self.everybody, self.only_new):
                radio.setParent(self)
                radio.hide()
        body.addWidget(self.names)
        body.addWidget(self.again)
        body.addSpacing(px(metrics.BETWEEN_GROUPS))
        body.addWidget(SectionTitle(_("How it is sent")))
        for radio in (self.draft, self.link, self.file):
            body.addWidget(radio)
        body.addStretch(1)
        aside = self.beside(PREVIEW)
        aside.addWidget(Text(self._letter.subject, Type.LEAD, wrap=True))
        aside.addSpacing(px(1))
        aside.addWidget(Text(self._letter.text, Type.BODY, "text2", wrap=True))
        aside.addStretch(1)
        self.primary.setText(_("&Prepare"))

    def _seats(self) -> Sequence[SeatView]:
        return self._found.waiting if self.only_new.isChecked() else self._found.ticked

    def _name_them(self) -> None:
        self.names.setText(_names(self._seats()))

    def chosen(self) -> tuple[int, ...]:
        """The seats that get one."""
        return tuple(seat.id for seat in self._seats() if seat.id is not None)

    # -- first: the draft ---------------------------------------------------------------------------------

    def finish(self) -> None:
        if self._chosen:
            self._mark()
            return
        service, form, task = self._place.desk.invitations, self._place.form, self._found.sheet.id
        chosen, is_draft, has_link = self.chosen(), self.draft.isChecked(), self.link.isChecked()

        def make() -> tuple[File, str]:
            if is_draft:
                return service.message(task, chosen, form), ""
            return service.file(task), service.link(task, chosen, form) if has_link else ""

        def hand_over(made: tuple[File, str]) -> None:
            self._hand_over(*made, chosen, is_draft=is_draft)

        self.set_saving(True)
        self._place.jobs.read(make, hand_over, f"invite {id(self)}", self.refused)

    def _hand_over(self, file: File, link: str, chosen: tuple[int, ...], *, is_draft: bool) -> None:
        """As it was asked for, whatever was clicked meanwhile."""
        self.set_saving(False)
        try:
            self.path = outbox.put(outbox.folder(self._place.preferences), file)
        except UserError as error:
            self.refused(error)
            return
        if link:
            links.follow(QUrl(link, QUrl.ParsingMode.StrictMode), self._place.prompts, self)
        elif is_draft:
            outbox.open_draft(self._place, self, self.path)
        self._ask_whether_sent(chosen)

    # -- then: that it was sent ---------------------------------------------------------------------------

    def _ask_whether_sent(self, chosen: tuple[int, ...]) -> None:
        self._chosen = chosen
        for radio in (*self._who.buttons(), *self._how.buttons()):
            radio.setEnabled(False)
        words = _(
            "The invitation is here: {file}. Send it, then say so: the attendees are marked and it is logged."
        )
        self.note(words.format(file=self.path))
        count = len(self._chosen)
        words = ngettext("{count} invitation &sent", "{count} invitations &sent", count)
        self.primary.setText(words.format(count=self._place.form.whole(count)))
        self.cancel_button.setText(_("&Not sent"))
        self.grow()

    def _mark(self) -> None:
        service, task, form = self._place.desk.invitations, self._found.sheet.id, self._place.form
        self.write(
            self._place.jobs, _("Invitations sent"), lambda _progress: service.sent(task, self._chosen, form)
        )


def open_invite(place: Workplace, parent: QWidget | None, task: int) -> None:
    """The dialog, once it is known who is ticked; INV-1, TSK-9 and ATT-5 are told."""
    service, form = place.desk.invitations, place.form

    def read() -> tuple[Invitees, Letter]:
        return service.invitees(task), service.letter(task, form)

    def show(found: tuple[Invitees, Letter]) -> None:
        Invite(place, *found, parent).open()

    def refused(error: UserError) -> None:
        place.prompts.tell(parent, _("Send invitations"), error.message)

    place.jobs.read(read, show, f"invite to {task}", refused)


def save_calendar_file(place: Workplace, parent: QWidget, task: int) -> None:
    """A task or meeting as a file for another calendar, where the user says."""
    from oppdesk.ui import attachments  # noqa: PLC0415 - rarely

    def refused(error: UserError) -> None:
        place.prompts.tell(parent, _("Save as calendar file"), error.message)

    place.jobs.read(
        lambda: place.desk.invitations.file(task),
        lambda file: attachments.save(place, parent, file),
        f"calendar file of {task}",
        refused,
    )


def _names(seats: Sequence[SeatView]) -> str:
    named = ", ".join(seat.name for seat in seats[:_NAMED])
    rest = len(seats) - _NAMED
    if rest <= 0:
        return named
    more = ngettext("{names} and {count} more", "{names} and {count} more", rest)
    return more.format(names=named, count=rest)
