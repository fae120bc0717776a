"""Every action of the program, once: menus, context menus, keys, the command box and the key sheet come from it.

The handler of an action is the method named like the id's last part, with _ for -, of the page or card that is
shown, else of the main window. What follows a colon in the id is handed to it: "view.go:contacts" is go("contacts").
"""

from dataclasses import dataclass

from oppdesk.domain.setup import ALL
from oppdesk.i18n import N_
from oppdesk.ui.pages import PAGES


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """`needs` is a word that must hold of what is shown (Page.words); `order` is group.place in the menu."""

    id: str
    text: str  # marked with N_; … when more is asked before anything happens
    icon: str = ""
    keys: str = ""  # as Qt writes them, the one that is shown first, spaces between
    menu: str = ""  # of MENUS; without one it is found by key and command box only
    order: float = 0
    needs: str = ""
    context: bool = False  # stands in the context menu of lists

    @property
    def handler(self) -> str:
        return self.id.partition(":")[0].rpartition(".")[2].replace("-", "_")

    @property
    def argument(self) -> str:
        return self.id.partition(":")[2]


MENUS = (
    ("file", N_("&File")),
    ("edit", N_("&Edit")),
    ("view", N_("&View")),
    ("opportunity", N_("&Opportunity")),
    ("contact", N_("&Contact")),
    ("task", N_("T&ask")),
    ("interaction", N_("&Interaction")),
    ("tools", N_("&Tools")),
    ("help", N_("&Help")),
)
# Words of `needs` (Page.words says which hold), and what is said when the key is pressed in vain.
NEEDS = {
    "record": N_("Select one record first."),
    "records": N_("Select at least one record first."),
    "several": N_("Select several records of a list that can be changed together."),
    "undoable": N_("There is nothing to undo."),
    "pane": N_("This list shows everything in its rows."),
    "contact": N_("Select one contact first."),
    "company": N_("Select one company first."),
    "task": N_("Select one task first."),
    "task-open": N_("Only for a task that is open."),
    "task-closed": N_("Only for a task that is done or cancelled."),
    "task-meeting": N_("Only for a meeting."),
    "task-recurring": N_("Only for an open task that repeats."),
    "interaction": N_("Select one interaction first."),
    "interaction-draft": N_("Only for a draft."),
    "interaction-logged": N_("Only for an interaction that was logged."),
    "interaction-fresh": N_("Only until the end of the day on which it was logged."),
    "interaction-free": N_("Only for an interaction that is not cancelled and has no opportunity yet."),
    "interaction-file": N_("Only for an interaction with an attachment."),
    "opportunity": N_("Select one opportunity first."),
    "opportunity-open": N_("Only for an opportunity that is not closed."),
    "opportunity-new": N_("Only for an opportunity that is not started yet."),
    "opportunity-running": N_("Only for an opportunity in progress."),
    "opportunity-closed": N_("Only for a closed opportunity, if the setup allows it."),
}

