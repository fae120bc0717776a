"""Create interaction on one page (9.6): who and what, what it was about, how it went; at the right letter and note.

Closed before it is logged, it asks once, in place, whether to finish it later: a draft then waits among the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.interactions import FIELDS, NewInteraction
from oppdesk.domain.words import Correspondence, WizardAction
from oppdesk.i18n import _
from oppdesk.services.desk import Desk
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.delivery import deliver, show_letter
from oppdesk.ui.dialogs.interaction_content import Content
from oppdesk.ui.dialogs.interaction_more import MoreFields
from oppdesk.ui.dialogs.new_contact import ContactSheet
from oppdesk.ui.dialogs.reading import read_first
from oppdesk.ui.interaction_storing import UNTOLD, Stored, log_interaction
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_field import OpportunityField
from oppdesk.ui.opportunity_words import currency, in_currency
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.edits import DurationEdit, MoneyEdit, ParsedEdit
from oppdesk.ui.widgets.evaluation import EvaluationRow
from oppdesk.ui.widgets.field_row import FieldGroup, align_labels
from oppdesk.ui.widgets.labels import Hairline, Text
from oppdesk.ui.workplace import Workplace


class CreateInteraction(ContactSheet):
    """`new` fills it; with a `draft` that one is gone on with. `given` fields cannot be changed."""

    logged = Signal(object)  # id
    postponed = Signal(object)  # id

    after_contact = "interaction_template"

    def __init__(
        self,
        place: Workplace,
        new: NewInteraction,
        parent: QWidget | None = None,
        *,
        draft: int | None = None,
        given: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(_("New interaction") if draft is None else _("Draft"), parent, width=68)
        self.workplace = self._place = place
        self._draft = draft
        self._base = new
        self._needs_letter = False  # one is missing
        self._is_told = self._asks = False  # of the letter before it goes; whether it is to be finished later
        self._given = given

    def parts(self) -> Sequence[Callable[[], object]]:
        return (
            *(self._lay_out_who, self._lay_out_result, self._lay_out_more, self._lay_out_content),
            *(self._lay_out_foot, self._begin),
        )

    def _begin(self) -> None:
        self._fill(self._base)
        self.contact.setEnabled("contact" not in self._given)
        self.fields.salesperson.setEnabled("salesperson" not in self._given)
        self._connect()
        self._first = self.new()

    # -- laying out ---------------------------------------------------------------------------------------

    def _lay_out_who(self) -> None:
        place = self._place
        self.contact = ContactField(place, self.make_contact)
        self.template = LookupField("interaction_template", place)
        self.description = ParsedEdit(FIELDS["description"].check, str)
        self.subject = ParsedEdit(FIELDS["subject"].check, str)
        self.who = FieldGroup()
        self.add(self.who, "contact", _("C&ontact"), self.contact)
        self.add(self.who, "interaction_template", _("&Template"), self.template)
        self.add(self.who, "description", _("&Description"), self.description)
        self.add(self.who, "subject", _("S&ubject"), self.subject)
        for each in (Text(_("Who and what"), Type.CAPTION_STRONG, "text2"), self.who):
            self.body.addWidget(each)

    def _lay_out_result(self) -> None:
        place = self._place
        self.opportunity = OpportunityField(place)
        self.makes = CheckBox(_("Create an opportunity from it"))
        self.evaluation = EvaluationRow()
        self.succeeded = CheckBox(_("It came a&bout: the contact was reached"))
        self.duration = DurationEdit(place.form)
        self.cost = MoneyEdit(place.form)
        group = self._result = FieldGroup()
        self.add(group, "opportunity", _("O&pportunity"), self.opportunity)
        group.add("", self.makes)
        self.add(group, "evaluation", _("&Evaluation"), self.evaluation)
        group.add("", self.succeeded)
        self.add(group, "duration", _("Du&ration"), self.duration)
        self.add(group, "cost", in_currency(_("&Cost"), currency(place.desk)), self.cost)
        self.body.addSpacing(px(1))
        self.body.addWidget(Hairline())
        self.body.addSpacing(px(0.5))
        self.body.addWidget(Text(_("About what, and how it went"), Type.CAPTION_STRONG, "text2"))
        self.body.addWidget(group)

    def _lay_out_more(self) -> None:
        self.fields = MoreFields(self._place)
        for name, row in self.fields.named.items():
            self.adopt(name, row)
        self.fields.hide()
        align_labels(*self.who.rows, *self._result.rows, *self.fields.rows)
        self.body.addWidget(self.fields)
        self.body.addStretch(1)

    def _lay_out_content(self) -> None:
        self.content = Content(self._place)
        self.beside(58).addWidget(self.content, 1)

    def _lay_out_foot(self) -> None:
        self.more = buttons.button(_("&More fields"), "chevron-down", "quiet")
        self.later = buttons.button(_("Finish &later"), "notebook-pen")
        for button in (self.more, self.later):
            button.setAutoDefault(False)
        self.more.setCheckable(True)
        self.left.addWidget(self.more)
        self.left.addWidget(self.later)
        self.primary.setText(_("Log interaction"))
        self.cancel_button.clicked.disconnect(self.reject)
        self.cancel_button.clicked.connect(self._cancel)

    def _connect(self) -> None:
        self.contact.changed.connect(self._follow_contact)
        self.template.changed.connect(self._follow_template)
        self.fields.language.changed.connect(self._follow_language)
        self.fields.correspondence.changed.connect(lambda _value: self._show_letter())
        self.opportunity.changed.connect(lambda _ref: self._tell_opportunity())
        self.more.toggled.connect(self._show_more)
        self.later.clicked.connect(self.postpone)
        self.content.listen(self._touch, self.accept)
        self.content.preview.clicked.connect(lambda: show_letter(self._place, self, self.new()))

    # -- filling ------------------------------------------------------------------------------------------

    def _fill(self, new: NewInteraction) -> None:
        lists = self._place.desk.lists
        self.contact.set_value(lists.ref("contact", new.contact))
        self.opportunity.take_contact(new.contact)
        self.opportunity.set_value(lists.ref("opportunity", new.opportunity))
        self.content.note.set_value(new.note)
        self.content.file.set_file(new.file)
        self.evaluation.set_value(new.evaluation)
        self.succeeded.setChecked(not new.attempt_failed)
        self.fields.fill(new)
        self._fill_from_template(new)
        self._tell_opportunity()

    def _fill_from_template(self, new: NewInteraction) -> None:
        """What a template decides (9.5)."""
        self._base = new
        self.template.set_value(self._place.desk.setup.ref("interaction_template", new.template))
        self.description.set_value(new.description or None)
        self.subject.set_value(new.subject or None)
        self.content.letter.set_value(new.letter)
        if new.file is not None or self.content.file.file() is None:
            self.content.file.set_file(new.file)
        self.fields.fill_from_template(new)
        self.duration.set_value(new.duration or None)
        self.cost.set_value(new.cost or None)
        self._show_letter()

    def _follow_template(self, template: Ref | None) -> None:
        if template is None:
            return
        service, so_far = self._place.desk.interactions, self.new()
        try:
            # the rule wants to know which template was there before, to see whose the description is
            found = service.with_template(replace(so_far, template=self._base.template), template.id)
        except UserError as error:
            self.refused(error)
            return
        self._fill_from_template(found)
        for name in ("interaction_template", "description"):
            self.rows[name].set_fault("")

    def _follow_language(self, language: Ref | None) -> None:
        """The document of the template in that language, where nobody has written another."""
        before = replace(self.new(), language=self._base.language)
        service, chosen = self._place.desk.interactions, language.id if language else None
        self._fill_from_template(service.with_language(before, chosen))

    def _follow_contact(self, contact: Ref | None) -> None:
        """Another contact has other opportunities, another language, perhaps another salesperson."""
        self.opportunity.take_contact(contact.id if contact else None)
        self.opportunity.set_value(None)
        self._tell_opportunity()
        template = self.template.value()
        if contact is not None and template is not None:
            self._follow_template(template)
        if contact is not None and self.fields.salesperson.value() is None:
            desk = self._place.desk
            self._place.jobs.read(
                lambda: desk.setup.ref(
                    "salesperson", desk.interactions.proposal(contact=contact.id).salesperson
                ),
                self.fields.salesperson.set_value,
                f"salesperson {id(self)}",
                self.refused,
                urgent=True,
            )

    def _show_letter(self) -> None:
        """A letter where one is written: by e-mail, or by a template that has a text."""
        is_mail = self.fields.correspondence.value() == Correspondence.EMAIL
        action = _wizard_action(self._place.desk, self.template.value())
        has_document = action in (WizardAction.OPEN, WizardAction.MERGE)
        is_written = is_mail or has_document or self._needs_letter or bool(self.content.letter.value())
        self.content.show_letter(is_shown=is_written)
        if action is WizardAction.IMPORT:
            self.content.file.ask_for_one()
        self.rows["subject"].setVisible(is_written)
        self.grow()

    def _tell_opportunity(self) -> None:
        """One can be made where none is linked."""
        self.makes.setEnabled(self.opportunity.value() is None)
        if self.opportunity.value() is not None:
            self.makes.setChecked(False)

    def _show_more(self, shown: bool) -> None:
        self.fields.setVisible(shown)
        self.more.setText(_("Fe&wer fields") if shown else _("&More fields"))
        buttons.set_icon(self.more, "chevron-up" if shown else "chevron-down")
        self.grow()

    # -- what stands in it --------------------------------------------------------------------------------

    def new(self) -> NewInteraction:
        return replace(
            self.fields.into(self._base),
            contact=self.contact.key(),
            template=self.template.key(),
            description=str(self.description.value() or ""),
            subject=str(self.subject.value() or ""),
            opportunity=self.opportunity.key(),
            evaluation=self.evaluation.value(),
            attempt_failed=not self.succeeded.isChecked(),
            cost=_number(self.cost.value()),
            duration=_number(self.duration.value()),
            note=self.content.note.value(),
            letter=self.content.letter.value(),
            file=self.content.file.file(),
        )

    def finish(self) -> None:
        new, draft, makes = self.new(), self._draft, self.makes.isChecked()
        desk, form, is_told = self._place.desk, self._place.form, self._is_told
        self.write(
            self._place.jobs,
            _("Log interaction"),
            lambda _progress: log_interaction(desk, new, draft, form, makes=makes, is_told=is_told),
        )

    def stored(self, result: object = None) -> None:
        super().stored()
        if isinstance(result, Stored):
            self.logged.emit(result.interaction)
            deliver(self._place, self.parentWidget(), result.new, result.interaction)
            if result.opportunity is not None:
                self._place.open_record("opportunity", result.opportunity)
        else:
            self.postponed.emit(result)

    def refused(self, error: UserError) -> None:
        self._is_told = error.number == UNTOLD
        if error.field in self.fields.named:
            self.more.setChecked(True)
        if error.field == "file":
            self.set_saving(False)
            self.content.file.say(error.message)
            return
        if error.field == "letter":
            self._needs_letter = True
            self._show_letter()
            self.content.letter.setFocus()
        super().refused(error)

    # -- later --------------------------------------------------------------------------------------------

    def postpone(self) -> None:
        """Keep it as a draft: a contact is all that is needed."""
        new, draft, service = self.new(), self._draft, self._place.desk.interactions
        self.write(self._place.jobs, _("Keep as a draft"), lambda _progress: service.postpone(new, draft))

    def _cancel(self) -> None:
        """The button: while it is asked what shall become of it, it discards."""
        if self._asks and not self.saving:
            self._asks = False
            super().reject()
        else:
            self.reject()

    def reject(self) -> None:
        """Esc: what was typed is not lost without a question; closed twice, it is kept."""
        if self.saving or self.new() == self._first:
            super().reject()
        elif not self._asks:
            self._asks = True
            self.cancel_button.setText(_("Discard"))
            question = _("It is not logged yet. Finish it later, or discard it?")
            if self._draft is not None:
                question = _("Keep the changes in the draft, or discard them?")
            self.note(question)
            self.later.setAutoDefault(True)  # Enter keeps it
            self.later.setFocus()
        elif self.contact.value() is not None:
            self.postpone()
        else:
            super().reject()

    def _touch(self) -> None:
        """Somebody goes on writing: the question is taken back."""
        if self._asks:
            self._asks = False
            self.later.setAutoDefault(False)
            self.cancel_button.setText(_("Cancel"))
            self.note("")


def _wizard_action(desk: Desk, template: Ref | None) -> WizardAction:
    row = desk.setup.named("interaction_template", template.id) if template is not None else None
    return WizardAction(row["wizard_action"]) if row is not None else WizardAction.NONE


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


Then = Callable[[CreateInteraction], object]


def open_interaction(
    place: Workplace, parent: QWidget | None, *, then: Then | None = None, **about: int | None
) -> None:
    """The dialog with what its caller knows, the cursor in the first field to fill; why it cannot be, is told.

    `about` names what it is about by its table: contact, opportunity, task, salesperson, interaction, template.
    """

    def show(new: NewInteraction) -> None:
        given = {"contact"} if new.contact is not None else set()
        given |= {"salesperson"} if about.get("salesperson") is not None else set()
        _open(place, CreateInteraction(place, new, parent, given=frozenset(given)), then)

    service, title = place.desk.interactions, _("No interaction can be logged")
    read_first(place, parent, title, lambda: service.proposal(**about), show)


def open_draft(place: Workplace, parent: QWidget | None, draft: int, *, then: Then | None = None) -> None:
    """Go on with a draft (9.8)."""

    def show(new: NewInteraction) -> None:
        _open(place, CreateInteraction(place, new, parent, draft=draft), then)

    service, title = place.desk.interactions, _("This draft cannot be opened")
    read_first(place, parent, title, lambda: service.draft(draft), show)


def _open(place: Workplace, dialog: CreateInteraction, then: Then | None) -> None:
    def end() -> None:
        fields = (dialog.contact, dialog.template, dialog.description)
        free = (each for each in fields if each.isEnabled() and not each.text())
        next(free, dialog.content.note).setFocus()
        if then is not None:
            then(dialog)

    dialog.open_in_turns(place.jobs, end)
