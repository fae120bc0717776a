"""What a contact is sorted by: relations and numbers elsewhere, groups as tags, sources in the web (4.2, 4.3)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.setup import by_key
from oppdesk.i18n import N_, _
from oppdesk.services.desk import Desk
from oppdesk.ui import links
from oppdesk.ui.cards.contact_page import ReadPage
from oppdesk.ui.cards.contact_rows import Act, Block, Blocks
from oppdesk.ui.contact_marks import named
from oppdesk.ui.contact_words import relation_words
from oppdesk.ui.dialogs.contact_line import open_line
from oppdesk.ui.dialogs.link_number import open_link
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import SectionTitle, Text
from oppdesk.ui.widgets.tags import Tag, Tags
from oppdesk.ui.workplace import Workplace

Row = Mapping[str, Any]
RELATIONS, SOURCES = "contact_business_relation", "contact_web_source"
# The lines that are shown as tags, and the list each looks into.
GROUPS = {
    "contact_mailing_group": "mailing_group",
    "contact_industry_group": "industry_group",
    "contact_job_responsibility": "job_responsibility",
}
_BY_HAND = ("link", "external_number", "system")  # what only the link function fills
_ADD = {
    "contact_mailing_group": N_("Add a mailing group"),
    "contact_industry_group": N_("Add an industry group"),
    "contact_job_responsibility": N_("Add a job responsibility"),
}
Found = Mapping[
    str, Sequence[Row] | None
]  # rows by the key of the lines; None where the contact can have none


class GroupTags(QWidget):
    """The groups of one kind as tags; below them the field that adds one as it is found."""

    def __init__(self, place: Workplace, key: str, run: Callable[[str, Callable[[], object]], None]) -> None:
        super().__init__()
        self._place, self.key, self._run = place, key, run
        self._target = GROUPS[key]
        self.contact = 0
        self.tags = Tags()
        self.add = LookupField(self._target, place)
        self.add.setPlaceholderText(_(_ADD[key]))
        self.add.setAccessibleName(_(_ADD[key]))
        self.fault = Note()
        self.title = SectionTitle(_(by_key[key].title), small=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(1))
        column.setSpacing(px(0.5))
        for each in (self.title, self.tags, self.add, self.fault):
            column.addWidget(each)
        self.add.changed.connect(self._assign)
        self.add.faulted.connect(lambda words: self.fault.say(words, "circle-alert", "overdue"))
        self.tags.removed.connect(self._take_away)

    def show_rows(self, contact: int, rows: Sequence[Row]) -> None:
        self.contact = contact
        desk, target = self._place.desk, self._target
        self.tags.set_tags([Tag(row["id"], named(desk, target, row[target])) for row in rows])

    def _assign(self, group: object) -> None:
        if isinstance(group, Ref):
            lines, key, contact, target = self._place.desk.contact_lines, self.key, self.contact, self._target
            self.add.set_taken(None)
            self._run(_(_ADD[key]), lambda: lines.save(key, contact, None, {target: group.id}))

    def _take_away(self, row: object) -> None:
        if isinstance(row, int):
            lines, key = self._place.desk.contact_lines, self.key
            self._run(
                _("Remove from {group}").format(group=_(by_key[key].title)), lambda: lines.remove(key, row)
            )


class RelationsPage(ReadPage[Found]):
    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(place, parent)
        self.title = SectionTitle(_("Business relations"), _("Add relation"))
        self.title.linked.connect(self.add_relation)
        self.of_company = Text("", Type.BODY, "text2", wrap=True)
        self.relations = Blocks()
        self.link = buttons.button(_("Link with number…"), "link")
        self.link.clicked.connect(self.link_number)
        self.groups = {key: GroupTags(place, key, self._do) for key in GROUPS}
        self.sources_title = SectionTitle(_("Web sources"), _("Add web source"))
        self.sources_title.linked.connect(self.add_source)
        self.sources = Blocks()
        row = QHBoxLayout()
        row.addWidget(self.link)
        row.addStretch(1)
        self.column.addWidget(self.title)
        self.column.addWidget(self.of_company)
        self.column.addWidget(self.relations)
        self.column.addLayout(row)
        self.column.addSpacing(px(2))
        self.column.addWidget(SectionTitle(_("Groups")))
        for each in self.groups.values():
            self.column.addWidget(each)
        self.column.addSpacing(px(1))
        self.column.addWidget(self.sources_title)
        self.column.addWidget(self.sources)
        self.column.addStretch(1)

    @staticmethod
    def read(desk: Desk, contact: int) -> Found:
        lines = desk.contact_lines
        return {
            key: lines.rows(key, contact) if lines.may_have(key, contact) else None
            for key in (RELATIONS, *GROUPS, SOURCES)
        }

    def fill(self, found: Found) -> None:
        assert self.shown is not None  # noqa: S101 - it is asked for what is shown
        view = self.shown.view
        is_blocked = bool(view.values["privacy_blocked"])
        words = ""
        if view.company is not None:
            words = _("Relations, industry groups and web sources are those of {company}.").format(
                company=view.company.text
            )
        self.of_company.setText(words)
        self.of_company.setVisible(bool(words))
        self.relations.set_blocks([self._relation(row) for row in found[RELATIONS] or ()])
        self.link.setEnabled(not is_blocked)
        self.link.setToolTip(_("Blocked for privacy reasons") if is_blocked else "")
        for key, tags in self.groups.items():
            rows = found[key]
            tags.setVisible(rows is not None)
            tags.show_rows(view.id, rows or ())
        rows = found[SOURCES]
        self.sources_title.setVisible(rows is not None)
        self.sources.set_blocks([self._source(row) for row in rows or ()])

    def _relation(self, row: Row) -> Block:
        name = named(self.place.desk, "business_relation", row["business_relation"])
        words = relation_words(name, row["external_number"])
        parts = (row["system"], row["note"])
        acts: list[Act] = [
            ("pencil", _("Change {relation}").format(relation=words), lambda: self._change(row)),
            ("trash-2", _("Remove {relation}").format(relation=words), lambda: self._remove(RELATIONS, row)),
        ]
        return Block(words, [" · ".join(part for part in parts if part)], acts)

    def _source(self, row: Row) -> Block:
        words = named(self.place.desk, "web_source", row["web_source"])
        acts: list[Act] = [
            (
                "external-link",
                _("Open {source} in the browser").format(source=words),
                lambda: self._launch(row),
            ),
            ("pencil", _("Change {source}").format(source=words), lambda: self._open(SOURCES, row)),
            ("trash-2", _("Remove {source}").format(source=words), lambda: self._remove(SOURCES, row)),
        ]
        return Block(words, [row["search_word"]], acts)

    # -- doing --------------------------------------------------------------------------------------------

    def add_relation(self) -> None:
        self._open(RELATIONS, None, _BY_HAND)

    def add_source(self) -> None:
        self._open(SOURCES, None)

    def link_number(self) -> None:
        if self.shown is not None:
            open_link(self.place, self.window(), self.shown.view)

    def _change(self, row: Row) -> None:
        self._open(RELATIONS, row, () if row["external_number"] else _BY_HAND)

    def _open(self, key: str, row: Row | None, without: Sequence[str] = ()) -> None:
        if self.shown is not None:
            view = self.shown.view
            open_line(self.place, self.window(), key, view.id, view.name, row, without)

    def _remove(self, key: str, row: Row) -> None:
        """Without a question: the undo bar brings it back."""
        lines, number = self.place.desk.contact_lines, row["id"]
        self._do(_("Remove relation"), lambda: lines.remove(key, number))

    def _do(self, title: str, work: Callable[[], object]) -> None:
        def refused(error: UserError) -> None:
            self.place.prompts.tell(self.window(), title, error.message)

        self.place.jobs.run(title, lambda _progress: work(), failed=refused)

    def _launch(self, row: Row) -> None:
        lines, number = self.place.desk.contact_lines, row["id"]

        def follow(url: str) -> None:
            links.follow(QUrl(url), self.place.prompts, self.window())

        def refused(error: UserError) -> None:
            self.place.prompts.tell(self.window(), _("This web source cannot be opened"), error.message)

        self.place.jobs.read(lambda: lines.launch_url(number), follow, failed=refused)