# fmt: off
_FILE = (
    ActionSpec("file.new-opportunity", N_("New opportunity…"), "plus", "Ctrl+N", "file", 1.1),
    ActionSpec("file.quick-card", N_("New opportunity card"), "file-plus", "Ctrl+Shift+N", "file", 1.2),
    ActionSpec("file.new-contact", N_("New contact…"), "user-plus", "Ctrl+Alt+N", "file", 1.3),
    ActionSpec("file.open", N_("Open"), "external-link", "Return", "file", 2.1, "record", context=True),
    ActionSpec("file.print-details", N_("Print details…"), "printer", "Ctrl+P", "file", 2.2, "opportunity",
               context=True),
    ActionSpec("file.import-records:opportunity", N_("Import opportunities…"), "file-input", "", "file", 3.1),
    ActionSpec("file.import-records:contact", N_("Import contacts…"), "file-input", "", "file", 3.2),
    ActionSpec("file.import-records:salesperson", N_("Import salespeople…"), "file-input", "", "file", 3.3),
    ActionSpec("file.bring-file", N_("Bring in an e-mail or appointment…"), "inbox", "", "file", 3.4),
    ActionSpec("list.export", N_("Export this list…"), "file-spreadsheet", "Ctrl+E", "file", 4.1),
    ActionSpec("list.print-list", N_("Print this list…"), "printer", "Ctrl+Shift+P", "file", 4.2),
    ActionSpec("file.quit", N_("Quit"), "log-out", "Ctrl+Q", "file", 9.1),
)
_EDIT = (
    ActionSpec("edit.undo", N_("Undo"), "undo-2", "Ctrl+Z", "edit", 1.1, "undoable"),
    ActionSpec("list.copy", N_("Copy"), "copy", "Ctrl+C", "edit", 2.01, "records", context=True),
    ActionSpec("list.copy-with-headers", N_("Copy with headers"), "clipboard-list", "Ctrl+Shift+C", "edit", 2.02,
               "records"),
    ActionSpec("list.edit-many", N_("Change several records…"), "list-checks", "Ctrl+Shift+E", "edit", 2.05,
               "several", context=True),
    ActionSpec("edit.delete", N_("Delete…"), "trash-2", "Del", "edit", 2.1, "records", context=True),
    ActionSpec("edit.preferences", N_("Preferences…"), "settings-2", "Ctrl+,", "edit", 3.1),
)
_VIEW = (
    *(
        ActionSpec(f"view.go:{page.key}", page.title, page.icon, f"Ctrl+{number}", "view", 1 + number / 100)
        for number, page in enumerate(PAGES, 1)
    ),
    ActionSpec("view.command-box", N_("Search or do anything…"), "search", "Ctrl+K", "view", 2.1),
    ActionSpec("view.filter", N_("Filter this list"), "list-filter", "Ctrl+F", "view", 2.2),
    ActionSpec("view.refresh", N_("Refresh"), "refresh-cw", "F5", "view", 2.3),
    ActionSpec("view.group-by", N_("Group by…"), "group", "Ctrl+Shift+G", "view", 2.4),
    ActionSpec("view.fold-groups", N_("Fold all groups"), "chevron-right", "", "view", 2.5),
    ActionSpec("view.unfold-groups", N_("Unfold all groups"), "chevron-down", "", "view", 2.6),
    ActionSpec("view.choose-columns", N_("Columns…"), "columns-3", "", "view", 2.7),
    ActionSpec("view.column-menu", N_("Menu of the column…"), "table-2", "Alt+F8", "view", 2.8),
    ActionSpec("view.save-view", N_("Save this view…"), "bookmark", "Ctrl+Shift+V", "view", 2.9),
    ActionSpec("view.show-list", N_("As a list"), "rows-3", "Ctrl+Alt+L", "view", 3.1),
    ActionSpec("view.show-board", N_("As a board"), "square-kanban", "Ctrl+Alt+B", "view", 3.2),
    ActionSpec("view.show-way:day", N_("Tasks of a day"), "calendar", "Ctrl+Alt+1", "view", 3.3),
    ActionSpec("view.show-way:week", N_("Tasks of a week"), "columns-3", "Ctrl+Alt+2", "view", 3.4),
    ActionSpec("view.show-way:month", N_("Tasks of a month"), "calendar-days", "Ctrl+Alt+3", "view", 3.5),
    ActionSpec("view.show-way:availability", N_("Who is free"), "users", "Ctrl+Alt+4", "view", 3.6),
    ActionSpec("view.details-pane", N_("Details pane"), "panel-right", "F9", "view", 4.1, "pane"),
    ActionSpec("view.collapse-sidebar", N_("Collapse the sidebar"), "panel-left-close", "Ctrl+B", "view", 4.2),
    ActionSpec("view.reminders", N_("Reminders"), "bell", "Ctrl+Alt+R", "view", 1.9),
    ActionSpec("view.compact-rows", N_("Compact rows"), "rows-3", "Ctrl+Alt+C", "view", 4.3),
)
_NEW, _RUNNING, _OPEN = "opportunity-new", "opportunity-running", "opportunity-open"
_OPPORTUNITY = (
    ActionSpec("opportunity.activate", N_("Start the first stage…"), "play", "Ctrl+Shift+A", "opportunity", 1.1, _NEW,
               context=True),
    ActionSpec("opportunity.next", N_("Next stage"), "arrow-right", "Alt+Right", "opportunity", 1.2, _RUNNING,
               context=True),
    ActionSpec("opportunity.previous", N_("Previous stage"), "arrow-left", "Alt+Left", "opportunity", 1.3, _RUNNING,
               context=True),
    ActionSpec("opportunity.update-opportunity", N_("Update…"), "pencil", "F7 Ctrl+U", "opportunity", 1.4, _RUNNING,
               context=True),
    ActionSpec("opportunity.close-opportunity", N_("Close…"), "flag", "Ctrl+F7", "opportunity", 2.1, _OPEN,
               context=True),
    ActionSpec("opportunity.close-won", N_("Close as won…"), "trophy", "Ctrl+Shift+W", "opportunity", 2.2, _OPEN),
    ActionSpec("opportunity.close-lost", N_("Close as lost…"), "circle-x", "Ctrl+Shift+L", "opportunity", 2.3, _OPEN),
    ActionSpec("opportunity.reopen", N_("Reopen"), "rotate-ccw", "", "opportunity", 2.4, "opportunity-closed",
               context=True),
    ActionSpec("opportunity.quote", N_("Quote…"), "file-text", "Ctrl+Shift+Q", "opportunity", 3.1, "opportunity",
               context=True),
    ActionSpec("opportunity.add-note", N_("Add note…"), "sticky-note", "Ctrl+M", "opportunity", 3.2, "record",
               context=True),
    ActionSpec("opportunity.add-task", N_("Add task…"), "list-todo", "Ctrl+T", "opportunity", 3.3, "record",
               context=True),
    ActionSpec("opportunity.delete-closed", N_("Delete closed opportunities…"), "trash-2", "", "opportunity", 4.1),
)
_CONTACT = (
    ActionSpec("contact.opportunity-for-contact", N_("New opportunity for this contact…"), "plus", "", "contact", 1.1,
               "contact", context=True),
    ActionSpec("contact.new-person", N_("New person at this company…"), "user-plus", "", "contact", 1.2, "company",
               context=True),
    ActionSpec("contact.write-mail", N_("Write an e-mail"), "mail", "Ctrl+Shift+M", "contact", 2.2, "contact",
               context=True),
    ActionSpec("contact.link-number", N_("Link with number…"), "link", "", "contact", 3.2, "contact"),
    ActionSpec("contact.apply-template", N_("Apply template…"), "layout-template", "", "contact", 3.3, "contact"),
    ActionSpec("contact.salutations", N_("Salutations…"), "message-square", "", "contact", 3.4, "contact"),
    ActionSpec("contact.export-everything", N_("Export everything about this contact…"), "file-down", "", "contact",
               5.1, "contact"),
    ActionSpec("contact.anonymise", N_("Anonymise…"), "eye-off", "", "contact", 5.2, "records"),
    ActionSpec("contact.duplicates", N_("All duplicates…"), "users", "Ctrl+Alt+D", "contact", 4.1),
    ActionSpec("contact.find-duplicates", N_("Likely duplicates…"), "users-round", "Ctrl+Alt+F",
               "contact", 4.2, "records", context=True),
    ActionSpec("contact.merge-contacts", N_("Merge with another contact…"), "merge", "Ctrl+Alt+M", "contact", 4.3,
               "records", context=True),
    ActionSpec("contact.add-to-group", N_("Add to group…"), "tag", "Ctrl+Alt+G", "contact", 2.5, "records",
               context=True),
    ActionSpec("contact.remove-from-group", N_("Remove from group…"), "tags", "", "contact", 2.6, "records"),
    ActionSpec("contact.change-type", N_("Change between company and person…"), "arrow-right-left", "", "contact", 3.1,
               "contact"),
    ActionSpec("contact.export-contacts", N_("Export contacts…"), "file-up", "", "contact", 6.1),
    ActionSpec("contact.print-labels", N_("Labels…"), "tags", "", "contact", 6.2),
    ActionSpec("contact.contact-sheet", N_("Contact sheet…"), "printer", "Ctrl+Alt+P", "contact", 6.3, "records"),
    ActionSpec("contact.copy-as-text", N_("Copy as text"), "clipboard-paste", "Ctrl+Shift+K", "contact", 6.4,
               "records", context=True),
)
_TASK = (
    ActionSpec("task.new-task", N_("New task…"), "list-todo", "Ctrl+Shift+T", "task", 1.1),
    ActionSpec("task.quick-line", N_("Quick task…"), "notebook-pen", "Ctrl+Alt+T", "task", 1.15),
    ActionSpec("task.assign-activity", N_("Assign activity…"), "route", "Ctrl+Alt+A", "task", 1.2),
    ActionSpec("task.finish-task", N_("Task done"), "check", "Ctrl+D", "task", 2.1, "task-open", context=True),
    ActionSpec("task.postpone-task", N_("Postpone…"), "calendar-clock", "Ctrl+R", "task", 2.2, "task-open",
               context=True),
    ActionSpec("task.cancel-task", N_("Cancel task…"), "ban", "Ctrl+Shift+X", "task", 2.3, "task-open", context=True),
    ActionSpec("task.reopen-task", N_("Open again"), "rotate-ccw", "Ctrl+Shift+R", "task", 2.4, "task-closed",
               context=True),
    ActionSpec("task.skip-forward", N_("Skip forward in the series"), "redo", "", "task", 2.5, "task-recurring",
               context=True),
    ActionSpec("task.attendees", N_("Attendees…"), "users", "Ctrl+Alt+E", "task", 3.1, "task", context=True),
    ActionSpec("task.send-invitations", N_("Send invitations…"), "send", "", "task", 3.2, "task-meeting", context=True),
    ActionSpec("task.calendar-file", N_("Save as calendar file…"), "file-down", "", "task", 3.3, "task"),
    ActionSpec("task.delete-canceled-tasks", N_("Delete cancelled tasks…"), "trash-2", "", "task", 4.1),
)
_LOGGED, _DRAFT, _FILE_OF = "interaction-logged", "interaction-draft", "interaction-file"
_INTERACTION = (
    ActionSpec("interaction.create-interaction", N_("New interaction…"), "message-circle", "Ctrl+I", "interaction", 1.1,
               context=True),
    ActionSpec("interaction.make-call", N_("Phone call…"), "phone", "Ctrl+L", "interaction", 1.2, context=True),
    ActionSpec("interaction.resume", N_("Go on with the draft…"), "notebook-pen", "Ctrl+Alt+I", "interaction", 2.1,
               _DRAFT, context=True),
    ActionSpec("interaction.discard", N_("Discard drafts…"), "trash-2", "", "interaction", 2.2, _DRAFT, context=True),
    *(
        ActionSpec(f"interaction.evaluate:{name}", text, icon, f"Alt+{number}", "interaction", 3 + number / 100,
                   _LOGGED)
        for number, (name, text, icon) in enumerate(
            (
                ("none", N_("Not evaluated"), "circle"),
                ("very_positive", N_("Very positive"), "laugh"),
                ("positive", N_("Positive"), "smile"),
                ("neutral", N_("Neutral"), "meh"),
                ("negative", N_("Negative"), "frown"),
                ("very_negative", N_("Very negative"), "angry"),
            )
        )
    ),
    ActionSpec("interaction.correct", N_("Correct…"), "pencil", "", "interaction", 4.1, "interaction-fresh",
               context=True),
    ActionSpec("interaction.toggle-canceled", N_("Cancel or take back…"), "ban", "Ctrl+Alt+X", "interaction", 4.2,
               _LOGGED, context=True),
    ActionSpec("interaction.link-opportunity", N_("Link with an opportunity…"), "link", "", "interaction", 4.3,
               _LOGGED),
    ActionSpec("interaction.opportunity-from-interaction", N_("Create opportunity from it"), "target", "Ctrl+Alt+O",
               "interaction", 4.4, "interaction-free", context=True),
    ActionSpec("interaction.send-again", N_("Send again"), "send", "", "interaction", 4.5, _LOGGED, context=True),
    ActionSpec("interaction.open-attachment", N_("Open the attachment"), "paperclip", "Ctrl+Shift+O", "interaction",
               5.1, _FILE_OF, context=True),
    ActionSpec("interaction.save-attachment", N_("Save the attachment as…"), "download", "", "interaction", 5.2,
               _FILE_OF),
    ActionSpec("interaction.remove-attachment", N_("Remove the attachment…"), "x", "", "interaction", 5.3, _FILE_OF),
    ActionSpec("interaction.delete-canceled-interactions", N_("Delete cancelled interactions…"), "trash-2", "",
               "interaction", 6.1),
)
_TOOLS = (
    ActionSpec("tools.setup", N_("Setup…"), "settings-2", "Ctrl+Shift+S", "tools", 1.1),
    ActionSpec("tools.work-date", N_("Work date…"), "calendar-days", "Ctrl+Shift+D", "tools", 2.1),
    ActionSpec("tools.rebuild-search", N_("Make the search index again"), "refresh-cw", "", "tools", 2.2),
    ActionSpec("tools.add-samples", N_("Add sample data"), "flask-conical", "", "tools", 3.1),
    ActionSpec("tools.remove-samples", N_("Remove sample data…"), "flask-conical", "", "tools", 3.2),
)
_HELP = (
    ActionSpec("help.key-sheet", N_("Keys"), "keyboard", "Ctrl+?", "help", 1.1),
    ActionSpec("help.about", N_("About OppDesk"), "info", "", "help", 2.1),
)
# fmt: on
_SETUP = tuple(
    ActionSpec(f"tools.setup:{each.key}", each.title, "settings-2") for each in ALL if each.lines_of is None
)
ACTIONS: tuple[ActionSpec, ...] = (
    *_FILE,
    *_EDIT,
    *_VIEW,
    *_OPPORTUNITY,
    *_CONTACT,
    *_TASK,
    *_INTERACTION,
    *_TOOLS,
    *_HELP,
    *_SETUP,
)
