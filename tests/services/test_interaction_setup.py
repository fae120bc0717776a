"""Groups, templates with their languages, and the template setup (relationships 2.1, 9.1, 9.2)."""

import pytest

from oppdesk.domain.errors import FieldError
from oppdesk.domain.interactions import File
from oppdesk.domain.words import Correspondence, WizardAction
from oppdesk.services.desk import Desk
from tests.services.records import code_id, refused, setup_row, stored
from tests.services.talks import language, talk, template, template_setup

TEMPLATE, LANGUAGE, SETUP = (
    "interaction_template",
    "interaction_template_language",
    "interaction_template_setup",
)
PDF = File("letter.pdf", b"%PDF")


def fresh(desk: Desk, code: str = "NEW", **values: object) -> int:
    group = code_id(desk, "interaction_group", "LETTER")
    given = {"code": code, "interaction_group": group, "description": "New letter"} | values
    return desk.setup.save(TEMPLATE, None, given)


def save(desk: Desk, key: str, row: int | None, **values: object) -> int:
    return desk.setup.save(key, row, values)


# -- groups and templates -------------------------------------------------------------------------------------


def test_9_1_a_group_stays_while_templates_use_it(desk: Desk) -> None:
    group = code_id(desk, "interaction_group", "LETTER")
    refused(desk, "9.1", lambda: desk.setup.remove("interaction_group", group))
    own = desk.setup.save("interaction_group", None, {"code": "OWN", "description": "Own"})
    desk.setup.remove("interaction_group", own)


def test_9_2_a_template_needs_a_code_and_a_group_and_proposes_e_mail(desk: Desk) -> None:
    with pytest.raises(FieldError) as error:
        desk.setup.save(TEMPLATE, None, {"code": "NEW"})
    assert error.value.field == "interaction_group"
    assert setup_row(desk, TEMPLATE, fresh(desk))["correspondence_type"] == Correspondence.EMAIL


def test_tpl_5_cost_and_duration_are_not_below_0(desk: Desk) -> None:
    made = fresh(desk)
    for name in ("unit_cost", "unit_duration"):
        with pytest.raises(FieldError) as error:
            save(desk, TEMPLATE, made, **{name: -1})
        assert error.value.field == name


def test_9_2_the_templates_own_language_gets_a_line_with_its_description(desk: Desk) -> None:
    made, dutch = fresh(desk), code_id(desk, "language", "NLD")
    save(desk, TEMPLATE, made, language=dutch)
    (line,) = desk.setup.rows(LANGUAGE, made)
    assert (line["language"].id, line["description"]) == (dutch, "New letter")
    save(desk, TEMPLATE, made, description="Other")
    assert len(desk.setup.rows(LANGUAGE, made)) == 1
    desk.setup.remove(LANGUAGE, line["id"])
    assert setup_row(desk, TEMPLATE, made)["language"] is None


def test_9_2_a_language_stands_once_in_a_template(desk: Desk) -> None:
    made = fresh(desk)
    language(desk, made, "NLD")
    language(desk, made)  # the one for all others
    refused(desk, "", lambda: language(desk, made, "NLD"))


def test_tpl_1_merging_needs_something_to_merge(desk: Desk) -> None:
    merge = int(WizardAction.MERGE)
    refused(desk, "TPL-1", lambda: fresh(desk, wizard_action=merge))
    made = fresh(desk)
    refused(desk, "TPL-1", lambda: save(desk, TEMPLATE, made, wizard_action=merge))
    language(desk, made, letter="Dear {contact}")
    save(desk, TEMPLATE, made, wizard_action=merge)


def test_tpl_1_importing_has_no_letter_beside_it(desk: Desk) -> None:
    importing = int(WizardAction.IMPORT)
    made = fresh(desk)
    line = language(desk, made, letter="Dear {contact}")
    refused(desk, "TPL-1", lambda: save(desk, TEMPLATE, made, wizard_action=importing))
    save(desk, LANGUAGE, line, letter="")
    save(desk, TEMPLATE, made, wizard_action=importing)
    refused(desk, "TPL-1", lambda: save(desk, LANGUAGE, line, letter="Dear {contact}"))


def test_tpl_2_a_letter_to_merge_and_an_attachment_exclude_one_another(desk: Desk) -> None:
    made = fresh(desk)
    line = language(desk, made)
    desk.attachments.give(LANGUAGE, line, PDF)
    save(desk, TEMPLATE, made, wizard_action=int(WizardAction.MERGE))
    error = refused(desk, "TPL-2", lambda: save(desk, LANGUAGE, line, letter="Dear {contact}"))
    assert "letter.pdf" in error.message
    desk.attachments.take(LANGUAGE, line)
    save(desk, LANGUAGE, line, letter="Dear {contact}")


def test_tpl_2_a_mail_may_have_words_and_a_file(desk: Desk) -> None:
    made = fresh(desk, wizard_action=int(WizardAction.NONE))
    line = language(desk, made, letter="Dear {contact}")
    desk.attachments.give(LANGUAGE, line, PDF)


def test_tpl_3_no_attachment_beside_a_letter_to_merge(desk: Desk) -> None:
    made = fresh(desk)
    line = language(desk, made, letter="Dear {contact}")
    save(desk, TEMPLATE, made, wizard_action=int(WizardAction.MERGE))
    refused(desk, "TPL-3", lambda: desk.attachments.give(LANGUAGE, line, PDF))


def test_tpl_4_an_attachment_is_replaced_only_when_that_is_agreed_to(desk: Desk) -> None:
    line = language(desk, fresh(desk))
    desk.attachments.give(LANGUAGE, line, PDF)
    other = File("other.pdf", b"other")
    error = refused(desk, "TPL-4", lambda: desk.attachments.give(LANGUAGE, line, other))
    assert "letter.pdf" in error.message
    desk.attachments.give(LANGUAGE, line, other, may_replace=True)
    assert desk.attachments.file(LANGUAGE, line) == other
    desk.history.undo()
    assert desk.attachments.file(LANGUAGE, line) == PDF


def test_tpl_6_there_is_nothing_to_export_open_or_remove(desk: Desk) -> None:
    line = language(desk, fresh(desk))
    refused(desk, "TPL-6", lambda: desk.attachments.file(LANGUAGE, line))
    refused(desk, "TPL-6", lambda: desk.attachments.take(LANGUAGE, line))


def test_5154_an_attachment_is_copied_from_another_language(desk: Desk) -> None:
    made = fresh(desk)
    one, other = language(desk, made), language(desk, made, "NLD")
    desk.attachments.give(LANGUAGE, one, PDF)
    desk.attachments.copy(LANGUAGE, one, other)
    assert desk.attachments.file(LANGUAGE, other) == PDF


def test_9_2_a_removed_template_takes_its_languages_along(desk: Desk) -> None:
    made = fresh(desk)
    line = language(desk, made, "NLD")
    desk.attachments.give(LANGUAGE, line, PDF)
    before = stored(desk, quiet=False)
    assert desk.setup.removal(TEMPLATE, made).consequences
    desk.setup.remove(TEMPLATE, made)
    assert line not in stored(desk)[LANGUAGE]
    desk.history.undo()
    assert stored(desk, quiet=False) == before


def test_9_2_history_keeps_its_template(desk: Desk) -> None:
    made = fresh(desk, correspondence_type=0)
    talk(desk, "NEW")
    error = refused(desk, "9.2", lambda: desk.setup.remove(TEMPLATE, made))
    assert "1 interaction" in error.message


# -- which ones the program uses (2.1) ------------------------------------------------------------------------


def test_its_1_only_templates_without_attachment_are_chosen_but_for_invitations(desk: Desk) -> None:
    made = fresh(desk)
    desk.attachments.give(LANGUAGE, language(desk, made), PDF)
    error = refused(desk, "ITS-1", lambda: save(desk, SETUP, None, e_mails=made))
    assert error.field == "e_mails"
    save(desk, SETUP, None, meeting_invitation=made)


def test_its_2_what_logs_by_itself_has_no_languages(desk: Desk) -> None:
    language(desk, template(desk, "EMAIL"), "NLD")
    error = refused(desk, "ITS-2", lambda: desk.interactions.document_template("e_mails"))
    assert "EMAIL" in error.message
    assert "NLD" in error.message
    assert desk.interactions.document_template("cover_sheets") == template(desk, "COVERSH")


def test_its_3_a_purpose_without_template_is_named(desk: Desk) -> None:
    template_setup(desk, e_mail_drafts=None)
    error = refused(desk, "ITS-3", lambda: desk.interactions.document_template("e_mail_drafts"))
    assert "E-mail drafts" in error.message


def test_its_4_a_template_used_here_is_not_removed_and_where_is_said(desk: Desk) -> None:
    calls = template(desk, "OUTGOING")
    error = refused(desk, "ITS-4", lambda: desk.setup.remove(TEMPLATE, calls))
    assert "Outgoing calls" in error.message
    assert "Interaction template setup" in error.message
